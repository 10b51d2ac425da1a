package web

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/say"
)

// outcomeJSON is the outcome of a click, shown on the page with the button.
type outcomeJSON struct {
	Said    string `json:"said,omitempty"` // "": the page shows it already
	To      string `json:"to,omitempty"`   // address with more about it
	Refused bool   `json:"refused,omitempty"`
}

// decide hands a click or a filled-in form to the bot. It goes on if the person
// leaves.
func (s *Server) decide(r *http.Request, event chat.Event) (outcomeJSON, error) {
	event.Person, event.Thread, event.At = Person, WebThread, s.Now()
	came := s.Bot.Handle(context.WithoutCancel(r.Context()), event)
	return outcomeOf(event, came), came.Err
}

func outcomeOf(event chat.Event, came chat.Outcome) outcomeJSON {
	switch {
	case event.Ref != "":
		return outcomeJSON{} // a click in the chat is answered there
	case came.Proposal != "":
		return outcomeJSON{Said: string(came.Proposal) + " waits in the chat for a decision: " + say.Visible(came.Said), To: chatAt(came.Ref)}
	}
	// A second click right after the first does nothing and returns no text.
	return outcomeJSON{Said: cmp.Or(say.Visible(came.Said), "Done a moment ago: the answer is in the chat.")}
}

// chatAt returns the address of a message in the chat.
func chatAt(ref string) string {
	if id, err := trex.ParseMessageID(ref); err == nil {
		return "/?view=chat&message=" + string(id) + "#" + string(id)
	}
	return "/?view=chat"
}

// clicked answers a click on a button. A script gets the outcome. A browser
// without scripts is sent back to the page with the button, which shows the
// outcome. If the form does not name that page, an error gets its own page.
func (s *Server) clicked(w http.ResponseWriter, r *http.Request, came outcomeJSON, err error) error {
	if scripted(r) && err == nil {
		return writeJSON(w, http.StatusOK, came)
	}
	to, on := back(r.PostForm)
	if err != nil {
		if scripted(r) || to == "" {
			return err
		}
		came = outcomeJSON{Said: s.explain(r, err).Message, Refused: true}
	}
	to = cmp.Or(to, "/?view=chat")
	remember(w, to, notice{outcomeJSON: came, On: on})
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// back returns the page with a form's button, and the message that has it, "" for
// the page's own buttons. to is "" when the form does not say.
func back(form url.Values) (to, on string) {
	if ref := form.Get("ref"); ref != "" {
		return chatAt(ref), ref
	}
	if form.Has("back") {
		return safePath(form.Get("back")), ""
	}
	return "", ""
}

// notice is an outcome on its way to the page that shows it.
type notice struct {
	outcomeJSON
	Path string `json:"path"`         // of that page
	On   string `json:"on,omitempty"` // the message that was clicked, "": a button of the page
}

const noticeCookie = "trex_outcome"

// longestNotice keeps the cookie within the limit of browsers.
const longestNotice = 600

// remember leaves a notice for the page at an address. It uses a cookie, which
// only that page gets. Text in the address would be shared with it, and anybody
// could make a page show text of theirs.
func remember(w http.ResponseWriter, to string, n notice) {
	u, err := url.Parse(to)
	if err != nil || n.Said == "" {
		return
	}
	n.Path, n.Said = u.Path, say.Clip(n.Said, longestNotice)
	text, err := json.Marshal(n)
	if err != nil {
		return
	}
	http.SetCookie(w, &http.Cookie{
		Name: noticeCookie, Value: base64.RawURLEncoding.EncodeToString(text), Path: u.EscapedPath(),
		MaxAge: 60, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// noticed returns the notice left for this page, and deletes it.
func noticed(w http.ResponseWriter, r *http.Request) (n notice) {
	cookie, err := r.Cookie(noticeCookie)
	if err != nil {
		return n
	}
	http.SetCookie(w, &http.Cookie{Name: noticeCookie, Path: r.URL.EscapedPath(), MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	text, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	if err != nil || json.Unmarshal(text, &n) != nil || n.Path != r.URL.Path {
		return notice{}
	}
	n.Said, n.To = say.Clip(say.Visible(n.Said), longestNotice), localOnly(n.To)
	return n
}

func localOnly(to string) string {
	if to == "" {
		return ""
	}
	return safePath(to)
}
