package read

import "strings"

// baseline finds out whether the defaults are a case of their own, as in
// "compare the baseline with adam", or only where the others start from, as in
// "the default config with adam".
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

// besides reports whether what stands next to atom i, in that direction, puts
// it beside something else to run.
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

// besideBaseline adds the case of all defaults; what holds for all cases holds
// for it too.
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
