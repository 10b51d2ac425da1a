package storetest

import (
	"context"
	"fmt"
	"testing"

	"github.com/trex-ml/trex"
)

// Fill adds n runs as years of work would leave them: ten projects of different
// size, five people, most runs completed, with parameters, two metrics each and
// no points. The launches are real; exec sets the rest with plain SQL that both
// databases understand, because ten thousand real runs would take minutes. A
// larger n must be a multiple of ten thousand; the runs beyond are copies.
func Fill(ctx context.Context, s launcher, n int, exec func(ctx context.Context, query string) error) error {
	block := min(n, mostLaunched)
	if err := launchAll(ctx, s, block); err != nil {
		return err
	}
	queries := []string{"UPDATE runs SET " + lived + " WHERE id <= " + fmt.Sprint(block-20)}
	if n > block {
		queries = append(queries, multiply(block, n/block)...)
	}
	queries = append(queries,
		`INSERT INTO series (run_id, no, metric, count, first_step, last_step, last, low, low_step, high, high_step, score, tail)
			SELECT id, 1, 'val_loss', 10, 1, 10, last, best, 10, 1.0, 1, best, 0 FROM runs WHERE best IS NOT NULL`,
		`INSERT INTO series (run_id, no, metric, count, first_step, last_step, last, low, low_step, high, high_step, score, tail)
			SELECT id, 2, 'val_acc', 10, 1, 10, 1 - best, 0.1, 1, 1 - best, 10, 1 - best, 0 FROM runs WHERE best IS NOT NULL`,
	)
	for _, query := range queries {
		if err := exec(ctx, query); err != nil {
			return fmt.Errorf("%s: %w", query, err)
		}
	}
	return nil
}

const (
	sweep        = 100 // runs of an experiment
	mostLaunched = 10_000
)

// lived sets the columns that a run fills while it executes, by its id.
const lived = `status = CASE WHEN id % 20 = 0 THEN 4 WHEN id % 50 = 1 THEN 5 ELSE 3 END,
	started_at = created_at + (id * 7919 % 10007) * 1000, duration = 1000 + id * 7907 % 3600000,
	finished_at = created_at + (id * 7919 % 10007) * 1000 + 1000 + id * 7907 % 3600000,
	best = (id * 7919 % 100003) / 100003.0, best_step = 10, score = (id * 7919 % 100003) / 100003.0, last = 0.1 + (id * 7907 % 100003) / 100003.0`

func launchAll(ctx context.Context, s launcher, n int) error {
	for first := 0; first < n; first += sweep {
		p := trex.Proposal{
			Project:   fmt.Sprintf("project-%d", squeeze(first/sweep, 10)),
			Requester: trex.Person{Platform: "slack", ID: fmt.Sprintf("U%d", first/sweep%5), Name: fmt.Sprintf("person %d", first/sweep%5)},
			Thread:    trex.Thread{Platform: "slack", Channel: "C1", ID: fmt.Sprint(first)},
			CreatedAt: at(float64(first)),
		}
		var names []string
		for i := first; i < min(first+sweep, n); i++ {
			lr := []float64{0.1, 0.03, 0.01, 0.003, 0.001}[i%5]
			p.Configs = append(p.Configs, trex.RunConfig{
				"lr": trex.Number(lr), "seed": trex.Number(float64(i)), "epochs": trex.Number(float64(10 * (i % 7))),
				"optimizer": trex.Text([]string{"adam", "sgd", "momentum"}[i%3]), "augment": trex.Bool(i%2 == 0),
			})
			names = append(names, fmt.Sprintf("lr %g", lr))
		}
		p, err := s.CreateProposal(ctx, p)
		if err != nil {
			return err
		}
		if _, _, err := s.LaunchProposal(ctx, trex.Launch{Decision: trex.Decision{Proposal: p.ID, At: p.CreatedAt}, Objective: loss, Names: names}); err != nil {
			return err
		}
	}
	return nil
}

// multiply returns the statements that copy n runs until there are times as many.
func multiply(n, times int) []string {
	moves := []struct{ table, set string }{
		{"proposals", fmt.Sprintf("id = id + %d", n/sweep)},
		{"experiments", fmt.Sprintf("id = id + %d, proposal_id = proposal_id + %[1]d", n/sweep)},
		{"runs", fmt.Sprintf("id = id + %d, experiment_id = experiment_id + %d, created_at = created_at + %d", n, n/sweep, 1000*n)},
		{"run_params", fmt.Sprintf("run_id = run_id + %d", n)},
	}
	var queries []string
	for _, move := range moves {
		copied := "copied_" + move.table
		queries = append(queries, "CREATE TABLE "+copied+" AS SELECT * FROM "+move.table)
		for range times - 1 {
			queries = append(queries, "UPDATE "+copied+" SET "+move.set)
			if move.table == "runs" {
				queries = append(queries, "UPDATE "+copied+" SET "+lived+" WHERE status > 2")
			}
			queries = append(queries, "INSERT INTO "+move.table+" SELECT * FROM "+copied)
		}
		queries = append(queries, "DROP TABLE "+copied)
	}
	return append(queries, fmt.Sprintf("UPDATE counters SET last = last * %d", times))
}

type launcher interface {
	CreateProposal(ctx context.Context, p trex.Proposal) (trex.Proposal, error)
	LaunchProposal(ctx context.Context, l trex.Launch) (trex.Experiment, []trex.Run, error)
}

// squeeze spreads n over buckets so that some are much larger than others.
func squeeze(n, buckets int) int { return (n % buckets) * (n / buckets % buckets) % buckets }

// Ranking returns all runs, the best first.
func Ranking(t *testing.T, db interface {
	ListRuns(context.Context, trex.RunQuery) (trex.RunPage, error)
}) []trex.RunID {
	t.Helper()
	page, err := db.ListRuns(t.Context(), trex.RunQuery{Sort: trex.SortKey{By: "best"}, Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	if page.Next != "" {
		t.Fatal("there are more runs than one page holds")
	}
	return runIDs(page.Runs)
}

// Turned are statements that set the goal of every second run of Fill to maximise,
// as if it had been so from the start.
const Turned = `UPDATE runs SET objective_goal = 'maximize', score = -score WHERE id % 2 = 0`

// FoundByConfig checks that a completed run of Fill is found by its configuration.
func FoundByConfig(t *testing.T, db Store, id trex.RunID) {
	t.Helper()
	run, err := db.FindRun(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	found, err := db.FindEqualRuns(t.Context(), run.Project, []trex.RunConfig{run.Config})
	if err != nil || found[0].ID != id {
		t.Errorf("for the configuration of %s, which is %s, the run %q was found (%v)", id, run.Status, found[0].ID, err)
	}
}

// LastValues returns the objective's last value of each run, oldest first.
func LastValues(t *testing.T, db interface {
	ListRuns(context.Context, trex.RunQuery) (trex.RunPage, error)
}) []*float64 {
	t.Helper()
	page, err := db.ListRuns(t.Context(), trex.RunQuery{Sort: trex.SortKey{By: "created"}})
	if err != nil {
		t.Fatal(err)
	}
	var last []*float64
	for i := range page.Runs {
		last = append(last, page.Runs[i].Last)
	}
	return last
}
