package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/config"
	"github.com/trex-ml/trex/scaffold"
)

type initCmd struct {
	Script string `arg:"" optional:"" help:"A training script that answers --help. Without one, the MLproject file in this folder is read."`
	Force  bool   `help:"Replace an existing trex.yaml."`
	Output string `default:"trex.yaml" help:"The file to write."`
}

func (c *initCmd) Run(ctx context.Context) error {
	if _, err := os.Stat(c.Output); err == nil && !c.Force {
		return trex.Conflict("%s exists already; --force replaces it", c.Output)
	}
	draft, err := c.draft(ctx)
	if err != nil {
		return err
	}
	text := draft.YAML()
	if _, err := config.Parse(config.Source{Name: c.Output, Dir: ".", Data: text}, sections(chats())); err != nil {
		return fmt.Errorf("what was read does not make a configuration: %w", err)
	}
	if err := os.WriteFile(c.Output, text, 0o644); err != nil {
		return fmt.Errorf("write %s: %w", c.Output, err)
	}
	fmt.Printf("wrote %s: project %s with %d parameters\n", c.Output, draft.Name, len(draft.Params))
	for _, remark := range draft.Remarks {
		fmt.Println("  note:", remark)
	}
	fmt.Println("check its types, bounds and objective, then run: trex serve --config", c.Output)
	return nil
}

func (c *initCmd) draft(ctx context.Context) (scaffold.Draft, error) {
	if c.Script != "" {
		return scaffold.Help(ctx, c.Script)
	}
	data, err := os.ReadFile("MLproject")
	if errors.Is(err, fs.ErrNotExist) {
		return scaffold.Draft{}, trex.Invalid("there is no MLproject file here; name a script: trex init train.py")
	}
	if err != nil {
		return scaffold.Draft{}, fmt.Errorf("read MLproject: %w", err)
	}
	return scaffold.MLproject(data)
}
