package evaltest

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
)

// verdict is how good an answer was.
type verdict int

const (
	right  verdict = iota
	missed         // harmless: asked back, refused or said too little
	wrong          // harmful: another card, another answer, another change
)

func (v verdict) String() string { return [...]string{"right", "missed", "WRONG"}[v] }

// judgement is a verdict with what was wanted.
type judgement struct {
	verdict
	want string // "" when it was right
}

var fine = judgement{verdict: right}

func miss(format string, args ...any) judgement {
	return judgement{missed, fmt.Sprintf(format, args...)}
}

func bad(format string, args ...any) judgement {
	return judgement{wrong, fmt.Sprintf(format, args...)}
}

// score counts the verdicts of one set.
type score struct {
	set    string
	goal   string
	all    int
	counts [3]int
	faults []string
	family map[string]*[2]int // right ones and all
}

func newScore(set, goal string) *score {
	return &score{set: set, goal: goal, family: make(map[string]*[2]int)}
}

// add notes the judgement of one conversation.
func (s *score) add(family string, said []string, came *answer, j judgement) {
	s.all++
	s.counts[j.verdict]++
	if family != "" {
		count := s.family[family]
		if count == nil {
			count = new([2]int)
			s.family[family] = count
		}
		count[1]++
		if j.verdict == right {
			count[0]++
		}
	}
	if j.verdict != right {
		s.faults = append(s.faults, fmt.Sprintf("%s %s %q\n    came: %s\n    want: %s",
			j.verdict, family, strings.Join(said, " ⏎ "), came.short(), j.want))
	}
}

// percent returns how many of a hundred answers had a verdict.
func (s *score) percent(v verdict) float64 {
	return 100 * float64(s.counts[v]) / float64(max(s.all, 1))
}

// line is the score as a line of the table.
func (s *score) line() string {
	return fmt.Sprintf("%s\t%d\t%d (%.0f %%)\t%d\t%s", s.set, s.all, s.counts[right], s.percent(right), s.counts[wrong], s.goal)
}

// metric is the name of a set as a unit of a benchmark, which has no spaces.
func metric(set string) string { return strings.ReplaceAll(set, " ", "-") }

// families are the scores of its families, the worst first.
func (s *score) families() string {
	var lines []string
	for name, count := range s.family {
		lines = append(lines, fmt.Sprintf("%3.0f %% %3d of %3d  %s", 100*float64(count[0])/float64(count[1]), count[0], count[1], name))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// table shows scores like the figures of the design.
func table(scores []*score) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "set\tall\tright\twrong\tgoal")
	for _, s := range scores {
		fmt.Fprintln(w, s.line())
	}
	_ = w.Flush() // a strings.Builder never fails
	return b.String()
}
