package card

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/say"
)

// A Pick says which configurations of a proposal are ticked. It is in the Subject
// of the card's buttons ("p43:2f", hexadecimal, bit i for configuration i), so that
// a click launches what the label said, also after a restart and whatever other
// people ticked meanwhile.
type Pick struct {
	Proposal trex.ProposalID
	All      bool
	chosen   *big.Int
	From     int // the first configuration of the menu that sent it
}

// PickSubject writes the Subject for the ticked configurations; chosen is nil for
// all. from is the first configuration of the menu, 0 for a button.
func PickSubject(id trex.ProposalID, chosen []bool, from int) string {
	if chosen == nil && from == 0 {
		return string(id)
	}
	subject := string(id) + ":"
	if chosen != nil {
		bits := new(big.Int)
		for i, on := range chosen {
			if on {
				bits.SetBit(bits, i, 1)
			}
		}
		subject += bits.Text(16)
	}
	if from > 0 {
		subject += ":" + strconv.Itoa(from)
	}
	return subject
}

// ParsePick reads what PickSubject wrote; anything else is an invalid error.
func ParsePick(subject string) (Pick, error) {
	parts := strings.Split(subject, ":")
	id, err := trex.ParseProposalID(parts[0])
	if err != nil {
		return Pick{}, err
	}
	p := Pick{Proposal: id, All: true, chosen: new(big.Int)}
	broken := trex.Invalid("this button of %s is damaged: use the card's newest version", id)
	if len(parts) > 3 || len(subject) > 2000 {
		return Pick{}, broken
	}
	if len(parts) > 1 && parts[1] != "" {
		if _, ok := p.chosen.SetString(parts[1], 16); !ok || p.chosen.Sign() < 0 {
			return Pick{}, broken
		}
		p.All = false
	}
	if len(parts) > 2 {
		if p.From, err = strconv.Atoi(parts[2]); err != nil || p.From < 0 {
			return Pick{}, broken
		}
	}
	return p, nil
}

// Ticked returns a flag for each of n configurations; bits beyond n are an invalid
// error.
func (p Pick) Ticked(n int) ([]bool, error) {
	if p.chosen.BitLen() > n {
		return nil, trex.Invalid("%s has %s, but this button names more", p.Proposal, say.Count(n, "configuration"))
	}
	chosen := make([]bool, n)
	for i := range chosen {
		chosen[i] = p.All || p.chosen.Bit(i) == 1
	}
	return chosen, nil
}

// PickedValues reads the values of a menu's options and returns configuration
// indices from 0, sorted.
func PickedValues(values []string, n int) ([]int, error) {
	var indices []int
	for _, value := range values {
		i, err := strconv.Atoi(value)
		if err != nil || i < 0 || i >= n {
			return nil, trex.Invalid("%q is not one of the %s of this proposal", say.Clip(value, 20), say.Count(n, "configuration"))
		}
		if !slices.Contains(indices, i) {
			indices = append(indices, i)
		}
	}
	slices.Sort(indices)
	return indices, nil
}

// Ticks returns a flag for each configuration of a proposal, nil when all are ticked.
func Ticks(p trex.Proposal) []bool {
	if p.Ticked == nil {
		return nil
	}
	ticks := make([]bool, len(p.Configs))
	for _, i := range p.Ticked {
		ticks[i] = true
	}
	return ticks
}

// Indices returns the indices of the ticked configurations.
func Indices(chosen []bool) []int {
	indices := []int{}
	for i, on := range chosen {
		if on {
			indices = append(indices, i)
		}
	}
	return indices
}
