package agent

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
)

// storedRuns answers a Finder from memory, a page at a time.
type storedRuns struct {
	known // newest first
	pages *int
}

func (s storedRuns) ListRuns(ctx context.Context, q trex.RunQuery) (trex.RunPage, error) {
	*s.pages++
	return s.known.ListRuns(ctx, q)
}

var (
	monday = time.Date(2026, 3, 16, 0, 0, 0, 0, time.UTC)
	noon   = 12 * time.Hour
	day    = 24 * time.Hour
)

// stored has e1 with r1 (sgd, the best of all), r2 and r3 (adam, r3 the better), and
// e2 with r4 (adam, best of the adam ones).
func stored(pages *int) storedRuns {
	run := func(id trex.RunID, e trex.ExperimentID, optimizer string, score float64, created, finished time.Time) trex.Run {
		status := trex.Completed
		if finished.IsZero() {
			status = trex.Running
		}
		objective := trex.Objective{Metric: "val_loss", Goal: trex.Minimize}
		return trex.Run{
			ID: id, Experiment: e, Project: "digits", Status: status, CreatedAt: created, FinishedAt: finished, Objective: objective,
			Config: trex.RunConfig{"optimizer": trex.Text(optimizer)}, Best: &trex.Best{Value: score},
		}
	}
	return storedRuns{pages: pages, known: known{[]trex.Run{
		run("r4", "e2", "adam", 0.2, monday.Add(day+noon), time.Time{}),
		run("r3", "e1", "adam", 0.3, monday.Add(noon), monday.Add(day+noon)),
		run("r2", "e1", "adam", 0.4, monday.Add(noon), monday.Add(noon+time.Hour)),
		run("r1", "e1", "sgd", 0.1, monday.Add(-day), monday.Add(-noon)),
	}}}
}

func TestFinder(t *testing.T) {
	t.Parallel()
	adam := []Condition{{Param: "optimizer", Op: trex.Equal, Values: []trex.Value{trex.Text("adam")}}}
	done := []trex.Status{trex.Completed}
	best := &Select{Rank: RankBest}
	tuesday := monday.Add(day)
	for _, tc := range []struct {
		name string
		s    Select
		want string // what is selected, and what its exception leaves out
	}{
		{"exception picks from the selected", Select{Where: adam, Except: best}, "r3 r2 - r4"},
		{"of named runs", Select{Runs: []trex.RunID{"r2", "r3"}, Except: best}, "r2 - r3"},
		{"of an experiment", Select{Experiments: []trex.ExperimentID{"e1"}, Except: best}, "r3 r2 - r1"},
		{"by id", Select{Where: adam, Except: &Select{Runs: []trex.RunID{"r1", "r4"}}}, "r3 r2 - r4"},
		{"by experiment", Select{Where: adam, Except: &Select{Experiments: []trex.ExperimentID{"e1"}}}, "r4 - r3 r2"},
		{"newest", Select{Scope: ScopeAll, Except: &Select{Limit: 2}}, "r2 r1 - r4 r3"},
		{"of an exception", Select{Scope: ScopeAll, Except: &Select{Where: adam, Except: best}}, "r4 r1 - r3 r2"},
		{"of nothing", Select{Where: adam, Except: &Select{}}, "r4 r3 r2 -"},
		{"runs and an experiment", Select{Runs: []trex.RunID{"r4"}, Experiments: []trex.ExperimentID{"e1"}}, "r4 r3 r2 r1 -"},
		{"runs of their experiment", Select{Runs: []trex.RunID{"r3"}, Experiments: []trex.ExperimentID{"e1"}}, "r3 -"},
		{"ended on Monday", Select{Statuses: done, Since: monday, Until: tuesday}, "r2 -"},
		{"ended since Tuesday", Select{Statuses: done, Since: tuesday}, "r3 -"},
		{"went on on Monday", Select{Since: monday, Until: tuesday}, "r3 r2 -"},
		{"go on", Select{Statuses: []trex.Status{trex.Running}, Since: tuesday.Add(day)}, "r4 -"},
	} {
		finder := Finder{Lookup: stored(new(int))}
		runs, left, err := finder.Divide(t.Context(), tc.s)
		got := strings.TrimSpace(idList(runIDs(runs)) + " - " + idList(runIDs(left)))
		if diff := cmp.Diff(tc.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got)\n%s", tc.name, err, diff)
		}
	}
}

func TestFinderKnowsWhatDoesNotExist(t *testing.T) {
	t.Parallel()
	for _, s := range []Select{
		{Runs: []trex.RunID{"r9"}},
		{Experiments: []trex.ExperimentID{"e1", "e9"}},
		{Scope: ScopeAll, Except: &Select{Runs: []trex.RunID{"r9"}}},
	} {
		_, err := Finder{Lookup: stored(new(int))}.Select(t.Context(), s)
		if trex.KindOf(err) != trex.KindNotFound {
			t.Errorf("%s: %v", &s, err)
		}
	}
}

// TestFinderReadsNoMoreThanItNeeds: "the last 2" of a large server is one short page.
func TestFinderReadsNoMoreThanItNeeds(t *testing.T) {
	t.Parallel()
	var pages int
	lookup := stored(&pages)
	for len(lookup.runs) < 3*mostOfPage {
		lookup.runs = append(lookup.runs, lookup.runs[0])
	}
	runs, err := Finder{Lookup: lookup}.Select(t.Context(), Select{Limit: 2})
	if err != nil || len(runs) != 2 || pages != 1 {
		t.Errorf("%d runs of %d pages, %v", len(runs), pages, err)
	}
}
