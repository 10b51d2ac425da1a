package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/say"
)

// mostChoices is how many values a field of the filter offers at once. Typing
// into the field finds the others.
const mostChoices = 100

// option is a value to filter by, and its label.
type option struct {
	Value string `json:"value"`
	Label string `json:"label,omitempty"`
}

// choice is a field of the filter that offers values from the store.
type choice struct {
	Name, Chosen string
	Options      []option
}

// Useless reports whether no value is chosen and there are fewer than two.
func (c choice) Useless() bool { return len(c.Options) < 2 && c.Chosen == "" }

// runChoices are the fields of the filter besides status.
func (s *Server) runChoices(ctx context.Context, values url.Values) ([]choice, error) {
	choices := []choice{
		{Name: "project"}, {Name: "experiment"}, {Name: "person"},
	}
	for i := range choices {
		c := &choices[i]
		var err error
		if c.Options, err = s.options(ctx, c.Name, ""); err != nil {
			return nil, err
		}
		c.Chosen = say.Clip(say.Visible(values.Get(c.Name)), 200)
	}
	return choices, nil
}

// listChoices answers with the values that a field of the filter offers:
// ?of=experiment&q=digits.
func (s *Server) listChoices(w http.ResponseWriter, r *http.Request) error {
	options, err := s.options(r.Context(), r.URL.Query().Get("of"), strings.TrimSpace(r.URL.Query().Get("q")))
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, options)
}

func (s *Server) options(ctx context.Context, of, text string) ([]option, error) {
	switch of {
	case "experiment":
		return s.experimentOptions(ctx, text)
	case "person":
		names, err := s.Store.ListRequesters(ctx)
		return nameOptions(names, text), err
	case "project":
		names, err := s.Store.ListRunProjects(ctx)
		for i := range s.Projects {
			if !slices.Contains(names, s.Projects[i].Name) {
				names = append(names, s.Projects[i].Name)
			}
		}
		slices.Sort(names)
		return nameOptions(names, text), err
	}
	return nil, trex.Invalid("of must be project, experiment or person, got %q", say.Clip(of, 40))
}

// experimentOptions are the newest experiments with text in their id, project
// or requester.
func (s *Server) experimentOptions(ctx context.Context, text string) ([]option, error) {
	experiments, err := s.Store.ListExperiments(ctx, trex.ExperimentQuery{Text: say.Clip(text, 200), Limit: mostChoices})
	options := []option{}
	for i := range experiments {
		e := &experiments[i]
		said := []string{e.Project}
		if name := say.Visible(e.Requester.Name); name != "" {
			said = append(said, name)
		}
		options = append(options, option{string(e.ID), strings.Join(append(said, say.Ago(e.CreatedAt, s.Now())), " · ")})
	}
	return options, err
}

func nameOptions(names []string, text string) []option {
	options := []option{}
	for _, name := range names {
		if name != "" && len(options) < mostChoices && strings.Contains(strings.ToLower(name), strings.ToLower(text)) {
			options = append(options, option{Value: say.Visible(name)})
		}
	}
	return options
}
