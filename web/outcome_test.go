package web

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/await"
)

// follow opens the page to which a form sends a browser, with the cookie it set.
func (s *site) follow(a answered) answered {
	s.t.Helper()
	to, _, _ := strings.Cut(a.want(http.StatusSeeOther).Header.Get("Location"), "#")
	cookie, _, _ := strings.Cut(a.Header.Get("Set-Cookie"), ";")
	return s.get(to, append(asPage, "Cookie", cookie)...).want(http.StatusOK)
}

// script sends a form as the page's script does.
func (s *site) script(path, form string) answered {
	s.t.Helper()
	return s.send(http.MethodPost, path, form, "Content-Type", "application/x-www-form-urlencoded", "X-Requested-With", "fetch")
}

// TestARefusedClickIsToldWhereItWasMade clicks buttons of actions that are no
// longer possible, on every page that has buttons.
func TestARefusedClickIsToldWhereItWasMade(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.form("/messages", "content", "try lr 0.1").want(303)
	card := s.page("/")
	ref, launch := attr(card.all(`.card input[name=ref]`)[0], "value"), attr(card.all(`.card button.primary[name=action]`)[0], "value")
	s.form("/action", "ref", ref, "action", launch).want(303)
	s.Complete("r1", 3, 0.1)
	await.Until(t, "the last word on e1", func() bool {
		said := s.get("/api/messages").Body
		return strings.Contains(said, "e1 is done") && strings.Contains(said, "done: 1 completed")
	})
	for _, test := range []struct {
		name, path string
		fields     []string
		page       string // that the button is on
		place      string // where it is told there
		says       string
	}{
		{"Run", "/action", []string{"back", "/run/r1", "action", "stop:0:r1"}, "/run/r1", ".head > .outcome", "already completed"},
		{"Experiment", "/action", []string{"back", "/experiment/e1", "action", "stop:0:e1"}, "/experiment/e1", ".head > .outcome", "ended already"},
		{"NothingToRetry", "/action", []string{"back", "/experiment/e1", "action", "retry:0:e1"}, "/experiment/e1", ".head > .outcome", "none of those runs failed"},
		{"Selection", "/selection", []string{"back", "/?view=runs", "do", "stop", "run", "r1"}, "/?view=runs", ".selection > .outcome", "already completed"},
		{"NothingTicked", "/selection", []string{"back", "/?view=runs", "do", "stop"}, "/?view=runs", ".selection > .outcome", "no run is ticked"},
		{"Card", "/action", []string{"ref", ref, "action", launch}, "/?view=chat&message=" + ref, "#" + ref + " > .outcome", "launched"},
		{"CardWithNothingTicked", "/action", []string{"ref", ref, "choosing", "1", "action", launch}, "/?view=chat&message=" + ref, "#" + ref + " > .outcome", "no run is ticked"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s.t = t
			before := s.get("/api/messages").Body
			sent := s.form(test.path, test.fields...)
			if to, _, _ := strings.Cut(sent.Header.Get("Location"), "#"); to != test.page {
				t.Fatalf("sent to %s, want %s", to, test.page)
			}
			page := s.follow(sent)
			if got := page.text(test.place + ".refused[role=status]"); !strings.Contains(got, test.says) {
				t.Errorf("told %q, want %q", got, test.says)
			}
			if again := page.Header.Get("Set-Cookie"); !strings.Contains(again, noticeCookie+"=;") || !strings.Contains(again, "Max-Age=0") {
				t.Errorf("it would be told again: %s", again)
			}
			s.page(test.page).lacks(".outcome.refused")
			form := make([]string, 0, len(test.fields)/2)
			for i := 0; i < len(test.fields); i += 2 {
				form = append(form, test.fields[i]+"="+test.fields[i+1])
			}
			refusal := s.script(test.path, strings.Join(form, "&"))
			if got := into[refusalJSON](refusal).Error.Message; refusal.Status < 400 || !strings.Contains(got, test.says) {
				t.Errorf("a script is told %q with status %d", got, refusal.Status)
			}
			if after := s.get("/api/messages").Body; after != before {
				t.Errorf("the chat has more to say:\n%s\nbefore:\n%s", after, before)
			}
		})
	}
	s.t = t
	s.form("/action", "action", "stop:0:r1").want(409).has("main .sentence") // of a form that no page has
}

