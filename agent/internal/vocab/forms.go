package vocab

import (
	"strings"

	"github.com/trex-ml/trex"
)

// forms are the forms in which people write the words of a switch's name.
var forms = splitGroups(`
normalize, normalise, normalized, normalised, normalizing, normalising, normalization, normalisation, norm
observation, observations, obs
reward, rewards
gradient, gradients, grad, grads
checkpoint, checkpoints, checkpointing
augment, augmented, augmentation
shuffle, shuffled, shuffling
freeze, frozen, freezing
clip, clipped, clipping
`)

// formsOf returns the forms of a word, at least the word.
func formsOf(word string) []string {
	for _, group := range forms {
		for _, form := range group {
			if form == word {
				return group
			}
		}
	}
	return []string{word}
}

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
