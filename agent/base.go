package agent

import (
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/read"
)

// base holds the configurations that a request starts from.
type base struct {
	project string           // project of these configurations, "" for none
	configs []trex.RunConfig // nil: the defaults
	amends  bool             // the request changes these configurations
	edits   bool             // the answer replaces the open proposal
	runs    bool             // they are those of runs: nothing is added to them
	note    string           // for Intent.Reading: "from r12"
}

// base finds what the message refers to. ok is false, and intent says why, when
// there is no such thing.
func (m *message) base() (b base, intent Intent, ok bool) {
	if o, ok := m.origin(); ok {
		return m.fromOrigin(o)
	}
	if ids := m.excepted(); ids != "" {
		return base{}, ask("I read %s, but not what is left out with %s: new runs do not start from it. To start from runs, name them first: “like e1 except %s, with …”.", m.understoodPart(), ids, ids), false
	}
	if p := m.namedProposal(); p != nil {
		return m.fromProposal(p, m.req.Open != nil && p.ID == m.req.Open.ID)
	}
	if hasProposal(m.s.IDs) {
		return base{}, ask("There is no such proposal in this thread. Say what to try, or start from a run: “like r12 but with lr 0.1”."), false
	}
	previous := m.req.previous()
	if previous != nil && previous.State == trex.ProposalDismissed && !m.s.Same {
		previous = nil // "try 0.1 and 0.01" has nothing to do with it
	}
	if !m.relative() {
		return base{}, Intent{}, true
	}
	if previous != nil && len(previous.Configs) > 0 && m.sameProject(previous.Project) {
		return m.fromProposal(previous, m.req.Open != nil && !m.s.Same)
	}
	if m.req.Experiment != "" && m.needsPrevious() { // its thread shows what it came from
		return m.fromOrigin(origin{sel: Select{Experiments: []trex.ExperimentID{m.req.Experiment}}})
	}
	if m.needsPrevious() {
		return base{}, ask("There is no earlier proposal in this thread to change. Describe the whole request, like “lr 0.1 and 0.01 for 20 epochs”, or start from a run: “like r12 but with lr 0.1”."), false
	}
	return base{}, Intent{}, true
}

func (m *message) sameProject(name string) bool {
	return len(m.named) == 0 || m.named[0] == name
}

// relative reports whether the message changes what is there, or asks anew.
func (m *message) relative() bool {
	s := m.s
	if s.Rest && !s.HasConfig() && m.req.Open != nil { // "the rest default", typed after the card
		return true
	}
	if s.Anew || s.Scratch && !m.corrects() || s.Defaults && !s.Same && !s.Point {
		return false
	}
	if s.Same || s.Point || m.picks() || s.NewSeeds || m.places() {
		return true
	}
	for _, a := range s.Assigns {
		if a.Op != read.Set || len(a.Old) > 0 || a.Param == "" || a.Relative() {
			return true
		}
	}
	if previous := m.req.previous(); previous != nil && !s.Fresh && len(s.Cases) == 0 && m.sameProject(previous.Project) && m.targetOf(s.Assigns, previous.Configs) >= 0 {
		return true
	}
	if m.startsWith("and", "with", "but", "or", "without", "plus", "no", "then", "for", "only", "just") && !s.Fresh {
		return true
	}
	if s.Weak && !s.Fresh {
		return true
	}
	return !s.Fresh && m.req.Open != nil && (len(s.Assigns)+min(s.Repeats, 1) == 1 || m.addsOn())
}

// corrects reports whether the message gives values to parameters that the
// earlier configurations set.
func (m *message) corrects() bool {
	previous := m.req.previous()
	if previous == nil {
		return false
	}
	set := append(m.changed(previous.Configs), m.mentionedBefore()...)
	return slices.ContainsFunc(m.s.Assigns, func(a read.Assign) bool { return a.Param == "" || slices.Contains(set, a.Param) })
}

// picks reports whether the message keeps or drops configurations by position or
// rank.
func (m *message) picks() bool {
	return len(m.s.Keep)+len(m.s.Lose)+len(m.s.KeepRanks)+len(m.s.LoseRanks) > 0
}

// places reports whether the message speaks of shown configurations by position.
// "First run lr 0.1, second run lr 0.2" asks for new ones when fewer are shown.
func (m *message) places() bool {
	previous := m.req.previous()
	if m.s.Shown || len(m.s.Places) == 0 || previous == nil {
		return m.s.Shown
	}
	_, err := places(m.s.Places, previous.Configs)
	return err == nil || !slices.Contains(m.s.Places, 1)
}

