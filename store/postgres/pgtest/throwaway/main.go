// Command throwaway runs a PostgreSQL server that nobody needs afterwards: it
// prints the server's URL and ends, with all its data, on a signal or when its
// standard input does. With -look it only says, loudly, when there is none to
// run.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/trex-ml/trex/store/postgres/pgtest"
)

func main() {
	look := flag.Bool("look", false, "only say whether tests can run on PostgreSQL")
	flag.Parse()
	if *look {
		if err := pgtest.Look(); err != nil {
			fmt.Fprintf(os.Stderr, "\n*** NOT TESTED ON POSTGRESQL: %v ***\n", err)
		}
		return
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "throwaway:", err)
		os.Exit(1)
	}
}

func run() (err error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	server, err := pgtest.StartThrowaway()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	fmt.Println(server.URL("postgres"))
	ended := make(chan struct{})
	go func() { // ends with the process
		defer close(ended)
		_, _ = io.Copy(io.Discard, os.Stdin)
	}()
	select {
	case <-ctx.Done():
	case <-ended:
	}
	return nil
}
