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
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/await"
	"github.com/trex-ml/trex/runner"
	"github.com/trex-ml/trex/store/sqlite"
)

// TestChaos kills the server, supervisors and trainers at random moments, stops
// runs and restarts the server. Then it compares the records with what the
// trainers wrote themselves. Moments depend on how much the server has done, so
// a slow machine is struck more slowly. TREX_CHAOS is "long" or a number of
// runs. TREX_CHAOS_SEED repeats a sequence of blows; what they hit depends on
// the machine.
func TestChaos(t *testing.T) {
	t.Parallel()
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
	active, total, inVain := 0, 0, 0
	for (active > 0 || total < runs) && inVain < mostInVain {
		if active < 8 && total < runs {
			c.order("launch 10")
		}
		for range 10 {
			c.blow()
			c.letWrite(c.random.IntN(3))
		}
		before := active
		if active, total = c.active(); active != before {
			inVain = 0
		}
		inVain += 10
	}
	if inVain >= mostInVain {
		t.Errorf("%d runs do not end\n%s", active, c.said())
	}
	c.stopServer()
	t.Logf("%d server restarts, %d supervisors and %d trainers killed, %d stops", c.restarts, len(c.orphaned), len(c.killed), len(c.stopped))
	c.check()
}

// mostInVain is how many blows in a row may see no run end or begin.
const mostInVain = 5000

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
	answers  chan string
	written  *atomic.Int64 // by this server
	restarts int

	killed, orphaned, stopped map[string]bool // runs whose trainer or supervisor was killed, or that were stopped
}

func (c *chaos) startServer() {
	c.t.Helper()
	log, err := os.Create(filepath.Join(c.dir, "server.log"))
	if err != nil {
		c.t.Fatal(err)
	}
	defer log.Close()
	c.server = exec.Command(os.Args[0], "chaos-server", c.dir)
	c.server.Stderr = log
	if c.orders, err = c.server.StdinPipe(); err != nil {
		c.t.Fatal(err)
	}
	out, err := c.server.StdoutPipe()
	if err != nil {
		c.t.Fatal(err)
	}
	if err := c.server.Start(); err != nil {
		c.t.Fatal(err)
	}
	answers, written := make(chan string), &atomic.Int64{}
	c.answers, c.written = answers, written
	go func() {
		defer close(answers)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if lines.Text() == wrote {
				written.Add(1)
			} else {
				answers <- lines.Text()
			}
		}
	}()
}

// said is what the server has logged since it started.
func (c *chaos) said() string {
	data, _ := os.ReadFile(filepath.Join(c.dir, "server.log"))
	return string(data)
}

// letWrite waits until the server has stored so many changes of runs, or has
// nothing more to store.
func (c *chaos) letWrite(n int) {
	c.t.Helper()
	until := c.written.Load() + int64(n)
	await.Until(c.t, "the server to do something", func() bool {
		if c.written.Load() >= until {
			return true
		}
		active, _ := c.active()
		return active == 0
	})
}

func (c *chaos) stopServer() {
	c.t.Helper()
	c.orders.Close()
	if err := c.server.Wait(); err != nil {
		c.t.Errorf("server: %v\n%s", err, c.said())
	}
}

func (c *chaos) order(line string) {
	if _, err := fmt.Fprintln(c.orders, line); err != nil {
		c.t.Fatalf("server is gone: %v\n%s", err, c.said())
	}
}

func (c *chaos) active() (active, total int) {
	c.order("active")
	answer := await.Value(c.t, "the server's answer", c.answers)
	if _, err := fmt.Sscan(answer, &active, &total); err != nil {
		c.t.Fatalf("ask server: %v\n%s", err, c.said())
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
		c.checkWords("the server", c.said())
		c.restarts++
		if c.random.IntN(2) == 0 { // a run may end while nobody is there
			await.Until(c.t, "a trainer to end by itself", func() bool { return c.trainer(run) == 0 })
		}
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
	if !strings.HasSuffix(string(cmdline), filepath.Join(c.dir, "runs", run)+"\x00") {
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

// checkWords looks for words that no process of Trex may ever log.
func (c *chaos) checkWords(who, said string) {
	if strings.Contains(said, "DATA RACE") || strings.Contains(said, "panic") {
		c.t.Errorf("%s said:\n%s", who, said)
	}
}

// checkRun compares a run's record with its trainer's and the harm done.
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
