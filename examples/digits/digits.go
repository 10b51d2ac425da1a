// Package digits is Trex's built-in trainer: a small neural network that learns
// to read handwritten digits. It gives a fresh installation something real to
// train. Like any other script, it communicates with Trex only by command line,
// standard output and exit status. Other packages run it, read its output and
// show its curves.
//
// A call of Main is one training run. It shares no mutable state with other
// calls, uses one goroutine, and gives the same numbers for the same arguments.
package digits

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/trex-ml/trex"
)

// Name is the command line of this trainer, for messages.
const Name = "trex example digits"

// Main trains according to args and prints one line for each epoch to stdout. It
// returns the exit status: 0 when all epochs were run, whatever the network
// learned; 2 for wrong arguments; 1 when writing to stdout failed.
func Main(args []string, stdout, stderr io.Writer) int {
	options, err := parse(args)
	switch {
	case errors.Is(err, errHelp):
		fmt.Fprint(stdout, usage())
		return 0
	case err != nil:
		sentence, ok := trex.Sentence(err)
		if !ok {
			sentence = err.Error()
		}
		fmt.Fprintf(stderr, "%s: %s\n", Name, sentence)
		return 2
	}
	if err := run(options, stdout); err != nil {
		fmt.Fprintf(stderr, "%s: %v\n", Name, err)
		return 1
	}
	return 0
}

func run(options options, stdout io.Writer) error {
	start := time.Now()
	data, err := load()
	if err != nil {
		return err
	}
	var best epochReport
	for report := range train(data, options) {
		if _, err := fmt.Fprintln(stdout, report); err != nil {
			return fmt.Errorf("report epoch %d: %w", report.epoch, err)
		}
		if best.epoch == 0 || objective.Better(report.validation.loss, best.validation.loss) {
			best = report
		}
	}
	_, err = fmt.Fprintln(stdout, summary(best, time.Since(start)))
	if err != nil {
		return fmt.Errorf("report the end: %w", err)
	}
	return nil
}

// summary must not look like the line of another epoch.
func summary(best epochReport, took time.Duration) string {
	if best.validation.loss != best.validation.loss {
		return fmt.Sprintf("done in %.1f s; it diverged: val_loss was never a number", took.Seconds())
	}
	unit := "epochs"
	if best.epoch == 1 {
		unit = "epoch"
	}
	return fmt.Sprintf("done in %.1f s; best val_loss %s after %d %s",
		took.Seconds(), number(best.validation.loss), best.epoch, unit)
}
