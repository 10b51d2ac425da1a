package evaltest

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/chat"
)

// experimentThread is where the n-th experiment of the full server is discussed.
func experimentThread(n int) trex.Thread {
	return trex.Thread{Platform: platform, Channel: "C1", ID: fmt.Sprintf("E%d", n)}
}

// conversation is one thread of a world, whose messages it counts.
type conversation struct {
	w      *world
	thread trex.Thread
	events int
	before []trex.Run // as they were before the last message
	after  state      // what there is after it
}

// converse begins a conversation in a thread of its own.
func (w *world) converse() *conversation { return &conversation{w: w, thread: w.thread()} }

// answer is what came of one message.
type answer struct {
	messages []chat.Message
	card     *trex.Proposal // the proposal whose card is the answer, nil if none
	intent   agent.Intent   // what the agent made of it
	changed  changes
}

// text is everything that a person sees: headlines, blocks and buttons.
func (a *answer) text() string {
	var lines []string
	for _, m := range a.messages {
		lines = append(lines, m.Plain())
		for _, b := range a.buttonsOf(m) {
			lines = append(lines, "["+b.Label+"]")
		}
	}
	return strings.Join(lines, "\n")
}

func (a *answer) buttonsOf(m chat.Message) []chat.Button { return slices.Concat(m.Buttons, m.More) }

// short is the answer in one line, for a report.
func (a *answer) short() string {
	if len(a.messages) == 0 {
		return "(silence)" + a.changed.String()
	}
	text := strings.Join(strings.Fields(a.text()), " ")
	if a.card != nil {
		text = "card: " + a.card.Reading
		if a.card.Reading == "" {
			text = fmt.Sprintf("card: %d configurations", len(a.card.Configs))
		}
	}
	if runes := []rune(text); len(runes) > 150 {
		text = string(runes[:150]) + "…"
	}
	return text + a.changed.String()
}

// say sends a message to Trex directly.
func (c *conversation) say(by, text string) *answer {
	return c.do(by, chat.Said{Text: text, Direct: true})
}

// overhear sends a message that was not addressed to Trex.
func (c *conversation) overhear(by, text string) *answer {
	return c.do(by, chat.Said{Text: text, Continue: true})
}

// click clicks a button.
func (c *conversation) click(by string, button chat.Button) *answer {
	return c.do(by, chat.Clicked{Action: button.Action})
}

func (c *conversation) do(by string, deed chat.Deed) *answer {
	w := c.w
	before, from := c.after, w.room.count()
	if before.runs == nil {
		before = w.state(c.thread)
	}
	c.before = slices.SortedFunc(maps.Values(before.runs), func(a, b trex.Run) int { return byNumber(a.ID, b.ID) })
	w.mind.intent = agent.Intent{}
	c.events++
	came := w.bot.Handle(context.Background(), chat.Event{
		ID: fmt.Sprintf("%s-%d", c.thread.ID, c.events), Did: deed, Person: person(by), Thread: c.thread, Trigger: "now", At: now,
	})
	if came.Err != nil && trex.KindOf(came.Err) == trex.KindInternal {
		w.t.Errorf("%s: %+v: %v", by, deed, came.Err)
	}
	a := &answer{messages: w.room.since(from, c.thread), intent: w.mind.intent}
	for _, m := range a.messages {
		if m.Proposal == "" {
			continue
		}
		p, err := w.db.FindProposal(context.Background(), trex.ProposalID(m.Proposal))
		if err != nil {
			w.t.Fatal(err)
		}
		a.card = &p
	}
	c.after = w.state(c.thread)
	a.changed = before.until(c.after)
	return a
}

// state is what a message can change.
type state struct {
	runs      map[trex.RunID]trex.Run
	proposals map[trex.ProposalID]trex.Proposal // of the thread
	others    []trex.ChangeKind                 // of other things, since the state before
}

