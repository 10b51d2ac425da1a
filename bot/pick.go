package bot

import (
	"cmp"
	"context"
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/chat"
)

// picked is what a question or a command is about.
type picked struct {
	scope
	runs []trex.Run // newest first, unless they were named by id or rank
}

// pick finds the runs that an intent selects, which may be none. An intent that
// selects nothing is about everything, or about all of its project. An id that does
// not exist is a not-found error.
func (a *answers) pick(ctx context.Context, event message, intent agent.Intent) (picked, error) {
	p := picked{scope: a.scopeOf(intent)}
	var err error
	if len(intent.Runs) > 0 {
		p.runs, err = findRuns(ctx, a.store, intent.Runs)
		return p, err
	}
	p.runs, err = a.finder(event.Person, p.scope).Select(ctx, p.selected)
	return p, err
}

// pickOr is pick for questions about the runs at hand: when an intent selects
// nothing, it picks the thread's experiment, else the person's newest one.
func (a *answers) pickOr(ctx context.Context, event message, intent agent.Intent) (picked, error) {
	if s := selected(intent); intent.Project != "" || !s.IsZero() {
		return a.pick(ctx, event, intent)
	}
	experiment, err := a.targetExperiment(ctx, event, intent)
	if err != nil {
		return picked{}, err
	}
	intent.Experiment = experiment.ID
	return a.pick(ctx, event, intent)
}

// scopeOf names what an intent is about.
func (a *answers) scopeOf(intent agent.Intent) scope {
	s := scope{selected: selected(intent), project: intent.Project, now: a.now()}
	if s.project == "" && len(a.projects) == 1 {
		s.project = a.projects[0].Name
	}
	return s
}

func (a *answers) finder(person trex.Person, s scope) agent.Finder {
	f := agent.Finder{Lookup: lookup{a.store, a.reader}, Person: person, Project: s.project}
	if len(s.selected.Runs)+len(s.selected.Experiments) > 0 {
		f.Project = "" // ids say which project
	}
	return f
}

// selected returns the selector of an intent. What an intent says beside its
// selector, such as the experiment of its thread, is part of it.
func selected(intent agent.Intent) agent.Select {
	s := intent.Select
	if s.IsZero() {
		s.Runs = intent.Runs
	}
	if s.Scope == agent.ScopeNone {
		s.Scope = intent.Scope
	}
	if len(s.Runs)+len(s.Experiments) == 0 && s.Scope == agent.ScopeNone && intent.Experiment != "" {
		s.Experiments = []trex.ExperimentID{intent.Experiment}
	}
	if len(s.Statuses) == 0 {
		s.Statuses = intent.Statuses
	}
	return s
}

// nothing answers that no run is selected.
func (p picked) nothing() reply { return reply{message: chat.Message{Headline: p.none()}} }

// whole reports whether a selector names experiments and nothing else.
func whole(s agent.Select) bool {
	return s.Plain() && len(s.Runs) == 0
}

// sortByID sorts runs in the order in which they were launched.
func sortByID(runs []trex.Run) {
	slices.SortFunc(runs, func(a, b trex.Run) int { return cmp.Compare(a.ID.Number(), b.ID.Number()) })
}
