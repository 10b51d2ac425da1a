package discord

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/bwmarrin/discordgo"

	"github.com/trex-ml/trex/bot/chat"
)

func TestEscape(t *testing.T) {
	for text, want := range map[string]string{
		"val_loss 0.183 · ~35 s":    "val_loss 0.183 · ~35 s",
		"_lr_ __x__ a_":             `\_lr\_ \_\_x\_\_ a\_`,
		"~~gone~~ ||hidden|| a|b":   `\~\~gone\~\~ \|\|hidden\|\| a|b`,
		"# big\n> quote\n- item -x": "\\# big\n\\> quote\n\\- item -x",
		"-# small":                  `\-# small`,
		"1 > 0 # not a title":       "1 > 0 # not a title",
		"@everyone @here":           "@\u200beveryone @\u200bhere",
		"<@1> <@&2> <#3> <t:1:R>":   "\\<@\u200b1> \\<@\u200b&2> \\<#3> \\<t:1:R>",
		"[x](https://evil.example)": `\[x\](https\://evil.example)`,
		"`code` **bold** \\":        "\\`code\\` \\*\\*bold\\*\\* \\\\",
		"👩‍🔬 שלום ﷽":                "👩‍🔬 שלום ﷽",
	} {
		if got := escape(text); got != want {
			t.Errorf("%q becomes %q, not %q", text, got, want)
		}
	}
}

func TestClipCountsAsDiscordDoes(t *testing.T) {
	for _, text := range []string{strings.Repeat("🦖", 100), strings.Repeat("a", 100), strings.Repeat("é\u0301", 50)} {
		for limit := 1; limit < 99; limit++ {
			got := clip(text, limit)
			if n := len(utf16.Encode([]rune(got))); n > limit || n < limit-1 || !strings.HasSuffix(got, "…") {
				t.Errorf("clip to %d gives %d units: %q", limit, n, got)
			}
		}
		if got := clip(text, 400); got != text {
			t.Errorf("%q was cut", text)
		}
	}
}

// A phone shows about 36 fixed-width characters on one line.
func TestTablesFitAPhone(t *testing.T) {
	wide := &chat.Table{Columns: []string{"#", "lr", "batch_size", "optimizer", "weight_decay", "seed"}}
	for i := range 3 {
		wide.Rows = append(wide.Rows, []string{fmt.Sprint(i + 1), "0.0001", "128", "adamw", "0.01", ""})
	}
	for _, line := range strings.Split(table(wide), "\n") {
		if n := columns(line); n > phoneWidth+4 {
			t.Errorf("%d characters: %q", n, line)
		}
	}
	want := strings.TrimLeft(`
#  lr      batch_size  optimizer
1  0.0001  128         adamw
   weight_decay: 0.01
2  0.0001  128         adamw
   weight_decay: 0.01
3  0.0001  128         adamw
   weight_decay: 0.01`, "\n")
	if got := table(wide); got != want {
		t.Errorf("got\n%s", got)
	}
	// Columns line up also with wide characters and with characters of no
	// width.
	odd := &chat.Table{Columns: []string{"name", "value"}, Rows: [][]string{{"学習率", "1"}, {"🦖", "2"}, {"e\u0301te", "3"}, {"a\nb", "4"}}}
	for _, line := range strings.Split(table(odd), "\n")[1:] {
		if before, _, _ := strings.Cut(line, line[len(line)-1:]); columns(before) != 8 {
			t.Errorf("the value is in column %d: %q", columns(before), line)
		}
	}
}

func TestMenusForAHundredRuns(t *testing.T) {
	m := chat.Message{Headline: "a card", Buttons: []chat.Button{{Label: "Launch", Action: chat.Action{Name: chat.ActLaunch, Subject: "p1", Version: 1}}}}
	for i := range 4 {
		menu := &chat.Select{Action: chat.Action{Name: chat.ActSelect, Subject: fmt.Sprintf("p1::%d", 25*i), Version: 1}, Label: "which"}
		for j := range 25 {
			menu.Options = append(menu.Options, chat.Option{Value: fmt.Sprint(25*i + j), Label: "lr 0.1"})
		}
		m.Blocks = append(m.Blocks, chat.Block{Select: menu})
	}
	if rows := components(m); len(rows) != 5 {
		t.Errorf("%d rows, not four menus and the buttons", len(rows))
	}
}

