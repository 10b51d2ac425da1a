package agent

import (
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/lex"
)

var (
	stopWords = wordings(`
		^ stop/kill/abort/terminate/halt/interrupt/end/quit
		stop/kill/abort/terminate/halt/cancel/interrupt/end everything/all/them/it/this/that/these/those/run/runs/job/jobs/experiment/experiments/training/trainings/my/mine/the
		^ cancel
		stop/kill/abort/terminate/cancel/halt/interrupt/end * run/runs/job/jobs/experiment/training/trainings
		shut * down
		pull the plug
		please/pls/can/could/you/and/then/to/now/just/lets stop/kill/abort/terminate/cancel
		get rid of * run/runs/job/jobs
		make it stop
		stop/kill/cancel/abort/terminate please/pls/now/$
	`)
	dontStop = wordings(`
		dont/never/not/shouldnt stop/kill/abort/cancel/terminate
		do not stop/kill/abort/cancel/terminate
		not * to stop/kill/cancel
	`)
	logWords = wordings(`
		log/logs/stdout/stderr/traceback/stacktrace/console/logfile
		show/see/print/give/get/tail/cat/view/read/check/last/whats/what/paste/dump * output
		^ tail
		^ cat
		tail -n
		output of/from
		what did/does/do/has/is * print/printed/say/output/printing/outputting
		last * lines
		stack trace
		error message/messages
	`)
	explainWords = wordings(`
		why * fail/failed/failing/fails/crash/crashed/crashing/crashes/die/died/dying/dies/stop/stopped/break/broke/broken/diverge/diverged/explode/exploded/nan/oom/killed/error/errored/dead/red/abort/aborted/cancelled/wrong/bad/hang/hung/stuck
		why did/does/is/was/has/are/do/were
		what went wrong
		whats/what * wrong
		what is wrong
		what happened to/with
		what killed/broke/crashed
		what was the problem/error/issue/reason/cause/matter
		whats/what is the problem/error/issue/reason/cause/matter
		reason * fail/failed/crash/crashed/failure/died
		cause of
		explain/diagnose/debug/troubleshoot
		how come * fail/failed/crash/crashed/died/die
		what caused
		what made * fail/crash/die
	`)
	retryWords = wordings(`
		retry/rerun/re-run/restart/relaunch/resubmit/requeue/redo
		try/run/start/launch/do * again
		give * another try/go/shot/chance
		another try/attempt/go
		once more
		repeat r*
		repeat
	`)
	compareWords = wordings(`
		compare/comparison/comparing/diff/versus/vs/against/compared/contrast
		difference/differences between
		how do/does * compare
		which * better
		better than
		side by side
		next to each other
		plot/chart/graph/curve/curves/plots/overlay
	`)
	runWords = wordings(`
		them/runs/experiments/these/those/all/everything/results/experiment/each/curves/losses/two/three/top/last/both/it/this
	`)
)

// command reads the intents that act on runs: they win over configurations when
// they name what they act on.
func (m *message) command() (Intent, bool) {
	runs, experiments := m.ids()
	named := len(runs)+len(experiments) > 0
	if named && len(m.s.IDs) == 0 {
		m.s.Forget() // the number is the run's
	}
	config := m.s.HasConfig() || m.unknownWithValue() && !matches(m.words, logWords)
	switch {
	case matches(m.words, dontStop):
		return Intent{Kind: Talk, Reply: "All right, I stop nothing."}, true
	case matches(m.words, stopWords) && (named || !m.s.HasConfig() || m.stopsFirst()):
		return m.stop(runs, experiments)
	case config && !named:
		return Intent{}, false
	case matches(m.words, explainWords) && (named || !config):
		return m.target(Intent{Kind: Explain}, runs, experiments), true
	case matches(m.words, logWords) && (!m.s.HasConfig() || named && m.onlyBare()):
		intent := m.target(Intent{Kind: Logs, Lines: m.lines()}, runs, experiments)
		return intent, true
	case matches(m.words, retryWords) && !m.s.HasConfig() && (named || m.retriesRuns()), named && m.s.Same && !m.s.HasConfig() && !hasProposal(m.s.IDs):
		return m.retry(runs, experiments), true
	case matches(m.words, compareWords) && !m.s.HasConfig() && (len(runs) > 1 || len(experiments) > 0 || len(runs) == 0 && m.comparesRuns()):
		return m.compare(runs, experiments), true
	case matches(m.words, bestWords) && !m.s.HasConfig() && !m.rerunsBest():
		return m.best(experiments), true
	case named && !m.s.HasConfig() && !m.s.Same && !hasProposal(m.s.IDs):
		if len(runs) > 1 && matches(m.words, wordings("compare/vs/versus/or/than/against")) {
			return m.compare(runs, experiments), true
		}
		return m.target(Intent{Kind: Status}, runs, experiments), true
	}
	return Intent{}, false
}

