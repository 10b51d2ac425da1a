package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/say"
)

// Retry proposes the configurations of runs once more. All must be of one
// project; equal configurations are proposed once.
func (b *Bot) Retry(ctx context.Context, ids []trex.RunID, by trex.Person, thread trex.Thread) (trex.Proposal, error) {
	runs := make([]trex.Run, len(ids))
	for i, id := range ids {
		run, err := b.store.FindRun(ctx, id)
		if err != nil {
			return trex.Proposal{}, err
		}
		runs[i] = run
	}
	return b.proposeAgain(ctx, runs, by, thread, "again: "+card.IDs(runs, 8), nil)
}

// proposeAgain proposes the runs' configurations, changed by change.
func (b *Bot) proposeAgain(
	ctx context.Context, runs []trex.Run, by trex.Person, thread trex.Thread, reading string,
	change func(*trex.Run, trex.RunConfig),
) (trex.Proposal, error) {
	if len(runs) == 0 {
		return trex.Proposal{}, trex.Invalid("there is no run to retry")
	}
	var configs []trex.RunConfig
	for i := range runs {
		if runs[i].Project != runs[0].Project {
			return trex.Proposal{}, trex.Invalid("%s and %s are runs of different projects; retry them one by one",
				runs[0].ID, runs[i].ID)
		}
		config := runs[i].Config.Clone()
		if change != nil {
			change(&runs[i], config)
		}
		if !slices.ContainsFunc(configs, config.Equal) {
			configs = append(configs, config)
		}
	}
	return b.newProposal(ctx, draft{project: runs[0].Project, configs: configs, reading: reading, by: by, thread: thread})
}

func applyFix(run *trex.Run, config trex.RunConfig) {
	if run.Diagnosis == nil {
		return
	}
	for name, value := range run.Diagnosis.Fix {
		config[name] = value
	}
}

func (b *Bot) retryIntent(ctx context.Context, event chat.Event, intent agent.Intent) (reply, error) {
	runs, err := b.targets(ctx, event, intent)
	if err != nil {
		return reply{}, err
	}
	if len(intent.Runs) == 0 {
		runs = retryable(runs)
	}
	if len(runs) == 0 {
		return reply{}, trex.Invalid("no run of that failed or was stopped: name a run to repeat it anyway, e.g. retry r12")
	}
	p, err := b.proposeAgain(ctx, runs, event.Person, event.Thread, "again: "+card.IDs(runs, 8), nil)
	return reply{proposal: &p}, err
}

// retryable is what failed, or what was stopped when nothing failed.
func retryable(runs []trex.Run) []trex.Run {
	for _, status := range [...]trex.Status{trex.Failed, trex.Cancelled} {
		var some []trex.Run
		for _, run := range runs {
			if run.Status == status {
				some = append(some, run)
			}
		}
		if len(some) > 0 {
			return some
		}
	}
	return nil
}

// clickRetry opens a card; it launches nothing.
func (b *Bot) clickRetry(ctx context.Context, o *outbox, event chat.Event) error {
	runs, err := b.subjectRuns(ctx, event.Action.Subject)
	if err != nil {
		return err
	}
	if strings.HasPrefix(event.Action.Subject, "e") {
		if runs = retryable(runs); len(runs) == 0 {
			return trex.Conflict("no run of that failed or was stopped")
		}
	}
	reading := "again: " + card.IDs(runs, 8)
	var change func(*trex.Run, trex.RunConfig)
	if event.Action.Name == chat.ActRetryFix {
		change = applyFix
		if fix := card.FixText(b.projectOf(runs[0].Project, runs), insight.Failure{Runs: runs}); fix != "" {
			reading += ", " + fix
		}
	}
	p, err := b.proposeAgain(ctx, runs, event.Person, event.Thread, reading, change)
	if err != nil {
		return err
	}
	_, err = b.postCard(ctx, o, p)
	return err
}

// clickStopRetry stops a run a watchdog warned of and proposes its fix.
func (b *Bot) clickStopRetry(ctx context.Context, o *outbox, event chat.Event) error {
	warning, run, err := b.warningOf(ctx, event)
	if err != nil {
		return err
	}
	if len(warning.Fix) == 0 {
		return trex.Invalid("there is no fix known for %s", run.ID)
	}
	if !run.Status.Final() {
		if _, err := b.StopRun(ctx, run.ID, event.Person); err != nil && trex.KindOf(err) != trex.KindConflict {
			return err
		}
	}
	names := card.FixNames(b.projectOf(run.Project, []trex.Run{run}), warning.Fix)
	reading := fmt.Sprintf("%s again with %s", run.ID, say.Config(warning.Fix, names))
	p, err := b.proposeAgain(ctx, []trex.Run{run}, event.Person, event.Thread, reading,
		func(_ *trex.Run, config trex.RunConfig) {
			for name, value := range warning.Fix {
				config[name] = value
			}
		})
	if err != nil {
		return err
	}
	_, err = b.postCard(ctx, o, p)
	return err
}

func (b *Bot) clickIgnore(ctx context.Context, event chat.Event) error {
	warning, run, err := b.warningOf(ctx, event)
	if err != nil {
		return err
	}
	if err := b.permits.decide(event.Person, run.Requester, string(run.ID)); err != nil {
		return err
	}
	return b.store.SettleWarning(ctx, warning.ID)
}

func (b *Bot) warningOf(ctx context.Context, event chat.Event) (trex.Warning, trex.Run, error) {
	id, err := trex.ParseWarningID(event.Action.Subject)
	if err != nil {
		return trex.Warning{}, trex.Run{}, err
	}
	warning, err := b.store.FindWarning(ctx, id)
	if err != nil {
		return trex.Warning{}, trex.Run{}, err
	}
	run, err := b.store.FindRun(ctx, warning.Run)
	return warning, run, err
}
