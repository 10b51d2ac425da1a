package bottest

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/lab"
	"github.com/trex-ml/trex/store/teststore"
)

// Stage is a bot with its own store and a worker for its runs.
type Stage struct {
	*Worker
	Bot    *bot.Bot
	Lab    *lab.Lab
	Store  *teststore.DB
	Params bot.Params // for the next Start
	Rules  lab.Params // for the next Start, which sets Store, Projects and Capacity from Params
	RunDir string

	t    testing.TB
	stop func()
}

// NewStage prepares a stage; Start starts the bot.
func NewStage(t testing.TB, agent agent.Agent, platforms ...chat.Platform) *Stage {
	t.Helper()
	dir := t.TempDir()
	db := teststore.Open(t, filepath.Join(dir, "data"))
	s := &Stage{t: t, Store: db, RunDir: filepath.Join(dir, "runs")}
	s.Worker = NewWorker(t, db, time.Now)
	s.Params = bot.Params{
		Store: db, Agent: agent, Platforms: platforms, Projects: []trex.Project{Project()},
		Capacity: Capacity{Slots: 2}, PublicURL: "http://127.0.0.1:8080",
		RunDir: func(id trex.RunID) string { return filepath.Join(s.RunDir, string(id)) },
		Log:    slog.New(slog.NewTextHandler(t.Output(), nil)),
	}
	t.Cleanup(s.Stop)
	return s
}

// Start makes a bot of Params and runs it until Stop.
func (s *Stage) Start() {
	s.t.Helper()
	rules := s.Rules
	rules.Store, rules.Projects, rules.Capacity = s.Store, s.Params.Projects, s.Params.Capacity
	s.Lab = lab.New(rules)
	s.Params.Lab = s.Lab
	var err error
	if s.Bot, err = bot.New(s.Params); err != nil {
		s.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Bot.Run(ctx) }()
	s.stop = func() {
		cancel()
		if err := <-done; err != nil {
			s.t.Errorf("bot: %v", err)
		}
	}
}

// Stop stops the bot and waits until it has ended.
func (s *Stage) Stop() {
	if s.stop != nil {
		s.stop()
		s.stop = nil
	}
}

// WriteLog writes the log of a run.
func (s *Stage) WriteLog(id trex.RunID, text string) {
	s.t.Helper()
	dir := filepath.Join(s.RunDir, string(id))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "log"), []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// Runs returns an experiment's runs.
func (s *Stage) Runs(id trex.ExperimentID) []trex.Run {
	s.t.Helper()
	runs, err := s.Store.ListExperimentRuns(context.Background(), id)
	if err != nil {
		s.t.Fatal(err)
	}
	return runs
}

// Experiments returns all experiments, newest first.
func (s *Stage) Experiments() []trex.Experiment {
	s.t.Helper()
	experiments, err := s.Store.ListExperiments(context.Background(), trex.ExperimentQuery{})
	if err != nil {
		s.t.Fatal(err)
	}
	return experiments
}

// Capacity is a fixed capacity.
type Capacity trex.Capacity

// Capacity implements the interface of bot.Params.Capacity.
func (c Capacity) Capacity() trex.Capacity { return trex.Capacity(c) }
