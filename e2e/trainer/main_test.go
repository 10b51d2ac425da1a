package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/trex-ml/trex/e2e/trainer/gate"
	"github.com/trex-ml/trex/internal/bubble"
)

func TestARunDoesTheEpochsItMayAndNoMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		folder := gate.Gate(t.TempDir())
		ended := make(chan error, 1)
		go func() { ended <- trainer{out: &out, gate: string(folder), run: "r1", lr: 0.1, epochs: 5}.train() }()
		for _, step := range []struct {
			what string
			let  func() error
			want int
		}{
			{"before it is let", func() error { return nil }, 0},
			{"when another is let", func() error { return folder.Let("r2", 4) }, 0},
			{"when it is let", func() error { return folder.Let("r1", 2) }, 2},
			{"when it is let less again", func() error { return folder.Let("r1", 1) }, 2},
			{"when the gate is open", folder.Open, 5},
		} {
			if err := step.let(); err != nil {
				t.Fatal(err)
			}
			bubble.Pass(10 * pause)
			synctest.Wait()
			if got := strings.Count(out.String(), "\n"); got != step.want {
				t.Errorf("%s: %d epochs, want %d:\n%s", step.what, got, step.want, out.String())
			}
		}
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

func TestARunEndsWithItsGate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		folder := filepath.Join(t.TempDir(), "gate")
		if err := os.Mkdir(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- trainer{out: new(bytes.Buffer), gate: folder, run: "r1", lr: 0.1, epochs: 5}.train() }()
		synctest.Wait()
		if err := os.Remove(folder); err != nil {
			t.Fatal(err)
		}
		if err := <-ended; err == nil {
			t.Error("it went on without its gate")
		}
	})
}

func TestNothingToWaitFor(t *testing.T) {
	var out bytes.Buffer
	if err := (trainer{out: &out, lr: 0.01, epochs: 3}).train(); err != nil {
		t.Fatal(err)
	}
	if got, want := out.String(), "epoch 3/3 loss=0.45000 val_loss=0.50000 val_acc=0.6897\n"; !strings.HasSuffix(got, want) {
		t.Errorf("printed\n%swant it to end with\n%s", got, want)
	}
}

func TestStartsAreCounted(t *testing.T) {
	dir := t.TempDir()
	for range 2 {
		if err := started(dir); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(filepath.Join(dir, gate.Starts)); err != nil || string(got) != "start\nstart\n" {
		t.Errorf("started twice, it is written %q, %v", got, err)
	}
}
