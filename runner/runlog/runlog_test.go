package runlog

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTail(t *testing.T) {
	for _, test := range []struct {
		name, content string
		lines, bytes  int
		want          string
	}{
		{"Empty", "", 5, 100, ""},
		{"FewerLinesThanAsked", "a\nb\n", 5, 100, "a\nb\n"},
		{"LastLines", "a\nb\nc\n", 2, 100, "b\nc\n"},
		{"UnfinishedLine", "a\nb\nc", 2, 100, "b\nc"},
		{"NoLines", "a\nb\n", 0, 100, ""},
		{"BoundedBytesStartAtALine", "aaaa\nbbbb\ncccc\n", 9, 12, "bbbb\ncccc\n"},
		{"OneEndlessLine", strings.Repeat("x", 1000), 3, 10, strings.Repeat("x", 10)},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "log")
			if err := os.WriteFile(path, []byte(test.content), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := Tail(path, test.lines, test.bytes)
			if err != nil || got != test.want {
				t.Errorf("Tail = %q, %v, want %q", got, err, test.want)
			}
		})
	}
	t.Run("NoFileYet", func(t *testing.T) {
		got, err := Tail(filepath.Join(t.TempDir(), "log"), 5, 100)
		if got != "" || err != nil {
			t.Errorf("Tail = %q, %v, want nothing", got, err)
		}
	})
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"plain\ttext\n":                                 "plain\ttext\n",
		"👩\u200d🔬 a\u200bb\u202ec":                      "👩\u200d🔬 abc",
		"\x1b[1;31mred\x1b[0m":                          "red",
		"\x1b]0;title\x07after":                         "after",
		"\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\":      "link",
		" 10%|#\r 50%|###\r100%|#####\ndone":            "100%|#####\ndone",
		"windows\r\nlines\r\n":                          "windows\nlines\n",
		"right\u202eto left":                            "rightto left",
		"bad \xff byte":                                 "bad \ufffd byte",
		"bell\a and null\x00":                           "bell and null",
		"<!channel> & <b> stay for the platform to see": "<!channel> & <b> stay for the platform to see",
		"cut escape \x1b[":                              "cut escape ",
	} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzClean(f *testing.F) {
	f.Add("a\x1b[31mb\r\n\x1b]0;x")
	f.Fuzz(func(t *testing.T, text string) {
		got := Clean(text)
		if strings.ContainsAny(got, "\x1b\x00\r\u202e") {
			t.Errorf("Clean(%q) = %q", text, got)
		}
	})
}

func TestRedact(t *testing.T) {
	for _, secret := range []string{
		"xox" + "b-1234567890-abcdefghij",
		"sk-" + "abcdefghijklmnopqrstuvwx",
		"hf_" + "abcdefghijklmnopqrstuvwx",
		"gh" + "p_abcdefghijklmnopqrstuvwxyz0123456789",
		"AK" + "IAABCDEFGHIJKLMNOP",
	} {
		if got := Redact("login with " + secret + " ok"); got != "login with "+Redacted+" ok" {
			t.Errorf("Redact kept %q: %q", secret, got)
		}
	}
	for in, want := range map[string]string{
		"postgres://lab:hunter22@db/x":     "postgres://lab:[redacted]@db/x",
		"WANDB_API_KEY=0123456789abcdef":   "WANDB_API_KEY=[redacted]",
		"password: 'correct horse'":        "password: '[redacted] horse'",
		"Authorization: Bearer abc.def.gh": "Authorization: Bearer [redacted]",
		"tokens/s: 123456.7 loss=0.1":      "tokens/s: 123456.7 loss=0.1",
		"num_tokens: 12345678":             "num_tokens: 12345678",
	} {
		if got := Redact(in); got != want {
			t.Errorf("Redact(%q) = %q, want %q", in, got, want)
		}
	}
}
