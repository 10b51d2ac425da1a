package slack_test

import (
	"testing"
	"time"
)

// BenchmarkLoad is the real thing, once: fifty runs that update twenty times a
// second, with Slack's own limits, broken answers, refreshed and broken
// connections and an outage of a minute. echo is what a bare websocket in the
// same process takes there and back at the same time: what is left of an
// acknowledgement above it is Trex's.
func BenchmarkLoad(b *testing.B) {
	var f figures
	for b.Loop() {
		f = work(b, load{scale: 1, experiments: 10, updates: 20, lasts: 2 * time.Minute, outage: time.Minute})
	}
	b.Log(f)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(float64(f.points), "run-updates")
	b.ReportMetric(float64(f.posts), "posts")
	b.ReportMetric(float64(f.updates), "edits")
	b.ReportMetric(float64(f.limits), "429s")
	b.ReportMetric(f.settled.Seconds(), "s-to-final")
	b.ReportMetric(ms(quantile(f.acks, 0.5)), "ack-p50-ms")
	b.ReportMetric(ms(quantile(f.acks, 0.99)), "ack-p99-ms")
	b.ReportMetric(ms(quantile(f.echoes, 0.99)), "echo-p99-ms")
}
