package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/say"
)

const (
	defaultLimit = 100
	mostLimit    = 1000
)

// parseRunQuery reads the filters and the order of a list of runs from an
// address: project, status (several, or with commas), experiment, person, q,
// sort, limit, cursor.
func parseRunQuery(values url.Values) (trex.RunQuery, error) {
	q := trex.RunQuery{
		Project: values.Get("project"), Requester: values.Get("person"),
		Limit: defaultLimit, Cursor: values.Get("cursor"),
	}
	for _, list := range values["status"] {
		if err := addStatuses(&q, list); err != nil {
			return q, err
		}
	}
	if text := values.Get("experiment"); text != "" {
		id, err := trex.ParseExperimentID(text)
		if err != nil {
			return q, err
		}
		q.Experiment = id
	}
	if text := values.Get("limit"); text != "" {
		limit, err := strconv.Atoi(text)
		if err != nil || limit < 1 || limit > mostLimit {
			return q, trex.Invalid("limit must be 1 to %d, got %q", mostLimit, say.Clip(text, 40))
		}
		q.Limit = limit
	}
	sort, err := parseSort(values.Get("sort"))
	if err != nil {
		return q, err
	}
	q.Sort = sort
	return q, parseFilter(values.Get("q"), &q)
}

func addStatuses(q *trex.RunQuery, list string) error {
	for status := range strings.SplitSeq(list, ",") {
		status = strings.ToLower(strings.TrimSpace(status))
		if status == "" || status == "all" {
			continue
		}
		if !slices.Contains(trex.Statuses[:], trex.Status(status)) {
			return trex.Invalid("status must be pending, running, completed, failed or cancelled, got %q", say.Clip(status, 40))
		}
		q.Statuses = append(q.Statuses, trex.Status(status))
	}
	return nil
}

var plainSorts = []string{"created", "started", "finished", "name", "status", "project", "requester", "best", "last", "duration"}

// sortFields maps fields of a Run's JSON to the keys that sort by them.
var sortFields = map[string]string{
	"id": "created", "created_at": "created", "started_at": "started", "finished_at": "finished", "requested_by": "requester",
	"objective": "best", "val_loss": "metric:val_loss", "lr_used": "param:lr",
}

// parseSort reads "best" (the best first), "-best" (the reverse), "param:lr",
// "metric:val_acc", or a field of a Run's JSON. "" and "-created" mean newest
// first.
func parseSort(text string) (trex.SortKey, error) {
	by, desc := strings.CutPrefix(strings.TrimSpace(text), "-")
	if field, ok := sortFields[by]; ok {
		by = field
	}
	switch {
	case by == "" || by == "created" && desc:
		return trex.SortKey{}, nil
	case slices.Contains(plainSorts, by):
		return trex.SortKey{By: by, Desc: desc}, nil
	}
	prefix, name, _ := strings.Cut(by, ":")
	if (prefix == "param" || prefix == "metric") && name != "" && len(name) <= 200 {
		return trex.SortKey{By: by, Desc: desc}, nil
	}
	return trex.SortKey{}, trex.Invalid("sort must be one of %s, param:NAME or metric:NAME, with - in front for the other way round; got %q",
		strings.Join(plainSorts, ", "), say.Clip(text, 40))
}

// operators are tried at each place in this order, so that <= is not read as <.
var operators = []struct {
	text string
	op   trex.Op
}{
	{"<=", trex.LessEqual}, {">=", trex.GreaterEqual}, {"!=", trex.NotEqual}, {"==", trex.Equal},
	{"≤", trex.LessEqual}, {"≥", trex.GreaterEqual}, {"≠", trex.NotEqual},
	{"<", trex.Less}, {">", trex.Greater}, {"=", trex.Equal}, {":", trex.Equal},
}

// mostTerms limits how much work one search may give the database.
const mostTerms = 20

// parseFilter reads a search such as `lr<0.01 val_loss<0.3 adam "my run"` into
// q: comparisons by a parameter or metric, and texts that must occur.
// status:failed, project:digits, experiment:e42 and by:ada filter as the fields
// of the form do.
func parseFilter(text string, q *trex.RunQuery) error {
	if len(text) > 1000 {
		return trex.Invalid("the search is longer than 1000 characters")
	}
	terms := splitTerms(text)
	if len(terms) > mostTerms {
		return trex.Invalid("the search has %d parts; the limit is %d", len(terms), mostTerms)
	}
	for _, term := range terms {
		name, op, value, ok := splitComparison(term)
		if !ok {
			q.Text = append(q.Text, unquote(term))
			continue
		}
		if value == "" {
			return trex.Invalid("%q has nothing to compare %s with; write %s%s0.1", say.Clip(term, 40), say.Clip(name, 40), say.Clip(name, 40), op)
		}
		if err := addCondition(q, name, op, unquote(value)); err != nil {
			return err
		}
	}
	return nil
}

func addCondition(q *trex.RunQuery, name string, op trex.Op, value string) error {
	if op == trex.Equal {
		switch strings.ToLower(name) {
		case "status":
			return addStatuses(q, value)
		case "project":
			q.Project = value
			return nil
		case "by", "person":
			q.Requester = value
			return nil
		case "experiment":
			id, err := trex.ParseExperimentID(value)
			q.Experiment = id
			return err
		}
	}
	condition := trex.Condition{Name: name, Op: op, Value: parseValue(value)}
	if _, isNumber := condition.Value.Float(); !isNumber && op != trex.Equal && op != trex.NotEqual {
		return trex.Invalid("%s%s must be followed by a number, got %q", say.Clip(name, 40), op, say.Clip(value, 40))
	}
	q.Where = append(q.Where, condition)
	return nil
}

func parseValue(text string) trex.Value {
	if f, err := strconv.ParseFloat(text, 64); err == nil {
		if value := trex.Number(f); !value.IsZero() {
			return value
		}
	}
	switch strings.ToLower(text) {
	case "true":
		return trex.Bool(true)
	case "false":
		return trex.Bool(false)
	}
	return trex.Text(text)
}

// splitTerms splits at white space outside double quotes.
func splitTerms(text string) []string {
	var terms []string
	var term strings.Builder
	quoted := false
	for _, r := range text {
		if r == '"' {
			quoted = !quoted
		}
		if !quoted && strings.ContainsRune(" \t\r\n\u00a0", r) {
			if term.Len() > 0 {
				terms = append(terms, term.String())
				term.Reset()
			}
			continue
		}
		term.WriteRune(r)
	}
	if term.Len() > 0 {
		terms = append(terms, term.String())
	}
	return terms
}

func splitComparison(term string) (name string, op trex.Op, value string, ok bool) {
	if strings.HasPrefix(term, `"`) {
		return "", "", "", false
	}
	for i := 1; i < len(term); i++ {
		for _, o := range operators {
			if strings.HasPrefix(term[i:], o.text) {
				return term[:i], o.op, term[i+len(o.text):], true
			}
		}
	}
	return "", "", "", false
}

func unquote(text string) string { return strings.ReplaceAll(text, `"`, "") }
