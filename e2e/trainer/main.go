// Command trainer is what tests train: it prints the epochs of a model that
// needs no computing, as the built-in trainer prints them, and waits at its
// gate before each. See package gate.
package main

import (
	"flag"
	"fmt"
	"math"
	"os"
	"time"

	"github.com/trex-ml/trex/e2e/trainer/gate"
)

// pause is how often a trainer looks whether it may go on.
const pause = 10 * time.Millisecond

func main() {
	lr := flag.Float64("lr", 0.1, "learning rate; the best is 0.1")
	epochs := flag.Int("epochs", 10, "how many to print")
	flag.Int("batch-size", 32, "has no effect")
	flag.Parse()
	if err := train(*lr, *epochs); err != nil {
		fmt.Fprintln(os.Stderr, "trainer:", err)
		os.Exit(1)
	}
}

func train(lr float64, epochs int) error {
	for epoch := 1; epoch <= epochs; epoch++ {
		if err := wait(epoch); err != nil {
			return err
		}
		away := math.Log10(lr) + 1 // decades from the best learning rate
		loss := 0.1 + 0.1*away*away + 1/float64(epoch+1)
		fmt.Printf("epoch %d/%d loss=%.5f val_loss=%.5f val_acc=%.4f\n", epoch, epochs, loss, loss+0.05, 1/(1+loss))
	}
	return nil
}

// wait returns when this run may do an epoch. A gate that is gone belongs to a
// test that ended: its trainer ends too.
func wait(epoch int) error {
	folder := os.Getenv(gate.Var)
	if folder == "" {
		return nil
	}
	for {
		if _, err := os.Stat(folder); err != nil {
			return err
		}
		allowed, err := gate.Gate(folder).Allowed(os.Getenv("TREX_RUN_ID"))
		if err != nil || allowed >= epoch {
			return err
		}
		time.Sleep(pause)
	}
}
