package clause

import (
	"slices"

	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
)

// read says what the words from to end do. ok is false when there is no word.
func read(t lexicon.Text, from, end int) (c Clause, ok bool) {
	if !hasWord(t, from, end) {
		return c, false
	}
	c = Clause{From: from, To: end}
	i := lead(t, from, end)
	if i < end && t.Is(i, lexicon.If) && !asksWhen(t, i, end) {
		c.Condition = true
		i = t.At(i, lexicon.If)
	}
	if next := t.At(i, lexicon.Later, lexicon.Today); next < end && t.Is(next, lexicon.I, lexicon.We) {
		i = next // "tomorrow I want to discuss lr 0.1"
	}
	c.Head = i
	c.mood(t, i, end)
	c.Negated = c.negated(t)
	if c.Mood == Fragment && end > from && t[end-1].Is("?") {
		c.Mood = Asks
	}
	return c, true
}

// asksWhen tells "when is it done" from "when it is done".
func asksWhen(t lexicon.Text, i, end int) bool {
	next := t.At(i, lexicon.When)
	return next > i && next < end && t.Is(next, lexicon.Be, lexicon.Do, lexicon.Will, lexicon.Have, lexicon.Can, lexicon.Should)
}

// lead returns the index after greetings and small words.
func lead(t lexicon.Text, i, end int) int {
	for i < end {
		next := max(t.At(i, lexicon.Lead), t.At(i, lexicon.Please))
		if next == i && (t[i].Kind == lex.Mark || t[i].Kind == lex.Break) {
			next = i + 1
		}
		if next == i || next > end {
			return i
		}
		i = next
	}
	return i
}

// mood reads the first words from i.
func (c *Clause) mood(t lexicon.Text, i, end int) {
	switch {
	case i >= end:
	case t.Is(i, lexicon.About):
		c.Mood, c.Opens = Asks, lexicon.About
	case t.Is(i, lexicon.Lets):
		c.order(t, t.At(i, lexicon.Lets), end)
		c.By = lexicon.We
	case c.wish(t, i, end):
	case c.request(t, i, end):
	case t.Is(i, lexicon.BareHave) && t.Is(i+1, lexicon.It) && !t[end-1].Is("?"): // "have it run for 20 epochs"
		c.order(t, t.At(i+1, lexicon.It), end)
	case c.question(t, i, end):
	case c.statement(t, i, end):
	case t.Is(i, lexicon.Not) && t[i].Kind == lex.Word && commands(t, after(t, i, end)):
		c.order(t, after(t, i, end), end)
	case commands(t, i):
		c.order(t, i, end)
	default:
		c.predicate(t, i, end)
	}
}

func (c *Clause) order(t lexicon.Text, i, end int) {
	c.Mood = Order
	if c.Head = lead(t, i, end); c.Head < end && t[c.Head].Kind == lex.Word && t.Is(c.Head, lexicon.To) { // "want you to stop r3"
		c.Head = lead(t, c.Head+1, end)
	}
	if next := t.At(c.Head, lexicon.Not); next > c.Head {
		c.Head = lead(t, next, end)
	}
}

// after returns the index after a negation.
func after(t lexicon.Text, i, end int) int {
	return lead(t, t.At(i, lexicon.Not, lexicon.Never), end)
}

// commands reports whether a verb that people give as an order begins at i.
func commands(t lexicon.Text, i int) bool {
	return t.Is(i, lexicon.Stop, lexicon.Keep, lexicon.Retry, lexicon.Launch, lexicon.Dismiss, lexicon.Undo, lexicon.Pause, lexicon.Resume,
		lexicon.Extend, lexicon.Watch, lexicon.Annotate, lexicon.Archive, lexicon.Share, lexicon.Try, lexicon.Set, lexicon.Show, lexicon.Tell, lexicon.Compare)
}

