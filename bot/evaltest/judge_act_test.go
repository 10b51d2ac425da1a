package evaltest

import (
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
)

// The verbs that a command names in Do.
const (
	doStop    = "stop"
	doLaunch  = "launch"
	doDismiss = "dismiss"
)

// judgeAct judges an answer by the act that the message was.
func (e *example) judgeAct(c *conversation, a *answer, projects trex.Projects) judgement {
	stops := e.Act == "command" && e.Do == doStop
	launches := e.Act == "command" && e.Do == doLaunch
	switch {
	case len(a.changed.stopped) > 0 && !stops:
		return bad("nothing to be stopped")
	case len(a.changed.launched) > 0 && !launches:
		return bad("nothing to be launched")
	case len(a.changed.otherwise)+len(a.changed.others) > 0 && e.Act != "command":
		return bad("nothing to be changed")
	case len(a.messages) == 0:
		return miss("an answer")
	case stops:
		return e.judgeStop(c, a)
	case launches:
		return e.judgeLaunch(a)
	case e.Act == "command" && e.Do == doDismiss:
		return judgeDismiss(a)
	case e.proposes():
		return e.judgeProposal(c, a, projects)
	case a.card != nil:
		return bad("no card")
	}
	return e.judgeText(a)
}

// proposes reports whether configurations are wanted.
func (e *example) proposes() bool {
	return e.Configs != nil || e.Count > 0 || e.Act == "propose" && e.Select != ""
}

// judgeProposal judges an answer that should be a card.
func (e *example) judgeProposal(c *conversation, a *answer, projects trex.Projects) judgement {
	if a.card == nil || e.Configs != nil || e.Count > 0 {
		return e.judgeWords(a, projects)
	}
	wanted, err := choose(e.Select, c.w.runs())
	if err != nil {
		return bad("a label that can be read: %v", err)
	}
	left := slices.Clone(a.card.Configs)
	for _, run := range wanted {
		i := slices.IndexFunc(left, run.Config.Equal)
		if i < 0 {
			return bad("the configurations of %s", idsOf(wanted))
		}
		left = slices.Delete(left, i, i+1)
	}
	if len(left) > 0 {
		return bad("no other configurations than those of %s", idsOf(wanted))
	}
	return fine
}

// judgeText judges an answer that should be words. An answer that is none of
// what was asked is wrong; one that lacks a part, or says that Trex did not
// understand, is only missed.
func (e *example) judgeText(a *answer) judgement {
	text := a.text()
	if word, found := e.claims(text); found {
		return bad("nothing about %q", word)
	}
	if e.Act != "tell" && offersToStop(a) {
		return miss("no question whether to stop something")
	}
	lacks := slices.DeleteFunc(slices.Clone(e.All), func(word string) bool { return names(text, word) })
	one := slices.Concat(e.Mention, e.Ask)
	mentions := len(one) == 0 || slices.ContainsFunc(one, func(word string) bool { return names(text, word) })
	switch {
	case mentions && len(lacks) == 0:
		if e.Act == "ask" && len(one)+len(e.All) == 0 && a.refused() {
			return miss("an answer")
		}
		return fine
	case a.refused() || len(e.All) > len(lacks) || len(one) > 0 && mentions:
		return miss("an answer that says one of %q and all of %q", one, e.All)
	}
	return bad("an answer that says one of %q and all of %q", one, e.All)
}

func (e *example) judgeLaunch(a *answer) judgement {
	switch {
	case len(a.changed.launched) == 0:
		return miss("to be launched")
	case e.Count > 0 && len(a.changed.launched) != e.Count:
		return bad("%d runs to be launched", e.Count)
	}
	return fine
}

func judgeDismiss(a *answer) judgement {
	switch {
	case a.card != nil:
		return bad("the card to be dismissed")
	case len(a.changed.decided) == 0:
		return miss("the card to be dismissed")
	}
	return fine
}

// judgeStop judges what is stopped: at once, or by the button of a question.
func (e *example) judgeStop(c *conversation, a *answer) judgement {
	wanted, err := choose(e.Select, c.before)
	if err != nil {
		return bad("a label that can be read: %v", err)
	}
	wanted = slices.DeleteFunc(wanted, func(r trex.Run) bool { return r.Status.Final() || r.Requester.Name != "ann" })
	if word, found := e.forbidden(a.text()); found {
		return miss("nothing about %q", word)
	}
	if len(a.changed.stopped) > 0 {
		return sameStopped(wanted, a.changed.stopped, "")
	}
	button, found := stopButton(a)
	switch {
	case a.card != nil:
		return bad("no card")
	case len(wanted) == 0 && !found:
		return e.judgeText(a)
	case !found:
		return miss("to stop or ask about %s", idsOf(wanted))
	}
	for _, run := range wanted {
		if len(wanted) <= 8 && !names(a.text(), string(run.ID)) {
			return miss("a question that names %s", run.ID)
		}
	}
	clicked := c.click("ann", button)
	a.changed.stopped = clicked.changed.stopped // so that the world is not used again
	return sameStopped(wanted, clicked.changed.stopped, "by its button ")
}

func sameStopped(wanted []trex.Run, stopped []trex.RunID, how string) judgement {
	for _, id := range stopped {
		if !has(wanted, id) {
			return bad("%s%s to be stopped, not %s", how, idsOf(wanted), id)
		}
	}
	if len(stopped) < len(wanted) {
		return miss("%s%s to be stopped", how, idsOf(wanted))
	}
	return fine
}

// claims returns the first word that the answer must not say and says.
func (e *example) claims(text string) (word string, found bool) {
	i := slices.IndexFunc(e.Not, func(word string) bool { return names(text, word) })
	if i < 0 {
		return "", false
	}
	return e.Not[i], true
}

// stopButton returns the button of a question whether to stop runs, the one that
// stops the most of them. The button “Stop” on a status asks nothing.
func stopButton(a *answer) (button chat.Button, found bool) {
	for _, m := range a.messages {
		for _, b := range m.Buttons {
			more := strings.Count(b.Action.Subject, ",") > strings.Count(button.Action.Subject, ",")
			asks := strings.Contains(m.Headline, "?") || !strings.Contains("Stop all", b.Label)
			if b.Style == chat.Danger && asks && (!found || more) {
				button, found = b, true
			}
		}
	}
	return button, found
}

// offersToStop reports whether the answer is a question whether to stop runs.
func offersToStop(a *answer) bool {
	_, found := stopButton(a)
	return found
}
