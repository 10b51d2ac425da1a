package runner_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/runner"
	"github.com/trex-ml/trex/store/sqlite"
)

// TestChaos kills the server, supervisors and trainers at random moments, stops
// runs and restarts the server, and then holds what is recorded against what
// the trainers wrote themselves. TREX_CHAOS is "long" or a number of runs,
// TREX_CHAOS_SEED repeats a sequence of blows (what they hit depends on the machine).
func TestChaos(t *testing.T) {
	runs := envNumber("TREX_CHAOS", 40)
	if os.Getenv("TREX_CHAOS") == "long" {
		runs = 600
	}
	seed := uint64(envNumber("TREX_CHAOS_SEED", int(time.Now().UnixNano()&0xffffff)))
	t.Logf("%d runs, TREX_CHAOS_SEED=%d", runs, seed)
	c := &chaos{
		t: t, dir: t.TempDir(), random: rand.New(rand.NewPCG(seed, 1)),
		killed: map[string]bool{}, orphaned: map[string]bool{}, stopped: map[string]bool{},
	}
	if err := os.Mkdir(filepath.Join(c.dir, "truth"), 0o755); err != nil {
		t.Fatal(err)
	}
	c.startServer()
	active, total, progress := 0, 0, time.Now()
	for active > 0 || total < runs {
		if active < 8 && total < runs {
			c.order("launch 10")
		}
		for range 10 {
			c.blow()
			time.Sleep(time.Duration(c.random.IntN(40)) * time.Millisecond)
		}
		before := active
		active, total = c.active()
		if active != before {
			progress = time.Now()
		}
		if time.Since(progress) > time.Minute {
			t.Errorf("%d runs do not end\n%s", active, c.stderr)
			break
		}
	}
	c.stopServer()
	t.Logf("%d server restarts, %d supervisors and %d trainers killed, %d stops", c.restarts, len(c.orphaned), len(c.killed), len(c.stopped))
	c.check()
}

func envNumber(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return otherwise
}

type chaos struct {
	t      *testing.T
	dir    string
	random *rand.Rand

	server   *exec.Cmd
	orders   io.WriteCloser
	answers  *bufio.Reader
	stderr   *bytes.Buffer
	restarts int

	killed, orphaned, stopped map[string]bool // runs whose trainer or supervisor was killed, or that were stopped
}

func (c *chaos) startServer() {
	c.t.Helper()
	c.server = exec.Command(os.Args[0], "chaos-server", c.dir)
	c.stderr = &bytes.Buffer{}
	c.server.Stderr = c.stderr
	var err error
	if c.orders, err = c.server.StdinPipe(); err != nil {
		c.t.Fatal(err)
	}
	answers, err := c.server.StdoutPipe()
	if err != nil {
		c.t.Fatal(err)
	}
	c.answers = bufio.NewReader(answers)
	if err := c.server.Start(); err != nil {
		c.t.Fatal(err)
	}
}

func (c *chaos) stopServer() {
	c.t.Helper()
	c.orders.Close()
	if err := c.server.Wait(); err != nil {
		c.t.Errorf("server: %v\n%s", err, c.stderr)
	}
}

func (c *chaos) order(line string) {
	if _, err := fmt.Fprintln(c.orders, line); err != nil {
		c.t.Fatalf("server is gone: %v\n%s", err, c.stderr)
	}
}

func (c *chaos) active() (active, total int) {
	c.order("active")
	answer, err := c.answers.ReadString('\n')
	if err == nil {
		_, err = fmt.Sscan(answer, &active, &total)
	}
	if err != nil {
		c.t.Fatalf("ask server: %v\n%s", err, c.stderr)
	}
	return active, total
}