// onlyBare reports whether all values stand without a parameter: "tail -n 20".
func (m *message) onlyBare() bool {
	for _, a := range m.s.Assigns {
		if a.Param != "" {
			return false
		}
	}
	return true
}

func hasProposal(ids []lex.Token) bool {
	for _, id := range ids {
		if id.Text[0] == 'p' {
			return true
		}
	}
	return false
}

// ids returns the runs and experiments a message names, in its order.
func (m *message) ids() (runs []trex.RunID, experiments []trex.ExperimentID) {
	for _, id := range m.s.IDs {
		switch id.Text[0] {
		case 'r':
			if run := trex.RunID(id.Text); !containsRun(runs, run) {
				runs = append(runs, run)
			}
		case 'e':
			experiments = append(experiments, trex.ExperimentID(id.Text))
		}
	}
	if len(runs) == 0 && len(experiments) == 0 {
		runs, experiments = m.numbered()
	}
	return runs, experiments
}

func containsRun(runs []trex.RunID, run trex.RunID) bool {
	for _, r := range runs {
		if r == run {
			return true
		}
	}
	return false
}

// numbered reads "run 12", "run #12" and "experiment 4".
func (m *message) numbered() (runs []trex.RunID, experiments []trex.ExperimentID) {
	tokens := m.tokens
	for i := 0; i+1 < len(tokens); i++ {
		next := i + 1
		if tokens[next].Is("#", "number", "no", "nr") && next+1 < len(tokens) {
			next++
		}
		n := tokens[next].Num
		whole := tokens[next].Kind == lex.Num && !n.Spelled && !n.Times && !n.Percent && !n.Ordinal && n.Value >= 1 && n.Value == float64(int64(n.Value))
		if !whole || next+1 < len(tokens) && tokens[next+1].Kind == lex.Word && !afterNumber[tokens[next+1].Text] {
			continue
		}
		switch {
		case m.s.HasConfig() && !m.onlyBare():
			return nil, nil
		case tokens[i].Is("run", "job"):
			runs = append(runs, trex.MakeRunID(int64(n.Value)))
		case tokens[i].Is("experiment", "exp"):
			experiments = append(experiments, trex.MakeExperimentID(int64(n.Value)))
		}
	}
	return runs, experiments
}

// afterNumber may follow "run 12"; any other word is what 12 counts.
var afterNumber = wordSet(`and or vs with please pls now again done doing going running finished finish fail failed crash crashed log logs is was yet
	still but to than against compared like so did do does go looks look looking for ok okay versus thanks thx at as right still ever dead alive stuck`)

