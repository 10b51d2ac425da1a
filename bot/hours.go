package bot

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/say"
)

// used is how long runs ran within a time.
type used struct {
	runs       int
	hours, gpu float64
}

// hours says how many hours runs used, and how many hours of GPUs. Only what lies
// within the time of the selector counts, whenever the runs were launched.
func (a *answers) hours(ctx context.Context, event message, intent agent.Intent) (reply, error) {
	s := selected(intent)
	from, to := s.Since, s.Until
	if to.IsZero() || to.After(a.now()) {
		to = a.now()
	}
	p := picked{scope: a.scopeOf(intent)}
	s.Since, s.Until = time.Time{}, time.Time{}
	intent.Select, intent.Runs = s, nil
	all, err := a.pick(ctx, event, intent)
	if err != nil {
		return reply{}, err
	}
	if len(all.runs) == 0 {
		return all.nothing(), nil
	}
	var sum used
	names := peopleOf(all.runs)
	people, projects := map[string]used{}, map[string]used{}
	for i := range all.runs {
		run := &all.runs[i]
		one := a.used(run, from, to)
		sum = sum.plus(one)
		name := names[who(run.Requester)]
		people[name] = people[name].plus(one)
		projects[run.Project] = projects[run.Project].plus(one)
	}
	if sum.runs == 0 {
		return reply{message: chat.Message{Headline: fmt.Sprintf("no run of %s ran%s", all.scope, spaced(p.since()))}}, nil
	}
	m := chat.Message{Headline: fmt.Sprintf("%s: %s in %s%s", all.scope, sum, say.Count(sum.runs, "run"), spaced(p.since()))}
	for _, table := range []*chat.Table{shares("project", projects), shares("asked by", people)} {
		if table != nil {
			m.Blocks = append(m.Blocks, chat.Block{Table: table})
		}
	}
	m.Blocks = append(m.Blocks, chat.Block{Note: "from start to end of each run; of what still runs, until now" + noGPUs(sum)})
	if link := a.listURL(all); link != "" {
		m.Buttons = []chat.Button{card.OpenButton(link)}
	}
	return reply{message: m}, nil
}

// who is a person without the name, which two may share.
func who(p trex.Person) trex.Person { return trex.Person{Platform: p.Platform, ID: p.ID} }

// peopleOf gives each requester of runs a name that nobody else of them has.
func peopleOf(runs []trex.Run) map[trex.Person]string {
	names, shared := map[trex.Person]string{}, map[string]int{}
	for i := range runs {
		p := runs[i].Requester
		if _, ok := names[who(p)]; !ok {
			names[who(p)] = cmp.Or(p.Name, p.ID, "unknown")
			shared[names[who(p)]]++
		}
	}
	for p, name := range names {
		if shared[name] > 1 {
			names[p] = fmt.Sprintf("%s (%s %s)", name, p.Platform, p.ID)
		}
	}
	return names
}

// used measures a run within a time.
func (a *answers) used(run *trex.Run, from, to time.Time) used {
	begun, ended := run.StartedAt, run.FinishedAt
	if begun.IsZero() {
		return used{}
	}
	if ended.IsZero() || ended.After(to) {
		ended = to
	}
	if begun.Before(from) {
		begun = from
	}
	hours := ended.Sub(begun).Hours()
	if hours < 0 || hours == 0 && !run.FinishedAt.Equal(run.StartedAt) {
		return used{}
	}
	return used{runs: 1, hours: hours, gpu: hours * float64(a.gpus(run))}
}

// gpus returns how many GPUs a run has. An executor that assigns them itself, such as
// a cluster, does not say, so there it is what the project asks for.
func (a *answers) gpus(run *trex.Run) int {
	if len(run.GPUs) > 0 || run.Local() {
		return len(run.GPUs)
	}
	return a.reader.Project(run.Project, []trex.Run{*run}).Resources.GPUs
}

func (u used) plus(other used) used {
	return used{u.runs + other.runs, u.hours + other.hours, u.gpu + other.gpu}
}

// String writes "12.5 run hours, 25 GPU-hours".
func (u used) String() string {
	text := counted(u.hours, "run hour")
	if u.gpu > 0 {
		return counted(u.gpu, "GPU-hour") + ", " + text
	}
	return text
}

func counted(hours float64, noun string) string {
	text := hoursText(hours)
	if text == "1" {
		return text + " " + noun
	}
	return text + " " + noun + "s"
}

// hoursText writes hours with a digit below ten, and two below one.
func hoursText(hours float64) string {
	digits := 0
	switch {
	case hours < 1:
		digits = 2
	case hours < 10:
		digits = 1
	}
	scale := math.Pow(10, float64(digits))
	if hours > 0 && math.Round(hours*scale) == 0 {
		return "less than 0.01"
	}
	return strconv.FormatFloat(math.Round(hours*scale)/scale, 'f', -1, 64)
}

func noGPUs(sum used) string {
	if sum.gpu > 0 {
		return ""
	}
	return "; none of them had a GPU"
}

func spaced(text string) string {
	if text == "" {
		return ""
	}
	return " " + text
}

// shares makes a table of what each used, the most first, nil for fewer than two.
func shares(of string, parts map[string]used) *chat.Table {
	table := &chat.Table{Columns: []string{of, "runs", "hours", "GPU-hours"}}
	for name, part := range parts {
		if part.runs > 0 {
			table.Rows = append(table.Rows, []string{name, strconv.Itoa(part.runs), hoursText(part.hours), hoursText(part.gpu)})
		}
	}
	if len(table.Rows) < 2 {
		return nil
	}
	slices.SortFunc(table.Rows, func(a, b []string) int {
		more := parts[b[0]].hours - parts[a[0]].hours
		switch {
		case more > 0:
			return 1
		case more < 0:
			return -1
		}
		return slices.Compare(a, b)
	})
	table.Rows = table.Rows[:min(len(table.Rows), phoneRows)]
	return table
}
