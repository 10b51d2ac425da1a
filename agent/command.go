package agent

import (
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/read"
	"github.com/trex-ml/trex/agent/internal/vocab"
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
		stop/kill/cancel/abort/terminate please/pls/now
	`)
	dontStop = wordings(`
		dont/never/not/shouldnt stop/kill/abort/cancel/terminate
		not * to stop/kill/cancel
	`)
	logWords = wordings(`
		log/logs/stdout/stderr/traceback/stacktrace/console/logfile
		show/see/print/give/get/tail/cat/view/read/check/last/whats/what/paste/dump * output
		^ tail
		^ cat
		tail -n
		output of/from
		show/see/tell * printed/printing/prints
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
		why $
		how come * fail/failed/crash/crashed/died/die
		what caused
		what made * fail/crash/die
	`)
	retryWords = wordings(`
		retry/rerun/re-run/restart/relaunch/resubmit/requeue/redo
		^ clone/copy/duplicate/fork
		try/run/start/launch/do * again
		give * another try/go/shot/chance
		another try/attempt/go
		once more
		repeat
	`)
	compareWords = wordings(`
		compare/comparison/comparing/diff/versus/vs/against/compared/contrast
		difference/differences between
		whats/what * different/changed between/in
		how do/does/is/are * differ/different
		which * better
		better than
		side by side
		next to each other
		plot/chart/graph/curve/curves/plots/overlay
	`)
	howToWords = wordings(`
		^ how do/can/could/would/should i/we/you/one
		how to $
		^ how to
	`)
	foreignWords = wordings(`
		^ rename/delete/remove/archive/tag/export/share/move/star/pin/hide/publish/upload/deploy/register
	`)
	pauseWords = wordings(`
		pause/resume/unpause/suspend/freeze/continue
	`)
)

// command reads the intents that act on runs. They come before configurations
// when the message names their target.
func (m *message) command() (Intent, bool) {
	runs, experiments := m.ids()
	named := len(runs)+len(experiments) > 0
	if named && len(m.s.IDs) == 0 {
		m.s.Forget() // the number belongs to the run
	}
	if !named && matches(m.words, howToWords) && !m.s.HasConfig() {
		return Intent{Kind: Help, Reply: m.help()}, true
	}
	config := m.s.HasConfig() || m.unknownWithValue() && !m.says(Logs)
	switch {
	case matches(m.words, dontStop):
		return Intent{Kind: Talk, Reply: "OK, I won't stop anything."}, true
	case m.says(Stop) && (named || !m.s.HasConfig() || m.stopsFirst()):
		return m.stop(runs, experiments), true
	case config && !named && !(m.onlyBare() && m.says(Best)):
		return Intent{}, false
	case named && !config && !m.s.Same && matches(m.words, foreignWords):
		return ask("I cannot do that with a run. I can show its status, log and charts, compare it, retry it and stop it: “how is r12?”, “log of r12”, “retry r12”."), true
	case named && matches(m.words, pauseWords):
		return ask("I cannot pause or resume a run. I can stop it (“stop r12”) and retry it later (“retry r12”)."), true
	case m.says(Explain) && (named || !config && len(m.s.Mentioned) == 0):
		return m.target(Intent{Kind: Explain}, runs, experiments), true
	case m.says(Logs) && (!m.s.HasConfig() || named && m.onlyBare()):
		return m.target(Intent{Kind: Logs, Lines: m.lines()}, runs, experiments), true
	case m.says(Retry) && !m.s.HasConfig() && (named || m.retriesRuns()), named && m.s.Same && !m.s.HasConfig() && !hasProposal(m.s.IDs):
		return m.retry(runs, experiments), true
	case m.says(Compare) && !m.s.HasConfig() && (len(runs) > 1 || len(experiments) > 0 || len(runs) == 0 && m.comparesRuns()):
		return m.compare(runs, experiments), true
	case m.says(Best) && (!m.s.HasConfig() || len(m.s.Assigns) > 0 && m.onlyBare() && !m.s.Fresh && m.s.Repeats == 0) && !m.rerunsBest():
		return m.target(Intent{Kind: Best}, nil, experiments), true
	case named && !m.s.HasConfig() && !m.s.Same && !hasProposal(m.s.IDs):
		if len(runs) > 1 && matches(m.words, wordings("compare/vs/versus/or/than/against")) {
			return m.compare(runs, experiments), true
		}
		return m.target(Intent{Kind: Status}, runs, experiments), true
	}
	return Intent{}, false
}

// onlyBare reports whether no value has a parameter: "tail -n 20".
func (m *message) onlyBare() bool {
	return !slices.ContainsFunc(m.s.Assigns, func(a read.Assign) bool { return a.Param != "" })
}

func hasProposal(ids []lex.Token) bool {
	return slices.ContainsFunc(ids, func(id lex.Token) bool { return id.Text[0] == 'p' })
}

// ids returns the runs and experiments that a message names, in its order.
func (m *message) ids() (runs []trex.RunID, experiments []trex.ExperimentID) {
	for _, id := range m.s.IDs {
		switch id.Text[0] {
		case 'r':
			if run := trex.RunID(id.Text); !slices.Contains(runs, run) {
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

// afterNumber may follow "run 12". Before any other word, 12 counts something.
var afterNumber = vocab.Set(`and or vs with please pls now again done doing going running finished finish fail failed crash crashed log logs is was yet
	still but to than against compared like so did do does go looks look looking for ok okay versus thanks thx at as right still ever dead alive stuck`)
