package web

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/say"
)

type homePage struct {
	page
	View     string // "chat" or "runs": what a phone shows
	Messages []messageView
	Earlier  bool // there are more messages than these
	Say      string
	Examples []string
	Runs     runsView
	Params   map[string][]string // project → its parameters in order
}

// shownMessages is how many of the newest messages the page shows first.
const shownMessages = 60

func (s *Server) home(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	p := homePage{page: s.page(r, "Runs"), View: "chat", Say: say.Clip(say.Visible(query.Get("say")), 2000)}
	p.Script, p.Outcome = "home.js", noticed(w, r)
	p.Description = "Describe an experiment, press Launch, watch it train."
	if query.Get("view") == "runs" || query.Has("q") || query.Has("status") || query.Has("cursor") {
		p.View = "runs"
	}
	messages, err := s.chatMessages(r.Context(), query)
	if err != nil {
		return err
	}
	p.Earlier = len(messages) == shownMessages
	for i := range messages {
		view := s.messageView(&messages[i], p.Theme)
		if p.Outcome.On == string(view.ID) {
			view.Outcome = &p.Outcome.outcomeJSON
		}
		p.Messages = append(p.Messages, view)
	}
	p.Examples = append(s.Bot.Examples(), "help")
	p.Params = make(map[string][]string)
	for i := range s.Projects {
		p.Params[s.Projects[i].Name] = s.Projects[i].ParamNames()
	}
	if p.Runs, err = s.runsView(r.Context(), query); err != nil {
		return err
	}
	p.Runs.Self = "/?" + selfQuery(query).Encode()
	if p.Outcome.On == "" {
		p.Runs.Outcome = p.Outcome.outcomeJSON
	}
	return s.show(w, http.StatusOK, "home", p)
}

// selfQuery returns the query of the list as it is shown.
func selfQuery(query url.Values) url.Values {
	self := maps.Clone(query)
	self.Set("view", "runs")
	return self
}

// chatMessages reads the newest messages. It reads all of them if the address
// asks for that or names an older one.
func (s *Server) chatMessages(ctx context.Context, query url.Values) ([]trex.ChatMessage, error) {
	if query.Get("messages") == "all" {
		return s.Store.ListMessages(ctx, WebThread, "", 0)
	}
	messages, err := s.Store.ListMessages(ctx, WebThread, "", shownMessages)
	named := query.Get("message")
	if err != nil || named == "" || slices.ContainsFunc(messages, func(m trex.ChatMessage) bool { return string(m.ID) == named }) {
		return messages, err
	}
	return s.Store.ListMessages(ctx, WebThread, "", 0)
}

// setTheme stores the theme chosen in the header, for browsers without scripts.
func (s *Server) setTheme(w http.ResponseWriter, r *http.Request) error {
	if err := parseForm(r); err != nil {
		return err
	}
	cookie := &http.Cookie{Name: themeCookie, Value: r.PostForm.Get("theme"), Path: "/", MaxAge: 365 * 24 * 3600, SameSite: http.SameSiteLaxMode}
	switch cookie.Value {
	case "dark", "light":
	case "system":
		cookie.Value, cookie.MaxAge = "", -1
	default:
		return trex.Invalid("theme must be dark, light or system, got %q", say.Clip(cookie.Value, 40))
	}
	http.SetCookie(w, cookie)
	http.Redirect(w, r, safePath(r.PostForm.Get("back")), http.StatusSeeOther)
	return nil
}

// with returns a view's address with some of its fields changed. The value ""
// removes a field.
func with(query url.Values, changes ...string) string {
	out := make(url.Values)
	for name, values := range query {
		if name != "cursor" {
			out[name] = values
		}
	}
	for i := 0; i+1 < len(changes); i += 2 {
		out.Del(changes[i])
		if changes[i+1] != "" {
			out.Set(changes[i], changes[i+1])
		}
	}
	return "/?" + strings.ReplaceAll(out.Encode(), "%3A", ":")
}
