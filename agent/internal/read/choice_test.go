package read

import (
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/vocab"
)

func models() *trex.Project {
	return &trex.Project{Name: "p", Params: []trex.Param{
		{Name: "model", Type: trex.String, Default: trex.Text("bert-base"), Choices: []trex.Value{trex.Text("bert-base"), trex.Text("roberta-base"), trex.Text("roberta-large")}},
		{Name: "lr", Type: trex.Float, Default: trex.Number(0.1)},
	}}
}

func TestAnAmbiguousChoiceIsAQuestionThatAnAnswerFills(t *testing.T) {
	t.Parallel()
	s := Parse("bert and roberta lr 1e-5", vocab.New(models()))
	if s.Choice == nil || s.Choice.Param != "model" || s.Choice.Text != "roberta" || len(s.Choice.Options) != 2 {
		t.Fatalf("choice %+v, question %q", s.Choice, s.Ambiguous)
	}
	for answer, want := range map[string]string{
		"roberta-large": "roberta-large", "the base one": "roberta-base", "Large, please": "roberta-large", "the second": "roberta-large", "first one": "roberta-base", "roberta": "", "both": "", "small": "",
	} {
		got, ok := s.Choice.Pick(answer)
		if ok != (want != "") || ok && got != trex.Text(want) {
			t.Errorf("%q: got %v, %v, want %q", answer, got, ok, want)
		}
	}
}
