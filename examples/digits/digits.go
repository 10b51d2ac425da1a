// Package digits is the trainer that comes with Trex: a small neural network
// that learns to read handwritten digits, so that a fresh installation has
// something real to train. It talks to Trex only as any other script does, by
// command line, standard output and exit status; running it, reading its
// output and showing its curves is left to the rest of the house.
//
// A call of Main is one training run. It shares nothing that changes with
// other calls, uses one goroutine, and gives the same numbers for the same
// arguments.
package digits

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/trex-ml/trex"
)

// Name is the command line that leads here, for messages.
const Name = "trex example digits"

// Main trains as args say, reports one line an epoch to stdout, and returns
// the exit status: 0 when all epochs were run, whatever the network learned, 2
// for wrong arguments, 1 when stdout broke.
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

// summary must not look like the report of one more epoch.
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
