package evaltest

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/bottest"
	"github.com/trex-ml/trex/examples/digits"
	"github.com/trex-ml/trex/lab"
	"github.com/trex-ml/trex/store/teststore"
)

// asked is one experiment of the full server.
type asked struct {
	by   string
	ago  time.Duration
	runs []past
}

// past is one run. Its objective, val_loss, falls to least; after epoch done of
// total it is still running, unless it ended.
type past struct {
	config      map[string]any
	status      trex.Status
	done, total int
	least       float64
	reason      string
	diagnosis   *trex.Diagnosis
	log         string
}

const hour = time.Hour

// full is a server on Wednesday at 15:00: e1 of last week, e2 of Monday, e3 of
// last night, e4 of this morning, and e5 to e7 that go on. r7 is the best.
var full = []asked{
	{"ann", 7*24*hour + 5*hour, []past{ // r1, r2, r3
		{config: c("lr", 0.1, "epochs", 20), status: trex.Completed, done: 20, total: 20, least: 0.412},
		{config: c("lr", 0.03, "epochs", 20), status: trex.Completed, done: 20, total: 20, least: 0.367},
		{config: c("lr", 0.01, "epochs", 20), status: trex.Completed, done: 20, total: 20, least: 0.458},
	}},
	{"bob", 2*24*hour - 3*hour, []past{ // r4, r5, r6
		{
			config: c("lr", 0.5, "epochs", 25, "optimizer", "adam"), status: trex.Failed, done: 3, total: 25, least: 1.9,
			reason:    "the loss became NaN in epoch 4",
			diagnosis: &trex.Diagnosis{Kind: "nan", Cause: "the loss became NaN in epoch 4", Hint: "a smaller learning rate"},
			log:       "epoch 1 loss 1.9\nepoch 2 loss 2.4\nepoch 3 loss 7.1\nepoch 4 loss nan\nValueError: loss is nan\n",
		},
		{config: c("lr", 0.003, "epochs", 25, "optimizer", "adam"), status: trex.Completed, done: 25, total: 25, least: 0.298},
		{config: c("lr", 0.001, "epochs", 25, "optimizer", "adam"), status: trex.Completed, done: 25, total: 25, least: 0.331},
	}},
	{"ann", 16 * hour, []past{ // r7, r8
		{
			config: c("lr", 0.05, "epochs", 30, "optimizer", "momentum", "dropout", 0.3, "batch_size", 64),
			status: trex.Completed, done: 30, total: 30, least: 0.274,
		},
		{
			config: c("lr", 0.05, "epochs", 30, "optimizer", "momentum", "dropout", 0.5, "batch_size", 64),
			status: trex.Completed, done: 30, total: 30, least: 0.341,
		},
	}},
	{"ann", 5*hour + 30*time.Minute, []past{ // r9, r10, r11
		{
			config: c("lr", 0.003, "optimizer", "adam", "batch_size", 1024, "hidden", 256), status: trex.Failed,
			reason: "out of memory with batch_size 1024",
			diagnosis: &trex.Diagnosis{
				Kind: "gpu_memory", Cause: "out of memory with batch_size 1024", Hint: "a smaller batch needs less memory",
				Fix: trex.RunConfig{"batch_size": trex.Number(512)}, Evidence: []string{"MemoryError: cannot allocate 2.5 GiB"},
			},
			log: "loading digits\nbuilding a network with 256 hidden units\nstep 1\nstep 2\nTraceback (most recent call last):\n" +
				"  File \"train.py\", line 88, in step\nMemoryError: cannot allocate 2.5 GiB\n",
		},
		{
			config: c("lr", 0.003, "optimizer", "adam", "batch_size", 256, "hidden", 256), status: trex.Completed,
			done: 10, total: 10, least: 0.287,
		},
		{
			config: c("lr", 0.003, "optimizer", "adam", "batch_size", 512, "hidden", 256), status: trex.Cancelled,
			done: 4, total: 10, least: 0.52, reason: "stopped by ann",
		},
	}},
	{"ann", 2 * hour, []past{ // r12, r13, r14, r15
		{
			config: c("lr", 0.05, "epochs", 100, "optimizer", "momentum"), status: trex.Running, done: 40, total: 100, least: 0.302,
			log: "epoch 39 val_loss 0.304\nepoch 40 val_loss 0.302\n",
		},
		{config: c("lr", 0.05, "epochs", 100), status: trex.Running, done: 30, total: 100, least: 0.421},
		{config: c("lr", 0.002, "epochs", 100, "optimizer", "adam"), status: trex.Pending},
		{config: c("lr", 0.2, "epochs", 100, "batch_size", 128), status: trex.Pending},
	}},
	{"bob", hour, []past{ // r16, r17
		{
			config: c("lr", 0.005, "epochs", 50, "optimizer", "adam", "hidden", 128), status: trex.Running,
			done: 10, total: 50, least: 0.39,
		},
		{config: c("lr", 0.3, "epochs", 50, "hidden", 128), status: trex.Pending},
	}},
	{"ann", hour / 2, []past{ // r18, r19
		{
			config: c("lr", 0.01, "epochs", 60, "optimizer", "adam"), status: trex.Running, done: 5, total: 60, least: 0.61,
			log: "epoch 5 val_loss 0.61\n",
		},
		{config: c("lr", 0.01, "epochs", 60, "optimizer", "adam", "dropout", 0.2), status: trex.Pending},
	}},
}

