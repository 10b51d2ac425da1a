package slacktest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

type answer map[string]any

func refusal(code string) answer { return answer{"ok": false, "error": code} }

func (s *Server) method(w http.ResponseWriter, r *http.Request) {
	method := r.PathValue("method")
	form, err := readArguments(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	if s.down {
		s.mu.Unlock()
		panic(http.ErrAbortHandler)
	}
	s.calls[method]++
	var failure Failure
	if s.fail != nil {
		failure = s.fail(method)
	}
	if failure != (Failure{}) && !failure.After {
		s.mu.Unlock()
		failure.write(w)
		return
	}
	if wait := s.limitLocked(method, form, time.Now()); wait > 0 {
		s.limited[method]++
		s.mu.Unlock()
		w.Header().Set("Retry-After", strconv.Itoa(retryAfter(wait)))
		w.WriteHeader(http.StatusTooManyRequests)
		return
	}
	a := s.callLocked(method, form)
	if method == "auth.test" {
		w.Header().Set("X-OAuth-Scopes", s.Scopes)
	}
	s.mu.Unlock()
	if failure.After {
		failure.write(w)
		return
	}
	if _, ok := a["ok"]; !ok {
		a["ok"] = true
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(a) //nolint:errcheck // the caller is gone
}

func (f Failure) write(w http.ResponseWriter) {
	if f.Code != "" {
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(refusal(f.Code)) //nolint:errcheck // the caller is gone
		return
	}
	http.Error(w, "broken", f.Status)
}

// readArguments reads a form, or a JSON object as a form.
func readArguments(r *http.Request) (url.Values, error) {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		err := r.ParseForm()
		return r.Form, err
	}
	var object map[string]json.RawMessage
	if err := json.NewDecoder(r.Body).Decode(&object); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	form := url.Values{}
	for name, value := range object {
		var text string
		if json.Unmarshal(value, &text) != nil {
			text = string(value)
		}
		form.Set(name, text)
	}
	return form, nil
}

func (s *Server) callLocked(method string, form url.Values) answer {
	switch method {
	case "auth.test":
		return answer{"url": WorkspaceURL, "team": "Lab", "team_id": Team, "user": "trex", "user_id": BotUser, "bot_id": "B0TREX"}
	case "apps.connections.open":
		return answer{"url": "ws" + strings.TrimPrefix(s.URL, "http") + "/socket"}
	case "users.info":
		user := form.Get("user")
		return answer{"user": answer{"id": user, "name": user, "profile": answer{"display_name": s.names[user]}}}
	case "conversations.open":
		return answer{"channel": answer{"id": "D" + strings.TrimPrefix(form.Get("users"), "U")}}
	case "chat.postMessage":
		return s.postLocked(form)
	case "chat.update":
		return s.updateLocked(form)
	case "chat.postEphemeral":
		if code := s.checkBlocksLocked(form.Get("blocks"), mostBlocks); code != nil {
			return code
		}
		s.whispers = append(s.whispers, Whisper{
			Channel: form.Get("channel"), User: form.Get("user"), Text: form.Get("text"), Blocks: raw(form, "blocks"),
		})
		return answer{"message_ts": s.nextTSLocked()}
	case "chat.unfurl":
		s.unfurls = append(s.unfurls, raw(form, "unfurls"))
		return answer{}
	case "conversations.history", "conversations.replies":
		return s.listLocked(method, form)
	case "views.open":
		return s.openLocked(form)
	case "views.publish":
		return s.publishLocked(form)
	}
	return s.fileCallLocked(method, form)
}

func raw(form url.Values, name string) json.RawMessage {
	if text := form.Get(name); text != "" {
		return json.RawMessage(text)
	}
	return nil
}

func (s *Server) postLocked(form url.Values) answer {
	channel := form.Get("channel")
	if strings.HasPrefix(channel, "X") {
		return refusal("not_in_channel")
	}
	if code := s.checkMessageLocked(form); code != nil {
		return code
	}
	m := &Message{
		Channel: channel, TS: s.nextTSLocked(), ThreadTS: form.Get("thread_ts"), Text: form.Get("text"),
		Blocks: raw(form, "blocks"), Metadata: raw(form, "metadata"), PostedAt: time.Now(),
		Broadcast: form.Get("thread_ts") != "" && form.Get("reply_broadcast") == "true",
	}
	s.messages[channel] = append(s.messages[channel], m)
	return answer{"channel": channel, "ts": m.TS}
}

func (s *Server) updateLocked(form url.Values) answer {
	for _, m := range s.messages[form.Get("channel")] {
		if m.TS != form.Get("ts") || m.Deleted {
			continue
		}
		if code := s.checkMessageLocked(form); code != nil {
			return code
		}
		m.Text, m.Blocks = form.Get("text"), raw(form, "blocks")
		if metadata := raw(form, "metadata"); metadata != nil {
			m.Metadata = metadata
		}
		m.Edits++
		m.EditedAt = time.Now()
		return answer{"channel": m.Channel, "ts": m.TS, "text": m.Text}
	}
	return refusal("message_not_found")
}

func (s *Server) listLocked(method string, form url.Values) answer {
	thread := form.Get("ts")
	var found []answer
	for _, m := range s.messages[form.Get("channel")] {
		if m.Deleted || method == "conversations.replies" && m.TS != thread && m.ThreadTS != thread ||
			method == "conversations.history" && m.ThreadTS != "" {
			continue
		}
		one := answer{"type": "message", "ts": m.TS, "text": m.Text, "user": BotUser}
		if m.ThreadTS != "" {
			one["thread_ts"] = m.ThreadTS
		}
		if m.Metadata != nil && form.Get("include_all_metadata") != "" {
			one["metadata"] = m.Metadata
		}
		found = append(found, one)
	}
	if method == "conversations.history" {
		slices.Reverse(found)
	}
	return answer{"messages": found, "has_more": false}
}

func (s *Server) openLocked(form url.Values) answer {
	var view struct {
		Blocks json.RawMessage `json:"blocks"`
	}
	if json.Unmarshal(raw(form, "view"), &view) != nil {
		return refusal("invalid_arguments")
	}
	trigger := form.Get("trigger_id")
	if trigger == "" || s.forms[trigger] != nil {
		return refusal("exchanged_trigger_id")
	}
	if code := s.checkBlocksLocked(string(view.Blocks), mostViewBlocks); code != nil {
		return code
	}
	s.forms[trigger] = raw(form, "view")
	return answer{"view": answer{"id": "V" + trigger}}
}

func (s *Server) publishLocked(form url.Values) answer {
	var view struct {
		Blocks json.RawMessage `json:"blocks"`
	}
	if json.Unmarshal(raw(form, "view"), &view) != nil {
		return refusal("invalid_arguments")
	}
	if code := s.checkBlocksLocked(string(view.Blocks), mostViewBlocks); code != nil {
		return code
	}
	s.homes[form.Get("user_id")] = view.Blocks
	return answer{"view": answer{"id": "VHOME"}}
}

func (s *Server) fileCallLocked(method string, form url.Values) answer {
	switch method {
	case "files.getUploadURLExternal":
		f := &File{ID: "F" + strconv.Itoa(len(s.files)+1), Name: form.Get("filename")}
		s.files[f.ID] = f
		return answer{"upload_url": s.URL + "/upload/" + f.ID, "file_id": f.ID}
	case "files.completeUploadExternal":
		var list []struct{ ID string }
		if json.Unmarshal(raw(form, "files"), &list) != nil || len(list) != 1 || s.files[list[0].ID] == nil {
			return refusal("file_not_found")
		}
		f := s.files[list[0].ID]
		f.Channel, f.ThreadTS, f.done = form.Get("channel_id"), form.Get("thread_ts"), time.Now()
		return answer{"files": []answer{{"id": f.ID, "title": f.Name}}}
	case "files.info":
		f := s.files[form.Get("file")]
		if f == nil || f.Deleted {
			return refusal("file_not_found")
		}
		info := answer{"id": f.ID, "name": f.Name}
		if s.processed(f) {
			info["mimetype"] = http.DetectContentType(f.Content)
		}
		return answer{"file": info}
	case "files.delete":
		if f := s.files[form.Get("file")]; f != nil && !f.Deleted {
			f.Deleted = true
			return answer{}
		}
		return refusal("file_not_found")
	}
	return refusal("unknown_method")
}

func (s *Server) processed(f *File) bool {
	return !f.done.IsZero() && time.Since(f.done) >= s.ProcessTime
}

func (s *Server) upload(w http.ResponseWriter, r *http.Request) {
	part, _, err := r.FormFile("file")
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	var content bytes.Buffer
	io.Copy(&content, part) //nolint:errcheck // a broken upload shows as a broken file
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.down {
		panic(http.ErrAbortHandler)
	}
	f := s.files[r.PathValue("file")]
	if f == nil {
		http.NotFound(w, r)
		return
	}
	f.Content = content.Bytes()
	io.WriteString(w, "OK") //nolint:errcheck // the caller is gone
}

// response receives an answer at an interaction's own address.
func (s *Server) response(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Text   string          `json:"text"`
		Blocks json.RawMessage `json:"blocks"`
	}
	if json.NewDecoder(r.Body).Decode(&body) != nil {
		http.Error(w, "no JSON", http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.whispers = append(s.whispers, Whisper{Channel: "response_url", Text: body.Text, Blocks: body.Blocks})
}
