package agent

import "github.com/trex-ml/trex/agent/internal/lexicon"

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
		return Intent{Kind: UseProject, Project: s.left[0]}, len(s.left) == 1 && len(m.named) == 0 && s.is(lexicon.Standard) && s.is(lexicon.Project) && s.is(lexicon.Equals, lexicon.Settle) && !s.asks && !s.denies
	case s.asks:
		return Intent{Kind: DefaultProject}, len(m.named) < 2 && s.asksWhich(len(m.named) == 1)
	case s.denies:
		return m.unplaced(s)
	case len(m.named) == 0:
		return Intent{Kind: DefaultProject}, s.is(lexicon.Standard) && s.is(lexicon.Project) // "default project"
	case !s.settles():
		return Intent{}, false
	case len(m.named) == 2 && s.is(lexicon.InsteadOf):
		return Intent{Kind: UseProject, Project: m.named[0]}, !s.text.Is(0, lexicon.InsteadOf)
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
		return Intent{Kind: UseProject}, s.forgets()
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
