package agent

import (
	"slices"
	"strings"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/vocab"
)

// cutProjectNames removes the names of projects from a message.
func cutProjectNames(tokens []lex.Token, projects []trex.Project) (rest []lex.Token, named []string) {
	names := squashedNames(projects)
	for i := 0; i < len(tokens); {
		name, n := projectAt(tokens[i:], names)
		if n == 0 {
			rest = append(rest, tokens[i])
			i++
			continue
		}
		if !slices.Contains(named, name) {
			named = append(named, name)
		}
		if n == 1 && isChoice(projects, name) { // of a project "ppo" with an algorithm "ppo"
			rest = append(rest, tokens[i])
		}
		i += n
	}
	return rest, named
}

func squashedNames(projects []trex.Project) map[string]string {
	names := make(map[string]string, len(projects))
	for _, p := range projects {
		names[vocab.Squash(p.Name)] = p.Name
	}
	return names
}

// isChoice reports whether the name of a project is also one of its choices.
func isChoice(projects []trex.Project, name string) bool {
	return slices.ContainsFunc(projects, func(p trex.Project) bool {
		return p.Name == name && slices.ContainsFunc(p.Params, func(param trex.Param) bool { return slices.Contains(param.Choices, trex.Text(name)) })
	})
}

func projectAt(tokens []lex.Token, names map[string]string) (name string, n int) {
	for n := min(3, len(tokens)); n > 0; n-- {
		text := ""
		for _, t := range tokens[:n] {
			if t.Kind != lex.Word && t.Kind != lex.Num && t.Text != "-" {
				text = ""
				break
			}
			text += t.Text
		}
		if text == "" || tokens[0].Kind != lex.Word {
			continue
		}
		if name, ok := names[vocab.Squash(text)]; ok {
			return name, n
		}
		if name, ok := names[strings.TrimSuffix(vocab.Squash(text), "s")]; ok && n == 1 {
			return name, n
		}
	}
	return "", 0
}

// pickProject returns the project of a message: the one it names, the one of its
// thread, the only one, the channel's, or the only one whose words it uses. The
// channel's gives way to a project that fits more of the words. It returns nil
// otherwise.
func (m *message) pickProject(tokens []lex.Token) *trex.Project {
	if len(m.named) > 0 {
		return m.req.project(m.named[0])
	}
	if p := m.threadProject(tokens); p != nil {
		return p
	}
	if len(m.req.Projects) == 1 {
		return &m.req.Projects[0]
	}
	if p := m.req.standing(); p != nil && m.fits(p, tokens) {
		return p
	}
	best, most, tie := -1, 0, false
	for i, score := range m.scores(tokens) {
		switch {
		case score > most:
			best, most, tie = i, score, false
		case score == most:
			tie = true
		}
	}
	if best < 0 || tie {
		return nil
	}
	return &m.req.Projects[best]
}

// likeliest returns the project whose words are used to read a message when
// nothing decides its project.
func (m *message) likeliest(tokens []lex.Token) *trex.Project {
	if len(m.req.Projects) == 0 {
		return &trex.Project{}
	}
	best, most := 0, -1
	for i, score := range m.scores(tokens) {
		if score > most {
			best, most = i, score
		}
	}
	return &m.req.Projects[best]
}

// threadProject returns the project of the runs that a message names, or else
// the project that the thread mentioned last.
func (m *message) threadProject(tokens []lex.Token) *trex.Project {
	for _, t := range tokens {
		if t.Kind != lex.ID {
			continue
		}
		if run, ok := m.runOf(t.Text); ok {
			return m.req.project(run.Project)
		}
	}
	if previous := m.req.previous(); previous != nil && (previous == m.req.Open || m.req.goesOn(previous.CreatedAt)) {
		return m.req.project(previous.Project)
	}
	if m.req.Experiment != "" {
		if run, ok := m.newest(trex.RunQuery{Experiment: m.req.Experiment}); ok && m.req.goesOn(run.CreatedAt) {
			return m.req.project(run.Project)
		}
	}
	return nil
}

// goesOn reports whether what was asked for at that time is still the subject. A
// channel has another one as soon as a project is chosen for it.
func (r *Request) goesOn(asked time.Time) bool {
	return !r.Wide || r.standing() == nil || !asked.Before(r.DefaultAt)
}

// runOf returns the run that an id names, or a run of the experiment it names.
func (m *message) runOf(id string) (trex.Run, bool) {
	if experiment, err := trex.ParseExperimentID(id); err == nil {
		return m.newest(trex.RunQuery{Experiment: experiment})
	}
	run, err := trex.ParseRunID(id)
	if err != nil {
		return trex.Run{}, false
	}
	found, err := m.findRun(run) // the error is reported where the run is used
	return found, err == nil
}

// project returns the project with that name, or nil.
func (r *Request) project(name string) *trex.Project {
	for i := range r.Projects {
		if r.Projects[i].Name == name {
			return &r.Projects[i]
		}
	}
	return nil
}

// previous returns the proposal that a thread is about: the open one, else the
// last one; nil when there is none.
func (r *Request) previous() *trex.Proposal {
	if r.Open != nil {
		return r.Open
	}
	for i := len(r.Turns) - 1; i >= 0; i-- {
		if r.Turns[i].Proposal != nil {
			return r.Turns[i].Proposal
		}
	}
	return nil
}

func (r *Request) projectNames() []string {
	names := make([]string, len(r.Projects))
	for i, p := range r.Projects {
		names[i] = p.Name
	}
	return names
}
