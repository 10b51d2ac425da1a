package lab_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/lab"
	"github.com/trex-ml/trex/store/teststore"
)

// card is an open proposal whose version n has the reading "n" and the learning rate n.
func card(t *testing.T, l *lab.Lab, versions int) trex.ProposalID {
	t.Helper()
	p, err := l.Propose(t.Context(), lab.Draft{Configs: lrs(1), Reading: "1", By: ann, Thread: thread})
	if err != nil {
		t.Fatal(err)
	}
	for v := 2; v <= versions; v++ {
		change(t, l, p.ID, v)
	}
	return p.ID
}

func change(t *testing.T, l *lab.Lab, id trex.ProposalID, to int) {
	t.Helper()
	if _, err := l.Edit(t.Context(), trex.Edit{Proposal: id, Configs: lrs(float64(to)), Reading: fmt.Sprint(to), By: bea}); err != nil {
		t.Fatal(err)
	}
}

func TestUndo(t *testing.T) {
	t.Parallel()
	const undo, first = 0, -1 // steps; others are edits
	for _, test := range []struct {
		name     string
		versions int
		steps    []int
		shows    []string // the reading after each step, "" where it is refused
	}{
		{"TheLastEdit", 2, []int{undo}, []string{"1"}},
		{"Nothing", 1, []int{undo}, []string{""}},
		{"OneByOne", 4, []int{undo, undo, undo, undo}, []string{"3", "2", "1", ""}},
		{"AnEditAfterAnUndo", 4, []int{undo, 9, undo, undo, undo, undo}, []string{"3", "9", "3", "2", "1", ""}},
		{"AnEditAfterTwo", 3, []int{undo, undo, 9, undo, undo}, []string{"2", "1", "9", "1", ""}},
		{"BackToTheFirst", 4, []int{first}, []string{"1"}},
		{"BackToTheFirstAndUndo", 4, []int{first, undo, undo}, []string{"1", "4", "3"}},
		{"TheFirstIsThere", 1, []int{first}, []string{""}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			l, db := newLab(t)
			id := card(t, l, test.versions)
			for i, step := range test.steps {
				before, err := db.FindProposal(t.Context(), id)
				if err != nil {
					t.Fatal(err)
				}
				var p trex.Proposal
				switch step {
				case undo:
					p, err = l.Undo(t.Context(), id, chief)
				case first:
					p, err = l.Restore(t.Context(), id, 1, chief)
				default:
					change(t, l, id, step)
					continue
				}
				if test.shows[i] == "" {
					if trex.KindOf(err) != trex.KindConflict {
						t.Errorf("step %d: %v, want a conflict", i, err)
					}
					continue
				}
				if err != nil {
					t.Fatalf("step %d: %v", i, err)
				}
				if p.Reading != test.shows[i] || p.Configs[0]["lr"].String() != test.shows[i] || p.Version != before.Version+1 || p.EditedBy != chief {
					t.Errorf("step %d: %+v, want what showed %s", i, p, test.shows[i])
				}
			}
		})
	}
}

