//go:build e2e

package slack_test

import (
	"testing"
	"time"
)

// TestLoad is the real thing: fifty runs that update twenty times a second,
// with Slack's own limits, broken answers, refreshed and broken connections
// and an outage of a minute.
func TestLoad(t *testing.T) {
	f := work(t, load{scale: 1, experiments: 10, updates: 20, lasts: 3 * time.Minute, outage: time.Minute})
	t.Log(f)
	if p99, lag := quantile(f.acks, 0.99), quantile(f.lag, 0.99); p99 > 100*time.Millisecond+lag {
		t.Errorf("the acknowledgement leaves within %s at p99, on a machine where timers are late by %s", p99, lag)
	}
}