// wish reads "I want to …", "we need …", "I'd like you to …".
func (c *Clause) wish(t lexicon.Text, i, end int) bool {
	next := t.At(i, lexicon.Want)
	subject := t.At(i, lexicon.I, lexicon.We, lexicon.Third)
	if t[i].Kind == lex.ID { // "r12 needs 50 more epochs"
		subject = i + 1
	}
	if subject > i {
		if at := lead(t, subject, end); t.Is(at, lexicon.Want) {
			next = max(next, t.At(at, lexicon.Want))
		}
	}
	if next == i || next >= end {
		return false
	}
	c.order(t, t.At(next, lexicon.You, lexicon.We, lexicon.I), end)
	c.Wish, c.By = true, lexicon.I
	return true
}

// request reads "can you …", "would you mind …", "you can …".
func (c *Clause) request(t lexicon.Text, i, end int) bool {
	next := t.At(i, lexicon.Can, lexicon.Would, lexicon.Will, lexicon.May)
	if next > i && t.Is(next, lexicon.You) {
		c.order(t, t.At(next, lexicon.You), end)
		c.By = lexicon.You
		return true
	}
	if next > i && t.Is(next, lexicon.Somebody) && (t.Find(i, end, lexicon.Please) >= 0 || t.Is(t.At(next, lexicon.Somebody), lexicon.Stop)) { // "could somebody stop r18"
		c.order(t, t.At(next, lexicon.Somebody), end)
		c.By, c.Modal = lexicon.You, true
		return true
	}
	if next := t.At(i, lexicon.You); next > i && t.Is(next, lexicon.Can, lexicon.Should, lexicon.May) {
		c.order(t, t.At(next, lexicon.Can, lexicon.Should, lexicon.May), end)
		c.By, c.Modal = lexicon.You, true
		return true
	}
	return false
}

// question reads what begins with a question word, or with a verb before its
// subject.
func (c *Clause) question(t lexicon.Text, i, end int) bool {
	for _, word := range []lexicon.Concept{lexicon.Why, lexicon.What, lexicon.Which, lexicon.Who, lexicon.When, lexicon.Where, lexicon.How} {
		if t.Is(i, word) {
			c.Mood, c.Opens = Asks, word
			c.Past = t.Find(i, end, lexicon.Was, lexicon.Did, lexicon.Have, lexicon.Tried, lexicon.Stopped) >= 0
			c.Modal = t.Find(i, end, lexicon.Would, lexicon.Should) >= 0
			return true
		}
	}
	verb := t.At(i, lexicon.Be, lexicon.Do, lexicon.Have, lexicon.Can, lexicon.Would, lexicon.Should, lexicon.Will, lexicon.May)
	if verb == i || verb >= end || t.Is(i, lexicon.I, lexicon.We, lexicon.It, lexicon.Third) && !t.Is(i, lexicon.Should) {
		return false
	}
	if t.Is(i, lexicon.Not) && commands(t, after(t, i, end)) || t.Is(i, lexicon.BareDo) && t.Find(c.From, i, lexicon.Please) >= 0 ||
		(t.Is(i, lexicon.BareDo) || t.Is(i, lexicon.Not) && t.Is(i, lexicon.Do)) && !subject(t, verb) { // "don't stop", "do 3 runs"
		return false
	}
	c.Mood = Asks
	c.Past = t.Is(i, lexicon.Was, lexicon.Did, lexicon.Have)
	c.Modal = t.Is(i, lexicon.Should, lexicon.Would, lexicon.May)
	c.Opens = first(t, i, lexicon.Did, lexicon.Was, lexicon.Do, lexicon.Have, lexicon.Should, lexicon.Would, lexicon.Can, lexicon.Will, lexicon.May, lexicon.Be)
	c.By = first(t, verb, lexicon.I, lexicon.We, lexicon.You, lexicon.Third, lexicon.It)
	c.Head = lead(t, max(t.At(verb, lexicon.I, lexicon.We), verb), end)
	return true
}

// subject reports whether somebody or something that acts stands at i.
func subject(t lexicon.Text, i int) bool {
	return t.Is(i, lexicon.I, lexicon.We, lexicon.You, lexicon.Third, lexicon.Mine, lexicon.Everything) || t[i].Is("the", "any", "these", "those", "they")
}

