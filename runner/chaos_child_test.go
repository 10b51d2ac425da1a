package runner_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/runner"
	"github.com/trex-ml/trex/runner/local"
	"github.com/trex-ml/trex/store/sqlite"
)

// chaosMain is what the test binary does as one of the processes of TestChaos.
func chaosMain(role string, args []string) int {
	var err error
	switch role {
	case "chaos-server":
		err = chaosServer(args[0])
	case "chaos-train":
		return chaosTrain(args[0])
	case "chaos-print":
		err = printLines(args[0])
	case "chaos-idle":
		signal.Ignore(syscall.SIGTERM)
		never := make(chan os.Signal, 1)
		signal.Notify(never, syscall.SIGUSR1)
		<-never
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, role+":", err)
		return 1
	}
	return 0
}

// chaosServer runs a Runner on the data in dir and does what lines on its
// standard input ask for: "launch 20", "stop r3", "active" (which it answers).
// It says "wrote" for each change of a run that it is about to store.
func chaosServer(dir string) error {
	db, err := openAfterAnother(dir)
	if err != nil {
		return err
	}
	defer db.Close()
	project := trex.Project{
		Name: "chaos", Command: []string{os.Args[0], "chaos-train", "{x}"}, Dir: dir,
		Params:    []trex.Param{{Name: "x", Type: trex.Int, Default: trex.Number(0)}},
		Objective: trex.Objective{Metric: "loss", Goal: trex.Minimize},
		Env:       map[string]string{"CHAOS_TRUTH": filepath.Join(dir, "truth")},
	}
	r := runner.New(runner.Params{
		Store: telling{db}, Executors: []runner.Executor{local.New(local.Params{})}, Projects: []trex.Project{project},
		Folder: filepath.Join(dir, "runs"), Slots: 6, Grace: 100 * time.Millisecond,
		SampleEvery: 50 * time.Millisecond, Pauses: pauses, Log: slog.New(slog.NewTextHandler(os.Stderr, nil)),
	})
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- r.Run(ctx) }()
	err = obey(ctx, db, os.Stdin)
	stop()
	<-done
	return err
}

// openAfterAnother waits for the lock of a server that was killed: a child that
// it had just forked holds the lock until it executes a program of its own. The
// test waits for an answer no longer than it has patience.
func openAfterAnother(dir string) (*sqlite.DB, error) {
	look := time.NewTicker(10 * time.Millisecond)
	defer look.Stop()
	for ; ; <-look.C {
		db, err := sqlite.Open(context.Background(), dir)
		if trex.KindOf(err) != trex.KindConflict {
			return db, err
		}
	}
}

// telling is a store that says on standard output when a run is about to
// change: moments at which a test may strike.
type telling struct{ *sqlite.DB }

const wrote = "wrote"

func (s telling) ClaimRun(ctx context.Context, claim trex.Claim) (trex.Run, error) {
	fmt.Println(wrote)
	return s.DB.ClaimRun(ctx, claim)
}

func (s telling) MarkStarted(ctx context.Context, id trex.RunID, at time.Time, ref string) error {
	fmt.Println(wrote)
	return s.DB.MarkStarted(ctx, id, at, ref)
}

func (s telling) AppendPoints(ctx context.Context, a trex.Append) error {
	fmt.Println(wrote)
	return s.DB.AppendPoints(ctx, a)
}

func (s telling) FinishRun(ctx context.Context, finish trex.Finish) (trex.Run, error) {
	fmt.Println(wrote)
	return s.DB.FinishRun(ctx, finish)
}

func obey(ctx context.Context, db *sqlite.DB, orders io.Reader) error {
	lines := bufio.NewScanner(orders)
	for lines.Scan() {
		verb, arg, _ := strings.Cut(lines.Text(), " ")
		var err error
		switch verb {
		case "launch":
			n, _ := strconv.Atoi(arg)
			err = chaosLaunch(ctx, db, n)
		case "stop":
			_, err = db.RequestStop(ctx, trex.RunID(arg), ada, time.Now())
			if kind := trex.KindOf(err); kind == trex.KindConflict || kind == trex.KindNotFound {
				err = nil
			}
		case "active":
			var counts map[trex.Status]int
			counts, err = db.CountRuns(ctx, "")
			fmt.Println(counts[trex.Pending]+counts[trex.Running], counts[trex.Pending]+counts[trex.Running]+
				counts[trex.Completed]+counts[trex.Failed]+counts[trex.Cancelled])
		}
		if err != nil {
			return err
		}
	}
	return lines.Err()
}

func chaosLaunch(ctx context.Context, db *sqlite.DB, n int) error {
	configs, names := make([]trex.RunConfig, n), make([]string, n)
	for i := range configs {
		configs[i] = trex.RunConfig{"x": trex.Number(float64(rand.IntN(1e6)))}
		names[i] = "x"
	}
	proposal, err := db.CreateProposal(ctx, trex.Proposal{
		Project: "chaos", Configs: configs, Requester: ada, Thread: trex.Thread{Platform: "web"}, CreatedAt: time.Now(),
	})
	if err != nil {
		return err
	}
	_, _, err = db.LaunchProposal(ctx, trex.Launch{
		Decision:  trex.Decision{Proposal: proposal.ID, By: ada, At: time.Now()},
		Objective: trex.Objective{Metric: "loss", Goal: trex.Minimize}, Names: names,
	})
	return err
}

// chaosTrain is a trainer that records its own life in a file of the test:
// "start PID", "child PID", "end STATUS".
func chaosTrain(arg string) int {
	x, _ := strconv.Atoi(arg)
	truth, err := os.OpenFile(filepath.Join(os.Getenv("CHAOS_TRUTH"), os.Getenv("TREX_RUN_ID")), os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o644)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 99
	}
	fmt.Fprintf(truth, "start %d\n", os.Getpid())
	if x%3 == 0 {
		signal.Ignore(syscall.SIGTERM)
	}
	if x%4 == 0 { // detached, ignores TERM, holds the output open, and is left behind
		child := exec.Command(os.Args[0], "chaos-idle")
		child.Stdout, child.SysProcAttr = os.Stdout, &syscall.SysProcAttr{Setsid: true}
		if child.Start() == nil {
			fmt.Fprintf(truth, "child %d\n", child.Process.Pid)
		}
	}
	lines, pause := 5+x%20, time.Duration(x%17)*time.Millisecond
	if x%11 == 0 {
		lines, pause = 3000, 0
	}
	timer := time.NewTimer(pause) // how long it trains: nothing waits for that
	for i := range lines {
		fmt.Printf("{\"step\": %d, \"loss\": %d}\n", i, lines-i)
		<-timer.C
		timer.Reset(pause)
	}
	status := 0
	if x%5 == 0 {
		status = 3
	}
	fmt.Fprintf(truth, "end %d\n", status)
	return status
}

// printLines prints so many bytes, each line by a call of its own.
func printLines(bytes string) error {
	left, err := strconv.Atoi(bytes)
	if err != nil {
		return err
	}
	for i := 0; left > 0; i++ {
		line := fmt.Appendf(nil, "worker %d: loaded shard from the cache and moved on to the next one in the usual way\n", i)
		if i%20 == 0 {
			line = fmt.Appendf(nil, "step %d loss=%.4f lr=0.001\n", i, 1/float64(i+1))
		}
		n, err := os.Stdout.Write(line[:min(left, len(line))])
		if err != nil {
			return err
		}
		left -= n
	}
	return nil
}
