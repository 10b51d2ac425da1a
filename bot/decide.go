package bot

import (
	"context"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/say"
)

// Launch launches a proposal, once. The card and the live message follow by
// themselves.
func (b *Bot) Launch(ctx context.Context, decision trex.Decision) (trex.Experiment, []trex.Run, error) {
	p, err := b.store.FindProposal(ctx, decision.Proposal)
	if err != nil {
		return trex.Experiment{}, nil, err
	}
	if decision.At.IsZero() {
		decision.At = b.now()
	}
	if err := p.CheckDecision(decision); err != nil {
		return trex.Experiment{}, nil, err
	}
	project, err := b.project(p.Project)
	if err != nil {
		return trex.Experiment{}, nil, err
	}
	if err := checkGPUs(project, b.capacity()); err != nil {
		return trex.Experiment{}, nil, err
	}
	configs, err := stillValid(project, chosenConfigs(p.Configs, decision.Configs))
	if err != nil {
		return trex.Experiment{}, nil, err
	}
	// The version that was checked is the version that is launched.
	decision.Version = p.Version
	return b.store.LaunchProposal(ctx, trex.Launch{
		Decision: decision, Objective: project.Objective, Executor: project.Executor,
		Names: say.Names(project, configs), Thread: p.Thread,
	})
}

func chosenConfigs(configs []trex.RunConfig, indices []int) []trex.RunConfig {
	if indices == nil {
		return configs
	}
	chosen := make([]trex.RunConfig, len(indices))
	for i, index := range indices {
		chosen[i] = configs[index]
	}
	return chosen
}

// stillValid refuses to launch what the project, as it is configured today,
// would not take.
func stillValid(project *trex.Project, configs []trex.RunConfig) ([]trex.RunConfig, error) {
	for _, config := range configs {
		complete, err := project.Complete(config)
		if err != nil || !complete.Equal(config) {
			return nil, trex.Conflict("%s was changed in trex.yaml since this was proposed; ask again to get a fresh proposal", project.Name)
		}
	}
	return configs, nil
}

// Request is an explicit command to run configurations without a card.
type Request struct {
	Project string           // "" when there is only one
	Configs []trex.RunConfig // may leave parameters out
	By      trex.Person
	Thread  trex.Thread
}

// LaunchNow launches configurations at once: the command is the decision.
func (b *Bot) LaunchNow(ctx context.Context, r Request) (trex.Experiment, []trex.Run, error) {
	p, err := b.newProposal(ctx, draft{
		project: r.Project, configs: r.Configs, reading: "a command, launched at once", by: r.By, thread: r.Thread,
	})
	if err != nil {
		return trex.Experiment{}, nil, err
	}
	return b.Launch(ctx, trex.Decision{Proposal: p.ID, Version: p.Version, By: r.By, At: b.now()})
}

// Dismiss closes a proposal without launching it. The one who asked for it and
// admins may.
func (b *Bot) Dismiss(ctx context.Context, decision trex.Decision) (trex.Proposal, error) {
	p, err := b.store.FindProposal(ctx, decision.Proposal)
	if err != nil {
		return trex.Proposal{}, err
	}
	if err := b.permits.decide(decision.By, p.Requester, string(p.ID)); err != nil {
		return trex.Proposal{}, err
	}
	if decision.At.IsZero() {
		decision.At = b.now()
	}
	return b.store.DismissProposal(ctx, decision)
}

// Edit replaces a proposal's configurations, which may leave parameters out,
// by a new version. version 0 is whatever is current.
func (b *Bot) Edit(ctx context.Context, id trex.ProposalID, version int, configs []trex.RunConfig, by trex.Person) (
	trex.Proposal, error,
) {
	p, err := b.store.FindProposal(ctx, id)
	if err != nil {
		return trex.Proposal{}, err
	}
	if err := p.CheckDecision(trex.Decision{Proposal: id, Version: version, At: b.now()}); err != nil {
		return trex.Proposal{}, err
	}
	project, err := b.project(p.Project)
	if err != nil {
		return trex.Proposal{}, err
	}
	complete, err := b.complete(project, configs)
	if err != nil {
		return trex.Proposal{}, err
	}
	return b.store.EditProposal(ctx, id, version, complete, by, b.now())
}
