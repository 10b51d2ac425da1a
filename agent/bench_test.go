package agent

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/trex-ml/trex"
)

// BenchmarkGrammar reads all evaluation sets. It reports how many conversations
// are answered wrongly, and the 99th percentile of the time for a message.
func BenchmarkGrammar(b *testing.B) {
	grammar := NewGrammar()
	examples := readWordings(b)
	var took [][]time.Duration // of each message, of each round
	failed, messages := 0, 0
	for b.Loop() {
		failed, messages = 0, 0
		for _, e := range examples {
			clocked := &stopwatch{Agent: grammar}
			if problem := e.judge(e.converse(b, clocked)); problem != "" {
				failed++
				b.Logf("%s: %q: %s", e.where, strings.Join(e.turns(), " ⏎ "), problem)
			}
			for _, d := range clocked.took {
				if messages == len(took) {
					took = append(took, nil)
				}
				took[messages] = append(took[messages], d)
				messages++
			}
		}
	}
	typical := make([]time.Duration, messages) // the median of the rounds, so that a busy machine does not count
	for i, rounds := range took {
		slices.Sort(rounds)
		typical[i] = rounds[len(rounds)/2]
	}
	slices.Sort(typical)
	b.ReportMetric(float64(len(examples)), "conversations")
	b.ReportMetric(float64(failed), "failed")
	b.ReportMetric(float64(typical[messages/2].Microseconds()), "p50-µs/message")
	b.ReportMetric(float64(typical[messages*99/100].Microseconds()), "p99-µs/message")
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*messages), "ns/message")
}

// BenchmarkLongMessages reports the slowest of the longest messages. They repeat
// one text, up to a megabyte.
func BenchmarkLongMessages(b *testing.B) {
	grammar := NewGrammar()
	project := digits()
	texts := longest()
	took := make(map[string][]time.Duration)
	for b.Loop() {
		for name, text := range texts {
			start := time.Now()
			if _, err := grammar.Understand(b.Context(), Request{Text: text, Projects: []trex.Project{project}}); err != nil {
				b.Fatal(err)
			}
			took[name] = append(took[name], time.Since(start))
		}
	}
	worst, which := time.Duration(0), ""
	for name, rounds := range took {
		slices.Sort(rounds)
		if d := rounds[len(rounds)/2]; d > worst {
			worst, which = d, name
		}
	}
	b.Logf("slowest: %s", which)
	b.ReportMetric(float64(worst.Microseconds())/1000, "slowest-ms")
}
