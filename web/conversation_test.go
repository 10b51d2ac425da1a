package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/bottest"
	"github.com/trex-ml/trex/bot/chat"
)

func TestConversation(t *testing.T) {
	t.Parallel()
	bottest.Run(t, func(t *testing.T, stage *bottest.Stage) bottest.Harness {
		h := &browser{t: t, stage: stage}
		h.Reconnect()
		return h
	})
}

// browser plays the people of the web chat, in a browser without scripts.
type browser struct {
	t     testing.TB
	stage *bottest.Stage
	chat  *Chat
	site  *site // of the bot that runs; nil: of the next one

	ticked map[string][]string // message → what is ticked there, where somebody did
	form   *html.Node          // opened last
	told   []bottest.Shown     // what pages told of clicks
}

func (b *browser) Platform() chat.Platform { return b.chat }

// Traits: the web has no accounts. Boxes are sent with their form; only a script
// of the page counts them before.
func (b *browser) Traits() bottest.Traits {
	return bottest.Traits{OneAccount: Person.Name, LateChoice: true}
}

func (b *browser) Reconnect() {
	if b.site != nil {
		b.site.close()
	}
	b.chat, b.site, b.ticked = NewChat(b.stage.Store), nil, make(map[string][]string)
}

func (b *browser) open() *site {
	b.t.Helper()
	if b.site == nil {
		b.site = serve(b.t, b.stage, b.chat, func(p *Params) { p.PublicURL = b.stage.Params.PublicURL })
	}
	return b.site
}

// Say: all messages are in one thread.
func (b *browser) Say(_ string, _ trex.Thread, text string) {
	b.t.Helper()
	b.open().form("/messages", "content", text).want(http.StatusSeeOther)
}

// Repeat: no browser sends a form again by itself.
func (b *browser) Repeat() {}

func (b *browser) Shown() []bottest.Shown {
	b.t.Helper()
	var all []bottest.Shown
	for _, message := range b.open().page("/?messages=all").all("article.message.assistant") {
		all = append(all, shownAs(message))
	}
	return append(all, b.told...)
}

// shownAs reads a message from its HTML.
func shownAs(message *html.Node) bottest.Shown {
	boxes := find(message, `input[type=checkbox][name=value]`)
	shown := bottest.Shown{
		Ref: attr(message, "id"), Thread: WebThread, Text: legible(message), Raw: message,
		Options: len(boxes), Pictures: len(find(message, ".picture img")),
	}
	for _, b := range find(message, ".buttons > button, .buttons > a.button") {
		shown.Buttons = append(shown.Buttons, textOf(b))
	}
	for _, b := range find(message, ".menu > button, .menu > a.button") {
		shown.Menu = append(shown.Menu, textOf(b))
	}
	for _, file := range find(message, ".file a") {
		shown.Files = append(shown.Files, textOf(file))
	}
	return shown
}

// Click: an outcome that is not in the chat is on the next page.
func (b *browser) Click(_ string, on bottest.Shown, label string) {
	b.t.Helper()
	message := on.Raw.(*html.Node)
	buttons := find(message, "button")
	i := slices.IndexFunc(buttons, func(button *html.Node) bool { return textOf(button) == label })
	if i < 0 {
		b.t.Fatalf("there is no button %q on: %s", label, on.Text)
	}
	fields := filled(message)
	if ticks, ok := b.ticked[on.Ref]; ok {
		fields["value"] = ticks
	}
	b.came(b.post(fields, buttons[i]))
}

// post sends a form with the button that was pressed.
func (b *browser) post(fields map[string][]string, button *html.Node) answered {
	b.t.Helper()
	pairs := []string{attr(button, "name"), attr(button, "value")}
	for name, values := range fields {
		for _, value := range values {
			pairs = append(pairs, name, value)
		}
	}
	return b.open().form("/action", pairs...)
}

// came reads the answer to a form: a page with the outcome, a page with a form to
// fill in, or a page that asks first, where it says yes.
func (b *browser) came(answer answered) {
	b.t.Helper()
	if answer.Status == http.StatusSeeOther {
		for _, outcome := range b.open().follow(answer).all(".outcome") {
			if text := legible(outcome); text != "" {
				b.told = append(b.told, bottest.Shown{Thread: WebThread, Text: text, Whisper: true})
			}
		}
		return
	}
	if forms := answer.want(http.StatusOK).all("form.bot-form"); len(forms) > 0 {
		b.form = forms[0]
		return
	}
	question := answer.has("button[name=action].danger").all(`main form[action="/action"]`)[0]
	b.came(b.post(filled(question), find(question, "button")[0]))
}

// Choose: boxes are in the form of the card.
func (b *browser) Choose(_ string, on bottest.Shown, values ...string) { b.ticked[on.Ref] = values }

func (b *browser) Submit(_ string, fields map[string]string) map[string]string {
	b.t.Helper()
	sent := filled(b.form)
	for name, value := range fields {
		sent["field."+name] = []string{value}
	}
	answer := b.post(sent, find(b.form, "button")[0])
	if answer.Status != http.StatusUnprocessableEntity {
		b.came(answer)
		return nil
	}
	problems := make(map[string]string)
	for _, field := range answer.all(".bot-form .field") {
		for _, problem := range find(field, ".problem") {
			problems[strings.TrimPrefix(attr(find(field, "label")[0], "for"), "f-")] = textOf(problem)
		}
	}
	return problems
}
