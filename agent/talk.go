package agent

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/sweep"
)

var (
	dontRunWords = wordings(`
		dont/not/never/no/wont/shouldnt/without run/start/launch/train/do/kick/running/starting/launching/training/execute/queue/submit anything/something/any/it/yet/this/that/them/now/anymore/nothing/these/those
		dont/not run/start/launch/train * yet
		hold off/on
		not yet
		not now
		wait * before running/launching/starting
		nothing * yet
		^ wait $
		do nothing
	`)
	launchWords = wordings(`
		^ launch/start/go/yes/yep/yeah/yup/sure/ok/okay/confirm/confirmed/approve/approved/lgtm/proceed/ship/engage/fire/do/y $
		^ launch/start/run/ship/do/fire/confirm/approve/begin/execute/kick it/them/that/this/these/those/all/everything/off/away/both
		^ go ahead/for/on
		^ lets go
		sounds/looks good/great/right/fine
		^ yes/yep/yeah/ok/sure/okay/alright please/go/do/launch/run/start
		make it so
		send it
		green light
		perfect/great/nice/cool/ok/okay/good/yes/awesome/lets launch/go/start $
		launch/dismiss/approve/confirm/start it/this/that/the $
		press * launch/button
		click * launch/button
		launch * proposal/card/now
	`)
	dismissWords = wordings(`
		^ dismiss/discard/nevermind/scrap/nope/no
		never mind
		forget it/that/about
		^ cancel $
		cancel/dismiss/discard/scrap/drop/reject/delete * proposal/card
		cancel/scrap/dismiss/discard that/it/this
		no thanks/thank
	`)
	helloWords = wordings(`
		^ hi/hello/hey/heya/hiya/yo/greetings/howdy/hola/moin/hallo/bonjour/ciao/sup
		good morning/afternoon/evening/day/night
		^ morning/afternoon/evening
		nice/good to meet/see/have
		whats up
		how are you
		how do you do
		hows it going
		are you there/awake/alive/up/ok/working/listening/around
		anybody/anyone there/home
		^ ping $
		^ test $
		^ testing $
	`)
	thanksWords = wordings(`
		thanks/thank/thx/ty/cheers/thankyou/merci/danke/gracias/thanx/tysm/tnx/tks
		great/good/nice/excellent/awesome/amazing/fantastic/wonderful/impressive/lovely/superb/brilliant/solid work/job/one/stuff/result/results
		well done
		^ cool/nice/great/awesome/perfect/amazing/wow/excellent/sweet/neat/lol/haha/brilliant/wonderful/fantastic/super/yay/hooray/woohoo/congrats/congratulations/kudos/bravo/interesting
		appreciate/appreciated
		love it/you/this
		you rock/rule/re
		youre the/great/awesome/amazing/welcome/a
		good bot/boy/girl/dog
		^ bye/goodbye/cya/ciao/later
		see you/ya
		good night
		that worked/works/helps/helped
		makes sense
		got it
		i see
		much better
		no worries/problem
		never mind
		ok/okay/sure/fine/right/alright/understood/noted/roger $
	`)
)

// holdBack answers "don't run anything yet". It proposes nothing unless the
// person asks to see it. Nothing runs without a click.
func (m *message) holdBack() (Intent, bool) {
	if !matches(m.words, dontRunWords) {
		return Intent{}, false
	}
	if m.s.HasConfig() && m.has("show", "draft", "prepare", "propose", "plan", "list", "would", "see", "preview", "what", "but", "configs", "configurations", "set") {
		return Intent{}, false
	}
	return Intent{Kind: Talk, Reply: "OK, I won't run anything. I only propose; a run starts when somebody presses Launch. Say what you have in mind, and I show you its configurations."}, true
}

// decision answers words that should be a click on a card.
func (m *message) decision() (Intent, bool) {
	if m.s.HasConfig() || len(m.s.Unknown) > 0 || len(m.s.IDs) > 0 && !hasProposal(m.s.IDs) || len(m.s.Mentioned) > 0 || m.s.Defaults || len(m.s.Keep)+len(m.s.Lose) > 0 {
		return Intent{}, false
	}
	open := m.req.Open
	words := slices.DeleteFunc(slices.Clone(m.words), func(w string) bool { return len(w) > 1 && w[0] == 'p' && w[1] >= '0' && w[1] <= '9' })
	switch {
	case m.s.Same, m.has("what", "whats", "how", "who", "which", "why", "when", "where"):
		return Intent{}, false
	case matches(words, launchWords) && open != nil:
		return Intent{Kind: Talk, Project: open.Project, Reply: fmt.Sprintf("Launching takes a click: press Launch on the card of %s and it starts.", nameOf(open))}, true
	case matches(words, dismissWords) && open != nil:
		return Intent{Kind: Talk, Project: open.Project, Reply: fmt.Sprintf("Nothing runs yet. Press Dismiss on the card of %s to put it away.", nameOf(open))}, true
	case matches(words, launchWords) && len(m.words) < 6 && !matches(m.words, ackWords) && len(m.named) == 0 && !m.has("training"):
		return Intent{Kind: Talk, Reply: "There is no open proposal here to launch. Say what to try, like “lr 0.1 and 0.01 for 20 epochs”, and I show you the card."}, true
	}
	return Intent{}, false
}

