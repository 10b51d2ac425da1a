package store

import (
	"context"
	"strings"

	"github.com/trex-ml/trex"
)

// condition restricts by a parameter or a metric. When runs have both by that
// name, either may match. A name that no run has matches no run.
func (l *runLister) condition(ctx context.Context, c trex.Condition) error {
	switch c.Op {
	case trex.Less, trex.LessEqual, trex.Equal, trex.NotEqual, trex.GreaterEqual, trex.Greater:
	default:
		return trex.Invalid("%q is not a comparison; use <, <=, =, !=, >= or >", c.Op)
	}
	name := conditionName(c.Name)
	if c.Value.IsZero() {
		if c.Op != trex.Equal || !name.param {
			return trex.Invalid("%s needs a value to compare with", c.Name)
		}
		l.add("NOT EXISTS (SELECT 1 FROM run_params k WHERE k.run_id = r.id AND k.name = ?)", "", name.label)
		return nil
	}
	if err := l.meaning(ctx, &name, c.Value); err != nil {
		return err
	}
	terms, args := []string{}, []any{}
	if name.param {
		where := "k.name = ?"
		args = append(args, name.label)
		for _, bound := range keyBounds(c.Op, c.Value) {
			where += " AND k.key " + bound.op + " ?"
			args = append(args, bound.key)
		}
		terms = append(terms, "run_params k WHERE "+where)
	}
	if name.metric {
		number, _ := c.Value.Float()
		terms = append(terms, "series k WHERE k.metric = ? AND k.score "+string(c.Op)+" ?")
		args = append(args, name.label, number)
	}
	if len(terms) == 0 {
		l.add("r.id < 0", "")
		return nil
	}
	if len(terms) == 1 {
		l.bound(c, name)
	}
	exists, sources := make([]string, len(terms)), make([]string, len(terms))
	for i, term := range terms {
		exists[i] = "EXISTS (SELECT 1 FROM " + term + " AND k.run_id = r.id)"
		sources[i] = "SELECT k.run_id AS id FROM " + term
	}
	l.add(strings.Join(exists, " OR "), strings.Join(sources, " UNION ALL "), args...)
	return nil
}

// named says what a condition's name may mean.
type named struct {
	label         string
	param, metric bool
}

func conditionName(text string) named {
	switch kind, name, _ := strings.Cut(text, ":"); {
	case kind == "param" && name != "":
		return named{label(name), true, false}
	case kind == "metric" && name != "":
		return named{label(name), false, true}
	}
	return named{label(text), true, true}
}

// meaning drops the meanings that no run has or value cannot be compared with.
func (l *runLister) meaning(ctx context.Context, name *named, value trex.Value) error {
	_, isNumber := value.Float()
	name.metric = name.metric && isNumber
	var err error
	if name.param {
		name.param, err = l.any(ctx, "SELECT 1 FROM run_params WHERE name = $1 LIMIT 1", name.label)
	}
	if err == nil && name.metric {
		name.metric, err = l.any(ctx, "SELECT 1 FROM series WHERE metric = $1 LIMIT 1", name.label)
	}
	return err
}

// bound adds the condition to a sort by the same parameter or metric, so that
// the scan of the order's index starts where the condition begins to hold.
func (l *runLister) bound(c trex.Condition, name named) {
	for i := range l.order.phases {
		p := &l.order.phases[i]
		switch {
		case name.param && p.sorts == "param:"+name.label:
			for _, b := range keyBounds(c.Op, c.Value) {
				p.where += " AND k.key " + b.op + " ?"
				p.args = append(p.args, b.key)
			}
		case name.metric && p.sorts == "metric:"+name.label:
			number, _ := c.Value.Float()
			p.where += " AND k.score " + string(c.Op) + " ?"
			p.args = append(p.args, number)
		}
	}
}

func (l *runLister) any(ctx context.Context, query string, args ...any) (bool, error) {
	rows, err := list(ctx, l.session, scanValue[int64], query, args...)
	return len(rows) > 0, err
}
