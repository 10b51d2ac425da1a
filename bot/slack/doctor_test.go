package slack

import (
	"maps"
	"net/http"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/slack/slacktest"
)

func scopeNames() []string {
	var names []string
	for _, scope := range scopes {
		names = append(names, scope.name)
	}
	return names
}

// history are the scopes for reading messages in all kinds of conversations.
var history = []string{"channels:history", "groups:history", "im:history", "mpim:history"}

// TestScopesAreThoseOfTheCallsInUse fails for a call of client without its
// documented Slack scope in this file, and for a scope that no call needs.
func TestScopesAreThoseOfTheCallsInUse(t *testing.T) {
	byCall := map[string][]string{
		"AuthTestContext":               nil,
		"PostMessageContext":            {"chat:write"},
		"PostEphemeralContext":          {"chat:write"},
		"UpdateMessageContext":          {"chat:write"},
		"SendMessageContext":            {"links:write"}, // chat.unfurl
		"OpenViewContext":               nil,
		"PublishViewContext":            nil,
		"GetUserInfoContext":            {"users:read"},
		"OpenConversationContext":       {"im:write"},
		"GetConversationRepliesContext": history,
		"GetConversationHistoryContext": history,
		"GetUploadURLExternalContext":   {"files:write"},
		"UploadToURL":                   nil,
		"CompleteUploadExternalContext": {"files:write"},
		"GetFileInfoContext":            {"files:read"},
		"GetFileContext":                {"files:read"},
		"DeleteFileContext":             {"files:write"},
	}
	byEvent := map[string]string{
		"app_home_opened": "", "app_mention": "app_mentions:read", "link_shared": "links:read",
		"message.channels": "channels:history", "message.groups": "groups:history", "message.im": "im:history",
		"message.mpim": "mpim:history", "reaction_added": "reactions:read",
	}
	needed := map[string]bool{"commands": true}
	calls := reflect.TypeFor[client]()
	for i := range calls.NumMethod() {
		name := calls.Method(i).Name
		some, ok := byCall[name]
		if !ok {
			t.Errorf("which scope does %s need?", name)
		}
		for _, scope := range some {
			needed[scope] = true
		}
	}
	for _, event := range events {
		scope, ok := byEvent[event]
		if !ok {
			t.Errorf("which scope does the event %s need?", event)
		}
		if scope != "" {
			needed[scope] = true
		}
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(needed)), scopeNames()); diff != "" {
		t.Errorf("needed and asked for: %s", diff)
	}
}

func TestManifestAsksForWhatTheCodeUses(t *testing.T) {
	data, err := os.ReadFile("../../docs/slack-manifest.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct {
		OAuth struct {
			Scopes struct{ Bot []string }
		} `yaml:"oauth_config"`
		Features struct {
			Commands []struct {
				Command string
				Escape  bool `yaml:"should_escape"`
			} `yaml:"slash_commands"`
			Home struct {
				Enabled  bool `yaml:"home_tab_enabled"`
				Messages bool `yaml:"messages_tab_enabled"`
				ReadOnly bool `yaml:"messages_tab_read_only_enabled"`
			} `yaml:"app_home"`
		}
		Settings struct {
			Subscriptions struct {
				Events []string `yaml:"bot_events"`
			} `yaml:"event_subscriptions"`
			Interactivity struct {
				Enabled bool `yaml:"is_enabled"`
			}
			Socket bool `yaml:"socket_mode_enabled"`
		}
	}
	if err := yaml.Unmarshal(data, &manifest); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(scopeNames(), manifest.OAuth.Scopes.Bot); diff != "" {
		t.Errorf("scopes: %s", diff)
	}
	if diff := cmp.Diff(events, manifest.Settings.Subscriptions.Events); diff != "" {
		t.Errorf("events: %s", diff)
	}
	if home := manifest.Features.Home; !home.Enabled || !home.Messages || home.ReadOnly {
		t.Errorf("nobody can write to Trex directly: %+v", home)
	}
	commands := manifest.Features.Commands
	if len(commands) != 1 || commands[0].Command != "/trex" || !commands[0].Escape ||
		!manifest.Settings.Interactivity.Enabled || !manifest.Settings.Socket {
		t.Errorf("features: %+v", manifest)
	}
	guide, err := os.ReadFile("../../docs/slack.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, scope := range scopeNames() {
		if !strings.Contains(string(guide), "`"+scope+"`") {
			t.Errorf("docs/slack.md does not say what %s is for", scope)
		}
	}
	for _, word := range []string{"slack-manifest.yaml", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "trex doctor", "connections:write", "  channels: [", "  people: [", "  admins: [", "  announce: true"} {
		if !strings.Contains(string(guide), word) {
			t.Errorf("docs/slack.md does not speak of %s", word)
		}
	}
}

