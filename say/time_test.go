package say

import (
	"testing"
	"time"
)

func TestDuration(t *testing.T) {
	for in, want := range map[time.Duration]string{
		-time.Second: "0.0 s", 0: "0.0 s", 300 * time.Millisecond: "0.3 s", 12 * time.Second: "12 s", 125 * time.Second: "2 min 5 s",
		2 * time.Hour: "2 h", 250 * time.Minute: "4 h 10 min", 74 * time.Hour: "3 d 2 h",
	} {
		if got := Duration(in); got != want {
			t.Errorf("Duration(%v) = %q, want %q", in, got, want)
		}
	}
}

func TestRough(t *testing.T) {
	for in, want := range map[time.Duration]string{
		0: "0 s", 300 * time.Millisecond: "1 s", 12 * time.Second: "12 s", 99 * time.Second: "99 s", 150 * time.Second: "3 min",
		99 * time.Minute: "99 min", 2 * time.Hour: "2 h", 150 * time.Minute: "2.5 h", 26 * time.Hour: "26 h", 72 * time.Hour: "3 d",
	} {
		if got := Rough(in); got != want {
			t.Errorf("Rough(%v) = %q, want %q", in, got, want)
		}
	}
}

func TestAbout(t *testing.T) {
	for in, want := range map[time.Duration]string{
		0: "~5 s", 13 * time.Second: "~15 s", 64 * time.Second: "~60 s", 3 * time.Minute: "~3 min",
	} {
		if got := About(in); got != want {
			t.Errorf("About(%v) = %q, want %q", in, got, want)
		}
	}
}

func TestAgo(t *testing.T) {
	now := time.Date(2026, 5, 3, 12, 0, 0, 0, time.UTC)
	for in, want := range map[time.Duration]string{
		0: "just now", 45 * time.Second: "45 s ago", 5 * time.Minute: "5 min ago", 3 * time.Hour: "3 h ago",
		50 * time.Hour: "2 d ago", 60 * 24 * time.Hour: "4 Mar 2026",
	} {
		if got := Ago(now.Add(-in), now); got != want {
			t.Errorf("Ago(%v before) = %q, want %q", in, got, want)
		}
	}
}
