package agent

import (
	"slices"
	"strings"
	"unicode"

	"github.com/trex-ml/trex/agent/internal/clause"
	"github.com/trex-ml/trex/agent/internal/lexicon"
)

const holdReply = "OK, I won't run anything. I only propose; a run starts when somebody presses Launch. Say what you have in mind, and I show you its configurations."

// told answers a report, an opinion or a wish that is no request. When it holds
// values, Trex offers to run them.
func (m *message) told(parts []part) (Intent, bool) {
	at := slices.IndexFunc(parts, func(p part) bool { return p.role == tells || p.role == limits })
	if at < 0 {
		return Intent{}, false
	}
	intent := Intent{Kind: Tell, Project: m.projectName()}
	stops := slices.IndexFunc(parts, func(p part) bool { return m.text.Find(p.From, p.To, lexicon.Stop, lexicon.Stopped) >= 0 })
	z := m.selector(0, len(m.text))
	switch values := m.understoodPart(); {
	case stops >= 0 && len(z.s.Runs)+len(z.s.Experiments) > 0:
		intent.Select, intent.Reply = z.s, "I have stopped nothing."
		if !slices.ContainsFunc(parts, func(p part) bool { return p.Negated || p.Past }) {
			text := "stop " + z.s.String()
			intent.Reply = "I have stopped nothing. Say “" + text + "” if you want it to end."
			intent.Options = []string{text}
		}
	case values != "" && len(m.s.Unknown) == 0 && !slices.ContainsFunc(parts, func(p part) bool { return p.Negated }):
		intent.Options = []string{"try " + values}
		intent.Reply = "Shall I run it? Say “try " + values + "” and I show you the card."
	case values != "":
		intent.Reply = "OK. I only run what you ask me to run."
	default:
		if m.text.Has(lexicon.Ack, lexicon.Thanks) {
			return Intent{}, false
		}
		intent.Reply = "OK."
	}
	return intent, true
}

func (m *message) projectName() string {
	if m.project == nil {
		return ""
	}
	return m.project.Name
}

// social answers greetings, thanks and remarks.
func (m *message) social(parts []part) (Intent, bool) {
	if slices.ContainsFunc(parts, func(p part) bool { return p.role == requests || p.role == commands }) {
		return Intent{}, false
	}
	switch {
	case !hasWord(m.req.Text):
		return Intent{Kind: Talk, Reply: "👍"}, true
	case m.text.Has(lexicon.Thanks):
		return Intent{Kind: Talk, Reply: "You're welcome."}, true
	case m.text.Has(lexicon.Hello):
		return Intent{Kind: Talk, Reply: "Hello! Tell me what to try and I show you the runs before anything starts. " + m.example()}, true
	case m.text.Has(lexicon.Ack) && !slices.ContainsFunc(parts, func(p part) bool { return p.Mood == clause.Asks }):
		return Intent{Kind: Talk, Reply: "👍"}, true
	}
	return Intent{}, false
}

// help lists what people can ask for.
func (m *message) help() string {
	lines := []string{
		"Tell me what to try, in your own words; I show the exact runs, and nothing starts before somebody presses Launch.",
		m.example(),
		"• values, lists, ranges: “lr from 1e-4 to 1e-1 in 4 steps”, “batch size 32 and 64”, “3 seeds”, “10 random configs with lr between …”",
		"• changes: “same but with 30 epochs”, “also 0.03”, “like r12 but with adam”",
		"• runs: “" + strings.Join(slices.Concat(Examples(Asks), Examples(Acts)), "”, “") + "”",
		"• “projects” and “parameters” list what can be trained and set.",
	}
	if len(m.req.Projects) > 1 {
		lines = append(lines, "• “use "+m.req.Projects[0].Name+" here” makes it the project of requests in this channel that name none.")
	}
	return strings.Join(lines, "\n")
}

func hasWord(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}
