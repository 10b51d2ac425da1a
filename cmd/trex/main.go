// Command trex runs machine-learning experiments for the people of a chat
// channel. This package parses the command line, connects the parts, runs them
// and closes them; it decides nothing else.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	_ "github.com/trex-ml/trex/runner/local/early" // a supervisor runs and ends in its init function
)

// version is set at build time.
var version = "dev"

// Exit statuses.
const (
	exitOK    = 0
	exitError = 1
	exitUsage = 2
)

type commands struct {
	Serve     serveCmd         `cmd:"" default:"withargs" help:"Start everything that is configured (the default command)."`
	Init      initCmd          `cmd:"" help:"Write a first trex.yaml from an MLproject file or a script's --help."`
	Doctor    doctorCmd        `cmd:"" help:"Check tokens, scopes, database, executors and GPUs, and say how to fix each."`
	Migrate   migrateCmd       `cmd:"" help:"Bring the database up to date before a new version is started."`
	Import    importCmd        `cmd:"" help:"Move an installation from SQLite into the PostgreSQL of DATABASE_URL."`
	Gc        gcCmd            `cmd:"" help:"Thin old points and delete old logs, as the projects' retention says."`
	Example   exampleCmd       `cmd:"" help:"Run a built-in trainer."`
	Supervise superviseCmd     `cmd:"" hidden:"" help:"Run one training run's command and record how it ends."`
	Version   kong.VersionFlag `help:"Print the version."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], stop))
}

// run executes one command line. forget restores the default of a second
// interrupt: it ends the process at once.
func run(ctx context.Context, args []string, forget func()) (status int) {
	// The trainer has its own flags and exit statuses.
	if len(args) >= 2 && args[0] == "example" && args[1] == "digits" {
		return exampleDigits(args[2:])
	}
	var cli commands
	parser, err := kong.New(&cli,
		kong.Name("trex"),
		kong.Description("Runs machine-learning experiments from Slack, Discord and its own web chat."),
		kong.Vars{"version": version},
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(forgetSignals(forget)),
	)
	if err != nil {
		return tell(err)
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		parser.Errorf("%s; trex --help lists what there is", err)
		return exitUsage
	}
	return tell(parsed.Run())
}

type forgetSignals func()

// errFailed ends the process with status 1 without printing an error: the
// command has printed it already.
var errFailed = errors.New("failed")

// tell prints err for a person and returns its exit status.
func tell(err error) int {
	if err == nil {
		return exitOK
	}
	if !errors.Is(err, errFailed) {
		fmt.Fprintln(os.Stderr, "trex:", err)
	}
	return exitError
}
