package postgres

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/await"
	"github.com/trex-ml/trex/store/postgres/pgtest"
)

var ctxBackground = context.Background()

// childURL makes this test binary lead and append until it is killed.
const childURL = "TREX_TEST_LEAD_ON"

func TestMain(m *testing.M) {
	if url := os.Getenv(childURL); url != "" {
		fmt.Fprintln(os.Stderr, leadForEver(url))
		os.Exit(1)
	}
	os.Exit(pgtest.Main(m))
}

func leadForEver(url string) error {
	db, err := Open(ctxBackground, url)
	if err != nil {
		return err
	}
	if _, _, err := db.Lead(ctxBackground); err != nil {
		return err
	}
	fmt.Println("leads")
	for {
		if err := appendNext(ctxBackground, db); err != nil {
			return err
		}
		fmt.Println("appended")
	}
}

const batch = 300

// appendNext goes on at the stored offset, as the runner does.
func appendNext(ctx context.Context, db *DB) error {
	ingest, err := db.FindIngest(ctx, "r1")
	if err != nil {
		return err
	}
	offset := ingest.Offsets["log"]
	var points []trex.Point
	for i := range int64(batch) {
		points = append(points, trex.Point{Metric: "loss", Step: offset + i, Value: 1 / float64(offset+i+1)})
	}
	return db.AppendPoints(ctx, trex.Append{Run: "r1", Points: points, From: map[string]int64{"log": offset},
		Ingest: trex.Ingest{Offsets: map[string]int64{"log": offset + batch}}})
}

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

