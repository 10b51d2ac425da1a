package terminal

import "testing"

func TestEscapeLen(t *testing.T) {
	for text, want := range map[string]int{
		"\x1b":                       1,
		"\x1b[":                      2,
		"\x1b[31mred":                5,
		"\x1b[2Kgone":                4,
		"\x1b[?25lhidden":            6,
		"\x1b[1 qshape":              5,
		"\x1b[31\nm":                 2,
		"\x1b]0;title\aafter":        10,
		"\x1b]8;;http://x\x1b\\link": 15,
		"\x1b]0;broken\nnext":        10,
		"\x1b]0;broken\x1b[0m":       10,
		"\x1b]0;end":                 7,
		"\x1b(Btext":                 3,
		"\x1b(":                      2,
		"\x1b(\n":                    2,
		"\x1bMup":                    2,
		"\x1b\x1b[0m":                1,
		"\x1b\xc3\xa9":               1,
	} {
		if got := EscapeLen(text); got != want {
			t.Errorf("EscapeLen(%q) = %d, want %d", text, got, want)
		}
		if got := EscapeLen([]byte(text)); got != want {
			t.Errorf("EscapeLen of the bytes %q = %d, want %d", text, got, want)
		}
	}
}
