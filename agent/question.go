package agent

import (
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/read"
	"github.com/trex-ml/trex/agent/internal/sweep"
)

var (
	bestWords = wordings(`
		what/whats/which/who/whos/how/show/tell/give/list/see/know * best
		best * so far/yet/now/until/currently/overall/today/val_loss/loss/accuracy/score/result/results/run/runs/model/config/one/configuration
		^ best of/in
		^ best $
		^ best run/runs/result/results/config/so/val_loss/loss/score/model/configuration
		the best $
		who/what/which * lead/top/front
		winner/winners/leaderboard/leader/ranking/rankings/scoreboard/podium
		who/which/what * won/wins/winning/win/leads/leading
		whos/whats winning/leading/ahead
		top run/runs/result/results/config/configs/model/models/performer/performers/scorer
		top 3/5/10/three/five/ten/two/2/4/few
		lowest/smallest/minimum/min/highest/max/maximum/best loss/val_loss/error/accuracy/acc/score/metric/value/validation
		which/what * lowest/highest/smallest
		rank * runs/them/all/everything
		best performing
		did/does anything/any/something beat
		new record
	`)
	statusWords = wordings(`
		what/whats/whos/who/which/anything/something/is/are/things/still/currently * running/training/queued/pending/waiting/active/executing
		^ running $
		^ results $
		any/the/show/see results/result $
		^ show/list/give/see * results/result $
		whats/anything/something/any new $
		what happened overnight/today/yesterday/meanwhile/since/so
		so far so good
		everything/all ok/okay/fine/good/alright/well
		progress report
		^ slots
		how many slots
		^ status
		status $
		status of/update/report/check/please
		whats/what * status/state/progress/eta/happening
		any/some/latest/give news/update/updates/progress
		any/some/latest * news/update/updates/progress
		^ update/updates/progress/news/eta/queue $
		how is/are/was/were/did/do/does
		hows/howre/howd
		how far
		how long
		how much longer/time/left/more
		how many * running/left/done/finished/queued/pending/waiting/failed/completed
		how many runs/experiments/jobs
		are/is/did/has/have/was/were * done/finished/ready/complete/completed/over/running/finish/started/failed/crashed/crash/fail/converged/converge/improving/stuck
		done/finished/ready/over yet/already
		when * done/finish/finished/ready/complete/over/end/start
		whats/what * queue/queued/pending/waiting/cooking/up
		in the queue
		^ queue
		list/show/see/display/print/give * runs/experiments/jobs/queue/status/progress/failures
		which/what runs/experiments/jobs
		what/which * failed/crashed/finished/completed/died/stopped
		anything/any fail/failed/crash/crashed/failures/failing/errors/broken/wrong/finished/done
		did/has anything/any/something/everything
		where are we/things
		where do we/things stand
		still running/going/training/alive/on/working
		check/look * run/runs/training/progress/status/experiment/experiments/job/jobs
		are you * busy/idle/free/working
		free slot/slots
		slots free/busy/available
		is * free/idle/busy/available
		whats/what are you doing/up/running/working
		what are you * running/training
		time left
		left to go
		recent/latest/last runs/experiments/jobs/run/experiment
		my runs/experiments/jobs
		overview/summary/summarize/summarise/recap
	`)
	ackWords = wordings(`
		sounds/looks good/great/fine/right
		^ lgtm/no/nope/nah/brb/bbl/nothing/wait/patience $
		^ one moment/sec/second/minute/min
		let me think/see/check $
		nothing for now/today/me
		happy monday/tuesday/wednesday/thursday/friday/weekend/birthday
		^ ok/okay/sure/fine/right/alright/understood/noted/roger/sorry/oops/hmm/hm/ah/oh/kk/k/np/mkay $
	`)
	pastWords = wordings(`
		how did/was/were/is/are/has/does * do/go/doing/going/perform/performing/run/turn/look/looking/coming/behave
		how well/good/bad did/was/were/is
		what * val_loss/loss/accuracy/acc/score/result/results/error did/does/do/was/is/has/had
		what did * get/give/reach/achieve/yield/produce/show
		what was/were * of/with/for
		is/are * still running/training/going
		is/are/has/have/did * done/finished/finish/complete/completed
		did/has/have/was/were * work/worked/finish/finished/help/helped/improve/improved/converge/converged/fail/failed/crash/crashed/win/better/tried/done/ran/already
		have/did/has we/you/i/anyone/anybody/somebody/someone already/ever/try/tried/run
		have/did/has we/you/i/anyone/anybody/somebody/someone * tried/run/used/tested
		which/what/who * was/were/did/used/had/won * 
		which run/runs
		are/is/was/were there any/a/some/already run/runs/result/results/experiment/experiments
		any runs/results/experiments
		list/show/find/filter/see/display/give * runs where/with/that/having/using/at
		when did/will/was
		why did/was/were/is/does
	`)
	helpWords = wordings(`
		^ help
		help $
		help me/please
		what can/could you/u/i/we do/say/ask/type/try/run/train
		what do/does you/u/it/this/trex do
		what are you $
		what are you able/capable
		what else can
		who are you
		what is this $
		how do/does/can i/you/we/this/it/one/u/trex work/use/start/begin/launch/run/ask/operate/talk/train/stop/cancel/retry/see
		how to
		how do i
		usage/commands/instructions/manual/capabilities/tutorial/documentation/docs/features/cheatsheet/examples
		command list
		getting started
		get started
		can you help
		need help/assistance
		give/show * example/examples
		introduce yourself
		tell me about yourself
		what should i say/type/do/ask
		explain yourself
		what is trex
		whats trex
		new here
	`)
	projectWords = wordings(`
		what/which/whats/list/show/see/tell/any/give/are * project/projects
		^ projects
		projects $
		what/which * can/could you/we/i train/run/tune
		what/which/whats/list/show/see/tell/give/are * parameter/parameters/params/param/hyperparameter/hyperparameters/hyperparams/hparams/knobs/knob/arguments/flags/settings/setting/defaults/default/dials
		^ parameters/params/hyperparameters/hyperparams/hparams/defaults/settings/knobs
		what can/could i/we/you set/tune/change/vary/configure/tweak/adjust/sweep/control
		what can be trained/run/tuned/set/changed
		show/list/what/which * options
		what * set/tune/change/vary/configure/tweak/adjust/sweep $
		what/which * available/supported/allowed/possible/valid/exist/support
	`)
	aboutWords = wordings(`
		what is/does/are/can/about
		whats
		describe/explain/info/about/details/overview
	`)
	paramWords = wordings(`
		what/whats does/is/are/do/the/a
		what
		explain/describe/define
		which
		tell * about
		how does
		meaning of
		whats
		range/default/defaults/limits/limit/bounds/values/choices/options of/for
		can/could i/you/we * 
		is/are there
		do/does you/it/digits support/have
		how many/high/low/large/big/small/much can
		max/maximum/min/minimum/default/allowed/possible/valid
	`)
)

