package agent

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/read"
	"github.com/trex-ml/trex/agent/internal/sweep"
)

// pending is a request that Trex asked back about, or refused: its words, and the
// places that an answer may fill. It is kept as Intent.Question until the person
// says more. An answer is put in its place and the whole is read again, so
// nothing of the request is lost.
type pending struct {
	Text    string   `json:"text"`
	Keep    []string `json:"keep,omitempty"` // values that an answer must not change, as typed
	Holes   []hole   `json:"holes,omitempty"`
	Options []option `json:"options,omitempty"`
	Params  []string `json:"params,omitempty"`  // that the request sets, also with values that were refused
	Unknown []string `json:"unknown,omitempty"` // words that Trex does not know, which an answer may drop
	Stops   bool     `json:"stops,omitempty"`   // it asks whether to stop runs
	Chooses bool     `json:"chooses,omitempty"` // it asks which runs to stop
}

// hole is a part of a text and what takes its place: Form with the answer for %s.
type hole struct {
	From   int    `json:"from"`
	To     int    `json:"to"`
	Form   string `json:"form"`
	Counts bool   `json:"counts,omitempty"` // only a number fits
	Names  bool   `json:"names,omitempty"`  // only the name of a parameter fits
}

// option is one possible answer and the request that it makes.
type option struct {
	Label string   `json:"label"`
	Text  string   `json:"text"`
	Words []string `json:"words,omitempty"` // any of these picks it
}

// mostPending is the longest request that is remembered.
const mostPending = 4 << 10

// remember adds to a question of Trex what is needed to go on when the person
// answers it.
func (m *message) remember(intent Intent) Intent {
	if len(m.req.Text) > mostPending {
		return intent
	}
	var p pending
	switch {
	case intent.Kind == Ask && !m.ordered && (m.s.HasConfig() || len(m.s.Mentioned)+len(m.s.Unknown)+len(m.s.Vague) > 0 || m.s.Total > 0 || m.s.Fresh || m.s.AnySeeds):
		p = pending{
			Text: m.req.Text, Keep: m.kept(), Params: m.params(), Holes: m.holes(), Options: m.options(),
			Unknown: unknownWords(m.req.Text, m.s.Unknown),
		}
	case intent.Kind == Ask && m.ordered && len(intent.Options) > 0: // "which of them should I stop?"
		p.Chooses, p.Options = true, m.stopOptions()
		intent.Options = nil
	case intent.Kind == Tell:
		for _, text := range intent.Options {
			p.Options = append(p.Options, option{Label: text, Text: text})
		}
	case intent.Kind == Stop && !intent.Sure && len(intent.Runs) > 0:
		p.Stops = true
		p.Options = []option{{Label: "yes", Text: "stop " + idList(intent.Runs)}}
	}
	if len(p.Holes)+len(p.Options) == 0 {
		return intent
	}
	for _, o := range p.Options {
		if intent.Kind == Ask {
			intent.Options = append(intent.Options, o.Label)
		}
	}
	if state, err := json.Marshal(p); err == nil {
		intent.Question = string(state)
	}
	return intent
}

func idList(runs []trex.RunID) string {
	texts := make([]string, len(runs))
	for i, run := range runs {
		texts[i] = string(run)
	}
	return strings.Join(texts, " ")
}

// holes returns where an answer can go, the likeliest first.
func (m *message) holes() []hole {
	text := m.req.Text
	end := len(text)
	var holes []hole
	at := func(part, form string) {
		if i := strings.Index(text, part); i >= 0 && part != "" {
			holes = append(holes, hole{From: i, To: i + len(part), Form: form})
		}
	}
	for _, u := range m.s.Unknown {
		at(u.Text, "%s")
	}
	for _, a := range m.s.Assigns {
		if a.Param == "" {
			if i := strings.Index(text, a.Text); i >= 0 {
				holes = append(holes, hole{From: i, To: i, Form: "%s ", Names: true}) // the parameter of a bare value
			}
		}
	}
	for _, name := range m.s.Mentioned {
		holes = append(holes, hole{From: end, To: end, Form: ", " + name + " %s"})
	}
	for _, vague := range m.s.Vague {
		at(vague, "%s")
	}
	for _, a := range m.s.Assigns {
		if a.Param != "" && m.refused(a) {
			at(a.Text, a.Param+" %s")
			at(a.Text, "%s")
		}
	}
	return append(holes, hole{From: end, To: end, Form: " in %s values", Counts: true}, hole{From: end, To: end, Form: ", %s"},
		hole{From: end, To: end, Form: " with %s"}, hole{Form: "%s "})
}

// refused reports whether a value of an assign is outside its parameter's bounds.
func (m *message) refused(a read.Assign) bool {
	param, ok := m.voc.Project.Param(a.Param)
	return ok && (a.Bad != nil || slices.ContainsFunc(a.Axis.Terms, func(t sweep.Term) bool {
		_, err := param.Check(t.Value)
		return t.Kind == sweep.Absolute && err != nil
	}))
}

// kept returns the values of the message that are whole, as typed.
func (m *message) kept() []string {
	var kept []string
	for _, a := range m.s.Assigns {
		if a.Param != "" && !m.refused(a) && (m.s.Choice == nil || !strings.Contains(a.Text, m.s.Choice.Text)) {
			kept = append(kept, a.Text)
		}
	}
	return kept
}

// params returns the parameters that the message sets.
func (m *message) params() []string {
	var params []string
	for _, a := range m.s.Assigns {
		if a.Param != "" && !slices.Contains(params, a.Param) {
			params = append(params, a.Param)
		}
	}
	return params
}
