//go:build e2e

package e2e

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// door stands in front of local-slack and adds what it lacks. It rejects blocks
// that local-slack cannot show, as Slack rejects unknown blocks. It turns files
// in pictures into addresses that the page can load, keeps metadata, and pings.
type door struct {
	*httptest.Server
	peer  string
	plain bool // reject rich_text and data_table

	mu       sync.Mutex
	metadata map[string]json.RawMessage // by timestamp
}

func newDoor(t *testing.T, peer string, plain bool) *door {
	t.Helper()
	target, err := url.Parse(peer)
	if err != nil {
		t.Fatal(err)
	}
	d := &door{peer: peer, plain: plain, metadata: make(map[string]json.RawMessage)}
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.ModifyResponse = d.response
	d.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/socket/") {
			d.socket(w, r)
			return
		}
		if refused := d.request(r); refused != nil {
			w.Header().Set("Content-Type", "application/json")
			json.NewEncoder(w).Encode(refused) //nolint:errcheck // trex is gone
			return
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(d.Close)
	return d
}

type formKey struct{}

// request checks a call and returns the refusal, nil to pass it on.
func (d *door) request(r *http.Request) map[string]any {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		return nil
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return map[string]any{"ok": false, "error": "request_timeout"}
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return map[string]any{"ok": false, "error": "invalid_form_data"}
	}
	if text := form.Get("blocks"); text != "" {
		var blocks []map[string]any
		if json.Unmarshal([]byte(text), &blocks) != nil {
			return map[string]any{"ok": false, "error": "invalid_blocks_format"}
		}
		for i, block := range blocks {
			if kind := block["type"]; d.plain && (kind == "rich_text" || kind == "data_table") {
				said := []string{"[ERROR] unsupported type: " + kind.(string) + " [json-pointer:/blocks/" + string(rune('0'+i)) + "/type]"}
				return map[string]any{"ok": false, "error": "invalid_blocks", "response_metadata": map[string]any{"messages": said}}
			}
			if file, ok := block["slack_file"].(map[string]any); ok {
				block["image_url"] = d.address(file["id"])
			}
		}
		data, _ := json.Marshal(blocks)
		form.Set("blocks", string(data))
	}
	body = []byte(form.Encode())
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	*r = *r.WithContext(contextWith(r, form))
	return nil
}

// address returns the address from which local-slack's page loads a file.
func (d *door) address(id any) string {
	name, _ := id.(string)
	response, err := http.PostForm(d.peer+"/api/files.info", url.Values{"token": {slackBotToken}, "file": {name}})
	if err != nil {
		return ""
	}
	defer response.Body.Close()
	var info struct {
		File struct{ Permalink string } `json:"file"`
	}
	if json.NewDecoder(response.Body).Decode(&info) != nil {
		return ""
	}
	return info.File.Permalink
}

// response rewrites the answers of local-slack.
func (d *door) response(r *http.Response) error {
	method := strings.TrimPrefix(r.Request.URL.Path, "/api/")
	form, _ := r.Request.Context().Value(formKey{}).(url.Values)
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		return nil
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	var answer map[string]any
	if json.Unmarshal(body, &answer) == nil {
		d.mu.Lock()
		switch method {
		case "apps.connections.open", "files.getUploadURLExternal":
			for _, name := range []string{"url", "upload_url"} {
				if address, ok := answer[name].(string); ok {
					answer[name] = d.toDoor(address)
				}
			}
		case "chat.postMessage", "chat.update":
			if ts, ok := answer["ts"].(string); ok && form.Get("metadata") != "" {
				d.metadata[ts] = json.RawMessage(form.Get("metadata"))
			}
		case "conversations.replies", "conversations.history":
			messages, _ := answer["messages"].([]any)
			for _, item := range messages {
				message, _ := item.(map[string]any)
				ts, _ := message["ts"].(string)
				if metadata, ok := d.metadata[ts]; ok {
					message["metadata"] = metadata
				}
			}
		}
		d.mu.Unlock()
		body, _ = json.Marshal(answer)
	}
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	r.Header.Del("Content-Length")
	return nil
}
