package agent

import (
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/clause"
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
)

// placeWeight is more than any other reading has: every word of a message about the
// channel's project is accounted for.
const placeWeight = laterWeight + 1

// placed reads what is said about the channel's project: that there is one from now
// on, or none, or which one it is.
func (m *message) placed() (Intent, bool) {
	if !m.text.Has(lexicon.Here, lexicon.Channel, lexicon.Henceforth, lexicon.Standard, lexicon.NoStandard) {
		return Intent{}, false
	}
	s := m.placing()
	switch {
	case s.unsure:
		return Intent{}, false
	case len(s.left) > 0:
		// The lab says which projects there are.
		return Intent{Kind: UseProject, Project: s.left[0]}, len(s.left) == 1 && len(m.named) == 0 && s.is(lexicon.Standard) && s.is(lexicon.Project) && !s.asks && !s.denies
	case s.asks:
		return Intent{Kind: DefaultProject}, len(m.named) < 2 && s.asksWhich(len(m.named) == 1)
	case s.denies:
		return m.unplaced(s)
	case len(m.named) == 0:
		return Intent{Kind: DefaultProject}, s.is(lexicon.Standard) && s.is(lexicon.Project) // "default project"
	case !s.settles():
		return Intent{}, false
	case len(m.named) > 1:
		return m.whichPlaced(), true
	}
	return Intent{Kind: UseProject, Project: m.named[0]}, true
}

// unplaced reads "no default project here" and "we don't use resnet here any more",
// which says nothing of another project.
func (m *message) unplaced(s placing) (Intent, bool) {
	switch {
	case len(m.named) == 0:
		return Intent{Kind: UseProject}, (s.is(lexicon.NoStandard) || s.is(lexicon.Standard) && s.is(lexicon.Unset)) && (s.place() || s.is(lexicon.Project))
	case len(m.named) > 1 || !s.is(lexicon.Settle, lexicon.Standard, lexicon.Abandon):
		return Intent{}, false
	case m.named[0] == m.req.Default:
		return Intent{Kind: UseProject}, true
	}
	return Intent{Kind: DefaultProject}, true
}

// whichPlaced asks back about "use resnet and ppo here".
func (m *message) whichPlaced() Intent {
	intent := ask("A channel has one default project. Which one should it be?")
	for _, name := range m.named {
		intent.Options = append(intent.Options, "use "+name+" here")
	}
	return intent
}

// placing is a message about the channel's project, with the names of projects: "is
// resnet the default" asks and "resnet is the default" does not.
type placing struct {
	text   lexicon.Text
	asks   bool
	denies bool
	orders bool
	unsure bool     // conditional, past, or about runs
	left   []string // words that say nothing about it
}

func (m *message) placing() placing {
	s := placing{text: lexicon.English.Tag(m.tokens)}
	for _, c := range clause.Cut(s.text) {
		s.asks = s.asks || c.Mood == clause.Asks
		s.orders = s.orders || c.Mood == clause.Order
		s.unsure = s.unsure || c.Condition || c.Past || c.Modal
	}
	s.asks = s.asks || s.is(lexicon.Show, lexicon.Tell) || s.is(lexicon.Question) && !s.orders
	s.denies = s.is(lexicon.Not, lexicon.Never, lexicon.Unset, lexicon.Abandon, lexicon.NoStandard)
	names, standard := squashedNames(m.req.Projects), -1
	for i := 0; i < len(s.text); {
		w := s.text[i]
		next := s.text.At(i, placeWords...)
		if s.asks || s.orders {
			next = max(next, s.text.At(i, placeAsks...))
		}
		if _, n := projectAt(m.tokens[i:], names); n > 0 {
			s.unsure = s.unsure || standard == i && !s.is(lexicon.Project) // "the default resnet" is its defaults
			next = i + n
		}
		s.unsure = s.unsure || w.Kind == lex.ID
		if next == i && w.Kind != lex.Break && (w.Kind != lex.Mark || !w.Is(",", ".", "!", ";", ":")) {
			s.left = append(s.left, w.Raw)
		}
		if s.text.Is(i, lexicon.Standard) {
			standard = next
		}
		i = max(next, i+1)
	}
	return s
}

// The concepts of messages about the channel's project.
var (
	placeWords = []lexicon.Concept{
		lexicon.Here, lexicon.Channel, lexicon.Henceforth, lexicon.Standard, lexicon.NoStandard, lexicon.Settle, lexicon.Practise,
		lexicon.Unset, lexicon.Abandon, lexicon.Not, lexicon.Never, lexicon.AnyMore, lexicon.AllWork, lexicon.Project, lexicon.Article,
		lexicon.Please, lexicon.Lead, lexicon.Lets, lexicon.We, lexicon.I, lexicon.It, lexicon.Want, lexicon.Will, lexicon.Be, lexicon.Equals,
		lexicon.Usually, lexicon.Name, lexicon.There,
	}
	placeAsks = []lexicon.Concept{
		lexicon.What, lexicon.Which, lexicon.Do, lexicon.Have, lexicon.Question, lexicon.Show, lexicon.Tell, lexicon.Can, lexicon.Would, lexicon.You,
	}
)

func (s placing) is(concepts ...lexicon.Concept) bool { return s.text.Has(concepts...) }

func (s placing) place() bool { return s.is(lexicon.Here, lexicon.Channel, lexicon.Henceforth) }

// settles reports whether the message chooses a project: "use it here", "it is the
// default here", "this channel is about it", "here we train it". "Train it here" is a
// request for a run.
func (s placing) settles() bool {
	switch {
	case s.is(lexicon.Settle, lexicon.Henceforth), s.is(lexicon.Standard) && (s.place() || s.is(lexicon.Project)):
		return true
	case s.is(lexicon.Practise) && s.is(lexicon.We) && !s.orders:
		return true
	}
	return s.is(lexicon.Channel) && s.is(lexicon.Be)
}

// asksWhich reads "what is the default project?", "is resnet the default?", "which
// project do we work on here?" and "what is this channel about?".
func (s placing) asksWhich(named bool) bool {
	if s.is(lexicon.Standard) {
		return named || s.place() || s.is(lexicon.Project)
	}
	return s.place() && s.is(lexicon.Settle) && s.is(lexicon.What, lexicon.Which) && s.is(lexicon.Project, lexicon.Channel)
}

// standing returns the project that is assumed in the channel, nil when there is none.
func (r *Request) standing() *trex.Project {
	if r.Default == "" {
		return nil
	}
	return r.project(r.Default)
}
