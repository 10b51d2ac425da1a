package runner

import (
	"slices"
	"testing"
	"time"

	"github.com/trex-ml/trex"
)

func TestOutcome(t *testing.T) {
	began := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	running := trex.Run{StartedAt: began}
	stopped := trex.Run{StartedAt: began, StopAsked: began.Add(90 * time.Second), StopBy: trex.Person{Name: "Ada"}}
	barked := trex.Run{StartedAt: began, StopAsked: began, StopBy: watchdog, Reason: "loss became NaN at step 3"}
	lost := &LostError{Reason: "the machine was restarted while it ran"}
	for _, test := range []struct {
		name   string
		run    trex.Run
		exit   *trex.Exit
		lost   *LostError
		status trex.Status
		reason string
	}{
		{"Well", running, &trex.Exit{}, nil, trex.Completed, ""},
		{"Status", running, &trex.Exit{Code: 2}, nil, trex.Failed, ""},
		{"Signal", running, &trex.Exit{Code: -1, Signal: "SIGSEGV"}, nil, trex.Failed, ""},
		{"Timeout", running, &trex.Exit{Code: -1, TimedOut: true}, nil, trex.Failed, ""},
		{"TimeoutWithStatus0", running, &trex.Exit{TimedOut: true}, nil, trex.Failed, ""},
		{"NotStarted", running, &trex.Exit{Code: -1, StartErr: "x"}, nil, trex.Failed, ""},
		{"Stopped", stopped, &trex.Exit{Code: -1, Signal: "SIGTERM", Stopped: true}, nil, trex.Cancelled, "stopped by Ada after 1m30s"},
		{"StoppedWithStatus0", stopped, &trex.Exit{Stopped: true}, nil, trex.Cancelled, "stopped by Ada after 1m30s"},
		{"EndedBeforeTheStop", stopped, &trex.Exit{}, nil, trex.Completed, ""},
		{"FailedBeforeTheStop", stopped, &trex.Exit{Code: 1}, nil, trex.Failed, ""},
		{"TimedOutBeforeTheStop", stopped, &trex.Exit{Code: -1, TimedOut: true}, nil, trex.Failed, ""},
		{"StoppedByNobody", running, &trex.Exit{Code: -1, Stopped: true}, nil, trex.Failed, "was told to end from outside Trex (was the machine shutting down?)"},
		{"Lost", running, nil, lost, trex.Failed, lost.Reason},
		{"LostWhileStopping", stopped, nil, lost, trex.Cancelled, "stopped by Ada after 1m30s"},
		{"Watchdog", barked, &trex.Exit{Code: -1, Stopped: true}, nil, trex.Failed, "was stopped by the watchdog: loss became NaN at step 3"},
	} {
		t.Run(test.name, func(t *testing.T) {
			status, reason := outcome(test.run, test.exit, test.lost)
			if status != test.status || reason != test.reason {
				t.Errorf("%s %q, want %s %q", status, reason, test.status, test.reason)
			}
		})
	}
}

func TestEnvironment(t *testing.T) {
	job := Job{Run: "r1", Dir: "/d/r1", Project: trex.Project{Env: map[string]string{"A": "b=c", "LANG": "C", "TREX_RUN_ID": "r9"}}}
	own := []string{"PATH=/p", "LANG=de", "SLACK_BOT_TOKEN=x", "TMPDIR=", "odd"}
	want := []string{"A=b=c", "LANG=C", "PATH=/p", "PYTHONUNBUFFERED=1",
		"TREX_METRICS=/d/r1/metrics.jsonl", "TREX_RUN_DIR=/d/r1", "TREX_RUN_ID=r1"}
	if got := environment(own, job, 0); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := environment([]string{"CUDA_VISIBLE_DEVICES="}, job, 0); !slices.Contains(got, "CUDA_VISIBLE_DEVICES=") {
		t.Errorf("a run sees GPUs that Trex was not given: %q", got)
	}
	job.GPUs = []int{2, 3}
	if got := environment([]string{"CUDA_VISIBLE_DEVICES=1"}, job, 4); !slices.Contains(got, "CUDA_VISIBLE_DEVICES=2,3") ||
		!slices.Contains(got, "CUDA_DEVICE_ORDER=PCI_BUS_ID") || !slices.Contains(got, "PATH="+defaultPath) {
		t.Errorf("%q", got)
	}
	job.Project.Env["CUDA_VISIBLE_DEVICES"] = "0"
	if got := environment(nil, job, 4); !slices.Contains(got, "CUDA_VISIBLE_DEVICES=0") {
		t.Errorf("the project's own list does not win: %q", got)
	}
}

func FuzzParseNvidia(f *testing.F) {
	f.Add("0, 81559, NVIDIA H100 80GB HBM3\n")
	f.Add("No devices were found\n")
	f.Fuzz(func(t *testing.T, out string) {
		rows, err := parseNvidia(out, 3)
		for _, row := range rows {
			if err == nil && len(row) != 3 {
				t.Errorf("%q: %q", out, row)
			}
		}
	})
}
