package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/look"
	"github.com/trex-ml/trex/say"
)

// messageView is a message of the chat as the page shows it.
type messageView struct {
	ID   trex.MessageID
	Role trex.Role
	Who  string
	At   *timeView
	Text string    // when there is no card
	Card *cardView // nil: Text

	Outcome *outcomeJSON // of the click on it that led here, nil for none
}

// cardView is a chat.Message as the page shows it, with its buttons in one form.
type cardView struct {
	Ref      string
	Headline string
	Tone     chat.Tone
	Blocks   []blockView
	Pictures []pictureView
	Files    []fileView
	Buttons  []buttonView
	More     []buttonView
	Choosing string // the action that notes what is ticked, encoded; "": there is nothing to tick
}

type blockView struct {
	chat.Block
	Rows    []tableRow // of Table
	Pick    bool       // its rows have boxes to tick
	Choices []choiceView
}

type tableRow struct {
	Cells []string
	Pick  *choiceView
}

type choiceView struct {
	Value, Label string
	Checked      bool
}

type pictureView struct {
	Src, LightSrc string // its address, and that of its light version
	Href, Alt     string
	Light         string // media query for its light version
}

type fileView struct {
	Name, URL, Size string
}

type buttonView struct {
	Label   string
	Style   chat.Style
	Value   string // the action, encoded
	Confirm string
	Href    string // set: a link, not an action
}

// messageView returns a message in a theme; "" means the system's theme.
func (s *Server) messageView(m *trex.ChatMessage, theme string) messageView {
	v := messageView{ID: m.ID, Role: m.Role, Who: m.Author.Name, At: s.timeView(m.At), Text: m.Content}
	if m.Role != trex.RoleUser {
		v.Who = "Trex"
	} else if m.Author.Platform == Person.Platform {
		v.Who = "you"
	}
	var message chat.Message
	if m.Card != nil && json.Unmarshal(m.Card, &message) == nil {
		v.Card = s.cardView(string(m.ID), &message, theme)
	}
	return v
}

// mostMore is the most entries of a card's menu. Entries of the most interesting
// runs come first; every run has its own page with the same actions.
const mostMore = 30

func (s *Server) cardView(ref string, m *chat.Message, theme string) *cardView {
	v := &cardView{Ref: ref, Headline: m.Headline, Tone: m.Tone}
	for _, block := range m.Blocks {
		shown := blockView{Block: block}
		if block.Table != nil {
			for _, cells := range block.Table.Rows {
				shown.Rows = append(shown.Rows, tableRow{Cells: cells})
			}
		}
		if block.Select != nil {
			if block.Select.Action.Name == chat.ActSelect {
				v.Choosing = choosing(block.Select.Action)
			}
			for _, option := range block.Select.Options {
				shown.Choices = append(shown.Choices, choiceView{Value: option.Value, Label: option.Label, Checked: option.Selected})
			}
		}
		v.Blocks = append(v.Blocks, shown)
	}
	v.Blocks = boxesInTable(v.Blocks)
	for _, picture := range m.Pictures {
		if src, href := pictureURL(picture.Key); src != "" {
			v.Pictures = append(v.Pictures, pictureView{
				Src: src + picture.Digest, LightSrc: src + "theme=light&" + picture.Digest, Href: href, Alt: picture.Alt, Light: whenLight(theme),
			})
		}
	}
	for i, file := range m.Files {
		v.Files = append(v.Files, fileView{Name: file.Name, Size: say.Bytes(int64(len(file.Content))),
			URL: "/message/" + ref + "/file/" + strconv.Itoa(i)})
	}
	v.Buttons, v.More = s.buttonViews(m.Buttons), s.buttonViews(m.More[:min(len(m.More), mostMore)])
	return v
}

// choosing makes the action of a menu one that ticks its values and nothing else,
// whatever was ticked when the card was made.
func choosing(menu chat.Action) string {
	pick, err := card.ParsePick(menu.Subject)
	if err != nil {
		return ""
	}
	menu.Subject = card.PickSubject(pick.Proposal, []bool{}, 0)
	return menu.Encode()
}

