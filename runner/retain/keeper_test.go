package retain_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/bubble"
	"github.com/trex-ml/trex/runner/retain"
	"github.com/trex-ml/trex/store/teststore"
)

const day = 24 * time.Hour

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// site is a store and a folder with one old and one new run of each project.
type site struct {
	*teststore.DB
	t      *testing.T
	folder string
}

func newSite(t *testing.T) *site {
	t.Helper()
	dir := t.TempDir()
	return &site{DB: teststore.Open(t, dir), t: t, folder: filepath.Join(dir, "runs")}
}

// run leaves a run with 5,000 points and a log of 1,000 bytes.
func (s *site) run(project string, ended time.Time) trex.RunID {
	s.t.Helper()
	ctx := s.t.Context()
	p, err := s.CreateProposal(ctx, trex.Proposal{Project: project, Configs: []trex.RunConfig{{}}, CreatedAt: ended})
	if err != nil {
		s.t.Fatal(err)
	}
	_, runs, err := s.LaunchProposal(ctx, trex.Launch{Decision: trex.Decision{Proposal: p.ID, At: ended}, Names: []string{"one"}})
	if err != nil {
		s.t.Fatal(err)
	}
	id := runs[0].ID
	var points []trex.Point
	for i := range 5000 {
		points = append(points, trex.Point{Metric: "loss", Step: int64(i), Value: 1 / float64(i+3)})
	}
	if err := s.AppendPoints(ctx, trex.Append{Run: id, Points: points}); err != nil {
		s.t.Fatal(err)
	}
	if _, err := s.FinishRun(ctx, trex.Finish{Run: id, Status: trex.Failed, At: ended}); err != nil {
		s.t.Fatal(err)
	}
	s.write(id, "log", strings.Repeat("x", 1000))
	s.write(id, "job.json", "{}")
	return id
}

func (s *site) write(id trex.RunID, name, text string) {
	s.t.Helper()
	path := filepath.Join(s.folder, string(id), name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) points(id trex.RunID) int {
	s.t.Helper()
	points, err := s.ReadPoints(context.Background(), trex.PointQuery{Run: id, Metric: "loss"})
	if err != nil {
		s.t.Fatal(err)
	}
	return len(points)
}

func (s *site) hasLog(id trex.RunID) bool {
	_, err := os.Lstat(filepath.Join(s.folder, string(id), "log"))
	return err == nil
}

func (s *site) keeper(now func() time.Time) *retain.Keeper {
	return retain.New(retain.Params{
		Store: s, Folder: s.folder, Keep: 100, Now: now,
		Projects: []trex.Project{
			{Name: "thin", Retention: trex.Retention{ThinPoints: 30 * day}},
			{Name: "logs", Retention: trex.Retention{DeleteLogs: 60 * day}},
			{Name: "keep"},
		},
	})
}

func TestCollect(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	old, young := noon.Add(-90*day), noon.Add(-day)
	runs := map[string]trex.RunID{}
	for _, project := range []string{"thin", "logs", "keep"} {
		runs[project+" old"], runs[project+" young"] = s.run(project, old), s.run(project, young)
	}
	keeper := s.keeper(func() time.Time { return noon })
	look := func() (kept []string) {
		for _, name := range []string{"thin old", "thin young", "logs old", "logs young", "keep old", "keep young"} {
			if s.points(runs[name]) != 5000 {
				kept = append(kept, name+" is thinned")
			}
			if !s.hasLog(runs[name]) {
				kept = append(kept, name+" has no log")
			}
		}
		return kept
	}
	would, err := keeper.Collect(t.Context(), true)
	if err != nil || look() != nil {
		t.Fatalf("a dry run: %v, %v", look(), err)
	}
	did, err := keeper.Collect(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(would, did); diff != "" {
		t.Errorf("(-dry run +freed):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"thin old is thinned", "logs old has no log"}, look()); diff != "" {
		t.Error(diff)
	}
	if len(did) != 2 || did[0].Points < 4900 || did[0].Series != 1 || did[1].Logs != 1 || did[1].LogBytes != 1000 {
		t.Errorf("%+v", did)
	}
	again, err := keeper.Collect(t.Context(), false)
	if diff := cmp.Diff([]retain.Freed{{Project: "thin"}, {Project: "logs"}}, again); diff != "" || err != nil {
		t.Errorf("again: %v\n%s", err, diff)
	}
}

func TestLinksAreNotFollowed(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	outside := t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "log"), []byte("precious"), 0o644); err != nil {
		t.Fatal(err)
	}
	folder, file := s.run("logs", noon.Add(-90*day)), s.run("logs", noon.Add(-90*day))
	for link, to := range map[string]string{
		filepath.Join(s.folder, string(folder)):      outside,
		filepath.Join(s.folder, string(file), "log"): filepath.Join(outside, "log"),
	} {
		if err := os.RemoveAll(link); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(to, link); err != nil {
			t.Fatal(err)
		}
	}
	freed, err := s.keeper(func() time.Time { return noon }).Collect(t.Context(), false)
	if err != nil || freed[1].Logs != 0 {
		t.Errorf("%+v, %v", freed, err)
	}
	if _, err := os.Stat(filepath.Join(outside, "log")); err != nil {
		t.Error(err)
	}
}

// nothing is a store without old runs that counts how often it is asked.
type nothing struct{ asked []time.Time }

func (s *nothing) ListEnded(context.Context, string, time.Time) ([]trex.RunID, error) {
	return nil, nil
}

func (s *nothing) ListThinnable(context.Context, string, time.Time, int) ([]trex.Thin, error) {
	s.asked = append(s.asked, time.Now())
	return nil, nil
}

func (s *nothing) ThinPoints(context.Context, trex.Thin) (trex.Thinned, error) {
	return trex.Thinned{}, nil
}

func TestRunEveryDay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &nothing{}
		keeper := retain.New(retain.Params{Store: s, Projects: []trex.Project{{Name: "p", Retention: trex.Retention{ThinPoints: day}}}})
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- keeper.Run(ctx) }()
		bubble.Pass(3 * day)
		cancel()
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		if len(s.asked) != 3 {
			t.Errorf("looked at %v", s.asked)
		}
	})
}
