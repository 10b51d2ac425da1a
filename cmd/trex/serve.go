package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/config"
	"github.com/trex-ml/trex/examples/digits"
)

type serveCmd struct {
	Config string `type:"path" placeholder:"trex.yaml" help:"What can be trained; without it ./trex.yaml if there is one, else the built-in project digits."`
	Data   string `type:"path" default:"data" placeholder:"DIR" help:"Where the database and the runs' folders are kept."`
	Addr   string `default:"127.0.0.1:8080" help:"Where the web pages and the API listen; other than loopback needs TREX_WEB_TOKEN."`
}

func (c *serveCmd) Run(ctx context.Context, forget forgetSignals) error {
	settings, err := loadSettings(c.Config)
	if err != nil {
		return err
	}
	settings.Data, settings.Addr = c.Data, c.Addr
	settings.Log = slog.New(slog.NewTextHandler(os.Stderr, nil))
	app, err := newApp(ctx, settings)
	if err != nil {
		return err
	}
	defer app.close()
	fmt.Fprintf(os.Stderr, "trex %s: open http://%s\n", version, app.addr())
	go func() {
		<-ctx.Done()
		forget() // a second interrupt ends the process at once
	}()
	return app.run(ctx)
}

// settings is the configuration of a server.
type settings struct {
	config.Config
	Env   config.Environment
	Chats []service
	Data  string
	Addr  string
	Log   *slog.Logger
}

// defaultConfig is read if it exists and no other file is named.
const defaultConfig = "trex.yaml"

func loadSettings(path string) (settings, error) {
	chats := chats()
	env, err := readEnvironment(chats, os.Getenv)
	if err != nil {
		return settings{}, err
	}
	s := settings{Config: config.Default(), Env: env, Chats: chats}
	if path == "" {
		if _, err := os.Stat(defaultConfig); err == nil {
			path = defaultConfig
		}
	}
	if path != "" {
		if s.Config, err = config.Load(path, sections(chats)); err != nil {
			return settings{}, err
		}
	}
	if len(s.Projects) == 0 {
		s.Projects = []trex.Project{digits.Project()}
	}
	return s, nil
}