func nameOf(p *trex.Proposal) string { return cmp.Or(string(p.ID), "the proposal") }

func (m *message) notLaunched() Intent {
	open := m.req.previous()
	return Intent{Kind: Talk, Project: open.Project, Reply: fmt.Sprintf("No run of %s is active. Press Dismiss on its card to put it away.", nameOf(open))}
}

// opinionWords ask something that only a run can answer.
var opinionWords = wordings(`
	should/shall i/we/one use/choose/pick/prefer/take/stick/go/set/keep
	whats/any/your opinion/thoughts/take/view
	do you think/recommend/suggest/prefer/like/advise
	would/can you recommend/suggest/advise
	is/are/isnt/would * good/bad/reasonable/sensible/ok/okay/enough/optimal/ideal choice/value/idea/rate/size/number/setting/start/default/optimizer/for/or/here $
	is/are/isnt * a/an good/bad/reasonable/sensible/decent/sane
	is/are/isnt * too high/low/large/small/big/much/many/long/short/little/aggressive
	is/are * enough
	which would you
`)

var storyWords = wordings(`
	yesterday/earlier i/we * ran/tried/used/trained
	last time/week/night/month i/we * ran/tried/used/trained
	^ i/we ran/tried/used/trained
	^ i/we will/may/might * later/tomorrow
	^ ill/well * later/tomorrow
`)

// story answers a report about the past. Its values are no request.
func (m *message) story() (Intent, bool) {
	if !m.s.HasConfig() || !matches(m.words, storyWords) ||
		m.has("now", "please", "pls", "can", "could", "again", "same", "lets", "instead", "next", "today", "so", "then", "but") {
		return Intent{}, false
	}
	part := m.understoodPart()
	if part == "" {
		return Intent{}, false
	}
	return Intent{Kind: Talk, Project: m.voc.Project.Name, Reply: "When you want it run, say “try " + part + "” and I show you the card."}, true
}

// opinion answers "should we use adam or sgd?" with a request that would find
// out.
func (m *message) opinion() (Intent, bool) {
	if !strings.Contains(m.req.Text, "?") && !matches(m.words, wordings("^ is/are/isnt/should/shall/would/do/what/which/any")) {
		return Intent{}, false
	}
	if !m.s.HasConfig() || m.s.Has("try", "run", "lets", "compare", "sweep", "train", "test", "launch", "find", "if") || !matches(m.words, opinionWords) {
		return Intent{}, false
	}
	part := m.understoodPart()
	if part == "" {
		return Intent{}, false
	}
	return Intent{Kind: Talk, Project: m.voc.Project.Name, Reply: "Only a run can tell. Say “try " + part + "” and I show you the card."}, true
}

// smallTalk answers greetings and thanks.
func (m *message) smallTalk() (Intent, bool) {
	if m.s.HasConfig() || m.unknownWithValue() || len(m.s.Mentioned) > 0 || m.s.Total > 0 || m.s.Random || m.s.Defaults {
		return Intent{}, false
	}
	switch {
	case matches(m.words, thanksWords):
		return Intent{Kind: Talk, Reply: "You're welcome."}, true
	case matches(m.words, helloWords):
		return Intent{Kind: Talk, Reply: "Hello! Tell me what to try and I show you the runs before anything starts. " + m.example()}, true
	case !hasWord(m.req.Text):
		return Intent{Kind: Talk, Reply: "👍"}, true
	}
	return Intent{}, false
}

func hasWord(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// help lists what people can ask for.
func (m *message) help() string {
	return strings.Join([]string{
		"Tell me what to try, in your own words; I show the exact runs, and nothing starts before somebody presses Launch.",
		m.example(),
		"• values, lists, ranges: “lr from 1e-4 to 1e-1 in 4 steps”, “batch size 32 and 64”, “3 seeds”, “10 random configs with lr between …”",
		"• changes: “same but with 30 epochs”, “also 0.03”, “like r12 but with adam”",
		"• runs: “" + strings.Join(slices.Concat(Examples(Asks), Examples(Acts)), "”, “") + "”",
		"• “projects” and “parameters” list what can be trained and set.",
	}, "\n")
}

// example returns a request that works for the current project.
func (m *message) example() string {
	p := m.voc.Project
	for _, param := range p.Params {
		f, ok := param.Default.Float()
		if !ok || f == 0 {
			continue
		}
		other, err := param.Check(trex.Number(f / 2))
		if err == nil {
			return fmt.Sprintf("For example: “try %s %s and %s”.", param.Name, param.Default, other)
		}
	}
	return fmt.Sprintf("For example: “run %s with its defaults”.", p.Name)
}

func describeParam(param trex.Param) string {
	text := sweep.Wants(param) + ", " + param.Default.String() + " by default"
	if param.Description != "" {
		text += " (" + param.Description + ")"
	}
	if len(param.Aliases) > 0 {
		text += "; also called " + strings.Join(param.Aliases, ", ")
	}
	return text + "."
}
