package sqlite

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/await"
)

// childDir makes this test binary append points to a store until it is killed.
const childDir = "TREX_TEST_APPEND_TO"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		fmt.Fprintln(os.Stderr, appendForEver(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func appendForEver(dir string) error {
	ctx := context.Background()
	db, err := Open(ctx, dir)
	if err != nil {
		return err
	}
	for {
		run, err := db.FindRun(ctx, "r1")
		if err != nil {
			return err
		}
		ingest, err := db.FindIngest(ctx, run.ID)
		if err != nil {
			return err
		}
		if err := appendFrom(ctx, db, ingest.Offsets["log"], 700); err != nil {
			return err
		}
		fmt.Println("appended")
	}
}

// appendFrom stores n points whose steps are the offsets they come from.
func appendFrom(ctx context.Context, db *DB, offset, n int64) error {
	var points []trex.Point
	for i := range n {
		points = append(points, trex.Point{Metric: "loss", Step: offset + i, Value: 1 / float64(offset+i+1)})
	}
	return db.AppendPoints(ctx, trex.Append{Run: "r1", Points: points, From: map[string]int64{"log": offset},
		Ingest: trex.Ingest{Offsets: map[string]int64{"log": offset + n}}})
}

// checkPoints checks that exactly the points up to the offset are stored.
func checkPoints(t *testing.T, db *DB) int64 {
	t.Helper()
	ingest, err := db.FindIngest(t.Context(), "r1")
	if err != nil {
		t.Fatal(err)
	}
	points, err := db.ReadPoints(t.Context(), trex.PointQuery{Run: "r1", Metric: "loss"})
	if err != nil {
		t.Fatal(err)
	}
	if int64(len(points)) != ingest.Offsets["log"] {
		t.Fatalf("%d points are stored, the offset is %d", len(points), ingest.Offsets["log"])
	}
	for i, p := range points {
		if p.Step != int64(i) {
			t.Fatalf("point %d has step %d", i, p.Step)
		}
	}
	return ingest.Offsets["log"]
}

func launchOne(t *testing.T, db *DB) {
	t.Helper()
	p, err := db.CreateProposal(t.Context(), trex.Proposal{Project: "digits", Configs: []trex.RunConfig{{"lr": trex.Number(0.1)}}})
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = db.LaunchProposal(t.Context(), trex.Launch{Decision: trex.Decision{Proposal: p.ID}, Names: []string{"lr 0.1"}})
	if err != nil {
		t.Fatal(err)
	}
}

// TestKilledWhileAppending kills the server with SIGKILL in the middle of its
// work, several times. It starts processes, which keep the locks of all
// directories for a moment: it runs while no other test opens one again.
func TestKilledWhileAppending(t *testing.T) {
	dir := t.TempDir()
	db := openTest(t, dir)
	launchOne(t, db)
	for range 4 {
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		before := killAfter(t, dir, 5)
		db = openTest(t, dir)
		if got := checkPoints(t, db); got < int64(before) {
			t.Errorf("%d points, but %d were acknowledged", got, before)
		}
	}
}

// killAfter runs a child, kills it after a number of appends, and returns how many
// points the child reported as stored.
func killAfter(t *testing.T, dir string, appends int) int {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childDir+"="+dir)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for i := 0; i < appends && lines.Scan(); i++ {
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for lines.Scan() { // what it said before it died
		appends++
	}
	child.Wait() // killed
	return appends * 700
}

func TestDiskFull(t *testing.T) {
	t.Parallel()
	db := openTest(t, t.TempDir())
	launchOne(t, db)
	limit := func(pages string) {
		t.Helper()
		tx, err := db.writer.begin(t.Context(), false)
		if err != nil {
			t.Fatal(err)
		}
		defer tx.Rollback()
		rows, err := tx.Query(t.Context(), "PRAGMA max_page_count = "+pages)
		if err != nil {
			t.Fatal(err)
		}
		rows.Close()
	}
	limit("150")
	var err error
	offset := int64(0)
	for err == nil && offset < 1e6 {
		if err = appendFrom(t.Context(), db, offset, 5000); err == nil {
			offset += 5000
		}
	}
	sentence, ok := trex.Sentence(err)
	if trex.KindOf(err) != trex.KindUnavailable || !ok || !strings.Contains(sentence, "disk") {
		t.Fatalf("a full disk is told as %q (%v)", sentence, err)
	}
	if got := checkPoints(t, db); got != offset {
		t.Errorf("%d points are there, want %d", got, offset)
	}
	limit("1000000")
	if err := appendFrom(t.Context(), db, offset, 5000); err != nil {
		t.Errorf("once there is room again: %v", err)
	}
	checkPoints(t, db)
}

func TestReadersDoNotWaitForTheWriter(t *testing.T) {
	t.Parallel()
	db := openTest(t, t.TempDir())
	launchOne(t, db)
	tx, err := db.writer.begin(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if _, err := tx.Exec(t.Context(), "UPDATE runs SET reason = 'not committed'"); err != nil {
		t.Fatal(err)
	}
	run, err := db.FindRun(await.Context(t), "r1")
	if err != nil || run.Reason != "" {
		t.Errorf("a reader during a write got %q, %v", run.Reason, err)
	}
	waiting, stop := context.WithTimeout(t.Context(), 10*time.Millisecond) // until the transaction ends it waits
	defer stop()
	if err := db.SetReason(waiting, "r1", "x"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a writer that waits for another ended with %v", err)
	}
}
