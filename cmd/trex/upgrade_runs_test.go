package main

import (
	"database/sql"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex/internal/await"
)

// older holds the values that newer versions store with a run.
type older struct {
	ID          int
	Score       sql.NullFloat64
	Verdict     sql.NullString
	VerdictStep int
	Keyed       bool
}

func olderRunsAreBroughtUpToDate(t *testing.T, u upgraded) {
	said := func(verdict string) sql.NullString { return sql.NullString{String: verdict, Valid: true} }
	score := func(value float64) sql.NullFloat64 { return sql.NullFloat64{Float64: value, Valid: true} }
	want := []older{
		{1, sql.NullFloat64{}, said("nan"), 9, true},
		{2, score(0.425), said("overfits"), 9, true},
		{3, sql.NullFloat64{}, said(""), 0, true},
		{4, score(-0.7895), said("still_improving"), 5, true}, // larger is better
		{5, score(-0.7317), said("still_improving"), 5, true},
	}
	db, _, _ := u.openRaw(t)
	await.Nil(t, "scores, verdicts and keys of older runs", func() error {
		got, err := readOlder(t, db)
		if diff := cmp.Diff(want, got); err == nil && diff != "" {
			err = fmt.Errorf("(-want +got):\n%s", diff)
		}
		return err
	})
}

func readOlder(t *testing.T, db *sql.DB) (all []older, err error) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(),
		`SELECT id, score, verdict, verdict_step, config_key IS NOT NULL FROM runs WHERE id <= 5 ORDER BY id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var run older
		if err := rows.Scan(&run.ID, &run.Score, &run.Verdict, &run.VerdictStep, &run.Keyed); err != nil {
			return nil, err
		}
		all = append(all, run)
	}
	return all, rows.Err()
}

// olderRunsAreRanked: broken runs are last, and larger is better where the
// project says so.
func olderRunsAreRanked(t *testing.T, u upgraded) {
	for filter, want := range map[string][]string{
		"project=curves status=completed": {"r2", "r1"},
		"project=accurate":                {"r4", "r5"},
	} {
		var runs []apiRun
		u.get(t, "/api/runs?"+url.Values{"q": {filter}, "sort": {"best"}}.Encode(), &runs)
		var got []string
		for _, run := range runs {
			got = append(got, run.ID)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s, the best first (-want +got):\n%s", filter, diff)
		}
	}
}

func olderRunsAreFound(t *testing.T, u upgraded) {
	var card apiMessage
	u.do(t, post("/api/messages", map[string]string{"content": "try lr 0.1 for 5 epochs on accurate"}, 201), &card)
	if !strings.Contains(card.Content, "this run equals r4") {
		t.Errorf("the card says %q", card.Content)
	}
}
