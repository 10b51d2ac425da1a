package bot

import (
	"net/url"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
)

// mostLinked is the most runs that an address names.
const mostLinked = 60

// listURL returns the address of a page with the same runs: an experiment's, the
// list by the same filter, or a comparison of exactly these. It returns "" when
// there is none.
func (a *answers) listURL(p picked) string {
	s := p.selected
	switch filter, ok := p.filter(); {
	case whole(s) && len(s.Experiments) == 1:
		return a.reader.ExperimentURL(s.Experiments[0])
	case len(p.runs) == 1:
		return a.reader.RunURL(p.runs[0].ID)
	case ok:
		return a.reader.URL("/" + filter)
	case len(p.runs) <= mostLinked:
		return a.compareURL(p.runs)
	}
	return ""
}

// filter writes the selector as the web's list reads it; ok is false when it cannot.
func (s scope) filter() (query string, ok bool) {
	sel := s.selected
	values := url.Values{}
	if s.project != "" {
		values.Set("project", s.project)
	}
	if len(sel.Statuses) > 0 {
		values.Set("status", strings.Join(mapped(sel.Statuses, func(status trex.Status) string { return string(status) }), ","))
	}
	sel.Statuses = nil
	if sel.Scope == agent.ScopeAll {
		sel.Scope = agent.ScopeNone
	}
	if len(values) == 0 {
		return "", sel.IsZero()
	}
	return "?" + values.Encode(), sel.IsZero()
}

func (a *answers) compareURL(runs []trex.Run) string {
	return a.reader.URL("/compare?runs=" + idList(runs))
}

func idList(runs []trex.Run) string {
	return strings.Join(mapped(runs, func(run trex.Run) string { return string(run.ID) }), ",")
}

// downloadURL returns the address of the same file, "" when there is none.
func (a *answers) downloadURL(p picked) string {
	s := p.selected
	filter, ok := p.filter()
	switch {
	case whole(s) && len(s.Experiments) == 1:
		return a.reader.URL("/runs.csv?" + url.Values{"experiment": {string(s.Experiments[0])}}.Encode())
	case ok:
		return a.reader.URL("/runs.csv" + filter)
	case len(p.runs) <= mostLinked:
		return a.reader.URL("/runs.csv?runs=" + idList(p.runs))
	}
	return ""
}
