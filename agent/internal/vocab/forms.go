package vocab

import (
	"strings"

	"github.com/trex-ml/trex"
)

// addForms adds other forms of a switch's name: "normalized rewards" and "reward
// norm" for normalize_reward, "unnormalized rewards" for its opposite.
func (v *Vocab) addForms(param trex.Param) {
	words := Words(strings.ToLower(param.Name))
	if param.Type != trex.Boolean || len(words) != 2 {
		return
	}
	for _, first := range formsOf(words[0]) {
		for _, second := range formsOf(words[1]) {
			v.add(first+" "+second, Meaning{Param: param.Name})
			v.add(second+" "+first, Meaning{Param: param.Name})
			if strings.HasSuffix(first, "ed") {
				v.add("un"+first+" "+second, Meaning{Param: param.Name, Negated: true})
			}
		}
	}
}
