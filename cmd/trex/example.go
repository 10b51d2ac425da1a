package main

import (
	"os"

	"github.com/trex-ml/trex/examples/digits"
)

// exampleCmd exists for the help text; run gives its arguments to the trainer
// before they are parsed.
type exampleCmd struct {
	Digits struct{} `cmd:"" help:"Train a small network on handwritten digits; see trex example digits --help."`
}

func exampleDigits(args []string) int { return digits.Main(args, os.Stdout, os.Stderr) }