// target fills in what an intent is about: the runs named, the thread's
// experiment, the latest that fits, or everything.
func (m *message) target(intent Intent, runs []trex.RunID, experiments []trex.ExperimentID) Intent {
	intent.Runs = runs
	if m.project != nil && (len(m.named) > 0 || len(m.req.Projects) == 1) {
		intent.Project = m.project.Name
	}
	if len(experiments) > 0 {
		intent.Experiment = experiments[0]
	}
	if len(runs) > 0 || len(experiments) > 0 {
		return intent
	}
	switch {
	case m.has("my", "mine", "own", "ive", "i"):
		intent.Scope = ScopeMine
	case m.has("all", "everything", "everybody", "everyone", "anything", "whole", "any", "overall", "everybodys", "everyones"):
		intent.Scope = ScopeAll
	}
	if run, ok := m.pointedRun(intent.Kind); ok {
		intent.Runs = []trex.RunID{run}
		return intent
	}
	if intent.Scope != ScopeAll {
		intent.Experiment = m.req.Experiment
	}
	return intent
}

func (m *message) has(words ...string) bool {
	for _, word := range words {
		if contains(m.words, word) {
			return true
		}
	}
	return false
}

// pointedRun finds the run behind "the last run", "the best one", and for a log
// or an explanation the run it can only be about.
func (m *message) pointedRun(kind Kind) (trex.RunID, bool) {
	inThread := func(run trex.Run) bool { return m.req.Experiment == "" || run.Experiment == m.req.Experiment }
	switch {
	case m.has("best", "winner", "winning") && (kind == Logs || kind == Status):
		if run, ok := m.bestRun(); ok {
			return run.ID, true
		}
	case kind == Explain:
		for _, run := range m.req.Runs {
			if run.Status == trex.Failed && inThread(run) {
				return run.ID, true
			}
		}
	case kind == Logs:
		for _, run := range m.req.Runs {
			if inThread(run) && run.Status != trex.Pending && (!m.has("failed", "crashed", "failing", "died") || run.Status == trex.Failed) {
				return run.ID, true
			}
		}
	case matches(m.words, lastRunWords):
		for _, run := range m.req.Runs {
			if !m.has("my") || run.Requester.ID == m.req.Person.ID {
				return run.ID, true
			}
		}
	}
	return "", false
}

var lastRunWords = wordings(`last/latest/newest/previous/recent run/job/one`)

// lines returns how many lines of a log are asked for, 0 when no number says.
func (m *message) lines() int {
	tokens := m.tokens
	for i, t := range tokens {
		n := int(min(t.Num.Value, 10000))
		if t.Kind != lex.Num || n < 1 || t.Num.Value != float64(n) {
			continue
		}
		if i+1 < len(tokens) && tokens[i+1].Is("lines", "line", "rows") || i > 0 && tokens[i-1].Is("tail", "n", "last", "lines", "head") {
			return n
		}
	}
	return 0
}

// stopsFirst reports whether stopping is what a message begins with, whatever
// else it asks for.
func (m *message) stopsFirst() bool {
	return matches(m.words, wordings("^ stop/kill/abort/cancel/terminate it/them/that/this/everything/all/the/my and/then"))
}

func (m *message) stop(runs []trex.RunID, experiments []trex.ExperimentID) (Intent, bool) {
	intent := Intent{Kind: Stop, Runs: runs}
	if len(experiments) > 0 {
		intent.Experiment = experiments[0]
	}
	if m.s.HasConfig() {
		intent.Note = "One thing at a time: ask for the new runs again once these are stopped."
	}
	if len(runs) > 0 || len(experiments) > 0 {
		return intent, true
	}
	mine := m.has("my", "mine")
	switch {
	case mine && !m.has("this", "that"):
		intent.Scope = ScopeMine
	case m.has("everything", "all", "everybody", "everyone", "anything") && !m.has("it") && (m.req.Experiment == "" || m.has("everything", "everybody", "everyone", "running")):
		intent.Scope = ScopeAll
	case m.req.Experiment != "":
		intent.Experiment = m.req.Experiment
	case m.req.previous() != nil:
		return m.notLaunched(), true
	default:
		if run, ok := m.onlyActive(); ok {
			intent.Runs = []trex.RunID{run}
			return intent, true
		}
		return ask("Stop what? Name a run (“stop r12”), an experiment (“stop e4”), “all my runs” or “everything”.%s", m.activeHint()), true
	}
	return intent, true
}

