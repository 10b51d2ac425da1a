package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/config"
	"github.com/trex-ml/trex/store/transfer"
)

type migrateCmd struct {
	Data string `type:"path" default:"data" placeholder:"DIR" help:"As for serve; DATABASE_URL is used when it is set."`
}

// Run reports what opening the database did to it: opening migrates it. The
// command is for people who want that before they start a new version.
func (c *migrateCmd) Run(ctx context.Context) error {
	s, err := environment()
	if err != nil {
		return err
	}
	s.Data = c.Data
	db, err := openDatabase(ctx, s)
	if err != nil {
		return err
	}
	if db.schema.From == db.schema.To {
		fmt.Printf("%s is up to date: schema %d\n", db.name, db.schema.To)
	} else {
		fmt.Printf("%s was brought from schema %d to %d\n", db.name, db.schema.From, db.schema.To)
	}
	return db.close()
}

type importCmd struct {
	From string `enum:"sqlite" required:"" help:"What to import: sqlite."`
	Data string `type:"path" default:"data" placeholder:"DIR" help:"The data directory of the SQLite installation."`
}

func (c *importCmd) Run(ctx context.Context) error {
	s, err := environment()
	if err != nil {
		return err
	}
	if s.Env.DatabaseURL == "" {
		return trex.Invalid("DATABASE_URL must name the PostgreSQL database to import into: postgres://user@host/database")
	}
	begun := time.Now()
	report, err := transfer.Import(ctx, transfer.Params{Dir: c.Data, URL: s.Env.DatabaseURL, Tell: tellProgress})
	if err != nil {
		return err
	}
	if report.Before {
		fmt.Println("everything was imported before; nothing to do")
		return nil
	}
	for _, table := range report.Tables {
		fmt.Printf("✔ %-12s %9d rows, the same in both databases (%s)\n", table.Name, table.Rows, table.Digest)
	}
	fmt.Printf("\nimported in %s; the folders of runs stay in %s, so keep --data as it is\n", time.Since(begun).Round(time.Second/10), c.Data)
	return nil
}

func tellProgress(p transfer.Progress) {
	fmt.Printf("  %s: %d of %d rows\n", p.Table, p.Rows, p.Total)
}

// environment returns the settings of commands that need no projects.
func environment() (settings, error) {
	env, err := config.ReadEnvironment(os.Getenv)
	return settings{Env: env}, err
}
