package web

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestFormatIsTheClients reads the same cases as web/client/src/format.test.ts.
func TestFormatIsTheClients(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("testdata", "format.json"))
	if err != nil {
		t.Fatal(err)
	}
	var cases struct {
		Number, Seconds, Ago [][2]any
		Visible              [][2]string
	}
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	check := func(what string, value, want any, got string) {
		t.Helper()
		if got != want {
			t.Errorf("%s of %v = %q, want %q", what, value, got, want)
		}
	}
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	seconds := func(value any) time.Duration { return time.Duration(value.(float64) * float64(time.Second)) }
	for _, c := range cases.Number {
		check("formatNumber", c[0], c[1], formatNumber(c[0].(float64)))
	}
	for _, c := range cases.Seconds {
		check("formatDuration", c[0], c[1], formatDuration(seconds(c[0])))
	}
	for _, c := range cases.Ago {
		check("formatAgo", c[0], c[1], formatAgo(now.Add(-seconds(c[0])), now))
	}
	for _, c := range cases.Visible {
		check("visible", c[0], c[1], visible(c[0]))
	}
}