func launchOne(t testing.TB, db *DB) {
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

// TestConnectionsAreCut cuts every connection again and again while two
// servers append to one run.
func TestConnectionsAreCut(t *testing.T) {
	t.Parallel()
	url := pgtest.Emptied(t)
	one, two := openTest(t, url), openTest(t, url)
	launchOne(t, one)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	var all sync.WaitGroup
	for _, db := range []*DB{one, two} {
		all.Go(func() {
			for ctx.Err() == nil {
				err := appendNext(ctx, db)
				switch kind := trex.KindOf(err); {
				case err == nil:
					select {
					case done <- struct{}{}:
					case <-ctx.Done():
					}
				case kind == trex.KindConflict, kind == trex.KindUnavailable, ctx.Err() != nil:
				default:
					t.Errorf("an append ended with %v, which no person can be told", err)
					return
				}
			}
		})
	}
	admin := connect(t, url)
	for range 10 {
		for range 3 { // until appends go through again
			await.Value(t, "appends to go through again", done)
		}
		mustExec(t, admin, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid()`)
	}
	stop()
	all.Wait()
	if got := checkPoints(t, one); got < 30*batch {
		t.Errorf("only %d points are there", got)
	}
}

// TestRestart stops the whole database for a while.
func TestRestart(t *testing.T) {
	t.Parallel()
	server, err := pgtest.New("max_connections=50", "fsync=off") // the machine does not crash
	if err != nil {
		pgtest.Missing(t, err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	start := func() {
		t.Helper()
		if err := server.Start(await.Context(t)); err != nil {
			t.Fatal(err)
		}
	}
	start()
	db := openTest(t, server.URL("postgres"))
	launchOne(t, db)
	changes, cancel := db.Subscribe()
	defer cancel()
	for name, end := range map[string]func() error{"Stop": server.Stop, "Crash": server.Kill} {
		t.Run(name, func(t *testing.T) {
			for range 5 {
				if err := appendNext(t.Context(), db); err != nil {
					t.Fatal(err)
				}
			}
			before := checkPoints(t, db)
			lost, release, err := db.Lead(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer release()
			if err := end(); err != nil {
				t.Fatal(err)
			}
			for what, err := range map[string]error{
				"write": appendNext(t.Context(), db),
				"read":  func() error { _, err := db.FindRun(t.Context(), "r1"); return err }(),
			} {
				sentence, ok := trex.Sentence(err)
				if trex.KindOf(err) != trex.KindUnavailable || !ok || sentence == "" {
					t.Errorf("a %s without a database ended with %v", what, err)
				}
			}
			await.Value(t, "the leader to notice", lost)
			start()
			if err := appendNext(t.Context(), db); err != nil {
				t.Errorf("once the database is back: %v", err)
			}
			// A crash may undo points that were not on disk yet, with their
			// offset; a stop may not.
			if got := checkPoints(t, db); name == "Stop" && got != before+batch {
				t.Errorf("%d points are there, want %d", got, before+batch)
			}
			awaitChange(t, changes, trex.Change{Kind: trex.AllChanged})
		})
	}
}

func TestServersHearOfChanges(t *testing.T) {
	t.Parallel()
	url := pgtest.Emptied(t)
	one, two := openTest(t, url), openTest(t, url)
	awaitTrue(t, url, "both servers to listen", "SELECT count(*) = 2 FROM pg_stat_activity WHERE "+here+" AND state = 'idle' AND query = 'LISTEN trex_changes'")
	own, cancel := one.Subscribe()
	defer cancel()
	others, cancel := two.Subscribe()
	defer cancel()
	say := func(db *DB) trex.Change {
		t.Helper()
		m, err := db.AppendMessage(t.Context(), trex.ChatMessage{Role: trex.RoleUser})
		if err != nil {
			t.Fatal(err)
		}
		return trex.Change{Kind: trex.MessageChanged, ID: string(m.ID)}
	}
	first := say(one)
	awaitChange(t, others, first)
	second := say(two) // server one receives it after all earlier notices
	for i, want := range []trex.Change{first, second} {
		if got := await.Value(t, "the changes of both servers", own); got != want {
			t.Errorf("heard of %v as number %d, want %v: a server must not hear itself", got, i+1, want)
		}
	}
}

// leads holds for a session that has the leader's lock.
const leads = "EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND l.locktype = 'advisory')"

func TestOneLeads(t *testing.T) {
	t.Parallel()
	url := pgtest.Emptied(t)
	one, two := openTest(t, url), openTest(t, url)
	one.watch.timeout = await.Patience // a busy machine is no reason to lose leadership here
	lost, release, err := one.Lead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, giveUp := context.WithCancel(t.Context())
	defer giveUp()
	second := make(chan error, 1)
	go func() {
		_, _, err := two.Lead(ctx)
		second <- err
	}()
	awaitTrue(t, url, "the second server to be refused", "SELECT EXISTS (SELECT FROM pg_stat_activity a WHERE "+here+
		" AND application_name = 'trex leader' AND state = 'idle' AND query LIKE '%pg_try_advisory_lock%' AND NOT "+leads+")")
	giveUp()
	if err := await.Value(t, "the second server to give up", second); !errors.Is(err, context.Canceled) {
		t.Fatalf("a second server leads, or ended with %v", err)
	}
	select {
	case <-lost:
		t.Fatal("the leader lost its leadership for no reason")
	default:
	}
	release()
	release() // harmless
	await.Value(t, "a leader that has given up to lead no more", lost)
	lost, release, err = two.Lead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer release()

	mustExec(t, connect(t, url), "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'trex leader' AND datname = current_database()")
	await.Value(t, "the leader to notice that its session ended", lost)
}

// TestLeaderIsCutOff silently cuts the network of a leader. The leader notices it
// by itself, while the database still treats it as the leader.
func TestLeaderIsCutOff(t *testing.T) {
	t.Parallel()
	url := pgtest.Emptied(t)
	network := newProxy(t, url)
	one, two := openTest(t, network.url), openTest(t, url)
	one.watch = watch{every: time.Millisecond, timeout: time.Millisecond}
	network.silenceAfter("pg_try_advisory_lock")
	lost, release, err := one.Lead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	await.Value(t, "a leader without a network to know it", lost)
	if !network.silent.Load() {
		t.Error("the network was there")
	}
	var leaders int
	err = connect(t, url).QueryRow(t.Context(), "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = $1 AND database = "+
		"(SELECT oid FROM pg_database WHERE datname = current_database())", leaderLock).Scan(&leaders)
	if err != nil || leaders != 1 {
		t.Errorf("the database has %d leaders (%v): the one that was cut off must know first", leaders, err)
	}
	network.hangUp()
	_, release, err = two.Lead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	release()
}

// startLeader returns a server of its own that leads and appends.
func startLeader(t testing.TB, url string) *exec.Cmd {
	t.Helper()
	leader := exec.Command(os.Args[0])
	leader.Env = append(os.Environ(), childURL+"="+url+"&application_name=child")
	leader.Stderr = os.Stderr
	out, err := leader.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := leader.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for range 10 {
		if !lines.Scan() {
			t.Fatal("the leader ended by itself")
		}
	}
	return leader
}

// TestLeaderIsKilled kills a leader with SIGKILL under load: the standby takes
// over and finds every point once.
func TestLeaderIsKilled(t *testing.T) {
	t.Parallel()
	url := pgtest.Emptied(t)
	db := openTest(t, url)
	launchOne(t, db)
	leader := startLeader(t, url)
	if err := leader.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	leader.Wait() // killed
	_, release, err := db.Lead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	// The database still executes what the leader sent before it died.
	awaitTrue(t, url, "the end of the leader's sessions", "SELECT count(*) = 0 FROM pg_stat_activity WHERE "+here+" AND application_name = 'child'")
	before := checkPoints(t, db)
	if err := appendNext(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	if got := checkPoints(t, db); got != before+batch || before < 9*batch {
		t.Errorf("%d points and then %d", before, got)
	}
}

// TestTakeOverFits: a leader whose machine or network vanished knows it before
// PostgreSQL ends its session, and the standby leads within 10 s.
func TestTakeOverFits(t *testing.T) {
	t.Parallel()
	// The last message that the server receives may be checkEvery older than the
	// first one that is lost.
	if knows, ends := checkEvery+checkTimeout, deadAfter-checkEvery; knows >= ends {
		t.Errorf("the leader knows after %s, another may lead after %s", knows, ends)
	}
	if leads := deadAfter + keepEvery + askEvery; leads >= 10*time.Second {
		t.Errorf("the standby leads after %s", leads)
	}
}

// BenchmarkTakeOver measures how long nobody leads after a leader was killed
// under load.
func BenchmarkTakeOver(b *testing.B) {
	url := pgtest.Database(b)
	db := openTest(b, url)
	launchOne(b, db)
	var worst, sum time.Duration
	for b.Loop() {
		leader := startLeader(b, url)
		killed := time.Now()
		if err := leader.Process.Kill(); err != nil {
			b.Fatal(err)
		}
		_, release, err := db.Lead(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		took := time.Since(killed)
		worst, sum = max(worst, took), sum+took
		release()
		leader.Wait() // killed
	}
	b.ReportMetric(float64(sum.Milliseconds())/float64(b.N), "mean-ms")
	b.ReportMetric(float64(worst.Milliseconds()), "worst-ms")
}

// here restricts pg_stat_activity to the database that is asked.
const here = "datname = current_database()"

// awaitTrue waits until a query of the database returns true.
func awaitTrue(t *testing.T, url, what, query string) {
	t.Helper()
	conn := connect(t, url)
	await.Nil(t, what, func() error {
		var is bool
		err := conn.QueryRow(t.Context(), query).Scan(&is)
		if err == nil && !is {
			err = errors.New("not yet")
		}
		return err
	})
}

func awaitChange(t *testing.T, changes <-chan trex.Change, want trex.Change) {
	t.Helper()
	for {
		switch got := await.Value(t, string(want.Kind)+" of "+want.ID, changes); got {
		case want:
			return
		case trex.Change{}:
			t.Fatalf("the subscription ended before %v came", want)
		}
	}
}
