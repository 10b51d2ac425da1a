package evaltest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/trex-ml/trex"
)

// choose returns the runs that a label of an example selects, by id:
//
//	r1 r2         these runs
//	e4 e5         the runs of these experiments
//	mine          what ann asked for; others: what she did not
//	failed        of this state; waiting is pending, done is completed
//	lr=0.05       with this value; < and > too
//	worst 2       of what is left, by the objective; best, last and first too
//	A, B          both
//	A except B    without those
//
// Everything else in one part must hold together.
func choose(label string, runs []trex.Run) ([]trex.Run, error) {
	base, except, _ := strings.Cut(label, "except ")
	chosen, err := chooseAny(base, runs)
	if err != nil || except == "" {
		return chosen, err
	}
	excluded, err := chooseAny(except, runs)
	return slices.DeleteFunc(chosen, func(r trex.Run) bool { return has(excluded, r.ID) }), err
}

func has(runs []trex.Run, id trex.RunID) bool {
	return slices.ContainsFunc(runs, func(r trex.Run) bool { return r.ID == id })
}

func chooseAny(label string, runs []trex.Run) ([]trex.Run, error) {
	var chosen []trex.Run
	for part := range strings.SplitSeq(label, ",") {
		some, err := chooseAll(strings.Fields(part), runs)
		if err != nil {
			return nil, err
		}
		chosen = append(chosen, slices.DeleteFunc(some, func(r trex.Run) bool { return has(chosen, r.ID) })...)
	}
	slices.SortFunc(chosen, func(a, b trex.Run) int { return byNumber(a.ID, b.ID) })
	return chosen, nil
}

// chooseAll returns the runs for which all words hold, and of these the best, the
// last and so on. Ids of one part add up.
func chooseAll(words []string, runs []trex.Run) ([]trex.Run, error) {
	var ids []string
	left := slices.Clone(runs)
	most, order := len(runs), func(a, b trex.Run) int { return 0 }
	for i := 0; i < len(words); i++ {
		word := words[i]
		if keep := holds(word); keep != nil {
			left = slices.DeleteFunc(left, func(r trex.Run) bool { return !keep(&r) })
			continue
		}
		if ranks[word] != nil && i+1 < len(words) {
			var err error
			if most, err = strconv.Atoi(words[i+1]); err != nil {
				return nil, fmt.Errorf("%q of how many", word)
			}
			order = ranks[word]
			i++
			continue
		}
		if !isID(word) {
			return nil, fmt.Errorf("%q selects nothing", word)
		}
		ids = append(ids, word)
	}
	if len(ids) > 0 {
		left = slices.DeleteFunc(left, func(r trex.Run) bool {
			return !slices.Contains(ids, string(r.ID)) && !slices.Contains(ids, string(r.Experiment))
		})
	}
	slices.SortStableFunc(left, order)
	return left[:min(most, len(left))], nil
}

func isID(word string) bool {
	_, err := trex.ParseRunID(word)
	_, other := trex.ParseExperimentID(word)
	return err == nil || other == nil
}

// ranks orders runs so that the wanted ones come first.
var ranks = map[string]func(a, b trex.Run) int{
	"best":  func(a, b trex.Run) int { return byScore(&a, &b) },
	"worst": func(a, b trex.Run) int { return -byScore(&a, &b) },
	"first": func(a, b trex.Run) int { return byNumber(a.ID, b.ID) },
	"last":  func(a, b trex.Run) int { return byNumber(b.ID, a.ID) },
}

// byScore puts the better run first. A run without a score is worse than all.
func byScore(a, b *trex.Run) int {
	x, okA := a.Score()
	y, okB := b.Score()
	switch {
	case okA != okB:
		if okA {
			return -1
		}
		return 1
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// states are the words for states.
var states = map[string][]trex.Status{
	"failed": {trex.Failed}, "running": {trex.Running}, "pending": {trex.Pending}, "waiting": {trex.Pending},
	"completed": {trex.Completed}, "done": {trex.Completed}, "cancelled": {trex.Cancelled},
	"active": {trex.Running, trex.Pending}, "all": trex.Statuses[:],
}

// holds returns the condition that a word means, nil if it is none.
func holds(word string) func(*trex.Run) bool {
	if statuses, ok := states[word]; ok {
		return func(r *trex.Run) bool { return slices.Contains(statuses, r.Status) }
	}
	switch word {
	case "mine":
		return func(r *trex.Run) bool { return r.Requester.Name == "ann" }
	case "others":
		return func(r *trex.Run) bool { return r.Requester.Name != "ann" }
	}
	i := strings.IndexAny(word, "=<>")
	if i < 0 {
		return nil
	}
	name, op, text := word[:i], word[i], word[i+1:]
	return func(r *trex.Run) bool {
		value := r.Config[name]
		a, isNumber := value.Float()
		b, err := strconv.ParseFloat(text, 64)
		switch {
		case op == '<':
			return isNumber && a < b
		case op == '>':
			return isNumber && a > b
		}
		return value.String() == text || isNumber && err == nil && a == b
	}
}

func TestChoose(t *testing.T) {
	ws := kinds(t)["digits/full"]
	w := ws.take(t)
	runs := w.runs()
	for label, want := range map[string]string{
		"r12 r14":                       "r12 r14",
		"e1":                            "r1 r2 r3",
		"mine waiting":                  "r14 r15 r19",
		"active mine except r12":        "r13 r14 r15 r18 r19",
		"running lr=0.05":               "r12 r13",
		"optimizer=adam running":        "r16 r18",
		"best 2 completed":              "r7 r10",
		"worst 1 running":               "r18",
		"failed":                        "r4 r9",
		"others active":                 "r16 r17",
		"batch_size>100 active, r12":    "r12 r15",
		"last 3":                        "r17 r18 r19",
		"mine active except e5, r18 r1": "r19",
	} {
		chosen, err := choose(label, runs)
		if got := idsOf(chosen); err != nil || got != want {
			t.Errorf("%q selects %s, %v, want %s", label, got, err, want)
		}
	}
}

// idsOf lists the ids of runs.
func idsOf(runs []trex.Run) string {
	ids := make([]string, len(runs))
	for i, run := range runs {
		ids[i] = string(run.ID)
	}
	return strings.Join(ids, " ")
}
