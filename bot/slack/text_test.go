package slack

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/slack/slacktest"
)

func TestLiteral(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"val_loss 0.1", "val_loss 0.1"},
		{"<!channel> & <@U1>", "&lt;!channel&gt; &amp; &lt;@U1&gt;"},
		{"*bold* ~gone~ `code`", "∗bold∗ ∼gone∼ ˋcodeˋ"},
		{"_sly_ a_b _", "ˍslyˍ a_b ˍ"},
		{"red\x1b[31m\u202e\x00", "red[31m"},
		{"bad \xff", "bad \uFFFD"},
	} {
		if got := literal(c.in); got != c.want {
			t.Errorf("literal(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestDecode(t *testing.T) {
	name := func(id string) string { return "name of " + id }
	for _, c := range []struct{ in, want string }{
		{"<@UBOT> try lr 0.1", "try lr 0.1"},
		{"try <@UBOT>  lr&lt;0.1", "try lr<0.1"},
		{"<@UBOT|trex> a", "a"},
		{"ask <@U2> in <#C1|ml>", "ask @name of U2 in #ml"},
		{"<!here> <!subteam^S1|@ops> <!date^1^{date}|today>", "@here @ops today"},
		{"<mailto:a@b.c|a@b.c> <https://x.org|x>", "a@b.c https://x.org"},
		{"lr &amp;lt; 1", "lr &lt; 1"},
		{"a\n b\tc", "a\n b\tc"},
		{"1 < 2 > 0", "1 < 2 > 0"},
	} {
		if got := decode(c.in, "UBOT", name); got != c.want {
			t.Errorf("decode(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestAligned(t *testing.T) {
	got := aligned([][]string{{"#", "", "lr"}, {"1", "", "0.1\n"}, {"10", "", "0.03"}})
	if want := "#   lr\n1   0.1\n10  0.03"; got != want {
		t.Errorf("got\n%s", got)
	}
}

// FuzzRender checks that no text of a person becomes formatting, a mention, or
// a message that Slack would refuse.
func FuzzRender(f *testing.F) {
	f.Add("<!channel> *x* ```", "**b** [a](http://x) <@U1>\n- `c`\n```\nd\n```", 3)
	f.Add("", "\x00\xff", 0)
	f.Add(strings.Repeat("x\n", 9000), "1. a\n\n   b\n> q", 60)
	f.Fuzz(func(t *testing.T, s, markup string, n int) {
		n = max(0, min(n, 300))
		rows := make([]chat.Row, n)
		table := &chat.Table{Columns: []string{s, "b"}}
		choice := &chat.Select{Label: s}
		for i := range rows {
			rows[i] = chat.Row{Mark: "▶", Run: s, Label: markup, Fraction: float64(i) / 10, Note: s}
			table.Rows = append(table.Rows, []string{s, markup})
			choice.Options = append(choice.Options, chat.Option{Value: "v", Label: s})
		}
		m := chat.Message{
			Headline: s, Mention: s,
			Blocks: []chat.Block{
				{Text: s}, {Markup: markup}, {Quote: s}, {Note: markup}, {Table: table}, {Runs: rows}, {Quote: markup}, {Markup: s},
			},
			Buttons: []chat.Button{{Label: s, Confirm: markup, Action: chat.Action{Name: chat.ActStop, Subject: "r1"}}, {Label: markup, URL: s}},
		}
		if n > 0 {
			m.Blocks = append(m.Blocks, chat.Block{Select: choice})
		}
		for _, d := range []dialect{{rich: true, tables: true, blocks: mostBlocks}, {blocks: mostBlocks}} {
			out := render(m, d, nil)
			blocks, err := json.Marshal(out.blocks)
			if err != nil {
				t.Fatal(err)
			}
			if wrong := slacktest.CheckBlocks(blocks); wrong != "" {
				t.Errorf("Slack would say %s about %.2000s", wrong, blocks)
			}
			if !utf8.ValidString(out.text) || strings.Contains(out.text, "<!") {
				t.Errorf("notification %q", out.text)
			}
			if !d.rich && strings.Contains(string(blocks), "<!") {
				t.Errorf("a mention in %.2000s", blocks)
			}
		}
	})
}

func FuzzDecode(f *testing.F) {
	f.Add("<@U1|<@U2>> &lt;!channel&gt;")
	f.Fuzz(func(t *testing.T, s string) {
		if got := decode(s, "U1", func(string) string { return "" }); !utf8.ValidString(got) {
			t.Errorf("decode(%q) = %q", s, got)
		}
	})
}

func FuzzReadAction(f *testing.F) {
	f.Add("do.0", "launch:2:p43")
	f.Add("pick.select:1:p43", "")
	f.Fuzz(func(t *testing.T, id, value string) {
		action, ok, err := readAction(id, value)
		if ok && (err != nil || action.Name == chat.ActOpen || action.Name == "") {
			t.Errorf("readAction(%q, %q) = %+v, %v", id, value, action, err)
		}
	})
}
