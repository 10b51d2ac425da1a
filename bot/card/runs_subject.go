package card

import (
	"encoding/base64"
	"math/big"
	"strconv"
	"strings"

	"github.com/trex-ml/trex"
)

// mostListed is the most runs in a Subject: a damaged range could have billions.
const mostListed = 10_000

// RunsSubject writes the ids of runs in at most most bytes, consecutive ids as one
// range, or as bits where those are shorter. ok is false when they do not fit or there
// are none.
func RunsSubject(runs []trex.Run, most int) (subject string, ok bool) {
	if len(runs) == 0 {
		return "", false
	}
	if subject = runRanges(runs, ","); len(subject) > most {
		subject = runBits(runs)
	}
	return subject, len(subject) <= most
}

// runRanges writes the ids of runs, consecutive ones as a range.
func runRanges(runs []trex.Run, between string) string {
	var parts []string
	for i := 0; i < len(runs); {
		end := i
		for end+1 < len(runs) && runs[end+1].ID.Number() == runs[end].ID.Number()+1 {
			end++
		}
		part := string(runs[i].ID)
		switch {
		case end == i+1:
			part += between + string(runs[end].ID)
		case end > i+1:
			part += "-" + string(runs[end].ID)
		}
		parts = append(parts, part)
		i = end + 1
	}
	return strings.Join(parts, between)
}

// bitsAfter stands between the first run and the bits for it and the ones after it.
const bitsAfter = "~"

func runBits(runs []trex.Run) string {
	first := runs[0].ID
	for i := range runs {
		if runs[i].ID.Number() < first.Number() {
			first = runs[i].ID
		}
	}
	bits := new(big.Int)
	for i := range runs {
		n := runs[i].ID.Number() - first.Number()
		if n >= mostListed {
			return strings.Repeat("x", mostListed) // fits nowhere
		}
		bits.SetBit(bits, int(n), 1)
	}
	return string(first) + bitsAfter + base64.RawURLEncoding.EncodeToString(bits.Bytes())
}

func parseBits(first, text string) ([]trex.RunID, error) {
	from, err := trex.ParseRunID(first)
	data, broken := base64.RawURLEncoding.DecodeString(text)
	if err != nil || broken != nil || len(data) == 0 || 8*len(data) > mostListed {
		return nil, trex.Invalid("that button is not one of mine")
	}
	bits := new(big.Int).SetBytes(data)
	var ids []trex.RunID
	for i := range bits.BitLen() {
		if bits.Bit(i) == 1 {
			ids = append(ids, trex.MakeRunID(from.Number()+int64(i)))
		}
	}
	return ids, nil
}

// ParseRuns reads what RunsSubject wrote.
func ParseRuns(subject string) ([]trex.RunID, error) {
	if first, bits, ok := strings.Cut(subject, bitsAfter); ok {
		return parseBits(first, bits)
	}
	var ids []trex.RunID
	for part := range strings.SplitSeq(subject, ",") {
		first, last, isRange := strings.Cut(part, "-")
		from, err := trex.ParseRunID(first)
		if err != nil {
			return nil, trex.Invalid("that button is not one of mine")
		}
		to := from
		if isRange {
			if to, err = trex.ParseRunID(last); err != nil {
				return nil, trex.Invalid("that button is not one of mine")
			}
		}
		if n := to.Number() - from.Number(); n < 0 || n+int64(len(ids)) >= mostListed {
			return nil, trex.Invalid("that button names more than %s runs", strconv.Itoa(mostListed))
		}
		for n := from.Number(); n <= to.Number(); n++ {
			ids = append(ids, trex.MakeRunID(n))
		}
	}
	return ids, nil
}
