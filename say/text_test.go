package say

import (
	"testing"
)

func TestList(t *testing.T) {
	for want, in := range map[string][]string{
		"": nil, "a": {"a"}, "a and b": {"a", "b"}, "a, b and c": {"a", "b", "c"}, "a, b, c and 2 more": {"a", "b", "c", "d", "e"},
	} {
		if got := List(in, 3); got != want {
			t.Errorf("List(%v) = %q, want %q", in, got, want)
		}
	}
}

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"lr 0.1\tok\nnext":       "lr 0.1\tok\nnext",
		"a\u202egnirts\u202c":    "agnirts",
		"a\u200bb\u2060c\ufeffd": "abcd",
		"\x1b[31mred\x00":        "[31mred",
		"👩\u200d🔬":               "👩\u200d🔬",
		"می\u200cخواهم":          "می\u200cخواهم",
		"❤\ufe0f":                "❤\ufe0f",
		"\u0600\u0661":           "\u0600\u0661",
		"a\u2028b\u2066c\u2069":  "abc",
		"bad \xff byte":          "bad \ufffd byte",
		"x\U000e0041\U000e0042y": "xy",
	} {
		if got := Visible(in); got != want {
			t.Errorf("Visible(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestClip(t *testing.T) {
	for in, want := range map[string]string{"short": "short", "exactly 10": "exactly 10", "a longer text": "a longer…"} {
		if got := Clip(in, 10); got != want {
			t.Errorf("Clip(%q) = %q, want %q", in, got, want)
		}
	}
}