// onlyActive returns the one run that is not final, if there is just one.
func (m *message) onlyActive() (trex.RunID, bool) {
	var active []trex.RunID
	for _, run := range m.req.Runs {
		if !run.Status.Final() {
			active = append(active, run.ID)
		}
	}
	if len(active) != 1 {
		return "", false
	}
	return active[0], true
}

func (m *message) activeHint() string {
	var active []string
	for _, run := range m.req.Runs {
		if !run.Status.Final() && len(active) < 5 {
			active = append(active, string(run.ID))
		}
	}
	if len(active) == 0 {
		return " Nothing I know of is running."
	}
	return " Not finished yet: " + strings.Join(active, ", ") + "."
}

// retriesRuns reports whether "again" is about runs that were launched.
func (m *message) retriesRuns() bool {
	if m.has("failed", "crashed", "failures", "failing", "died", "broken", "cancelled", "stopped") {
		return true
	}
	return m.req.Experiment != "" && m.req.Open == nil || m.rerunsBest() || len(m.words) == 1 && m.req.previous() == nil
}

func (m *message) rerunsBest() bool {
	return matches(m.words, wordings(`
		retry/rerun/re-run/restart/relaunch/resubmit/repeat/redo/run/launch/train/replicate/reproduce * best
		best * again
		like/as/from/around/on/using/with/take/same * best
	`))
}

func (m *message) retry(runs []trex.RunID, experiments []trex.ExperimentID) Intent {
	intent := Intent{Kind: Retry, Runs: runs}
	switch {
	case len(experiments) > 0:
		intent.Experiment = experiments[0]
	case len(runs) > 0:
	case m.rerunsBest():
		run, ok := m.bestRun()
		if !ok {
			return m.noBest()
		}
		intent.Runs = []trex.RunID{run.ID}
	case m.req.Experiment != "":
		intent.Experiment = m.req.Experiment
	default:
		return m.retryFailed()
	}
	return intent
}

// retryFailed retries what failed of the newest experiment with a failure.
func (m *message) retryFailed() Intent {
	intent := Intent{Kind: Retry}
	experiment := trex.ExperimentID("")
	for _, run := range m.req.Runs {
		if run.Status == trex.Failed && (experiment == "" || run.Experiment == experiment) {
			experiment = run.Experiment
			intent.Runs = append(intent.Runs, run.ID)
		}
	}
	if len(intent.Runs) == 0 {
		return ask("Retry which run? I know of none that failed. Name one, like “retry r12”.")
	}
	return intent
}

func (m *message) comparesRuns() bool {
	if m.has("run", "runs", "experiments", "results", "curves", "losses", "them", "those", "these", "experiment", "top", "everything", "plot", "chart", "curve", "plots", "graph", "overlay") {
		return len(m.s.Mentioned) == 0 || m.has("runs", "experiments", "curves", "plot", "chart")
	}
	return false
}

func (m *message) compare(runs []trex.RunID, experiments []trex.ExperimentID) Intent {
	intent := m.target(Intent{Kind: Compare}, runs, experiments)
	if len(runs) > 0 || len(experiments) > 0 {
		return intent
	}
	if n := m.lastCount(); n > 1 {
		intent.Experiment, intent.Scope = "", ScopeNone
		intent.Runs = nil
		for _, run := range m.req.Runs[:min(n, len(m.req.Runs))] {
			intent.Runs = append(intent.Runs, run.ID)
		}
	}
	return intent
}

// lastCount returns n of "the last n runs".
func (m *message) lastCount() int {
	tokens := m.tokens
	for i, t := range tokens {
		if t.Kind == lex.Num && i > 0 && tokens[i-1].Is("last", "latest", "recent", "newest", "previous") && t.Num.Value == float64(int(min(t.Num.Value, 100))) {
			return int(t.Num.Value)
		}
	}
	return 0
}

func (m *message) best(experiments []trex.ExperimentID) Intent {
	return m.target(Intent{Kind: Best}, nil, experiments)
}