func first(t lexicon.Text, i int, concepts ...lexicon.Concept) lexicon.Concept {
	for _, c := range concepts {
		if t.Is(i, c) {
			return c
		}
	}
	return ""
}

// statement reads what begins with a pronoun: "we tried …", "it is …".
func (c *Clause) statement(t lexicon.Text, i, end int) bool {
	c.By = first(t, i, lexicon.I, lexicon.We, lexicon.You, lexicon.Third, lexicon.It)
	if c.By == "" || i+1 < end && t[i+1].Is(")", ".") { // "i) lr 0.1"
		c.By = ""
		return false
	}
	if c.By == lexicon.It && i+1 < end && finite(t, i, min(i+4, end)) < 0 {
		c.By = ""
		return false
	}
	c.Mood = Statement
	c.tense(t, i, end)
	if c.By == lexicon.Third && t[end-1].Is("?") { // "anyone run 100 epochs?"
		c.Mood, c.Past = Asks, true
	}
	return true
}

func hasID(t lexicon.Text, from, end int) bool {
	return slices.ContainsFunc(t[from:end], func(w lexicon.Word) bool { return w.Kind == lex.ID })
}

func (c *Clause) tense(t lexicon.Text, i, end int) {
	c.Past = t.Find(i, end, lexicon.Was, lexicon.Did, lexicon.Tried, lexicon.Stopped) >= 0
	c.Modal = t.Find(i, min(i+6, end), lexicon.Would, lexicon.Should, lexicon.May, lexicon.Can) >= 0
	c.Future = t.Find(i, min(i+6, end), lexicon.Will) >= 0
}

// predicate reads "lr 0.5 is nonsense" and "adam needs lr 1e-3": things, and a
// verb that says something of them. "batch size is 64" gives a value; it is a
// fragment.
func (c *Clause) predicate(t lexicon.Text, i, end int) {
	if t.Is(i, lexicon.Elided) && t.Is(i+1, lexicon.Article) { // "just finished a run with lr 0.1"
		c.Mood, c.By, c.Past = Statement, lexicon.I, true
		return
	}
	verb := t.Find(i, end, lexicon.Be, lexicon.Have, lexicon.Did, lexicon.Do, lexicon.Will, lexicon.Would, lexicon.Can, lexicon.Should, lexicon.Tried, lexicon.Think, lexicon.Stopped)
	if verb < 0 && t[i].Kind == lex.ID { // "r13 must die"
		verb = t.Find(i, end, lexicon.May)
	}
	if verb <= i && t.Is(i, lexicon.Not) || t.Is(verb, lexicon.BareDo) || verb < 0 || assigns(t, verb, end) || verb > i && t.Is(verb-1, lexicon.It, lexicon.Which) { // "sizes that are powers of 2"
		return
	}
	c.Mood = Statement
	c.By = first(t, i, lexicon.Third, lexicon.I, lexicon.We)
	c.tense(t, i, end)
	if t[end-1].Is("?") && hasID(t, i, end) { // "r4 crashed, any idea?"
		c.Mood = Asks
	}
}

// assigns reports whether a value follows the verb: "is 64", "should be 0.1".
func assigns(t lexicon.Text, verb, end int) bool {
	next := verb
	for next < end && t.Is(next, lexicon.Be, lexicon.Should, lexicon.Filler) && !t.Is(next, lexicon.Verdict) {
		next = t.At(next, lexicon.Be, lexicon.Should, lexicon.Filler)
	}
	return next > verb && next < end && (t[next].Kind == lex.Num || t.Is(verb, lexicon.Should) || !t.Is(next, lexicon.Verdict, lexicon.Not, lexicon.Tried, lexicon.Think) && next+1 >= end)
}

// negated reports whether the verb is denied. "no dropout" and "not r12" deny
// things, so an order counts only words before its verb.
func (c *Clause) negated(t lexicon.Text) bool {
	end := c.To
	if c.Mood == Order {
		end = c.Head
	}
	return t.Find(c.From, end, lexicon.Not, lexicon.Never) >= 0
}
