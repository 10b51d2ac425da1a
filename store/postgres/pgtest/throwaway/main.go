// Command throwaway runs a temporary PostgreSQL server. It prints the server's
// URL. On a signal, or at the end of its standard input, it ends the server and
// removes its data. With -look it only prints a clear warning when PostgreSQL is
// missing.
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
