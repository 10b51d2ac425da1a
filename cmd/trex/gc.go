package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/trex-ml/trex/runner/retain"
)

type gcCmd struct {
	Config string `type:"path" placeholder:"trex.yaml" help:"As for serve."`
	Data   string `type:"path" default:"data" placeholder:"DIR" help:"As for serve."`
	DryRun bool   `help:"Only say what would be freed."`
}

func (c *gcCmd) Run(ctx context.Context) error {
	s, err := loadSettings(c.Config)
	if err != nil {
		return err
	}
	s.Data = c.Data
	db, err := openDatabase(ctx, s)
	if err != nil {
		return err
	}
	freed, err := newKeeper(s, db).Collect(ctx, c.DryRun)
	for _, f := range freed {
		fmt.Println(describeFreed(f, c.DryRun))
	}
	if err == nil && len(freed) == 0 {
		fmt.Println("no project has a retention rule: everything is kept for ever")
	}
	return errors.Join(err, db.close())
}

func describeFreed(f retain.Freed, dryRun bool) string {
	verb := "freed"
	if dryRun {
		verb = "would free"
	}
	return fmt.Sprintf("%s: %s %d points of %d curves (%.1f MB in the database) and %d logs (%.1f MB of files)",
		f.Project, verb, f.Points, f.Series, float64(f.DataBytes)/1e6, f.Logs, float64(f.LogBytes)/1e6)
}

func newKeeper(s settings, db *database) *retain.Keeper {
	return retain.New(retain.Params{
		Store: db.Store, Projects: s.Projects, Folder: filepath.Join(s.Data, "runs"), Log: s.Log,
	})
}