func TestNoComponentCarriesACutAction(t *testing.T) {
	long := chat.Action{Name: chat.ActSuggestion, Subject: strings.Repeat("try lr 0.1 ", 20)}
	link := func(url string) chat.Button {
		return chat.Button{Label: "Open", URL: url, Action: chat.Action{Name: chat.ActOpen}}
	}
	rows := components(chat.Message{
		Buttons: []chat.Button{{Label: "long", Action: long}, link("http://localhost:8080/x"), link("http://trex/x"), link("javascript:alert(1)")},
		More:    []chat.Button{{Label: "long", Action: long}},
		Blocks:  []chat.Block{{Select: &chat.Select{Action: long, Options: []chat.Option{{Value: "1", Label: "one"}}}}},
	})
	if len(rows) != 0 {
		t.Errorf("got %+v", rows)
	}
	rows = components(chat.Message{Buttons: []chat.Button{link("https://trex.example/x"), link("http://10.0.0.7:8080/x")}})
	if n := len(rows[0].(discordgo.ActionsRow).Components); n != 2 {
		t.Errorf("%d links", n)
	}
}

func TestWhatIsTooLongIsAFile(t *testing.T) {
	lines := strings.Repeat("a long line that tells nothing new\n", 400)
	for name, m := range map[string]chat.Message{
		"Headline":       {Headline: lines},
		"Words":          {Blocks: []chat.Block{{Markup: lines}}},
		"Quote":          {Headline: "log", Blocks: []chat.Block{{Text: "short"}, {Quote: lines}, {Note: "after"}}},
		"ManyBlocks":     {Headline: "log", Blocks: slicesOf(chat.Block{Text: strings.Repeat("x_", 100)}, 60)},
		"MentionAndWord": {Headline: strings.Repeat("x", 2000), Mention: "123456789012345678"},
	} {
		r := render(m)
		if length(r.content) > maxContent || r.embed != nil && length(r.embed.Description) > maxDescription {
			t.Errorf("%s is longer than Discord takes", name)
		}
		if len(r.files) != 1 || r.files[0].name != wholeName || !strings.Contains(string(r.files[0].data), strings.TrimSpace(m.Plain())) {
			t.Errorf("%s: what was left out is in no file", name)
		}
		if r.embed != nil && strings.Count(r.embed.Description, codeFence)%2 != 0 {
			t.Errorf("%s: a code block is not closed", name)
		}
	}
	if r := render(chat.Message{Headline: "short", Blocks: []chat.Block{{Text: "too"}}}); len(r.files) > 0 {
		t.Error("a short message has a file")
	}
}

func slicesOf(b chat.Block, n int) (all []chat.Block) {
	for range n {
		all = append(all, b)
	}
	return all
}

func FuzzMarkupMentionsNobody(f *testing.F) {
	for _, text := range []string{"@everyone", "<@1>", "<@&1>", "<#1>", "`<@1>`", "[a](http://x)", "<t:1:R>", "```\n@here"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, shown := range []string{escape(text), markup(text), code(text)} {
			for _, bad := range []string{"@everyone", "@here"} {
				if strings.Contains(shown, bad) {
					t.Errorf("%q keeps %s", shown, bad)
				}
			}
		}
		for _, shown := range []string{escape(text), markup(text)} { // Discord reads no mentions inside code
			if anyMention.MatchString(strings.ReplaceAll(shown, "\\<", "")) {
				t.Errorf("%q keeps a mention", shown)
			}
		}
		if inner := strings.TrimSuffix(strings.TrimPrefix(code(text), codeFence), codeFence); strings.Contains(inner, codeFence) {
			t.Errorf("%q leaves its code block", inner)
		}
	})
}
