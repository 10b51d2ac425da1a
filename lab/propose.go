package lab

import (
	"context"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/say"
)

// Draft is a proposal before it is checked and stored.
type Draft struct {
	Project string           // "": the only project there is
	Configs []trex.RunConfig // may omit parameters
	Reading string           // how the request was understood, one line
	By      trex.Person
	Thread  trex.Thread
}

// Propose checks a draft, fills in defaults and stores it. An invalid error says
// what is wrong with the draft.
func (l *Lab) Propose(ctx context.Context, d Draft) (trex.Proposal, error) {
	project, err := l.projects.Find(d.Project)
	if err != nil {
		return trex.Proposal{}, err
	}
	if err := l.checkGPUs(project); err != nil {
		return trex.Proposal{}, err
	}
	configs, err := l.complete(project, d.Configs)
	if err != nil {
		return trex.Proposal{}, err
	}
	now := l.now()
	return l.store.CreateProposal(ctx, trex.Proposal{
		Project: project.Name, Configs: configs, Reading: d.Reading, Requester: d.By, Thread: d.Thread,
		CreatedAt: now, ExpiresAt: now.Add(l.proposalTTL),
	})
}

// Edit makes the next version of an open proposal. The configurations of edit
// may omit parameters. Version 0 means the current version. A conflict says that
// the proposal has changed.
func (l *Lab) Edit(ctx context.Context, edit trex.Edit) (trex.Proposal, error) {
	p, err := l.store.FindProposal(ctx, edit.Proposal)
	if err != nil {
		return trex.Proposal{}, err
	}
	edit.At = l.now()
	if err := p.CheckDecision(trex.Decision{Proposal: p.ID, Version: edit.Version, At: edit.At}); err != nil {
		return trex.Proposal{}, err
	}
	project, err := l.projects.Find(p.Project)
	if err != nil {
		return trex.Proposal{}, err
	}
	if edit.Configs, err = l.complete(project, edit.Configs); err != nil {
		return trex.Proposal{}, err
	}
	return l.store.EditProposal(ctx, edit)
}

// complete checks configurations and fills in defaults.
func (l *Lab) complete(project *trex.Project, configs []trex.RunConfig) ([]trex.RunConfig, error) {
	switch n := len(configs); {
	case n == 0:
		return nil, trex.Invalid("there is no configuration to run: name at least one")
	case n > l.maxRuns:
		return nil, trex.Invalid("these are %s configurations, an experiment has at most %d", say.Group(int64(n)), l.maxRuns)
	}
	complete := make([]trex.RunConfig, len(configs))
	for i, config := range configs {
		checked, err := project.Complete(config)
		if err != nil {
			return nil, err
		}
		complete[i] = checked
	}
	return complete, nil
}

// checkGPUs returns an invalid error when a run could never start, because it
// needs more GPUs than this machine has.
func (l *Lab) checkGPUs(project *trex.Project) error {
	want := project.Resources.GPUs
	if l.capacity == nil || !project.Local() {
		return nil
	}
	capacity := l.capacity.Capacity()
	if capacity.Slots == 0 || want <= capacity.GPUs {
		return nil
	}
	have := "none"
	if capacity.GPUs > 0 {
		have = say.Count(capacity.GPUs, "GPU")
	}
	return trex.Invalid("a run of %s asks for %s and this machine has %s: change resources.gpus of %s in trex.yaml",
		project.Name, say.Count(want, "GPU"), have, project.Name)
}
