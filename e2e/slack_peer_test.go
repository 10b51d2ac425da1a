//go:build e2e

package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/coder/websocket"

	"github.com/trex-ml/trex/bot/slack/slacktest"
	"github.com/trex-ml/trex/internal/await"
)

const (
	slackBotToken = "xoxb-e2e"
	slackSecret   = "0123456789abcdef0123456789abcdef"
	slackBotUser  = "U0TREX"
	slackChannel  = "C0ML"
)

// slackPeer is local-slack with one app, two people and a channel.
type slackPeer struct {
	t   *testing.T
	url string
}

// startSlack starts local-slack. It sends events to requestURL; "" means Socket
// Mode.
func startSlack(t *testing.T, requestURL string) *slackPeer {
	t.Helper()
	mode := "mode: socket"
	if requestURL != "" {
		mode = "mode: events\n    requestUrl: " + requestURL
	}
	config := fmt.Sprintf(`
workspace: {name: Lab, teamId: T0LAB}
apps:
  - appId: A0TREX
    botName: Trex
    botUserId: %s
    botToken: %s
    appToken: xapp-e2e
    signingSecret: %s
    %s
users:
  - {id: U0ANA, name: ana, real_name: Ana}
  - {id: U0BEN, name: ben, real_name: Ben}
channels:
  - {id: %s, name: ml, members: [U0ANA, U0BEN, %s]}
`, slackBotUser, slackBotToken, slackSecret, mode, slackChannel, slackBotUser)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "config.yaml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	binary, err := filepath.Abs("peers/node_modules/local-slack-linux-x64/bin/local-slack")
	if err != nil {
		t.Fatal(err)
	}
	port := 3100 + int(slacks.Add(1))
	p := start(t, "local-slack", dir, nil, binary, "--config", "config.yaml", "--port", strconv.Itoa(port),
		"--base-host", "127.0.0.1", "--files-dir", filepath.Join(dir, "files"))
	p.line("local-slack is running")
	return &slackPeer{t: t, url: "http://127.0.0.1:" + strconv.Itoa(port)}
}

// slacks counts the local-slacks, because each needs its own port. Ports below
// the ephemeral ones are used by nobody else in this namespace.
var slacks atomic.Int32

// control performs a person's action through local-slack's own interface.
func (s *slackPeer) control(what string, body map[string]any) map[string]any {
	s.t.Helper()
	data, _ := json.Marshal(body)
	response, err := http.Post(s.url+"/_control/"+what, "application/json", bytes.NewReader(data))
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	var answer map[string]any
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || answer["ok"] != true {
		s.t.Fatalf("%s: %v %v", what, answer, err)
	}
	return answer
}

// say writes a message and returns its timestamp.
func (s *slackPeer) say(user, thread, text string) string {
	s.t.Helper()
	body := map[string]any{"channel": slackChannel, "user": user, "text": text}
	if thread != "" {
		body["thread_ts"] = thread
	}
	message, _ := s.control("message", body)["message"].(map[string]any)
	ts, _ := message["ts"].(string)
	return ts
}

type slackMessage struct {
	TS       string          `json:"ts"`
	ThreadTS string          `json:"thread_ts"`
	User     string          `json:"user"`
	Subtype  string          `json:"subtype"`
	Message  string          `json:"text"`
	Blocks   json.RawMessage `json:"blocks"`
	Files    []struct {
		Name string `json:"name"`
	} `json:"files"`
}

func (m slackMessage) text() string { return m.Message + "\n" + slacktest.Text(m.Blocks) }

func (m slackMessage) has(parts ...string) bool {
	for _, part := range parts {
		if !strings.Contains(m.text(), part) {
			return false
		}
	}
	return true
}

// messages returns Trex's messages in a channel, oldest first.
func (s *slackPeer) messages(channel string) []slackMessage {
	s.t.Helper()
	response, err := http.Get(s.url + "/_control/messages/" + url.PathEscape(channel))
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	var answer struct{ Messages []slackMessage }
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		s.t.Fatal(err)
	}
	var own []slackMessage
	for _, m := range answer.Messages {
		if m.User == slackBotUser {
			own = append(own, m)
		}
	}
	return own
}

// wait returns Trex's newest message that has all parts.
func (s *slackPeer) wait(parts ...string) slackMessage {
	s.t.Helper()
	return s.waitFor(fmt.Sprintf("a message with %q", parts), func(m slackMessage) bool { return m.has(parts...) })
}

// waitFor returns Trex's newest message for which the condition is true.
func (s *slackPeer) waitFor(what string, is func(slackMessage) bool) slackMessage {
	s.t.Helper()
	var found slackMessage
	said := ""
	defer func() {
		if found.TS == "" {
			s.t.Logf("Trex wrote:%s", said)
		}
	}()
	await.Until(s.t, what, func() bool {
		said = ""
		for _, m := range s.messages(slackChannel) {
			said += "\n– " + m.text()
			if is(m) {
				found = m
			}
		}
		return found.TS != ""
	})
	return found
}

