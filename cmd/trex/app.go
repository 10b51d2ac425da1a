package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot"
	"github.com/trex-ml/trex/lab"
	"github.com/trex-ml/trex/runner"
	"github.com/trex-ml/trex/runner/judge"
	"github.com/trex-ml/trex/web"
)

// app is a whole server. newApp opens it, run works until its context ends, and
// close releases what newApp opened.
type app struct {
	settings settings
	listener net.Listener
	db       *database
	runner   *runner.Runner
	bot      *bot.Bot
	web      *web.Server
	http     *http.Server
}

func newApp(ctx context.Context, s settings) (_ *app, err error) {
	a := &app{settings: s}
	defer func() {
		if err != nil {
			a.close()
		}
	}()
	if a.db, err = openDatabase(ctx, s); err != nil {
		return nil, err
	}
	folder, err := filepath.Abs(filepath.Join(s.Data, "runs"))
	if err != nil {
		return nil, fmt.Errorf("find the data directory: %w", err)
	}
	runDir := func(id trex.RunID) string { return filepath.Join(folder, string(id)) }
	where, err := openExecutors(s)
	if err != nil {
		return nil, err
	}
	a.runner = runner.New(runner.Params{
		Store:       a.db.Store,
		Executors:   where,
		Projects:    s.Projects,
		Folder:      folder,
		Slots:       s.Runner.Slots,
		Grace:       s.Runner.Grace,
		GPUs:        gpus(s.Runner.GPUs),
		SampleEvery: sampleEvery(s.Runner.SystemMetrics),
		Log:         s.Log,
	})
	chat := web.NewChat(a.db.Store)
	platforms, routes, err := connectChats(s)
	if err != nil {
		return nil, err
	}
	verbs := lab.New(lab.Params{
		Store:       a.db.Store,
		Projects:    s.Projects,
		Capacity:    a.runner,
		Admins:      admins(s.Chats),
		MaxRuns:     s.Proposals.MaxRuns,
		ProposalTTL: s.Proposals.Expire,
	})
	a.bot, err = bot.New(bot.Params{
		Store:     a.db.Store,
		Lab:       verbs,
		Agent:     newAgent(s, a.db.Store),
		Projects:  s.Projects,
		Platforms: append(platforms, chat),
		Capacity:  a.runner,
		RunDir:    runDir,
		PublicURL: s.Env.PublicURL,
		Policies:  policies(s.Chats),
		Log:       s.Log,
	})
	if err != nil {
		return nil, err
	}
	a.web, err = web.New(web.Params{
		Store:     a.db.Store,
		Bot:       a.bot,
		Lab:       verbs,
		Chat:      chat,
		Projects:  s.Projects,
		Capacity:  a.runner,
		RunDir:    runDir,
		Addr:      s.Addr,
		Token:     s.Env.WebToken,
		PublicURL: s.Env.PublicURL,
		Version:   version,
		Log:       s.Log,
	})
	if err != nil {
		return nil, err
	}
	return a, a.listen(routes)
}

// listen takes the address first, so that a taken address fails before anything
// runs.
func (a *app) listen(routes map[string]http.Handler) error {
	listener, err := net.Listen("tcp", a.settings.Addr)
	if err != nil {
		return trex.Unavailable(err, "cannot listen on %s", a.settings.Addr)
	}
	a.listener = listener
	mux := http.NewServeMux()
	for path, handler := range routes {
		mux.Handle(path, handler)
	}
	mux.Handle("/", a.web)
	a.http = &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}
	return nil
}

// addr is where this machine reaches the server. If the server listens on all
// addresses, it is the loopback address.
func (a *app) addr() string {
	addr, ok := a.listener.Addr().(*net.TCPAddr)
	if !ok || !addr.IP.IsUnspecified() {
		return a.listener.Addr().String()
	}
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(addr.Port))
}

// run works until ctx ends or a part fails. It stops in two steps: first it
// accepts no request, message or pending run any more, then the work in
// progress ends. Training runs continue.
func (a *app) run(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return a.leadAgainAndAgain(ctx) })
	group.Go(func() error { return a.web.Run(ctx) })
	group.Go(func() error {
		if err := a.http.Serve(a.listener); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serve http: %w", err)
		}
		return nil
	})
	group.Go(func() error {
		<-ctx.Done()
		drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
		defer cancel()
		if err := a.http.Shutdown(drain); err != nil {
			return a.http.Close() // live connections do not end by themselves
		}
		return nil
	})
	return group.Wait()
}

// leadAgainAndAgain runs chat and queue whenever no other server on the same
// database does. Every server serves pages and API calls.
func (a *app) leadAgainAndAgain(ctx context.Context) error {
	for {
		lost, release, err := a.db.lead(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return fmt.Errorf("lead: %w", err)
		}
		err = a.lead(ctx, lost)
		release()
		if err != nil || ctx.Err() != nil {
			return err
		}
		a.settings.Log.Warn("another server may lead now; standing by")
	}
}

// lead runs chat and queue until ctx ends or leadership is lost.
func (a *app) lead(ctx context.Context, lost <-chan struct{}) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return a.runner.Run(ctx) })
	group.Go(func() error { return a.bot.Run(ctx) })
	group.Go(func() error { return newKeeper(a.settings, a.db).Run(ctx) })
	group.Go(func() error {
		err := a.db.Backfill(ctx)
		if err == nil {
			err = judge.Older(ctx, a.db)
		}
		if err != nil && ctx.Err() == nil {
			a.settings.Log.Error("bring older runs up to date", "error", err) // the next start tries again
		}
		return nil
	})
	group.Go(func() error {
		select {
		case <-lost:
			stop()
		case <-ctx.Done():
		}
		return nil
	})
	return group.Wait()
}

func (a *app) close() {
	if a.listener != nil {
		_ = a.listener.Close() // already closed if the server ran
	}
	if a.db != nil {
		if err := a.db.close(); err != nil {
			a.settings.Log.Error("close the database", "error", err)
		}
	}
}
