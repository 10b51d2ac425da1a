package transfer_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/await"
	"github.com/trex-ml/trex/store/postgres"
	"github.com/trex-ml/trex/store/postgres/pgtest"
	"github.com/trex-ml/trex/store/sqlite"
	"github.com/trex-ml/trex/store/storetest"
	"github.com/trex-ml/trex/store/transfer"
)

// childDir and childURL make this test binary import, and die in the middle.
const (
	childDir = "TREX_TEST_IMPORT"
	childURL = "TREX_TEST_INTO"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		if err := importAndDie(dir, os.Getenv(childURL)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(pgtest.Main(m))
}

// importAndDie kills its process after two more batches, unless the import ends
// before.
func importAndDie(dir, url string) error {
	batches := 0
	_, err := transfer.Import(context.Background(), transfer.Params{Dir: dir, URL: url, Patience: await.Patience, Batch: 400, Tell: func(transfer.Progress) {
		if batches++; batches == 2 {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL) // does not return
		}
	}})
	return err
}

var (
	ada    = trex.Person{Platform: "slack", ID: "U1", Name: "Ada ✓"}
	thread = trex.Thread{Platform: "slack", Channel: "C1", ID: "1700000000.000100"}
	noon   = time.Date(2026, 3, 1, 12, 0, 0, 123e6, time.UTC)
)