func (w *world) state(thread trex.Thread) state {
	s := state{proposals: make(map[trex.ProposalID]trex.Proposal)}
	runs, others := w.noticed()
	s.others = others
	if w.known == nil || runs {
		w.known = make(map[trex.RunID]trex.Run)
		for _, run := range w.runs() {
			w.known[run.ID] = run
		}
	}
	s.runs = w.known
	proposals, err := w.db.ListProposals(context.Background(), trex.ProposalQuery{Thread: thread, Limit: 50})
	if err != nil {
		w.t.Fatal(err)
	}
	for _, p := range proposals {
		s.proposals[p.ID] = p
	}
	return s
}

// noticed reads what the store has said since the last call: whether a run may
// have changed, and what else did that no state has.
func (w *world) noticed() (runs bool, others []trex.ChangeKind) {
	for {
		select {
		case c, ok := <-w.notices:
			if !ok { // the store is closed
				return runs, others
			}
			switch c.Kind {
			case trex.MessageChanged, trex.ProposalChanged:
			case trex.RunChanged, trex.ExperimentChanged, trex.PointsAdded, trex.AllChanged:
				runs = true
			default:
				others = append(others, c.Kind)
			}
		default:
			return runs, others
		}
	}
}

// runs returns all runs.
func (w *world) runs() []trex.Run {
	page, err := w.db.ListRuns(context.Background(), trex.RunQuery{Limit: 1000})
	if err != nil {
		w.t.Fatal(err)
	}
	return page.Runs
}

// changes is what one message did to the store.
type changes struct {
	stopped   []trex.RunID      // asked to stop, or taken off the queue
	launched  []trex.RunID      // new
	proposed  []trex.ProposalID // new
	edited    []trex.ProposalID // have a new version
	decided   []trex.ProposalID // launched or dismissed
	otherwise []trex.RunID      // changed in any other way
	others    []trex.ChangeKind // of things that are neither runs nor proposals
}

func (s state) until(after state) changes {
	c := changes{others: after.others}
	for _, id := range slices.SortedFunc(maps.Keys(after.runs), byNumber) {
		was, existed := s.runs[id]
		is := after.runs[id]
		switch {
		case !existed:
			c.launched = append(c.launched, id)
		case was.StopAsked.IsZero() && !is.StopAsked.IsZero(), was.Status != is.Status && is.Status == trex.Cancelled:
			c.stopped = append(c.stopped, id)
		case !reflect.DeepEqual(was, is): // nothing runs here, so it was the message
			c.otherwise = append(c.otherwise, id)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(after.proposals)) {
		was, existed := s.proposals[id]
		is := after.proposals[id]
		switch {
		case !existed:
			c.proposed = append(c.proposed, id)
		case was.State != is.State:
			c.decided = append(c.decided, id)
		case was.Version != is.Version:
			c.edited = append(c.edited, id)
		}
	}
	return c
}

func byNumber(a, b trex.RunID) int { return int(a.Number() - b.Number()) }

// runs reports whether runs were changed: then the world is not as it was.
func (c *changes) runs() bool { return len(c.stopped)+len(c.launched)+len(c.otherwise) > 0 }

// any reports whether anything changed.
func (c *changes) any() bool {
	return c.runs() || len(c.proposed)+len(c.edited)+len(c.decided)+len(c.others) > 0
}

func (c changes) String() string {
	var parts []string
	if len(c.stopped) > 0 {
		parts = append(parts, fmt.Sprint("stopped ", c.stopped))
	}
	if len(c.launched) > 0 {
		parts = append(parts, fmt.Sprint("launched ", c.launched))
	}
	if len(c.edited) > 0 {
		parts = append(parts, fmt.Sprint("edited ", c.edited))
	}
	if len(c.decided) > 0 {
		parts = append(parts, fmt.Sprint("decided ", c.decided))
	}
	if len(c.otherwise) > 0 {
		parts = append(parts, fmt.Sprint("changed ", c.otherwise))
	}
	if len(c.others) > 0 {
		parts = append(parts, fmt.Sprint("changed ", c.others))
	}
	if len(parts) == 0 {
		return ""
	}
	return " {" + strings.Join(parts, ", ") + "}"
}