func TestAClickThatIsDoneIsToldWhereItWasMade(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.launch(0.1, 0.2)
	page := s.follow(s.form("/action", "back", "/run/r1", "action", "stop:0:r1"))
	if got := page.lacks(".outcome.refused").text(".outcome"); got != "■ took r1 off the queue" {
		t.Errorf("told %q", got)
	}
	came := into[outcomeJSON](s.script("/selection", "do=stop&run=r2").want(200))
	if came.Said != "■ took r2 off the queue" || came.Refused {
		t.Errorf("a script is told %+v", came)
	}
	page = s.follow(s.form("/action", "back", "/experiment/e1", "action", "retry:0:e1"))
	if got := page.text(".outcome"); !strings.HasPrefix(got, "p2 waits in the chat for a decision: digits") {
		t.Errorf("told %q", got)
	}
	to := attr(page.all(".outcome a")[0], "href")
	where, message, _ := strings.Cut(to, "#")
	s.page(where).has("#" + message + ` .card button[value^="launch:1:p2"]`)
	// The same click again a moment later does nothing.
	page = s.follow(s.form("/action", "back", "/experiment/e1", "action", "retry:0:e1"))
	if got := page.lacks(".outcome.refused").text(".outcome"); !strings.Contains(got, "a moment ago") {
		t.Errorf("a double click is told %q", got)
	}
}

// A page's button that asks first shows its own question, and leads back to the
// page after any answer.
func TestAPageAsksFirst(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.launch(0.1, 0.2)
	page := s.page("/experiment/e1")
	ask := attr(page.all(`.actions button[name=ask]`)[0], "value")
	question := s.form("/action", "back", "/experiment/e1", "ask", ask).want(200)
	if got, want := question.text("h1"), attr(page.all(`.actions button[name=ask]`)[0], "data-confirm"); got != want || want == "" {
		t.Errorf("asked %q, want %q", got, want)
	}
	question.has(`a.button[href="/experiment/e1"]`)
	yes := question.has(`form[action="/theme"] input[name=back][value="/"]`).all(`main input[name=back]`)[0]
	told := s.follow(s.form("/action", "back", attr(yes, "value"), "action", attr(question.all("button[name=action]")[0], "value")))
	told.lacks(".outcome.refused").has(`main.experiment .outcome:not(:empty)`)
	s.form("/action", "back", "/experiment/e9", "ask", "stop:0:e9").want(200).has("h1")
	s.form("/action", "back", "/experiment/e1", "ask", "sing:0:e1").want(422)
}

// TestANoticeSpeaksOnItsPageOnly puts text that others might write into the
// cookie.
func TestANoticeSpeaksOnItsPageOnly(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.launch(0.1)
	cookie := func(text string) []string {
		return append(asPage, "Cookie", noticeCookie+"="+base64.RawURLEncoding.EncodeToString([]byte(text)))
	}
	for _, text := range []string{"", "{", "null", `{"said":"x","path":"/run/r2"}`, `{"said":"x"}`, `{"said":5,"path":"/run/r1"}`} {
		s.get("/run/r1", cookie(text)...).want(200).has(".head > .outcome:empty")
	}
	page := s.get("/run/r1", cookie(`{"said":"<b>\u202e`+strings.Repeat("x", 2000)+`","to":"https://evil.example","path":"/run/r1"}`)...).want(200)
	if got := page.text(".outcome"); !strings.HasPrefix(got, "<b>xx") || len(got) > 700 {
		t.Errorf("told %q", got)
	}
	page.lacks(`a[href*="evil"]`).lacks(".outcome b")
}

// A link to a message that is older than the first page's opens a page with it.
func TestALinkToAnOldMessageShowsIt(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	for range shownMessages + 1 {
		if _, err := s.Store.AppendMessage(t.Context(), trex.ChatMessage{Thread: WebThread, Role: trex.RoleUser, Author: Person, Content: "x", At: s.Server.Now()}); err != nil {
			t.Fatal(err)
		}
	}
	s.page("/").lacks("#m1").has(".earlier")
	s.page("/?view=chat&message=m1").has("#m1").lacks(".earlier")
	s.page("/?view=chat&message=m3").lacks("#m1")
}
