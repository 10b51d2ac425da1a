//go:build e2e

package discord

import (
	"testing"
	"time"
)

// TestLoad is the real thing: fifty runs that update twenty times a second,
// with Discord's own limits, broken answers and connections and an outage of a
// minute.
func TestLoad(t *testing.T) {
	t.Log(work(t, load{scale: 1, experiments: 10, updates: 20, lasts: 3 * time.Minute, outage: time.Minute, pictures: true}))
}
