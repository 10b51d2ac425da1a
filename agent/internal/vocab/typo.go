package vocab

import "strings"

// Correct returns the meaning of a misspelt name. It accepts one error in a
// short name and two in a long one. It never corrects an English word or another
// machine learning term.
func (v *Vocab) Correct(name string) (Meaning, bool) {
	key := Squash(name)
	if len(key) < 3 || len(key) > 30 || Known(key) || field[key] {
		return Meaning{}, false
	}
	best, bestDistance, tie := "", 3, false
	for _, candidate := range v.keys {
		most := allowed(candidate, key)
		if most == 0 || abs(len(candidate)-len(key)) > most || digits(candidate) != digits(key) {
			continue
		}
		d := distance(key, candidate, most)
		switch {
		case d > most:
		case d < bestDistance:
			best, bestDistance, tie = candidate, d, false
		case d == bestDistance && !v.same(best, candidate):
			tie = true
		}
	}
	if best == "" || tie {
		return Meaning{}, false
	}
	return v.names[best], true
}

// Abbreviated returns the parameter whose names alone begin with the word: "hid",
// "ent". Before a value only, or it would take people's names for parameters.
func (v *Vocab) Abbreviated(word string) (m Meaning, ok bool) {
	key := Squash(word)
	if len(key) < 3 || Known(key) || OfTheField(key) {
		return Meaning{}, false
	}
	for _, candidate := range v.keys {
		other := v.names[candidate]
		if !strings.HasPrefix(candidate, key) {
			continue
		}
		if other.Param == "" || m.Param != "" && m.Param != other.Param {
			return Meaning{}, false
		}
		m = Meaning{Param: other.Param}
	}
	return m, m.Param != ""
}

// same reports whether two names mean the same parameter.
func (v *Vocab) same(a, b string) bool {
	x, y := v.names[a], v.names[b]
	return x.Param == y.Param && (x.Param != "" || len(x.Choices) == 1 && len(y.Choices) == 1 && x.Choices[0] == y.Choices[0])
}

// Nearest returns the parameter whose name is closest to the misspelt one, for a
// question. ok is false when none is close.
func (v *Vocab) Nearest(name string) (param string, ok bool) {
	key := Squash(name)
	if len(key) < 3 || len(key) > 30 {
		return "", false
	}
	best, bestDistance := "", len(key)/3+1
	for _, candidate := range v.keys {
		if m := v.names[candidate]; m.Param == "" || len(candidate) < 3 {
			continue
		}
		if d := distance(key, candidate, bestDistance); d < bestDistance {
			best, bestDistance = candidate, d
		}
	}
	if best == "" {
		return "", false
	}
	return v.names[best].Param, true
}

// digits returns the digits of a name. They are never a misspelling: gpt3 is not
// gpt2.
func digits(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, name)
}

func allowed(candidate, key string) int {
	switch n := len(candidate); {
	case n < 3:
		return 0
	case n == 3: // only two swapped letters
		if len(key) == 3 && key[0] == candidate[0] && key[1] == candidate[2] && key[2] == candidate[1] {
			return 1
		}
		return 0
	case n < 6:
		return 1
	case candidate[0] == key[0]:
		return 2
	}
	return 1
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// distance returns the number of inserted, deleted, replaced and swapped bytes
// between a and b (optimal string alignment), or most+1 when it is larger.
func distance(a, b string, most int) int {
	if abs(len(a)-len(b)) > most {
		return most + 1
	}
	var rows [3][32]int
	if len(b) >= len(rows[0]) || len(a) >= len(rows[0]) {
		return most + 1
	}
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		current, previous, before := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		current[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(previous[j]+1, current[j-1]+1, previous[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			current[j] = d
			least = min(least, d)
		}
		if least > most {
			return most + 1
		}
	}
	return rows[len(a)%3][len(b)]
}
