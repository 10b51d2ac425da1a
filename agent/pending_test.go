package agent

import (
	"strings"
	"testing"

	"github.com/trex-ml/trex"
)

// TestAnAnswerCompletesTheRequest: nothing of the first message is lost, and what
// is no answer is read by itself.
func TestAnAnswerCompletesTheRequest(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		server string
		turns  string // a message a line
		kind   Kind
		want   string // in the reading or the reply
	}{
		{"", "try 0.1 and 0.01 with adam\nlr", Propose, "2 runs: lr ∈ {0.1, 0.01}, optimizer adam"},
		{"", "lr 0.1 with 4 layers\nforget the layers", Propose, "1 run: lr 0.1"},
		{"", "lr 0.1, 3 layers, 20 epochs\nskip the layers", Propose, "1 run: lr 0.1, epochs 20"},
		{"", "lr 0.1 with early stopping\nyes", Propose, "1 run: lr 0.1"},
		{"", "bigger batch and lr 0.2\n128", Propose, "lr 0.2, batch_size 128"},
		{"", "lr 50 for 5 epochs\nI meant 0.5", Propose, "1 run: lr 0.5, epochs 5"},
		{"", "lr 0.2 with batch 5000\nbatch 500", Propose, "1 run: lr 0.2, batch_size 500"},
		{"", "lr 0.2 with batch 5000\nno, leave it", Talk, "Nothing has changed"},
		{"", "lr 0.2 with batch 5000\nbest run so far?", Best, ""},
		{"", "lr 0.2 with batch 5000\ntry hidden 128 with lr 0.3", Propose, "1 run: lr 0.3, hidden 128"},
		{"", "lr 0.1 bs 32 and lr 0.01 bs 64 adam\nall of them", Propose, "optimizer adam"},
		{"all", "lr 3e-4 and 1e-4\nfor finetune", Propose, "learning_rate ∈ {0.0003, 0.0001}"},
		{"all", "lr 3e-4\nthe third", Propose, "learning_rate 0.0003"},
		{"ft", "bert and roberta lr 1e-5\nroberta-base", Propose, "model_name ∈ {bert-base-uncased, roberta-base}, learning_rate 1e-5"},
		{"ft", "bert and roberta lr 1e-5\nthe large one", Propose, "model_name ∈ {bert-base-uncased, roberta-large}"},
		{"", "we already did lr 0.1\nyes please", Propose, "1 run: lr 0.1"},
	} {
		req := Request{Projects: servers[tc.server], Person: trex.Person{Platform: "web", ID: "ada"}}
		var got Intent
		for text := range strings.Lines(tc.turns) {
			req.Text = strings.TrimSpace(text)
			got = understand(t, NewGrammar(), req)
			req.Question = got.Question
		}
		if got.Kind != tc.kind || !strings.Contains(got.Reading+got.Reply, tc.want) {
			t.Errorf("%q: got %s %q %q, want %s with %q", tc.turns, got.Kind, got.Reading, got.Reply, tc.kind, tc.want)
		}
	}
}

// TestAnOverheardAnswer: small talk is no answer, and leaves the question open.
func TestAnOverheardAnswer(t *testing.T) {
	t.Parallel()
	req := asking("lr 0.2 with batch 5000")
	req.Question, req.Overheard, req.Owner = understand(t, NewGrammar(), req).Question, true, true
	for _, text := range []string{"I will be back at 3", "+1", "see you at 10", "@bob did you see the talk?", "lunch at 12?"} {
		req.Text = text
		if got := understand(t, NewGrammar(), req); got.Kind != Unheard {
			t.Errorf("%q is read as %s %q %q", text, got.Kind, got.Reading, got.Reply)
		}
	}
	req.Text = "500 then"
	if got := understand(t, NewGrammar(), req); got.Kind != Propose {
		t.Errorf("an answer is read as %s %q", got.Kind, got.Reply)
	}
}