// c returns a configuration of name and value in turn.
func c(pairs ...any) map[string]any {
	config := make(map[string]any)
	for i := 0; i < len(pairs); i += 2 {
		config[pairs[i].(string)] = pairs[i+1]
	}
	return config
}

func runConfig(values map[string]any) trex.RunConfig {
	config := make(trex.RunConfig)
	for name, v := range values {
		switch v := v.(type) {
		case string:
			config[name] = trex.Text(v)
		case bool:
			config[name] = trex.Bool(v)
		case int:
			config[name] = trex.Number(float64(v))
		case float64:
			config[name] = trex.Number(v)
		}
	}
	return config
}

// seeded returns the folder of a full server. It is made once.
func seeded(t testing.TB) string {
	t.Helper()
	seed.once.Do(func() {
		dir, err := os.MkdirTemp("", "trex-eval-")
		if err != nil {
			t.Fatal(err)
		}
		seed.dir = dir
		s := &sower{t: t, dir: dir, db: teststore.Open(t, dir)}
		s.worker = bottest.NewWorker(t, s.db, func() time.Time { return s.clock })
		s.lab = lab.New(lab.Params{Store: s.db, Projects: trex.Projects{digits.Project()}, Now: func() time.Time { return s.clock }})
		for _, experiment := range full {
			s.launch(experiment)
		}
		if err := s.db.Close(); err != nil {
			t.Fatal(err)
		}
	})
	return seed.dir
}

// sower fills a server with runs.
type sower struct {
	t      testing.TB
	dir    string
	db     *teststore.DB
	worker *bottest.Worker
	lab    *lab.Lab
	clock  time.Time
	number int
}

func (s *sower) launch(e asked) {
	s.clock = now.Add(-e.ago)
	s.number++
	draft := lab.Draft{By: person(e.by), Thread: experimentThread(s.number)}
	for _, run := range e.runs {
		draft.Configs = append(draft.Configs, runConfig(run.config))
	}
	_, runs, err := s.lab.LaunchNow(context.Background(), draft)
	if err != nil {
		s.t.Fatal(err)
	}
	for i, run := range e.runs {
		s.play(runs[i].ID, run)
	}
}

// play lets a run go as far as it came, half a minute an epoch if it ended.
func (s *sower) play(id trex.RunID, run past) {
	if run.log != "" {
		s.writeLog(id, run.log)
	}
	if run.status == trex.Pending {
		return
	}
	launched := s.clock
	pace := 30 * time.Second
	if run.status == trex.Running { // the last epoch is just done
		pace = now.Sub(launched) / time.Duration(run.done)
	}
	s.worker.Start(id)
	if run.done == 0 { // it failed before the first epoch was done
		s.clock = s.clock.Add(pace)
	}
	for epoch := 1; epoch <= run.done; epoch++ {
		s.clock = s.clock.Add(pace)
		s.train(id, epoch, pace, run)
	}
	if run.status == trex.Cancelled {
		if _, err := s.lab.StopRun(context.Background(), id, person("ann")); err != nil {
			s.t.Fatal(err)
		}
	}
	if run.status.Final() {
		s.worker.Finish(id, run.status, run.reason, run.diagnosis)
	}
	s.clock = launched
}

func (s *sower) train(id trex.RunID, epoch int, pace time.Duration, run past) {
	value := run.least * (1 + math.Exp(-4*float64(epoch)/float64(run.done)) - math.Exp(-4))
	at := func(metric string, v float64) trex.Point {
		return trex.Point{Metric: metric, Step: int64(epoch), Value: v, Time: s.clock}
	}
	err := s.db.AppendPoints(context.Background(), trex.Append{
		Run:      id,
		Points:   []trex.Point{at("train_loss", value*0.8), at("val_loss", value), at("val_acc", 1-value/3)},
		Progress: &trex.Progress{Done: float64(epoch), Total: float64(run.total), Unit: "epoch", At: s.clock, Pace: pace.Seconds()},
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *sower) writeLog(id trex.RunID, text string) {
	dir := filepath.Join(s.dir, "runs", string(id))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "log"), []byte(strings.TrimLeft(text, "\n")), 0o600); err != nil {
		s.t.Fatal(err)
	}
}
