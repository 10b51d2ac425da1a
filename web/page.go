package web

import (
	"bytes"
	"net/http"
	"time"

	"github.com/trex-ml/trex/charts"
	"github.com/trex-ml/trex/say"
)

// page is the data that every page has.
type page struct {
	Title       string
	Description string    // for link previews
	Picture     string    // absolute address of one, for link previews
	URL         string    // absolute, for link previews
	Script      string    // the entry of web/client the page loads
	Palette     *palette  // colours for the charts of the page's script, nil if it draws none
	Charted     bool      // it begins with a chart
	Fetches     []fetched // what its script will fetch first
	Theme       string    // "dark", "light", or "" for the system's
	Path        string    // of this page with its query, so that forms can come back
	Feed        string    // place in the feed where live updates go on
	Status      statusView
	Outcome     notice // of the click that led here
	Locked      bool   // the server has a token: show "Log out"
}

// palette has the colours of charts in both themes.
type palette struct {
	Dark  colors `json:"dark"`
	Light colors `json:"light"`
}

type colors struct {
	Text   string   `json:"text"`
	Dim    string   `json:"dim"`
	Grid   string   `json:"grid"`
	Series []string `json:"series"`
}

func newPalette() *palette {
	of := func(theme charts.Theme) colors {
		c := theme.Colors()
		return colors{Text: c.Text, Dim: c.Dim, Grid: c.Grid, Series: c.Series[:]}
	}
	return &palette{Dark: of(charts.Dark), Light: of(charts.Light)}
}

// fetched is an address that the browser fetches while it still reads the page,
// so that the script need not wait.
type fetched struct {
	URL   string
	Media string // fetch only if this media query holds; "": always
}

// fetchThemed adds a figure, whose address depends on the theme.
func (p *page) fetchThemed(address string) {
	if p.Theme != "" {
		p.Fetches = []fetched{{URL: address + p.Theme}}
		return
	}
	for _, theme := range [...]string{"dark", "light"} {
		p.Fetches = append(p.Fetches, fetched{URL: address + theme, Media: "(prefers-color-scheme: " + theme + ")"})
	}
}

// statusView is the slots and GPUs in the header.
type statusView struct {
	Slots, Busy    int
	GPUs, GPUsBusy int
}

const themeCookie = "trex_theme"

// page begins a page. It notes the place in the feed of live updates, so call it
// before you read anything that the feed covers. Later changes then come as
// updates.
func (s *Server) page(r *http.Request, title string) page {
	p := page{
		Title: title, Path: r.URL.RequestURI(), URL: s.linkBase(r) + r.URL.Path,
		Feed: s.feed.id(s.feed.now()), Locked: s.Token != "", Script: "base.js",
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		p.Path = "/" // the address of a form's post is not a page
	}
	p.Theme = chosenTheme(r)
	c := s.Capacity.Capacity()
	p.Status = statusView{Slots: c.Slots, Busy: c.Busy, GPUs: c.GPUs, GPUsBusy: c.GPUsBusy}
	return p
}

// chosenTheme returns "dark", "light", or "" for the system's theme.
func chosenTheme(r *http.Request) string {
	if cookie, err := r.Cookie(themeCookie); err == nil && (cookie.Value == "dark" || cookie.Value == "light") {
		return cookie.Value
	}
	return ""
}

// whenLight returns the media query that holds on a light page.
func whenLight(theme string) string {
	switch theme {
	case "dark":
		return "not all"
	case "light":
		return "all"
	}
	return "(prefers-color-scheme: light)"
}

// Light returns the media query that shows the light version of a picture.
func (p page) Light() string { return whenLight(p.Theme) }

// linkBase returns the beginning of absolute links.
func (s *Server) linkBase(r *http.Request) string {
	if s.public != nil {
		return s.public.Scheme + "://" + s.public.Host
	}
	return s.base(r)
}

// show renders a whole page. It buffers, so that a failing template gives an
// error page, not half a page.
func (s *Server) show(w http.ResponseWriter, status int, name string, data any) error {
	var body bytes.Buffer
	if err := s.pages.ExecuteTemplate(&body, name, data); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	w.Write(body.Bytes()) //nolint:errcheck // the client has gone
	return nil
}

type loginPage struct {
	page
	To      string
	Problem string
}

type errorPage struct {
	page
	Code    int
	Heading string
	Message string
	Home    bool // whether going home may help
}

func (s *Server) errorPage(w http.ResponseWriter, r *http.Request, f failure) {
	heading := map[int]string{
		http.StatusNotFound: "Not here", http.StatusForbidden: "Not allowed", http.StatusConflict: "Too late",
		http.StatusUnprocessableEntity: "That does not fit", http.StatusTooManyRequests: "Slow down",
		http.StatusServiceUnavailable: "Back in a moment", http.StatusUnauthorized: "Log in first",
	}[f.Status]
	if heading == "" {
		heading = "Something went wrong"
	}
	p := errorPage{page: s.page(r, heading), Code: f.Status, Heading: heading, Message: f.Message, Home: f.Status != http.StatusUnauthorized}
	if err := s.show(w, f.Status, "error", p); err != nil {
		s.Log.ErrorContext(r.Context(), "web: error page", "error", err)
		writeFailure(w, f)
	}
}

// timeView is a time as pages show it: relative, exact on hover.
type timeView struct {
	ISO   string
	Exact string
	Ago   string
}

func (s *Server) timeView(t time.Time) *timeView {
	if t.IsZero() {
		return nil
	}
	return &timeView{ISO: t.UTC().Format(time.RFC3339), Exact: t.Local().Format("Mon 2 Jan 2006 15:04:05 MST"), Ago: say.Ago(t, s.Now())}
}