func TestCheck(t *testing.T) {
	check := func(server *slacktest.Server, change func(*Params)) map[string]trex.Finding {
		params := Params{BotToken: "xoxb-test", AppToken: "xapp-test", SigningSecret: testSecret, APIURL: server.APIURL()}
		change(&params)
		findings := make(map[string]trex.Finding)
		for _, f := range Check(t.Context(), params) {
			if f.OK != (f.Fix == "") {
				t.Errorf("%+v says how to fix what is fine, or not how to fix what is not", f)
			}
			findings[f.Name] = f
		}
		return findings
	}
	none := func(*Params) {}
	t.Run("AllWell", func(t *testing.T) {
		server := newServer(t)
		server.Scopes = strings.Join(scopeNames(), ",")
		findings := check(server, none)
		for _, name := range []string{"Slack bot token", "Slack scopes", "Slack Socket Mode", "Slack signing secret"} {
			if !findings[name].OK {
				t.Errorf("%s: %+v", name, findings[name])
			}
		}
	})
	t.Run("MissingScopes", func(t *testing.T) {
		server := newServer(t)
		server.Scopes = strings.Join(slices.DeleteFunc(scopeNames(), func(s string) bool {
			return s == "files:write" || s == "im:write"
		}), ", ")
		f := check(server, none)["Slack scopes"]
		if f.OK || !strings.Contains(f.Fix, "files:write, im:write") || !strings.Contains(f.Detail, "upload charts") {
			t.Errorf("%+v", f)
		}
	})
	t.Run("BadToken", func(t *testing.T) {
		server := newServer(t)
		server.Fail(func(string) slacktest.Failure { return slacktest.Failure{Code: "invalid_auth"} })
		findings := check(server, none)
		if f := findings["Slack bot token"]; f.OK || !strings.Contains(f.Fix, "SLACK_BOT_TOKEN") {
			t.Errorf("%+v", f)
		}
		if f := findings["Slack Socket Mode"]; f.OK || !strings.Contains(f.Fix, "connections:write") {
			t.Errorf("%+v", f)
		}
	})
	t.Run("NoAnswer", func(t *testing.T) {
		server := newServer(t)
		server.Fail(func(string) slacktest.Failure { return slacktest.Failure{Status: http.StatusBadGateway} })
		if f := check(server, none)["Slack bot token"]; f.OK || !strings.Contains(f.Fix, "reaches") {
			t.Errorf("%+v", f)
		}
	})
	t.Run("WrongSecret", func(t *testing.T) {
		f := check(newServer(t), func(p *Params) { p.SigningSecret = "xoxb-oops" })["Slack signing secret"]
		if f.OK || strings.Contains(f.Detail+f.Fix, "oops") {
			t.Errorf("%+v", f)
		}
	})
	t.Run("SwappedTokens", func(t *testing.T) {
		server := newServer(t)
		findings := check(server, func(p *Params) { p.BotToken, p.AppToken, p.APIURL = "xapp-1", "xoxb-1", "" })
		if findings["Slack bot token"].OK || findings["Slack Socket Mode"].OK || server.Calls("auth.test") > 0 {
			t.Errorf("%+v", findings)
		}
	})
	t.Run("NothingSet", func(t *testing.T) {
		findings := Check(t.Context(), Params{})
		if len(findings) != 1 || findings[0].OK || !strings.Contains(findings[0].Detail, "SLACK_BOT_TOKEN") {
			t.Errorf("%+v", findings)
		}
	})
}
