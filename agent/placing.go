package agent

import (
	"github.com/trex-ml/trex/agent/internal/clause"
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
)

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
		s.unsure = s.unsure || c.Condition || c.Past || c.Modal && !s.is(lexicon.NoStandard)
	}
	s.asks = s.asks || s.is(lexicon.Show, lexicon.Tell) || s.is(lexicon.Question) && !s.orders
	s.denies = !s.is(lexicon.InsteadOf) && s.is(lexicon.Not, lexicon.Never, lexicon.Unset, lexicon.Abandon, lexicon.NoStandard)
	names, standard := squashedNames(m.req.Projects), -1
	for i := 0; i < len(s.text); {
		w := s.text[i]
		next := s.text.At(i, placeWords...)
		if s.asks || s.orders { // "can you use it here?" is an order
			next = max(next, s.text.At(i, placeAsks...))
		}
		if !s.asks { // "which project is running here?" asks something else
			next = max(next, s.text.At(i, lexicon.Practise))
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
		lexicon.Here, lexicon.Channel, lexicon.Henceforth, lexicon.Standard, lexicon.NoStandard, lexicon.Settle,
		lexicon.Unset, lexicon.Abandon, lexicon.Not, lexicon.Never, lexicon.AnyMore, lexicon.AllWork, lexicon.Project, lexicon.Article,
		lexicon.Please, lexicon.Lead, lexicon.Lets, lexicon.We, lexicon.I, lexicon.It, lexicon.Want, lexicon.Will, lexicon.Be, lexicon.Equals,
		lexicon.Usually, lexicon.Name, lexicon.There, lexicon.Have, lexicon.Let, lexicon.Should, lexicon.InsteadOf,
	}
	placeAsks = []lexicon.Concept{
		lexicon.What, lexicon.Which, lexicon.Do, lexicon.Question, lexicon.Show, lexicon.Tell, lexicon.Can, lexicon.Would,
		lexicon.You, lexicon.On,
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
	return s.is(lexicon.Be) && (s.is(lexicon.Channel, lexicon.Standard) || s.place() && s.is(lexicon.OneProject, lexicon.AllWork))
}

// forgets reads "no default project", "clear the default here", "reset this channel's
// project" and "don't assume a project here".
func (s placing) forgets() bool {
	if s.is(lexicon.NoStandard) || s.is(lexicon.Standard) && s.is(lexicon.Unset) {
		return s.place() || s.is(lexicon.Project)
	}
	return s.place() && s.is(lexicon.OneProject) && (s.is(lexicon.Unset) || s.is(lexicon.Settle))
}

// asksWhich reads "what is the default project?", "is resnet the default?", "which
// project do we work on here?" and "what is this channel about?".
func (s placing) asksWhich(named bool) bool {
	if s.is(lexicon.Standard) {
		return named || s.place() || s.is(lexicon.Project)
	}
	if !s.place() || !s.is(lexicon.What, lexicon.Which) {
		return false
	}
	return s.is(lexicon.OneProject) || s.is(lexicon.Settle) && s.is(lexicon.Project, lexicon.Channel)
}
