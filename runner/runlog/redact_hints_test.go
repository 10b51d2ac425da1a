package runlog

import (
	"strings"
	"testing"
)

// redactPlainly applies every expression to the whole text.
func redactPlainly(text string) string {
	for _, s := range secrets {
		text = s.shape.ReplaceAllString(text, "${1}"+Redacted+"${2}")
	}
	return text
}

func TestHintsHideNoLess(t *testing.T) {
	for _, text := range []string{
		"epoch 1 loss=0.5\nAuthorization: Bearer abcdefghijkl\nepoch 2\n",
		"api_key:\n   abcdef123456\nnext line\n", "password =\n\n\n  hunter2hunter2\n", "tokens/s: 1234\nsecret\n=\nabcdefgh\n",
		"https://ada:hunter2@example.com/x\n", "MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.abcdefghijklmnopqrstuvwxyz1\n",
		"xoxb-123456789-abc sk-aaaaaaaaaaaaaaaaaaaa hf_aaaaaaaaaaaaaaaaaaaa ghp_aaaaaaaaaaaaaaaaaaaaaaaa AKIAAAAAAAAAAAAAAAAA",
		"-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\nafter", "glpat-aaaaaaaaaaaaaaaaaaaa\n\n\n", "", "\n\n",
		"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2ln AIzaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	} {
		if got, want := Redact(text), redactPlainly(text); got != want {
			t.Errorf("Redact(%q) = %q, want %q", text, got, want)
		}
	}
}

func FuzzHintsHideNoLess(f *testing.F) {
	f.Add("my_token=\nabcdefgh\nsecret: x\n")
	f.Fuzz(func(t *testing.T, text string) {
		if got, want := Redact(text), redactPlainly(text); got != want {
			t.Errorf("Redact(%q) = %q, want %q", text, got, want)
		}
	})
}

func BenchmarkRedact(b *testing.B) {
	text := strings.Repeat("epoch 3/20 loss=0.3123 acc=0.9123 tokens/s=1234 val_acc=0.9321 time=0.12s\n", 800)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Redact(text)
	}
}