// blow does one harm.
func (c *chaos) blow() {
	run := c.pick()
	switch n := c.random.IntN(20); {
	case n == 0:
		_ = c.server.Process.Kill()
		_ = c.server.Wait()
		c.checkWords("the server", c.stderr.String())
		c.restarts++
		time.Sleep(time.Duration(c.random.IntN(100)) * time.Millisecond)
		c.startServer()
	case run == "":
	case n <= 3:
		if pid := c.supervisor(run); pid > 0 {
			c.orphaned[run] = true
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	case n <= 7:
		if pid := c.trainer(run); pid > 0 {
			c.killed[run] = true
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	case n <= 9:
		c.stopped[run] = true
		c.order("stop " + run)
	}
}

// pick returns one of the runs that have been started last.
func (c *chaos) pick() string {
	entries, _ := os.ReadDir(filepath.Join(c.dir, "runs"))
	last := int64(0)
	for _, entry := range entries {
		last = max(last, trex.RunID(entry.Name()).Number())
	}
	if last == 0 {
		return ""
	}
	return string(trex.MakeRunID(max(1, last-c.random.Int64N(8))))
}

func (c *chaos) supervisor(run string) int {
	data, _ := os.ReadFile(filepath.Join(c.dir, "runs", run, runner.LockFile))
	var holder struct{ PID int }
	if json.Unmarshal(data, &holder) != nil || holder.PID == 0 {
		return 0
	}
	cmdline, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", holder.PID))
	if !strings.Contains(string(cmdline), filepath.Join(c.dir, "runs", run)) {
		return 0
	}
	return holder.PID
}

func (c *chaos) trainer(run string) int {
	pids := c.truth(run)["start"]
	if len(pids) == 0 || !belongs(pids[0], filepath.Join(c.dir, "runs", run)) {
		return 0
	}
	return pids[0]
}

func belongs(pid int, dir string) bool {
	env, _ := os.ReadFile(fmt.Sprintf("/proc/%d/environ", pid))
	return strings.Contains(string(env), "TREX_RUN_DIR="+dir+"\x00")
}

// truth is what a trainer wrote of itself: numbers by word.
func (c *chaos) truth(run string) map[string][]int {
	data, _ := os.ReadFile(filepath.Join(c.dir, "truth", run))
	truth := map[string][]int{}
	for line := range strings.Lines(string(data)) {
		var word string
		var number int
		if _, err := fmt.Sscan(line, &word, &number); err == nil {
			truth[word] = append(truth[word], number)
		}
	}
	return truth
}

func (c *chaos) check() {
	db, err := sqlite.Open(c.t.Context(), c.dir)
	if err != nil {
		c.t.Fatal(err)
	}
	defer db.Close()
	counts := map[trex.Status]int{}
	page := trex.RunPage{Next: ""}
	for first := true; first || page.Next != ""; first = false {
		if page, err = db.ListRuns(c.t.Context(), trex.RunQuery{Limit: 1000, Cursor: page.Next}); err != nil {
			c.t.Fatal(err)
		}
		for _, run := range page.Runs {
			counts[run.Status]++
			c.checkRun(run)
			c.checkPoints(db, run)
		}
	}
	c.t.Logf("ended: %v", counts)
	left, _ := filepath.Glob("/proc/[0-9]*/environ")
	for _, path := range left {
		env, _ := os.ReadFile(path)
		if strings.Contains(string(env), "TREX_RUN_DIR="+c.dir) {
			c.t.Errorf("process left: %s", path)
		}
	}
}

// checkWords looks for what no process of Trex may ever say.
func (c *chaos) checkWords(who, said string) {
	if strings.Contains(said, "DATA RACE") || strings.Contains(said, "panic") {
		c.t.Errorf("%s said:\n%s", who, said)
	}
}

// checkRun holds a run's record against its trainer's word and the harm done.
func (c *chaos) checkRun(run trex.Run) {
	id := string(run.ID)
	truth := c.truth(id)
	ends, harmed := truth["end"], c.killed[id] || c.orphaned[id] || c.stopped[id]
	says := fmt.Sprintf("%s is %s (%q, exit %+v); its trainer wrote %v; trainer killed %t, supervisor killed %t, stopped %t",
		id, run.Status, run.Reason, run.Exit, truth, c.killed[id], c.orphaned[id], c.stopped[id])
	endedWell := len(ends) == 1 && ends[0] == 0
	switch {
	case !run.Status.Final():
		c.t.Errorf("not final: %s", says)
	case len(truth["start"]) > 1:
		c.t.Errorf("started more than once: %s", says)
	case run.Status == trex.Completed && !endedWell:
		c.t.Errorf("not what happened: %s", says)
	case run.Status == trex.Cancelled && !c.stopped[id]:
		c.t.Errorf("nobody stopped it: %s", says)
	case run.Status != trex.Completed && run.Reason == "":
		c.t.Errorf("no reason: %s", says)
	case !harmed && endedWell && run.Status != trex.Completed:
		c.t.Errorf("ended well, unharmed: %s", says)
	case !harmed && !endedWell && (run.Status != trex.Failed || len(ends) != 1 || run.Exit == nil || run.Exit.Code != ends[0]):
		c.t.Errorf("not what happened, unharmed: %s", says)
	}
	said, _ := os.ReadFile(filepath.Join(c.dir, "runs", id, "supervisor.log"))
	c.checkWords("the supervisor of "+id, string(said))
	for _, pid := range append(truth["start"], truth["child"]...) {
		if belongs(pid, filepath.Join(c.dir, "runs", id)) {
			c.t.Errorf("process %d left: %s", pid, says)
		}
	}
}

// checkPoints compares the stored points with the lines of the log.
func (c *chaos) checkPoints(db *sqlite.DB, run trex.Run) {
	points, err := db.ReadPoints(c.t.Context(), trex.PointQuery{Run: run.ID, Metric: "loss"})
	if err != nil {
		c.t.Fatal(err)
	}
	log, _ := os.ReadFile(filepath.Join(c.dir, "runs", string(run.ID), runner.LogFile))
	lines := bytes.Count(log, []byte("\n"))
	for i, p := range points {
		if p.Step != int64(i) {
			c.t.Errorf("%s: point %d is step %d", run.ID, i, p.Step)
			break
		}
	}
	if len(points) != lines {
		c.t.Errorf("%s (%s): %d points of %d lines", run.ID, run.Status, len(points), lines)
	}
}
