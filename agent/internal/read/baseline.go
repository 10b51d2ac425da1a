package read

import (
	"slices"

	"github.com/trex-ml/trex/agent/internal/word"
)

// baseline decides whether the defaults are a separate case, as in "compare the
// baseline with adam", or only the starting point of the others, as in "the
// default config with adam".
func (p *parser) baseline() {
	named, alone := 0, 0
	for i, a := range p.atoms {
		if a.kind != aMark || a.mark != word.MarkDefaults {
			continue
		}
		named++
		p.s.Together = p.s.Together || p.is(p.skip(a.end, word.Plus, word.With, word.And), word.Both, word.All)
		if !p.hasAddition(i) {
			alone++
		}
		noun := p.finds(a.at, a.end, word.Baseline) || p.is(a.end-1, word.BaseNoun) || p.is(a.end, word.BaseNoun)
		last := noun && i == len(p.atoms)-1 && i > 1 && p.atoms[i-1].kind == aSep && p.atoms[i-1].sep == sepComma // "adam, baseline"
		p.s.Baseline = p.s.Baseline || last || p.besides(i, 1, noun) || p.besides(i, -1, noun)
	}
	if named > 1 { // "baseline, baseline + dropout 0.2"
		p.s.Baseline, p.s.Alone = true, alone > 0
		return
	}
	p.s.Alone = p.s.Baseline
}

// hasAddition reports whether something is added to the defaults at atom i:
// "baseline + dropout 0.2".
func (p *parser) hasAddition(i int) bool {
	for i++; i < len(p.atoms) && p.atoms[i].kind != aParam && p.atoms[i].kind != aValues; i++ {
		a := p.atoms[i]
		switch {
		case a.kind == aSep && a.sep != sepAnd, a.kind == aMark && (a.mark == word.MarkDefaults || a.mark == word.MarkAnd || a.mark == word.MarkStop || a.mark == word.MarkAnother || a.one):
			return false
		}
	}
	return i < len(p.atoms)
}

// besides reports whether the words next to atom i, in that direction, list it
// with something else to run.
func (p *parser) besides(i, direction int, noun bool) bool {
	compared := p.s.Has(word.Compare)
	beside := false
	for k := i + direction; k >= 0 && k < len(p.atoms); k += direction {
		switch a := p.atoms[k]; {
		case a.kind == aValues, a.kind == aParam, a.kind == aSpread:
			return beside
		case a.kind == aSep:
			beside = beside || noun && a.sep&sepComma != 0 && compared || a.sep&sepAnd != 0
		case a.kind == aMark && (a.mark == word.MarkStop || a.mark == word.MarkAnother || a.mark == word.MarkAdd && a.one):
			beside = true
		case a.kind == aMark && (a.mark == word.MarkAnd || a.mark == word.MarkOr || a.mark == word.MarkAdd):
			beside = beside || noun || compared
		case a.kind == aMark && a.mark == word.MarkWith:
			beside = beside || compared
		}
		if p.is(p.atoms[k].at, word.To) && compared {
			beside = true
		}
	}
	return false
}

// besideBaseline adds a case with all defaults. Shared assigns apply to it too.
func (s *Sentence) besideBaseline() {
	if s.Together {
		s.Cases = append(s.Cases, slices.Concat(s.Cases...))
	}
	if !s.Alone {
		return
	}
	if len(s.Cases) > 0 {
		s.Cases = append(s.Cases, nil)
		return
	}
	n := len(s.Shared)
	for n > 1 && (s.Shared[n-1].shared || s.Shared[n-1].lead&sepFor != 0) {
		n--
	}
	s.Cases = [][]Assign{nil, s.Shared[:n:n]}
	s.Shared = s.Shared[n:]
}