// installation makes a data directory with something in every table.
func installation(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	db := openSource(t, dir)
	ctx := t.Context()
	if err := storetest.Fill(ctx, db, 230, func(ctx context.Context, query string) error { return nil }); err != nil {
		t.Fatal(err)
	}
	run := trex.RunID("r7")
	for name, err := range map[string]error{
		"points": db.AppendPoints(ctx, trex.Append{Run: run, Points: hostilePoints(),
			Progress: &trex.Progress{Done: 3, Total: 10, Unit: "epoch", At: noon},
			Ingest:   trex.Ingest{Offsets: map[string]int64{"log": 1 << 40}, State: []byte{0, 1, 255, 0}}}),
		"no state": db.AppendPoints(ctx, trex.Append{Run: "r8", Ingest: trex.Ingest{Offsets: map[string]int64{"log": 1}}}),
		"usage":    db.RecordUsage(ctx, trex.Usage{Person: ada, Model: "m", PromptTokens: 5, CostUSD: 0.1 + 0.2, At: noon}),
		"usage 2":  db.RecordUsage(ctx, trex.Usage{Person: ada, Model: "m", PromptTokens: 5, CostUSD: 0.1 + 0.2, At: noon}),
		"question": db.SaveQuestion(ctx, trex.Question{Thread: thread, Person: ada, State: `{"slot":"lr"}`, AskedAt: noon}),
		"channel":  db.SaveChannelProject(ctx, trex.ChannelProject{Platform: "slack", Channel: "C1", Project: "digits", SetBy: ada, SetAt: noon}),
		"post":     db.SavePost(ctx, trex.Post{Key: "card:p1", Platform: "slack", Channel: "C1", Ref: "1.2", At: noon}),
	} {
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	if _, err := db.AppendMessage(ctx, trex.ChatMessage{Thread: thread, Role: trex.RoleUser, Author: ada, Content: "a\x00b\xff <!channel> 🦖", At: noon}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := db.CreateWarning(ctx, trex.Warning{Run: run, Kind: trex.WarnDiverged, Message: "NaN", At: noon}); err != nil {
		t.Fatal(err)
	}
	if _, err := db.FirstSeen(ctx, "slack", "Ev1", noon); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func hostilePoints() []trex.Point {
	var points []trex.Point
	for i, value := range []float64{1.5, math.NaN(), math.Inf(1), math.Inf(-1), math.Copysign(0, -1), math.MaxFloat64, math.SmallestNonzeroFloat64} {
		points = append(points, trex.Point{Metric: "val_loss", Step: int64(i), Value: value, Time: noon})
	}
	for i := range 3000 {
		points = append(points, trex.Point{Metric: "loss", Step: int64(i), Value: 1 / float64(i+1), Time: noon})
	}
	return points
}

func openSource(t *testing.T, dir string) *sqlite.DB {
	t.Helper()
	db, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func openTarget(t *testing.T, url string) *postgres.DB {
	t.Helper()
	db, err := postgres.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func TestImport(t *testing.T) {
	t.Parallel()
	dir, url := installation(t), pgtest.Emptied(t)
	report, err := transfer.Import(t.Context(), transfer.Params{Dir: dir, URL: url, Patience: await.Patience})
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range report.Tables {
		if table.Rows == 0 || len(table.Digest) != 32 {
			t.Errorf("%+v: the test has something in every table", table)
		}
	}
	source, target := openSource(t, dir), openTarget(t, url)
	checkViews(t, source, target)
	// Ids go on after the last id, and points after the last chunk.
	for _, db := range []storetest.Store{source, target} {
		p, err := db.CreateProposal(t.Context(), trex.Proposal{Project: "p", Requester: ada, Thread: thread, Configs: []trex.RunConfig{{}}, CreatedAt: noon})
		if err != nil || p.ID != "p4" {
			t.Errorf("the next proposal is %s (%v), want p4", p.ID, err)
		}
		if err := db.AppendPoints(t.Context(), trex.Append{Run: "r7", Points: []trex.Point{{Metric: "loss", Step: 3000}}, From: map[string]int64{"log": 1 << 40}}); err != nil {
			t.Error(err)
		}
	}
	target.Close()
	source.Close()
	again, err := transfer.Import(t.Context(), transfer.Params{Dir: dir, URL: url, Patience: await.Patience})
	if err != nil || !again.Before || again.Tables != nil {
		t.Errorf("again: %+v, %v", again, err)
	}
}

func sameBits(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) }

// views are what people see of an installation.
var views = []func(*testing.T, storetest.Store) any{
	func(t *testing.T, db storetest.Store) any {
		page, err := db.ListRuns(t.Context(), trex.RunQuery{Limit: 1000, Sort: trex.SortKey{By: "param:lr"}})
		return answer(t, page, err)
	},
	func(t *testing.T, db storetest.Store) any {
		points, err := db.ReadPoints(t.Context(), trex.PointQuery{Run: "r7", Metric: "val_loss"})
		return answer(t, points, err)
	},
	func(t *testing.T, db storetest.Store) any {
		points, err := db.ReadPoints(t.Context(), trex.PointQuery{Run: "r7", Metric: "loss", Max: 100})
		return answer(t, points, err)
	},
	func(t *testing.T, db storetest.Store) any {
		ingest, err := db.FindIngest(t.Context(), "r7")
		return answer(t, ingest, err)
	},
	func(t *testing.T, db storetest.Store) any {
		messages, err := db.ListMessages(t.Context(), thread, "", 10)
		return answer(t, messages, err)
	},
	func(t *testing.T, db storetest.Store) any {
		warnings, err := db.ListWarnings(t.Context(), "e1")
		return answer(t, warnings, err)
	},
	func(t *testing.T, db storetest.Store) any {
		versions, err := db.ListProposalVersions(t.Context(), "p2")
		return answer(t, versions, err)
	},
	func(t *testing.T, db storetest.Store) any {
		questions, err := db.ListQuestions(t.Context(), thread, noon)
		return answer(t, questions, err)
	},
	func(t *testing.T, db storetest.Store) any {
		project, err := db.FindChannelProject(t.Context(), "slack", "C1")
		return answer(t, project, err)
	},
	func(t *testing.T, db storetest.Store) any {
		usage, err := db.UsageSince(t.Context(), "U1", noon)
		return answer(t, usage, err)
	},
}

func checkViews(t *testing.T, source, target storetest.Store) {
	t.Helper()
	for _, look := range views {
		want, got := look(t, source), look(t, target)
		if diff := cmp.Diff(want, got, cmp.Comparer(sameBits), cmp.Comparer(func(a, b trex.Value) bool { return a == b })); diff != "" {
			t.Errorf("(-SQLite +PostgreSQL):\n%s", diff)
		}
	}
}

func answer(t *testing.T, value any, err error) any {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
	return value
}

func TestImportGoesOnAfterEveryInterruption(t *testing.T) {
	t.Parallel()
	dir, url := installation(t), pgtest.Emptied(t)
	errStop := errors.New("interrupted")
	for tries := 1; ; tries++ {
		ctx, cancel := context.WithCancelCause(t.Context())
		batches := 0
		report, err := transfer.Import(ctx, transfer.Params{Dir: dir, URL: url, Patience: await.Patience, Batch: 400, Tell: func(transfer.Progress) {
			if batches++; batches == 2 {
				cancel(errStop)
			}
		}})
		cancel(nil)
		if err == nil {
			if tries < 5 || report.Tables[2].Rows != 230 {
				t.Errorf("after %d tries: %+v", tries, report)
			}
			return
		}
		if !errors.Is(context.Cause(ctx), errStop) || tries > 50 {
			t.Fatal(err)
		}
		if _, err := postgres.Open(t.Context(), url); trex.KindOf(err) != trex.KindConflict || !strings.Contains(err.Error(), "not finished") {
			t.Fatalf("a server was let into a half filled database: %v", err)
		}
	}
}

// TestImportGoesOnAfterBeingKilled is the same with SIGKILL. It starts processes,
// which keep the locks of all directories for a moment: it runs while no other
// test opens one again.
func TestImportGoesOnAfterBeingKilled(t *testing.T) {
	dir, url := installation(t), pgtest.Emptied(t)
	killed := 0
	for {
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), childDir+"="+dir, childURL+"="+url)
		out, err := child.CombinedOutput()
		if err == nil {
			break
		}
		status, ok := child.ProcessState.Sys().(syscall.WaitStatus)
		if killed++; !ok || status.Signal() != syscall.SIGKILL || killed > 50 {
			t.Fatalf("after %d kills: %v: %s", killed, err, out)
		}
	}
	if killed < 4 {
		t.Errorf("it was killed only %d times", killed)
	}
	checkViews(t, openSource(t, dir), openTarget(t, url))
}

func TestImportNoticesThatTheSourceChanged(t *testing.T) {
	t.Parallel()
	dir, url := installation(t), pgtest.Emptied(t)
	ctx, cancel := context.WithCancel(t.Context())
	_, err := transfer.Import(ctx, transfer.Params{Dir: dir, URL: url, Patience: await.Patience, Tell: func(p transfer.Progress) {
		if p.Table == "series" {
			cancel()
		}
	}})
	if err == nil {
		t.Fatal("was not interrupted")
	}
	source := openSource(t, dir)
	if _, err := source.RequestStop(t.Context(), "r100", ada, noon); err != nil {
		t.Fatal(err)
	}
	if err := source.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := transfer.Import(t.Context(), transfer.Params{Dir: dir, URL: url, Patience: await.Patience}); err != nil {
		t.Fatal(err)
	}
	if run, err := openTarget(t, url).FindRun(t.Context(), "r100"); err != nil || run.Status != trex.Cancelled {
		t.Errorf("%+v, %v", run, err)
	}
}

func TestImportRefuses(t *testing.T) {
	t.Parallel()
	dir := installation(t)
	used, served, begun := pgtest.Emptied(t), pgtest.Emptied(t), pgtest.Emptied(t)
	db := openTarget(t, used)
	if _, err := db.AppendMessage(t.Context(), trex.ChatMessage{Thread: thread, Role: trex.RoleUser, Content: "mine"}); err != nil {
		t.Fatal(err)
	}
	db.Close()
	openTarget(t, served)
	ctx, cancel := context.WithCancel(t.Context())
	if _, err := transfer.Import(ctx, transfer.Params{Dir: dir, URL: begun, Patience: await.Patience, Tell: func(transfer.Progress) { cancel() }}); err == nil {
		t.Fatal("was not interrupted")
	}
	other := installation(t)
	for name, test := range map[string]struct {
		dir, url, says string
		kind           trex.ErrorKind
	}{
		"Used":    {dir, used, "in use already (its table messages holds 1 rows)", trex.KindConflict},
		"Served":  {dir, served, "a Trex server uses the database", trex.KindConflict},
		"Other":   {other, begun, "holds part of " + dir, trex.KindConflict},
		"Nothing": {t.TempDir(), begun, "there is no SQLite installation", trex.KindNotFound},
		"Away":    {dir, "postgres:///x?host=" + t.TempDir(), "cannot be reached", trex.KindUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			p := transfer.Params{Dir: test.dir, URL: test.url, Patience: await.Patience}
			if name == "Served" { // and PostgreSQL sees that server as long as the test lasts
				p.Patience = time.Nanosecond
			}
			_, err := transfer.Import(t.Context(), p)
			sentence, ok := trex.Sentence(err)
			if trex.KindOf(err) != test.kind || !ok || !strings.Contains(sentence, test.says) {
				t.Errorf("told %q (%v)", sentence, err)
			}
		})
	}
}
