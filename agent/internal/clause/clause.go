package clause

import (
	"slices"

	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
)

// Mood is what a clause does.
type Mood uint8

const (
	Fragment  Mood = iota // has no finite verb: "lr 0.1, 0.01", "status"
	Order                 // "stop r3", "can you try adam", "I want 3 runs"
	Asks                  // "why did r3 fail", "still running?"
	Statement             // "we already did lr 0.1"
)

// Clause is a part of a message with one verb.
type Clause struct {
	From, To int // its words
	Head     int // its first word that is no greeting, filler or auxiliary
	Mood     Mood

	Condition bool // "if r3 diverges", "stop r3 unless …"
	Negated   bool
	Past      bool // reports or asks about something that was
	Modal     bool // would, could, should, might
	Future    bool
	Wish      bool            // "I want …", "we need …"
	Opens     lexicon.Concept // of its first word: What, Why, How, Be, Did …; "" for none
	By        lexicon.Concept // who does it: I, We, You, Third, It; "" when unsaid
}

// most is how many clauses of a message are looked at.
const most = 60

// Cut cuts a message into clauses.
func Cut(t lexicon.Text) []Clause {
	var clauses []Clause
	for from := 0; from < len(t) && len(clauses) < most; {
		end := next(t, from)
		if len(clauses) == most-1 {
			end = len(t) // the last one takes what is left
		}
		if c, ok := read(t, from, end); ok {
			clauses = append(clauses, c)
		}
		from = end
	}
	return clauses
}

// next returns where the clause at from ends.
func next(t lexicon.Text, from int) int {
	whole := 0
	for i := from + 1; i < len(t); i++ {
		if whole = max(whole, t.At(i-1, lexicon.Want, lexicon.About, lexicon.Lead, lexicon.Help)); whole > i {
			continue // "love it if you"
		}
		switch {
		case t[i-1].Kind == lex.Break || stops(t, i-1):
			return i
		case !hasWord(t, from, i):
		case t[i-1].Text == "," && t[i-1].Kind == lex.Mark && opens(t, i):
			return i
		case t[i-1].Is(":") && t.Is(i, lexicon.I, lexicon.We, lexicon.Third):
			return i // "I read: they train with …"
		case t[i-1].Is(":") && (finite(t, i-2, i-1) >= 0 || t.Is(from, lexicon.Because) || commands(t, i) && hasID(t, from, i)):
			return i // "since nobody else will: lr 0.1", "r12, r13: kill both"
		case t[i-1].Is(",") && t.Is(i, lexicon.So) && i > from+3:
			return i
		case t[i-1].Is(",") && i > 1 && t.Is(i-2, lexicon.Verdict) && !t.Is(from, lexicon.Which, lexicon.What):
			return i // "that's too long, 5 epochs"
		case joins(t, i) && i+1 < len(t) && starts(t, t.At(i, lexicon.And)):
			return i
		case t.Is(i, lexicon.If) && !t.Is(i, lexicon.Please) && t[i].Kind == lex.Word && conditional(t, i):
			return i
		case t.Is(i, lexicon.Not) && t.Is(i, lexicon.Do) && commands(t, after(t, i, len(t))) && !subject(t, i-1) && lead(t, from, i) < i:
			return i // "… but don't do 0.1 with 32"
		case t.Is(from, lexicon.If) && !asksWhen(t, from, len(t)) && i > from+2 && commands(t, i) && !subject(t, i-1) && !t.Is(i-1, lexicon.Be, lexicon.Not, lexicon.To, lexicon.Article, lexicon.Can, lexicon.Would, lexicon.Should):
			return i // "if r39 diverges stop it"
		case t.Is(i, lexicon.Because):
			return i
		}
	}
	return len(t)
}

func hasWord(t lexicon.Text, from, end int) bool {
	return slices.ContainsFunc(t[from:end], func(w lexicon.Word) bool { return w.Kind != lex.Mark && w.Kind != lex.Break })
}

// stops reports whether the word at i ends a sentence.
func stops(t lexicon.Text, i int) bool {
	if t.Is(i, lexicon.Unequal) {
		return false // "lr != 0.1"
	}
	return t[i].Kind == lex.Mark && (t[i].Text == "." || t[i].Text == "!" || t[i].Text == "?" || t[i].Text == ";" || t[i].Text == "..")
}

func joins(t lexicon.Text, i int) bool { return t.Is(i, lexicon.And) }

// opens reports whether a new clause begins after a comma.
func opens(t lexicon.Text, i int) bool {
	if t.Is(i, lexicon.And) {
		i = t.At(i, lexicon.And)
	}
	return starts(t, i) || t.Is(i, lexicon.No, lexicon.Because, lexicon.If, lexicon.What, lexicon.Why, lexicon.How, lexicon.Which, lexicon.Who, lexicon.When, lexicon.Where)
}

// starts reports whether a subject or an order begins at i.
func starts(t lexicon.Text, i int) bool {
	if i >= len(t) || t[i].Kind == lex.Num {
		return false
	}
	i = lead(t, i, len(t))
	if i >= len(t) {
		return false
	}
	switch {
	case t.Is(i, lexicon.Lets), t.Is(i, lexicon.Stop, lexicon.Keep, lexicon.Retry, lexicon.Launch, lexicon.Dismiss, lexicon.Undo, lexicon.Pause, lexicon.Resume, lexicon.Show, lexicon.Tell) && !t.Is(i, lexicon.And):
		return true
	case t.Is(i, lexicon.I, lexicon.We, lexicon.You, lexicon.Third):
		return finite(t, i+1, min(i+4, len(t))) >= 0 || t.Is(i+1, lexicon.Want) || t.Is(i, lexicon.Be, lexicon.Will, lexicon.Would, lexicon.Have)
	case t.Is(i, lexicon.Try, lexicon.Set), t.Is(i, lexicon.Can, lexicon.Would, lexicon.May) && t.Is(i+1, lexicon.You, lexicon.We, lexicon.I, lexicon.It):
		return true
	case t.Is(i, lexicon.Article, lexicon.Rest):
		end := min(i+6, len(t))
		ended := t.Find(i+1, end, lexicon.Stopped)
		return t.Find(i+1, end, lexicon.GoesOn, lexicon.CanGo) >= 0 || ended > 0 && t.Is(ended-1, lexicon.Be) // "…, the waiting ones may stay"
	case t[i].Kind == lex.ID, t.Is(i, lexicon.It):
		return finite(t, i+1, min(i+2, len(t))) >= 0 || t.Is(i+1, lexicon.GoesOn) || t.Is(i, lexicon.Be) && t[i].Kind == lex.Word
	}
	return false
}

// conditional reports whether the word at i begins a condition, not a count
// ("after 10 epochs" is one too: it says when).
func conditional(t lexicon.Text, i int) bool { return i+1 < len(t) }

// finite returns the first place of a verb in words from to end; -1 for none.
func finite(t lexicon.Text, from, end int) int {
	return t.Find(from, end, lexicon.Be, lexicon.Do, lexicon.Have, lexicon.Can, lexicon.Would, lexicon.Should, lexicon.Will, lexicon.May, lexicon.Tried, lexicon.Stopped, lexicon.Think)
}
