package vocab

import (
	"slices"
	"strings"
	"unicode"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/insight"
)

// Meaning is the meaning of one or several words in a project. A word may name a
// parameter and also a choice of another ("momentum").
type Meaning struct {
	Param   string   // the parameter it names, "" if none
	Plural  bool     // an "s" was added to one of the parameter's names
	ListOf  string   // also the plural of this parameter: "envs" of env, where envs is another
	Choices []Choice // the choices it names; an ambiguous word names several parameters or values
	Partial bool     // it is part of the choices' names
	Exact   bool     // it is one of the project's own names, not a synonym
	Negated bool     // it names a switch that is off: "unnormalized rewards"
}

// Choice is one legal value of a parameter that lists them.
type Choice struct {
	Param string
	Value trex.Value
}

func (m Meaning) IsZero() bool { return m.Param == "" && len(m.Choices) == 0 }

// Vocab is the vocabulary of one project.
type Vocab struct {
	Project *trex.Project
	names   map[string]Meaning // by squashed name
	longest int                // number of words in the longest name
	keys    []string           // squashed names that may be misspelt, sorted
}

// New builds the vocabulary of a project.
func New(project *trex.Project) *Vocab {
	v := &Vocab{Project: project, names: make(map[string]Meaning), longest: 1}
	for _, add := range []func(name, param string, exact bool){v.addName, v.addPlural} {
		for _, param := range project.Params {
			add(param.Name, param.Name, true)
			for _, alias := range param.Aliases {
				add(alias, param.Name, true)
			}
		}
	}
	for _, param := range project.Params {
		for _, name := range synonyms(param.Name) {
			v.addName(name, param.Name, false)
			v.addPlural(name, param.Name, false)
		}
	}
	if seed, ok := insight.Seed(project); ok {
		for _, name := range synonyms("seed") { // whatever name the project uses
			v.addName(name, seed.Name, false)
			v.addPlural(name, seed.Name, false)
		}
	}
	for _, param := range project.Params {
		v.addForms(param)
	}
	for _, param := range project.Params {
		v.addChoices(param)
	}
	for key := range v.names {
		v.keys = append(v.keys, key)
	}
	slices.Sort(v.keys)
	return v
}

func (v *Vocab) addName(name, param string, exact bool) {
	v.add(name, Meaning{Param: param, Exact: exact})
}

// addPlural adds the plural of a name, or the singular of a name that is one.
func (v *Vocab) addPlural(name, param string, exact bool) {
	squashed := Squash(name)
	if len(squashed) < 2 || squashed == "ep" || strings.HasSuffix(squashed, "layer") { // "eps" and "layers" have another meaning
		return
	}
	if !strings.HasSuffix(squashed, "s") || squashed == "bs" {
		if m, taken := v.names[squashed+"s"]; taken && m.Param != param {
			m.ListOf = param
			v.names[squashed+"s"] = m
		}
		v.add(name+"s", Meaning{Param: param, Plural: true, Exact: exact})
	} else if len(squashed) > 3 && !strings.HasSuffix(squashed, "ss") {
		v.add(name[:len(name)-1], Meaning{Param: param, Exact: exact})
	}
	if y, ok := strings.CutSuffix(name, "y"); ok {
		v.add(y+"ies", Meaning{Param: param, Plural: true, Exact: exact})
	}
}

// add keeps the first meaning of a name, so the project's own names come before
// synonyms.
func (v *Vocab) add(name string, m Meaning) {
	key := Squash(name)
	if key == "" {
		return
	}
	if _, taken := v.names[key]; taken {
		return
	}
	v.names[key] = m
	v.longest = max(v.longest, len(Words(name)))
}

func (v *Vocab) addChoices(param trex.Param) {
	for _, value := range param.Choices {
		text, ok := value.Text()
		if !ok {
			continue
		}
		choice := Choice{param.Name, value}
		v.addChoice(text, choice, false)
		for _, name := range choices[Squash(text)] {
			v.addChoice(name, choice, false)
		}
	}
	for _, value := range param.Choices {
		if text, ok := value.Text(); ok {
			v.addParts(text, Choice{param.Name, value})
		}
	}
}

func (v *Vocab) addChoice(name string, choice Choice, partial bool) {
	key := Squash(name)
	m, taken := v.names[key]
	switch {
	case key == "":
		return
	case taken && !m.Partial && partial && len(m.Choices) > 0:
		return // a whole name comes before a part of another
	case slices.Contains(m.Choices, choice):
		return
	}
	m.Choices = append(m.Choices, choice)
	m.Partial = partial && (!taken || m.Partial)
	v.names[key] = m
	v.longest = max(v.longest, len(Words(name)))
}

// Longest returns the number of words in the longest name.
func (v *Vocab) Longest() int { return v.longest }

// Find returns the meaning of a name, however its words are joined.
func (v *Vocab) Find(name string) (Meaning, bool) {
	m, ok := v.names[Squash(name)]
	return m, ok
}

// Squash keeps the letters and digits of a name, in lower case.
func Squash(name string) string {
	var b strings.Builder
	for _, r := range name {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// Words cuts a name into its words.
func Words(name string) []string {
	return strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
