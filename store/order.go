package store

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"github.com/trex-ml/trex"
)

// order says how a listing is sorted. Its phases are listed one after the other,
// so that runs without a value come last in either direction and each phase
// follows an index.
type order struct {
	desc   bool
	phases []phase
}

// byID reports whether runs are listed in the order of their creation.
func (o *order) byID() bool { return o.phases[0].key == "r.id" }

// phase is a part of the runs, in the order of key, ties newest first.
type phase struct {
	from  string // tables, runs as r
	known string // the same tables when the ids are known, in the order in which to read them
	sorts string // of a sort by a parameter or a metric, "param:lr"
	where string
	args  []any
	key   string // a column
	tie   string // the column that holds the run's id in the index of key
	keyed bool   // false: newest first, whatever the direction
	parse func(string) any
}

// columns holds the plain sorts and the parsers of their values in a cursor.
var columns = map[string]struct {
	name     string
	nullable bool
	parse    func(string) any
}{
	"started":   {"r.started_at", true, parseInteger},
	"finished":  {"r.finished_at", true, parseInteger},
	"duration":  {"r.duration", true, parseInteger},
	"best":      {"r.score", true, parseFloat},
	"last":      {"r.last", true, parseFloat},
	"name":      {"r.name", false, parseText},
	"status":    {"r.status", false, parseInteger},
	"project":   {"r.project", false, parseText},
	"requester": {"r.requester_name", false, parseText},
}

// parseOrder parses a sort key. "created" is the order of ids, which are
// assigned when runs are created; only runs that have ended have a "duration".
func parseOrder(sort trex.SortKey) (order, error) {
	o := order{desc: sort.Desc}
	if sort.By == "" {
		o.desc = true
	}
	if sort.By == "" || sort.By == "created" {
		o.phases = []phase{{from: "runs r", known: "runs r", key: "r.id", tie: "r.id", keyed: true, parse: parseInteger}}
		return o, nil
	}
	if column, ok := columns[sort.By]; ok {
		with := phase{from: "runs r", known: "runs r", where: column.name + " IS NOT NULL", key: column.name, tie: "r.id", keyed: true, parse: column.parse}
		o.phases = []phase{with}
		if column.nullable {
			o.phases = append(o.phases, phase{from: "runs r", known: "runs r", where: column.name + " IS NULL", key: column.name, tie: "r.id"})
		}
		return o, nil
	}
	switch kind, name, _ := strings.Cut(sort.By, ":"); {
	case kind == "param" && name != "":
		o.phases = []phase{
			{from: "run_params k CROSS JOIN runs r", known: "runs r CROSS JOIN run_params k", sorts: "param:" + label(name), where: "r.id = k.run_id AND k.name = ?", args: []any{label(name)},
				key: "k.key", tie: "k.run_id", keyed: true, parse: parseBytes},
			{from: "runs r", known: "runs r", where: "NOT EXISTS (SELECT 1 FROM run_params k WHERE k.run_id = r.id AND k.name = ?)",
				args: []any{label(name)}, key: "r.id", tie: "r.id"},
		}
		return o, nil
	case kind == "metric" && name != "":
		o.phases = []phase{
			{from: "series k CROSS JOIN runs r", known: "runs r CROSS JOIN series k", sorts: "metric:" + label(name), where: "r.id = k.run_id AND k.metric = ? AND k.score IS NOT NULL", args: []any{label(name)},
				key: "k.score", tie: "k.run_id", keyed: true, parse: parseFloat},
			{from: "runs r", known: "runs r", where: "NOT EXISTS (SELECT 1 FROM series k WHERE k.run_id = r.id AND k.metric = ? AND k.score IS NOT NULL)",
				args: []any{label(name)}, key: "r.id", tie: "r.id"},
		}
		return o, nil
	}
	return o, trex.Invalid("cannot sort by %q; use created, started, finished, name, status, project, requester, "+
		"best, last, duration, param:NAME or metric:NAME", sort.By)
}

// keyText writes a sort value for a cursor; the parsers read it back exactly.
func keyText(key any) string {
	switch v := key.(type) {
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case []byte:
		return base64.RawURLEncoding.EncodeToString(v)
	case string:
		return v
	}
	return fmt.Sprint(key)
}

func parseInteger(s string) any {
	n, err := strconv.ParseInt(s, 10, 64)
	return orNil(n, err)
}

func parseFloat(s string) any {
	f, err := strconv.ParseFloat(s, 64)
	return orNil(f, err)
}

func parseBytes(s string) any {
	data, err := base64.RawURLEncoding.DecodeString(s)
	return orNil(data, err)
}

func parseText(s string) any { return s }

func orNil(v any, err error) any {
	if err != nil {
		return nil
	}
	return v
}
