package digits

import (
	"errors"
	"fmt"
	"strings"

	"github.com/trex-ml/trex"
)

// options is a checked command line.
type options struct {
	lr, weightDecay, dropout  float64
	epochs, batchSize, hidden int
	optimizer                 string
	seed                      uint64
}

var errHelp = errors.New("help was asked for")

// parse reads --name value and --name=value. In names, - and _ are equal. The
// last of repeated flags counts, as in other trainers.
func parse(args []string) (options, error) {
	project := Project()
	config := trex.RunConfig{}
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		if arg == "-h" || arg == "-help" || arg == "--help" {
			return options{}, errHelp
		}
		name, value, inline := strings.Cut(arg, "=")
		param, ok := project.Param(paramName(name))
		if !ok || !strings.HasPrefix(name, "-") {
			return options{}, trex.Invalid("unknown argument %q; it takes %s", clip(arg), flagList(project))
		}
		if !inline {
			if len(args) == 0 {
				return options{}, trex.Invalid("%s needs a value", flagName(param.Name))
			}
			value, args = args[0], args[1:]
		}
		config[param.Name] = trex.Text(value)
	}
	complete, err := project.Complete(config)
	if err != nil {
		return options{}, err
	}
	return fromConfig(complete), nil
}

func fromConfig(config trex.RunConfig) options {
	number := func(name string) float64 {
		f, _ := config[name].Float()
		return f
	}
	return options{
		lr:          number("lr"),
		weightDecay: number("weight_decay"),
		dropout:     number("dropout"),
		epochs:      int(number("epochs")),
		batchSize:   int(number("batch_size")),
		hidden:      int(number("hidden")),
		optimizer:   config["optimizer"].String(),
		seed:        uint64(number("seed")),
	}
}

func usage() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Usage: %s [flags]\n\n", Name)
	b.WriteString("Trains a network with one hidden layer on 8×8 handwritten digits and prints\n" +
		"one line an epoch. The same flags give the same numbers.\n\n")
	for _, param := range Project().Params {
		fmt.Fprintf(&b, "  %-16s %s (default %s)\n", flagName(param.Name), param.Description, param.Default)
	}
	return b.String()
}

func flagName(param string) string { return "--" + strings.ReplaceAll(param, "_", "-") }

func paramName(flag string) string {
	return strings.ReplaceAll(strings.TrimPrefix(strings.TrimPrefix(flag, "-"), "-"), "-", "_")
}

func flagList(project trex.Project) string {
	names := project.ParamNames()
	for i := range names {
		names[i] = flagName(names[i])
	}
	return strings.Join(names, ", ")
}

func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