// addsOn reports whether a message without a verb gives single values to
// parameters that the open proposal does not vary. "epochs 20, hidden 256"
// continues the proposal; "lr 0.1, 0.2 with hidden 256" is a new request.
func (m *message) addsOn() bool {
	if len(m.s.Assigns) == 0 || m.s.Random || m.s.Total > 0 || m.s.Repeats > 0 || len(m.named) > 0 {
		return false
	}
	taken := append(m.changed(m.req.Open.Configs), m.mentionedBefore()...)
	seen := make(map[string]bool)
	for _, a := range m.s.Assigns {
		if seen[a.Param] || slices.Contains(taken, a.Param) || len(a.Axis.Terms) != 1 || a.Axis.Spread != nil || a.Axis.All {
			return false
		}
		seen[a.Param] = true
	}
	return true
}

// startsWith reports whether one of these words comes first, after any greeting.
func (m *message) startsWith(words ...string) bool {
	for _, word := range m.words {
		if slices.Contains(words, word) {
			return true
		}
		if !slices.Contains([]string{"ok", "okay", "please", "pls", "hmm", "trex", "hey", "hi", "yes", "so", "well", "great", "cool", "nice", "thanks", "good", "now"}, word) {
			return false
		}
	}
	return false
}

// needsPrevious reports whether the message makes no sense on its own.
func (m *message) needsPrevious() bool {
	if m.s.Same && !m.s.Fresh && m.s.Repeats == 0 || m.picks() || m.s.Shown {
		return true
	}
	for _, a := range m.s.Assigns {
		if a.Param == "" && (a.Op == read.Only || a.Op == read.Drop && !m.isAlias("drop", a) || len(a.Old) > 0) {
			return true
		}
	}
	return len(m.s.Assigns) > 0 && !slices.ContainsFunc(m.s.Assigns, func(a read.Assign) bool { return a.Op != read.Drop })
}

// isAlias reads "drop 0.2" as a parameter when there is nothing to drop from.
func (m *message) isAlias(word string, a read.Assign) bool {
	meaning, ok := m.voc.Find(word)
	if !ok || meaning.Param == "" || !m.has(word) {
		return false
	}
	param, _ := m.voc.Project.Param(meaning.Param)
	for i := range m.s.Assigns {
		if b := &m.s.Assigns[i]; b.Text == a.Text && b.Param == "" {
			resolved, fits := a.Resolve(param)
			if fits {
				resolved.Op = read.Set
				*b = resolved
			}
			return fits
		}
	}
	return false
}

func (m *message) findRun(id trex.RunID) (trex.Run, error) {
	for _, run := range m.req.Runs {
		if run.ID == id {
			return run, nil
		}
	}
	if m.req.Lookup == nil {
		return trex.Run{}, trex.NotFound("I do not know a run %s.", id)
	}
	return m.req.Lookup.FindRun(m.ctx, id)
}

// reread parses the message with the words of another project.
func (m *message) reread(project *trex.Project) {
	if m.voc.Project.Name == project.Name {
		m.project = m.voc.Project
		return
	}
	m.project, m.voc = project, m.vocabs.of(project)
	m.parse()
}

func (m *message) namedProposal() *trex.Proposal {
	for _, id := range m.s.IDs {
		if !strings.HasPrefix(id.Text, "p") {
			continue
		}
		if open := m.req.Open; open != nil && string(open.ID) == id.Text {
			return open
		}
		for _, turn := range m.req.Turns {
			if turn.Proposal != nil && string(turn.Proposal.ID) == id.Text {
				return turn.Proposal
			}
		}
	}
	return nil
}

func (m *message) fromProposal(p *trex.Proposal, edits bool) (base, Intent, bool) {
	if project := m.req.project(p.Project); project != nil {
		m.reread(project)
	}
	b := base{project: p.Project, amends: true, edits: edits}
	for _, config := range p.Configs {
		complete, err := m.voc.Project.Complete(config)
		if err != nil {
			return base{}, refuse(err), false
		}
		b.configs = append(b.configs, complete)
	}
	return b, Intent{}, true
}

func hasProposal(ids []lex.Token) bool {
	return slices.ContainsFunc(ids, func(id lex.Token) bool { return id.Text[0] == 'p' })
}
