package evaltest

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
)

// judgeWords judges an answer as the README of the handed-out sets says.
func (e *example) judgeWords(a *answer, projects trex.Projects) judgement {
	if a.changed.runs() {
		return bad("no change of runs")
	}
	if len(a.messages) == 0 {
		return miss("an answer")
	}
	if word, found := e.forbidden(a.text()); found {
		return miss("nothing about %q", word)
	}
	if a.card != nil {
		return e.judgeCard(a, projects)
	}
	switch {
	case e.Ask != nil && !contains(a.text(), e.Ask):
		return miss("a question that names one of %q", e.Ask)
	case e.Refuse != nil && !contains(a.text(), []string{*e.Refuse}):
		return miss("a refusal that names %q", *e.Refuse)
	case e.Mention != nil && !contains(a.text(), e.Mention):
		return miss("an answer that names one of %q", e.Mention)
	case e.Ask != nil, e.Refuse != nil, e.Talk, e.AskOK:
		return fine
	}
	return miss("%s", e.wanted())
}

func (e *example) forbidden(text string) (word string, found bool) {
	i := slices.IndexFunc(e.Not, func(word string) bool { return contains(text, []string{word}) })
	if i < 0 {
		return "", false
	}
	return e.Not[i], true
}

// contains reports whether a text contains one of the words, in any case.
func contains(text string, words []string) bool {
	text = strings.ToLower(text)
	return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(text, strings.ToLower(word)) })
}

// judgeCard judges an answer that is a card.
func (e *example) judgeCard(a *answer, projects trex.Projects) judgement {
	mayPropose := e.Refuse == nil && !e.Talk
	if e.ConfigsIfMentions != nil && contains(a.text(), e.ConfigsIfMentions) {
		mayPropose = true
	}
	if !mayPropose {
		return bad("no card")
	}
	project, err := projects.Find(a.card.Project)
	if err != nil || e.P != "" && e.P != project.Name {
		return bad("a card of %s", e.P)
	}
	if e.Count > 0 && e.rightCount(a.card.Configs) {
		return fine
	}
	for _, set := range slices.Concat([][]partial{e.Configs}, e.Alt, e.AltConfigs) {
		if len(set) > 0 && e.equal(project, set, a.card.Configs) {
			return fine
		}
	}
	return bad("%s", e.wanted())
}

// wanted is what should have been proposed, for a report.
func (e *example) wanted() string {
	if e.Count > 0 {
		data, _ := json.Marshal(e.Ranges) // a map of numbers can always be written
		return "so many configurations: " + string(data)
	}
	if e.Configs == nil {
		return "no card"
	}
	data, _ := json.Marshal(e.Configs) // it was read from JSON
	return string(data)
}

func (e *example) rightCount(got []trex.RunConfig) bool {
	if len(got) != e.Count || !e.rightDistinct(got) {
		return false
	}
	for _, config := range got {
		for name, r := range e.Ranges {
			if f, ok := config[name].Float(); !ok || f < r[0]*(1-1e-9) || f > r[1]*(1+1e-9) {
				return false
			}
		}
	}
	return true
}

// rightDistinct reports whether the parameter that must differ does.
func (e *example) rightDistinct(got []trex.RunConfig) bool {
	if e.Distinct == "" {
		return true
	}
	seen := make(map[trex.Value]bool)
	for _, config := range got {
		seen[config[e.Distinct]] = true
	}
	return len(seen) == len(got)
}

// equal reports whether the configurations of a card are those that are wanted,
// in any order.
func (e *example) equal(project *trex.Project, want []partial, got []trex.RunConfig) bool {
	if len(want) != len(got) || !e.rightDistinct(got) {
		return false
	}
	free := append([]string{e.Distinct}, e.Free...)
	if repeated(want) { // only their seeds can differ
		free = append(free, "seed")
	}
	left := slices.Clone(got)
	for _, w := range want {
		i := slices.IndexFunc(left, func(c trex.RunConfig) bool { return e.same(project, w, c, free) })
		if i < 0 {
			return false
		}
		left = slices.Delete(left, i, i+1)
	}
	return true
}

func repeated(want []partial) bool {
	for i, w := range want {
		for _, other := range want[:i] {
			if maps.EqualFunc(w, other, func(a, b json.RawMessage) bool { return string(a) == string(b) }) {
				return true
			}
		}
	}
	return false
}

func (e *example) same(project *trex.Project, want partial, got trex.RunConfig, free []string) bool {
	for _, param := range project.Params {
		raw, named := want[param.Name]
		if !named && slices.Contains(free, param.Name) {
			continue
		}
		value := param.Default
		if named && string(raw) != `"default"` && json.Unmarshal(raw, &value) != nil {
			return false
		}
		if !e.near(value, got[param.Name]) {
			return false
		}
	}
	return true
}

// near compares values, numbers with the tolerance of the example.
func (e *example) near(want, got trex.Value) bool {
	a, isNumber := want.Float()
	b, _ := got.Float()
	if !isNumber {
		return want == got
	}
	tolerance := e.Tol
	if tolerance == 0 {
		tolerance = 1e-6
	}
	return math.Abs(a-b) <= tolerance*math.Abs(a)
}
