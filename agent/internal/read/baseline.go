package read

import "strings"

// baseline decides whether the defaults are a separate case, as in "compare the
// baseline with adam", or only the starting point of the others, as in "the
// default config with adam".
func (p *parser) baseline() {
	for i, a := range p.atoms {
		if a.kind != aMark || a.mark != mDefaults {
			continue
		}
		text := p.text(a.at, a.end)
		noun := strings.Contains(strings.ToLower(text), "baseline") || p.is(a.end-1, "config", "configuration", "run", "model", "setup")
		if p.besides(i, 1, noun) || p.besides(i, -1, noun) {
			p.s.Baseline = true
			return
		}
	}
}

// besides reports whether the words next to atom i, in that direction, list it
// with something else to run.
func (p *parser) besides(i, direction int, noun bool) bool {
	compared := p.s.Has("compare", "comparing", "comparison", "compared")
	beside := false
	for k := i + direction; k >= 0 && k < len(p.atoms); k += direction {
		switch a := p.atoms[k]; {
		case a.kind == aValues, a.kind == aParam, a.kind == aSpread:
			return beside
		case a.kind == aSep:
			beside = beside || noun && a.sep&sepComma != 0 && compared || a.sep&sepAnd != 0
		case a.kind == aMark && (a.mark == mStop || a.mark == mAnother):
			beside = true
		case a.kind == aMark && (a.mark == mAnd || a.mark == mOr || a.mark == mAdd):
			beside = beside || noun || compared
		case a.kind == aMark && a.mark == mWith:
			beside = beside || compared
		}
		if p.is(p.atoms[k].at, "to") && compared {
			beside = true
		}
	}
	return false
}

// besideBaseline adds a case with all defaults. Shared assigns apply to it too.
func (s *Sentence) besideBaseline() {
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
