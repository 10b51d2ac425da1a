// Command trainer is the training program of the tests. It prints epochs like
// the built-in trainer, but computes nothing. It waits at its gate before each
// epoch. See package gate.
package main

import (
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"time"

	"github.com/trex-ml/trex/e2e/trainer/gate"
)

// pause is the time between two looks at the gate.
const pause = 10 * time.Millisecond

func main() {
	t := trainer{out: os.Stdout, gate: os.Getenv(gate.Var), run: os.Getenv("TREX_RUN_ID")}
	flag.Float64Var(&t.lr, "lr", 0.1, "learning rate; the best is 0.1")
	flag.IntVar(&t.epochs, "epochs", 10, "how many to print")
	flag.Int("batch-size", 32, "has no effect")
	flag.Parse()
	err := started(os.Getenv("TREX_RUN_DIR"))
	if err == nil {
		err = t.train()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "trainer:", err)
		os.Exit(1)
	}
}

// started adds a line to the file gate.Starts of the run's folder. The file
// shows whether a run was started twice.
func started(dir string) error {
	if dir == "" {
		return nil
	}
	file, err := os.OpenFile(filepath.Join(dir, gate.Starts), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintln(file, "start"); err != nil {
		file.Close() //nolint:errcheck // the write failed already
		return err
	}
	return file.Close()
}

type trainer struct {
	out    io.Writer
	gate   string // its folder, "" for none
	run    string
	lr     float64
	epochs int
}

func (t trainer) train() error {
	for epoch := 1; epoch <= t.epochs; epoch++ {
		if err := t.wait(epoch); err != nil {
			return err
		}
		away := math.Log10(t.lr) + 1 // decades from the best learning rate
		loss := 0.1 + 0.1*away*away + 1/float64(epoch+1)
		line := fmt.Sprintf("epoch %d/%d loss=%.5f val_loss=%.5f val_acc=%.4f\n", epoch, t.epochs, loss, loss+0.05, 1/(1+loss))
		if _, err := io.WriteString(t.out, line); err != nil {
			return err
		}
	}
	return nil
}

// wait returns when this run may do an epoch. It returns an error when the gate
// is gone, because the test has ended then.
func (t trainer) wait(epoch int) error {
	if t.gate == "" {
		return nil
	}
	look := time.NewTicker(pause)
	defer look.Stop()
	for ; ; <-look.C {
		if _, err := os.Stat(t.gate); err != nil {
			return err
		}
		allowed, err := gate.Gate(t.gate).Allowed(t.run)
		if err != nil || allowed >= epoch {
			return err
		}
	}
}