func TestUndoRefuses(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	db := teststore.Open(t, t.TempDir())
	params := lab.Params{Store: db, Projects: trex.Projects{digits()}, Now: func() time.Time { return now }}
	l := lab.New(params)
	both := func(what string, id trex.ProposalID, kind trex.ErrorKind, sentence string) {
		t.Helper()
		_, err := l.Undo(ctx, id, ann)
		refused(t, "undo of "+what, err, kind, sentence)
		_, err = l.Restore(ctx, id, 1, ann)
		refused(t, "restore of "+what, err, kind, sentence)
	}
	both("nothing", "p99", trex.KindNotFound, "there is no proposal p99")

	launched := card(t, l, 2)
	if _, _, err := l.Launch(ctx, trex.Decision{Proposal: launched, By: bea}); err != nil {
		t.Fatal(err)
	}
	both("a launched one", launched, trex.KindConflict, "p1 was already launched by bea as e1")
	dismissed := card(t, l, 2)
	if _, err := l.Dismiss(ctx, trex.Decision{Proposal: dismissed, By: ann}); err != nil {
		t.Fatal(err)
	}
	both("a dismissed one", dismissed, trex.KindConflict, "p2 was dismissed by ann")

	open := card(t, l, 2)
	_, err := l.Restore(ctx, open, 7, ann)
	refused(t, "no such version", err, trex.KindNotFound, "p3 has no version 7: it is at version 2")
	_, err = l.Restore(ctx, open, 0, ann)
	refused(t, "no version", err, trex.KindNotFound, "p3 has no version 0")
	_, err = l.Restore(ctx, open, 2, ann)
	refused(t, "the current version", err, trex.KindConflict, "p3 is at version 2 already")

	narrow := params
	project := digits()
	project.Params[0].Min = new(1.5)
	narrow.Projects = trex.Projects{project}
	_, err = lab.New(narrow).Undo(ctx, open, ann) // the project was changed meanwhile
	refused(t, "what is not valid any more", err, trex.KindInvalid, "lr must be at least 1.5, got 1")
	narrow.Projects = trex.Projects{}
	if _, err = lab.New(narrow).Undo(ctx, open, ann); trex.KindOf(err) != trex.KindNotFound {
		t.Errorf("of a project that is gone: %v", err)
	}

	now = now.Add(8 * 24 * time.Hour)
	both("an expired one", open, trex.KindConflict, "p3 has expired")
}

// TestUndoOfWhatAnEarlierTrexMade: of an old card only the version is kept at which it
// was when Trex began to keep them.
func TestUndoOfWhatAnEarlierTrexMade(t *testing.T) {
	t.Parallel()
	l, db := newLab(t)
	id := card(t, l, 3)
	old := lab.New(lab.Params{Store: forgetful{db, 3}, Projects: trex.Projects{digits()}})
	_, err := old.Undo(t.Context(), id, ann)
	refused(t, "undo", err, trex.KindNotFound, "version 2 of p1 was not kept")
	_, err = old.Restore(t.Context(), id, 1, ann)
	refused(t, "restore", err, trex.KindNotFound, "version 1 of p1 was not kept")
	change(t, old, id, 4)
	if p, err := old.Undo(t.Context(), id, ann); err != nil || p.Reading != "3" {
		t.Errorf("undo of a later edit: %+v, %v", p, err)
	}
}

// TestUndoOnce: of people who undo the same version at once, one does; nobody goes two
// versions back.
func TestUndoOnce(t *testing.T) {
	t.Parallel()
	l, db := newLab(t)
	id := card(t, l, 5)
	meet := meeting{DB: db, here: make(chan struct{}, 4), all: make(chan struct{})}
	together := lab.New(lab.Params{Store: meet, Projects: trex.Projects{digits()}})
	var done atomic.Int32
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if _, err := together.Undo(t.Context(), id, ann); err == nil {
				done.Add(1)
			} else if trex.KindOf(err) != trex.KindConflict {
				t.Error(err)
			}
		})
	}
	for range 4 {
		<-meet.here
	}
	close(meet.all)
	all.Wait()
	if p, err := db.FindProposal(t.Context(), id); err != nil || done.Load() != 1 || p.Version != 6 || p.Reading != "4" {
		t.Errorf("%d undid version 5: %+v, %v", done.Load(), p, err)
	}
}

// forgetful is a store that has no versions before one.
type forgetful struct {
	*teststore.DB
	from int
}

func (f forgetful) ListProposalVersions(ctx context.Context, id trex.ProposalID) ([]trex.ProposalVersion, error) {
	versions, err := f.DB.ListProposalVersions(ctx, id)
	return versions[f.from-1:], err
}

// meeting is a store at which all readers of versions wait for each other.
type meeting struct {
	*teststore.DB
	here, all chan struct{}
}

func (m meeting) ListProposalVersions(ctx context.Context, id trex.ProposalID) ([]trex.ProposalVersion, error) {
	versions, err := m.DB.ListProposalVersions(ctx, id)
	m.here <- struct{}{}
	<-m.all
	return versions, err
}
