package bot

import (
	"strings"
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/bottest/samples"
)

func TestEveryKindIsAnswered(t *testing.T) {
	for _, entry := range agent.Intents {
		if intents[entry.Kind].answer == nil {
			t.Errorf("nobody answers %s", entry.Kind)
		}
	}
	if len(intents) != len(agent.Intents) {
		t.Errorf("%d kinds are answered, and there are %d", len(intents), len(agent.Intents))
	}
}

// TestCommandsSayTheirKind checks that the message of each command is read as the
// command's kind of intent, with all arguments and with only the required ones.
func TestCommandsSayTheirKind(t *testing.T) {
	for kind, in := range intents {
		given := make(map[string]string)
		for _, argument := range in.command.Arguments {
			given[argument.Name] = map[string]string{"request": "lr 0.2", "project": "digits", "lines": "50"}[argument.Name]
			if given[argument.Name] == "" {
				given[argument.Name] = "e1"
			}
		}
		for _, given := range []map[string]string{given, nil} {
			text := in.command.Message(given)
			if in.command.Name == "" || given == nil && len(in.command.Arguments) > 0 && in.command.Arguments[0].Required {
				continue
			}
			intent, err := agent.NewGrammar().Understand(t.Context(), agent.Request{Text: text, Projects: []trex.Project{*samples.Project()}})
			if err != nil || intent.Kind != kind {
				t.Errorf("/trex %s %v says %q, which is read as %+v, %v", in.command.Name, given, text, intent, err)
			}
		}
	}
}

func TestHelpShowsTheExamples(t *testing.T) {
	b, _, _ := sampleBot(t)
	text := b.help("").Blocks[0].Text
	for _, entry := range agent.Intents {
		for _, example := range entry.Examples {
			if entry.Section != agent.Unlisted && !strings.Contains(text, "“"+example+"”") {
				t.Errorf("the help does not show %q", example)
			}
		}
	}
}