// boxesInTable moves a choice between the rows of a table into these rows.
func boxesInTable(blocks []blockView) []blockView {
	table := slices.IndexFunc(blocks, func(b blockView) bool { return b.Table != nil })
	choice := slices.IndexFunc(blocks, func(b blockView) bool { return b.Select != nil && b.Select.Action.Name == chat.ActSelect })
	if table < 0 || choice < 0 || len(blocks[table].Rows) != len(blocks[choice].Choices) {
		return blocks
	}
	blocks[table].Pick = true
	for i := range blocks[table].Rows {
		blocks[table].Rows[i].Pick = &blocks[choice].Choices[i]
	}
	return slices.Delete(blocks, choice, choice+1)
}

func (s *Server) buttonViews(buttons []chat.Button) []buttonView {
	var views []buttonView
	for _, b := range buttons {
		v := buttonView{Label: b.Label, Style: b.Style, Confirm: b.Confirm, Value: b.Action.Encode()}
		if b.URL != "" {
			v.Href = s.localURL(b.URL)
		}
		views = append(views, v)
	}
	return views
}

// localURL makes an address under the public URL relative, so that it works
// wherever the page was opened.
func (s *Server) localURL(address string) string {
	if s.PublicURL == "" {
		return address
	}
	if rest, ok := strings.CutPrefix(address, strings.TrimSuffix(s.PublicURL, "/")); ok && strings.HasPrefix(rest, "/") {
		return rest
	}
	return address
}

// pictureURL returns the address at which this server draws a picture, ready for one
// more part of a query, and the page with the same charts.
func pictureURL(key string) (src, href string) {
	kind, id, _ := strings.Cut(key, ":")
	if kind == look.ChartKind {
		query, err := url.ParseQuery(id)
		if err != nil || !query.Has("runs") {
			return "", ""
		}
		return "/compare/chart.png?" + query.Encode() + "&", "/compare?" + query.Encode()
	}
	if run, err := trex.ParseRunID(id); err == nil {
		href = "/run/" + string(run)
	} else if experiment, err := trex.ParseExperimentID(id); err == nil {
		href = "/experiment/" + string(experiment)
	} else {
		return "", ""
	}
	return href + "/chart.png?", href
}

// messagePart answers with the HTML of a message as it is now, for scripts.
func (s *Server) messagePart(w http.ResponseWriter, r *http.Request) error {
	message, err := s.pathMessage(r)
	if err != nil {
		return err
	}
	return s.show(w, http.StatusOK, "message", s.messageView(&message, chosenTheme(r)))
}

func (s *Server) pathMessage(r *http.Request) (trex.ChatMessage, error) {
	id, err := trex.ParseMessageID(chi.URLParam(r, "id"))
	if err != nil {
		return trex.ChatMessage{}, trex.NotFound("there is no message %q", say.Clip(chi.URLParam(r, "id"), 40))
	}
	message, err := s.Store.FindMessage(r.Context(), id)
	if err == nil && message.Thread.Platform != WebThread.Platform {
		return message, trex.NotFound("there is no message %q", id)
	}
	return message, err
}

// messageFile sends a file of a message, always as a download.
func (s *Server) messageFile(w http.ResponseWriter, r *http.Request) error {
	message, err := s.pathMessage(r)
	if err != nil {
		return err
	}
	var card chat.Message
	n, err := strconv.Atoi(chi.URLParam(r, "n"))
	if message.Card == nil || json.Unmarshal(message.Card, &card) != nil || err != nil || n < 0 || n >= len(card.Files) {
		return trex.NotFound("%s has no such file", message.ID)
	}
	attach(w, safeName(card.Files[n].Name), "text/plain; charset=utf-8")
	w.Write(card.Files[n].Content) //nolint:errcheck // the client has gone
	return nil
}

func safeName(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("._-", r) {
			return r
		}
		return '_'
	}, say.Clip(name, 80))
}
