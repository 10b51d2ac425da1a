package evaltest

import (
	"fmt"
	"testing"
)

// BenchmarkUnderstanding plays all sets and prints what was missed, then the
// table of the design. “make understanding” shows both.
func BenchmarkUnderstanding(b *testing.B) {
	var scores []*score
	for b.Loop() {
		scores = scores[:0]
		for i := range measures {
			scores = append(scores, measures[i].play(b, &measures[i]))
		}
	}
	conversations, wrongs := 0, 0
	for _, s := range scores {
		fmt.Printf("\n== %s ==\n%s\n", s.set, s.families())
		for _, fault := range s.faults {
			fmt.Println(fault)
		}
		conversations += s.all
		wrongs += s.counts[wrong]
		b.ReportMetric(s.percent(right), metric(s.set)+"-%")
	}
	fmt.Printf("\n%s\n", table(scores))
	b.ReportMetric(float64(conversations), "conversations")
	b.ReportMetric(float64(wrongs), "wrong")
}
