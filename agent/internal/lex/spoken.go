package lex

// spokenHundreds reads "two fifty six" and "five twelve": a digit and two more,
// as people say sizes. "five twenty fifty" is a list.
func spokenHundreds(t []Token) (value float64, n int) {
	if len(t) < 2 || t[0].Kind != Word || t[1].Kind != Word {
		return 0, 0
	}
	hundreds, isUnit := units[t[0].Text]
	rest, n := belowHundred(t[1:])
	if !isUnit || hundreds < 1 || hundreds > 9 || n == 0 || rest < 20 && rest != 12 {
		return 0, 0
	}
	n++
	if n < len(t) && t[n].Kind == Word {
		if _, more := unit(t[n].Text); more || magnitudes[t[n].Text] > 0 || parts[t[n].Text] > 0 {
			return 0, 0
		}
	}
	return hundreds*100 + rest, n
}

// belowHundred reads "fifty six", "fifty-six" and "twelve".
func belowHundred(t []Token) (value float64, n int) {
	value, ok := unit(t[0].Text)
	if !ok || value < 10 {
		return 0, 0
	}
	if len(t) > 1 && t[1].Kind == Word && value >= 20 && int(value)%10 == 0 {
		if ones, ok := units[t[1].Text]; ok && ones > 0 && ones < 10 {
			return value + ones, 2
		}
	}
	return value, 1
}