// pastQuestion reads questions about earlier runs. Values in them describe runs
// and request nothing.
func (m *message) pastQuestion() (Intent, bool) {
	if !m.s.HasConfig() || m.s.Repeats > 0 || m.s.Has("if") || !matches(m.words, pastWords) {
		return Intent{}, false
	}
	if m.says(Best) {
		return m.target(Intent{Kind: Best}, nil, nil), true
	}
	return m.target(Intent{Kind: Status}, nil, nil), true
}

// question reads all kinds of questions.
func (m *message) question() (Intent, bool) {
	if m.s.HasConfig() {
		return Intent{}, false
	}
	if len(m.s.Mentioned) == 0 && m.s.Total == 0 && matches(m.words, ackWords) {
		return Intent{Kind: Talk, Reply: "👍"}, true
	}
	if reply, ok := m.aboutParam(); ok {
		return Intent{Kind: Talk, Project: m.voc.Project.Name, Reply: reply}, true
	}
	if m.unknownWithValue() {
		return Intent{}, false
	}
	switch {
	case m.says(Help) && len(m.s.Mentioned) == 0:
		return Intent{Kind: Help, Reply: m.help()}, true
	case m.s.Defaults && !m.has("what", "whats", "which", "show", "list", "tell") && m.has("just", "use", "go", "try", "only", "with", "all"):
	case (m.says(Projects) || len(m.named) > 0 && matches(m.words, aboutWords)) && len(m.s.Mentioned) == 0:
		return m.projects(), true
	case m.says(Status) && !m.wantsRun():
		return m.status(), true
	}
	return Intent{}, false
}

// whyThat answers "why that one?" and "why adam?" about the open proposal.
func (m *message) whyThat() (Intent, bool) {
	open := m.req.Open
	if open == nil || !m.startsWith("why") || m.has("not", "dont", "fail", "failed", "failing") || len(m.s.Unknown) > 0 {
		return Intent{}, false
	}
	project := m.req.project(open.Project)
	if project == nil {
		return Intent{}, false
	}
	return Intent{Kind: Talk, Project: open.Project, Reply: "I understood your message as this proposal: " +
		sweep.Describe(project, open.Configs) + ". Say what should be different."}, true
}

// unknownWithValue reports whether an unknown word has a value. Such a message is
// a request, even when it is a question.
func (m *message) unknownWithValue() bool {
	return slices.ContainsFunc(m.s.Unknown, func(u read.Unknown) bool { return strings.ContainsAny(u.Text, "0123456789") })
}

// wantsRun tells "how about a run" from "how is the run".
func (m *message) wantsRun() bool {
	return len(m.s.Mentioned) > 0 && !m.has("running", "status", "progress", "done", "finished") || matches(m.words, wordings(`
		^ train/launch/start/run/kick
		how about
		what about
	`)) && !m.has("running", "status")
}

func (m *message) status() Intent {
	intent := m.target(Intent{Kind: Status}, nil, nil)
	for status, words := range map[trex.Status][]string{
		trex.Failed:    {"failed", "fail", "crashed", "crash", "failures", "failing", "died", "errors", "broken"},
		trex.Completed: {"completed", "finished", "succeeded"},
		trex.Pending:   {"pending", "queued", "queue", "waiting"},
		trex.Cancelled: {"cancelled", "stopped", "canceled"},
	} {
		if m.has(words...) && !m.has("yet", "is", "are", "when", "it") {
			intent.Statuses = append(intent.Statuses, status)
		}
	}
	if len(intent.Statuses) > 1 || m.has("running") && len(intent.Statuses) > 0 {
		intent.Statuses = nil
	}
	if m.has("running") && m.has("which", "what", "whats") && intent.Statuses == nil && m.req.Experiment == "" {
		intent.Scope = ScopeAll
	}
	return intent
}

func (m *message) projects() Intent {
	intent := Intent{Kind: Projects}
	if m.project != nil && (len(m.named) > 0 || len(m.req.Projects) == 1 || !m.has("projects", "project")) {
		intent.Project = m.project.Name
	}
	return intent
}