// home waits until Trex has published a Home tab with all parts.
func (s *slackPeer) home(parts ...string) {
	s.t.Helper()
	await.Until(s.t, fmt.Sprintf("a Home tab with %q", parts), func() bool {
		response, err := http.Get(s.url + "/_control/log")
		if err != nil {
			s.t.Fatal(err)
		}
		defer response.Body.Close()
		var answer struct {
			Entries []struct {
				Summary string          `json:"summary"`
				Detail  json.RawMessage `json:"detail"`
			} `json:"log"`
		}
		if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
			s.t.Fatal(err)
		}
		for _, entry := range answer.Entries {
			shown := entry.Summary == "views.publish"
			for _, part := range parts {
				shown = shown && strings.Contains(string(entry.Detail), part)
			}
			if shown {
				return true
			}
		}
		return false
	})
}

// click presses a button of a message.
func (s *slackPeer) click(user string, m slackMessage, label string) {
	s.t.Helper()
	element, ok := slacktest.Message{Blocks: m.Blocks}.Button(label)
	if !ok {
		s.t.Fatalf("there is no %q on %s", label, m.text())
	}
	s.control("interact", map[string]any{
		"channel": slackChannel, "messageTs": m.TS, "user": user,
		"action": map[string]any{"type": "button", "action_id": element["action_id"], "value": element["value"]},
	})
}

// slackScreen is the connection of local-slack's page, which receives forms.
type slackScreen struct {
	t      *testing.T
	socket *websocket.Conn
}

func (s *slackPeer) screen() *slackScreen {
	s.t.Helper()
	socket, _, err := websocket.Dial(s.t.Context(), strings.Replace(s.url, "http", "ws", 1)+"/ui", nil)
	if err != nil {
		s.t.Fatal(err)
	}
	socket.SetReadLimit(64 << 20)
	s.t.Cleanup(func() { socket.CloseNow() }) //nolint:errcheck // it may be closed already
	screen := &slackScreen{t: s.t, socket: socket}
	screen.next("init", func(map[string]any) bool { return true }) // from here on it receives everything
	return screen
}

// next returns the next frame of a kind that ok accepts.
func (s *slackScreen) next(kind string, ok func(map[string]any) bool) map[string]any {
	s.t.Helper()
	return s.read(kind, func(f map[string]any) bool { return f["t"] == kind && ok(f) })
}

func (s *slackScreen) read(what string, ok func(map[string]any) bool) map[string]any {
	s.t.Helper()
	ctx := await.Context(s.t)
	for {
		_, data, err := s.socket.Read(ctx)
		if err != nil {
			s.t.Fatalf("no %s: %v", what, err)
		}
		var frame map[string]any
		if json.Unmarshal(data, &frame) == nil && ok(frame) {
			return frame
		}
	}
}

// form waits until a form opens; closed waits until it closes.
func (s *slackScreen) form() {
	s.t.Helper()
	s.next("view", func(f map[string]any) bool { return len(stack(f)) > 0 })
}

func (s *slackScreen) closed() {
	s.t.Helper()
	s.next("view", gone)
}

// refusal returns the error that a submitted form shows under a field. The form
// closes instead when Trex did not find the error within the three seconds that
// Slack allows.
func (s *slackScreen) refusal(field string) (sentence string, open bool) {
	s.t.Helper()
	frame := s.read("a refusal", func(f map[string]any) bool { return f["t"] == "view_errors" || f["t"] == "view" && gone(f) })
	errors, open := frame["errors"].(map[string]any)
	sentence, _ = errors["field."+field].(string)
	return sentence, open
}

func gone(frame map[string]any) bool { return len(stack(frame)) == 0 }

func stack(frame map[string]any) []any {
	views, _ := frame["stack"].([]any)
	return views
}

// submit sends the open form with these texts.
func (s *slackScreen) submit(user string, fields map[string]string) {
	s.t.Helper()
	values := make(map[string]any)
	for name, text := range fields {
		values["field."+name] = map[string]any{"input": map[string]any{"type": "plain_text_input", "value": text}}
	}
	data, _ := json.Marshal(map[string]any{"t": "view_submit", "user": user, "values": values})
	if err := s.socket.Write(s.t.Context(), websocket.MessageText, data); err != nil {
		s.t.Fatal(err)
	}
}

// shoot takes a picture of local-slack's page with the thread of a message of
// its channel open.
func (s *slackPeer) shoot(name, message string) {
	s.t.Helper()
	command := exec.CommandContext(await.Context(s.t), "node", "shoot-slack.mjs", s.url, filepath.Join(artifacts, name), message)
	command.Dir = "peers"
	if output, err := command.CombinedOutput(); err != nil {
		s.t.Errorf("take a picture: %v\n%s", err, output)
	}
}

func contextWith(r *http.Request, form url.Values) context.Context {
	return context.WithValue(r.Context(), formKey{}, form)
}
