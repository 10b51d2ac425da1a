package evaltest

import (
	"strconv"
	"strings"
	"testing"
)

// A measure plays one set. Its floor is what was reached: fewer right answers or
// more wrong ones fail the test.
type measure struct {
	name  string
	goal  string
	right int // at least
	wrong int // at most
	play  func(t testing.TB, m *measure) *score
}

var measures = []measure{
	{"words", "≥ 98 %, 0 wrong", 201, 0, wordsOf("words.dev.jsonl")},
	{"requests", "100 %", 23, 0, wordsOf("requests.dev.jsonl")},
	{"stops", "0 stopped", 42, 0, func(t testing.TB, m *measure) *score {
		return playActs(t, m.name, m.goal, numbered(readSet(t, "stops.dev.jsonl"), 12, 13, 18))
	}},
	{"questions", "≥ 91 %, 0 wrong", 37, 0, actsOf("questions.dev.jsonl")},
	{"small talk", "0 answered or changed", 450, 0, smallTalkOf("smalltalk.txt")},
	{"overheard requests", "all answered", 61, 0, actsOf("overheard.jsonl")},
	{"answers", "≥ 93 %", 38, 0, actsOf("answers.jsonl")},
	{"own requests", "≥ 95 %, ≤ 1 % wrong", 136, 2, actsOf("own.requests.jsonl")},
	{"own structured", "≥ 95 %, ≤ 1 % wrong", 39, 0, actsOf("own.structured.jsonl")},
	{"own pasted forms", "≥ 95 %, 0 wrong", 123, 0, actsOf("own.forms.jsonl")},
	{"own languages", "≥ 95 %, ≤ 1 % wrong", 34, 0, actsOf("own.languages.jsonl")},
	{"own projects", "≥ 95 %, ≤ 1 % wrong", 37, 1, actsOf("own.projects.jsonl")},
	{"own edits", "≥ 95 %, ≤ 1 % wrong", 50, 1, actsOf("own.edits.jsonl")},
	{"own talk", "≥ 95 %, ≤ 1 % wrong", 83, 1, actsOf("own.talk.jsonl")},
	{"own questions", "≥ 91 %, 0 wrong", 116, 1, actsOf("own.questions.jsonl")},
	{"own commands", "≥ 95 %, 0 wrong", 20, 0, actsOf("own.commands.jsonl")},
	{"own changes", "≥ 95 %, 0 wrong", 59, 0, actsOf("own.changes.jsonl")},
	{"own stops", "≥ 95 %, 0 wrong", 103, 0, actsOf("own.stops.jsonl")},
	{"one word deleted", "0 stop more", 479, 1, playDeletions},
	{"own mentions of stop", "0 stopped", 202, 0, actsOf("own.stops.not.jsonl")},
	{"fresh requests", "≥ 95 %, ≤ 1 % wrong", 56, 1, actsOf("fresh.requests.jsonl")},
	{"fresh six languages", "≥ 80 %, 0 wrong", 136, 0, actsOf("fresh.six.jsonl")},
	{"fresh seven languages", "≥ 80 %, 0 wrong", 82, 0, actsOf("fresh.seven.jsonl")},
	{"fresh talk", "≥ 95 %, ≤ 1 % wrong", 39, 1, actsOf("fresh.talk.jsonl")},
	{"fresh questions", "≥ 91 %, 0 wrong", 50, 0, actsOf("fresh.questions.jsonl")},
	{"fresh stops", "≥ 95 %, 0 wrong", 30, 0, actsOf("fresh.stops.jsonl")},
	{"fresh mentions of stop", "0 stopped", 45, 0, actsOf("fresh.stops.not.jsonl")},
	{"fresh small talk", "0 answered or changed", 21, 0, smallTalkOf("fresh.smalltalk.txt")},
	{"fresh changes", "≥ 95 %, 0 wrong", 15, 0, actsOf("fresh.changes.jsonl")},
	{"second requests", "≥ 95 %, ≤ 1 % wrong", 35, 1, actsOf("fresh2.requests.jsonl")},
	{"second talk", "≥ 95 %, ≤ 1 % wrong", 19, 1, actsOf("fresh2.talk.jsonl")},
	{"second questions", "≥ 91 %, 0 wrong", 21, 4, actsOf("fresh2.questions.jsonl")},
	{"second stops", "≥ 95 %, 0 wrong", 20, 0, actsOf("fresh2.stops.jsonl")},
	{"second mentions of stop", "0 stopped", 20, 0, actsOf("fresh2.stops.not.jsonl")},
	{"second changes", "≥ 95 %, 0 wrong", 14, 1, actsOf("fresh2.changes.jsonl")},
	{"third requests", "≥ 95 %, ≤ 1 % wrong", 12, 0, actsOf("fresh3.requests.jsonl")},
	{"third stops", "≥ 95 %, 0 wrong", 8, 0, actsOf("fresh3.stops.jsonl")},
	{"third changes", "≥ 95 %, 0 wrong", 8, 0, actsOf("fresh3.changes.jsonl")},
	{"third questions", "≥ 91 %, 0 wrong", 9, 0, actsOf("fresh3.questions.jsonl")},
	{"third talk", "≥ 95 %, ≤ 1 % wrong", 8, 0, actsOf("fresh3.talk.jsonl")},
}

func wordsOf(pattern string) func(testing.TB, *measure) *score {
	return func(t testing.TB, m *measure) *score { return playWords(t, m.name, m.goal, readSet(t, pattern)) }
}

func actsOf(pattern string) func(testing.TB, *measure) *score {
	return func(t testing.TB, m *measure) *score { return playActs(t, m.name, m.goal, readSet(t, pattern)) }
}

func smallTalkOf(name string) func(testing.TB, *measure) *score {
	return func(t testing.TB, m *measure) *score { return playSmallTalk(t, m, readLines(t, name)) }
}

// numbered puts each of the numbers of running runs for {n}, and another one for
// {m}.
func numbered(examples []example, numbers ...int) []example {
	var all []example
	for i, n := range numbers {
		m := numbers[(i+1)%len(numbers)]
		fill := strings.NewReplacer("{n}", strconv.Itoa(n), "{m}", strconv.Itoa(m))
		for _, e := range examples {
			e.Say, e.Select = fill.Replace(e.Say), fill.Replace(e.Select)
			all = append(all, e)
		}
	}
	return all
}
