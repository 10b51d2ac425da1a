package bot

import (
	"context"
	"fmt"
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/say"
)

func (b *Bot) propose(ctx context.Context, event chat.Event, intent agent.Intent) (reply, error) {
	p, err := b.newProposal(ctx, draft{
		project: intent.Project, configs: intent.Configs, reading: intent.Reading, by: event.Person, thread: event.Thread,
	})
	return reply{proposal: &p}, err
}

// A draft is a proposal before it is checked and stored. Its configs may leave
// parameters out.
type draft struct {
	project string // "" is the only one there is
	configs []trex.RunConfig
	reading string
	by      trex.Person
	thread  trex.Thread
}

// newProposal checks a draft and stores it.
func (b *Bot) newProposal(ctx context.Context, d draft) (trex.Proposal, error) {
	if d.project == "" && len(b.Projects) == 1 {
		d.project = b.Projects[0].Name
	}
	project, err := b.project(d.project)
	if err != nil {
		return trex.Proposal{}, err
	}
	if err := checkGPUs(project, b.capacity()); err != nil {
		return trex.Proposal{}, err
	}
	configs, err := b.complete(project, d.configs)
	if err != nil {
		return trex.Proposal{}, err
	}
	now := b.now()
	return b.store.CreateProposal(ctx, trex.Proposal{
		Project: project.Name, Configs: configs, Reading: d.reading, Requester: d.by, Thread: d.thread,
		CreatedAt: now, ExpiresAt: now.Add(b.ProposalTTL),
	})
}

// complete checks configurations and fills them up with defaults.
func (b *Bot) complete(project *trex.Project, configs []trex.RunConfig) ([]trex.RunConfig, error) {
	if err := b.checkCount(len(configs)); err != nil {
		return nil, err
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

func (b *Bot) checkCount(n int) error {
	switch {
	case n == 0:
		return trex.Invalid("there is no configuration to run: name at least one")
	case n > b.MaxRuns:
		return trex.Invalid("these are %s configurations, an experiment has at most %d", say.Group(int64(n)), b.MaxRuns)
	}
	return nil
}

// cardState reads what a proposal's card is made of.
func (b *Bot) cardState(ctx context.Context, p trex.Proposal) (card.Proposal, error) {
	s := card.Proposal{Proposal: p, Now: b.now(), Capacity: b.capacity()}
	s.Reading = b.readings.of(p)
	s.Project = b.projects[p.Project]
	if s.Project == nil {
		runs := []trex.Run{{Config: p.Configs[0]}}
		s.Project = b.projectOf(p.Project, runs)
	}
	var err error
	if p.State == trex.ProposalLaunched {
		s.Launched, err = b.launched(ctx, p)
	}
	if err != nil || p.State != trex.ProposalOpen {
		return s, err
	}
	if s.Typical, s.Earlier, err = b.estimate(ctx, s.Project, p.Configs); err != nil {
		return s, err
	}
	s.Same, err = b.sameRuns(ctx, p)
	return s, err
}

// launched finds which configurations of a launched proposal became runs, nil
// when all did.
func (b *Bot) launched(ctx context.Context, p trex.Proposal) ([]int, error) {
	runs, err := b.store.ListExperimentRuns(ctx, p.Experiment)
	if err != nil {
		return nil, fmt.Errorf("find what was launched: %w", err)
	}
	if len(runs) == len(p.Configs) {
		return nil, nil
	}
	var indices []int
	for i, config := range p.Configs {
		at := slices.IndexFunc(runs, func(run trex.Run) bool { return run.Config.Equal(config) })
		if at >= 0 {
			indices, runs = append(indices, i), slices.Delete(runs, at, at+1)
		}
	}
	return indices, nil
}

// sameRuns finds completed runs of configurations that are proposed again.
func (b *Bot) sameRuns(ctx context.Context, p trex.Proposal) (map[int]trex.Run, error) {
	page, err := b.store.ListRuns(ctx, trex.RunQuery{
		Project: p.Project, Statuses: []trex.Status{trex.Completed}, Limit: 1000,
	})
	if err != nil {
		return nil, fmt.Errorf("find equal runs: %w", err)
	}
	same := make(map[int]trex.Run)
	for i, config := range p.Configs {
		for _, run := range page.Runs {
			if run.Config.Equal(config) {
				same[i] = run
				break
			}
		}
	}
	return same, nil
}
