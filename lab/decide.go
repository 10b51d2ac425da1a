package lab

import (
	"context"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/say"
)

// Launch launches a proposal, once. Anybody who may use Trex may do it. A
// conflict says that the proposal or its project has changed.
func (l *Lab) Launch(ctx context.Context, decision trex.Decision) (trex.Experiment, []trex.Run, error) {
	p, err := l.store.FindProposal(ctx, decision.Proposal)
	if err != nil {
		return trex.Experiment{}, nil, err
	}
	decision.At = l.now()
	if err := p.CheckDecision(decision); err != nil {
		return trex.Experiment{}, nil, err
	}
	project, err := l.projects.Find(p.Project)
	if err != nil {
		return trex.Experiment{}, nil, err
	}
	if err := l.checkGPUs(project); err != nil {
		return trex.Experiment{}, nil, err
	}
	configs := chosen(p.Configs, decision.Configs)
	if err := stillValid(project, configs); err != nil {
		return trex.Experiment{}, nil, err
	}
	decision.Version = p.Version // launch the version that was checked
	return l.store.LaunchProposal(ctx, trex.Launch{
		Decision: decision, Objective: project.Objective, Executor: project.Executor,
		Names: say.Names(project, configs), Thread: p.Thread,
	})
}

func chosen(configs []trex.RunConfig, indices []int) []trex.RunConfig {
	if indices == nil {
		return configs
	}
	some := make([]trex.RunConfig, len(indices))
	for i, index := range indices {
		some[i] = configs[index]
	}
	return some
}

// stillValid returns a conflict when the project's current definition does not
// accept the configurations.
func stillValid(project *trex.Project, configs []trex.RunConfig) error {
	for _, config := range configs {
		complete, err := project.Complete(config)
		if err != nil || !complete.Equal(config) {
			return trex.Conflict("%s was changed in trex.yaml since this was proposed; ask again to get a fresh proposal", project.Name)
		}
	}
	return nil
}

// LaunchNow launches a draft at once, without a click: the command is the
// decision.
func (l *Lab) LaunchNow(ctx context.Context, d Draft) (trex.Experiment, []trex.Run, error) {
	d.Reading = "a command, launched at once"
	p, err := l.Propose(ctx, d)
	if err != nil {
		return trex.Experiment{}, nil, err
	}
	return l.Launch(ctx, trex.Decision{Proposal: p.ID, Version: p.Version, By: d.By})
}

// Dismiss closes a proposal without launching it. Only its requester and admins
// may do it.
func (l *Lab) Dismiss(ctx context.Context, decision trex.Decision) (trex.Proposal, error) {
	p, err := l.store.FindProposal(ctx, decision.Proposal)
	if err != nil {
		return trex.Proposal{}, err
	}
	if err := l.owner(decision.By, p.Requester, string(p.ID)); err != nil {
		return trex.Proposal{}, err
	}
	decision.At = l.now()
	return l.store.DismissProposal(ctx, decision)
}
