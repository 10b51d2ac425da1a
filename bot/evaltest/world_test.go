package evaltest

import (
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot"
	"github.com/trex-ml/trex/bot/bottest"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/lab"
	"github.com/trex-ml/trex/store/sqlite"
)

// world is a server with its runs, on which conversations are played one after
// the other. Its clock stands still at now.
type world struct {
	t       testing.TB
	db      *sqlite.DB
	bot     *bot.Bot
	lab     *lab.Lab
	room    *room
	mind    *recorder
	notices <-chan trex.Change      // of the store
	known   map[trex.RunID]trex.Run // the runs as they were read last
	threads int                     // how many were begun
	visits  int                     // how often an experiment's thread was entered
}

// now is the time of every conversation.
var now = time.Date(2026, time.March, 18, 15, 0, 0, 0, time.Local)

func person(name string) trex.Person {
	return trex.Person{Platform: platform, ID: "U-" + name, Name: name}
}

// open starts a bot on the database in dir, without the part that keeps messages
// up to date: nothing happens between two messages.
func open(t testing.TB, dir string, projects trex.Projects) *world {
	t.Helper()
	db, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() }) // also closed by whoever is done with the world
	w := &world{t: t, db: db, room: &room{}, mind: &recorder{Agent: agent.NewGrammar()}}
	w.notices, _ = db.Subscribe() // until the store is closed
	clock := func() time.Time { return now }
	capacity := bottest.Capacity{Slots: 4, Busy: 4}
	w.lab = lab.New(lab.Params{Store: db, Projects: projects, Capacity: capacity, Now: clock})
	w.bot, err = bot.New(bot.Params{
		Store: db, Agent: w.mind, Lab: w.lab, Projects: projects, Platforms: []chat.Platform{w.room}, Capacity: capacity,
		RunDir: func(id trex.RunID) string { return filepath.Join(dir, "runs", string(id)) },
		Now:    clock, Log: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError})),
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// thread returns a thread in which nobody has written yet.
func (w *world) thread() trex.Thread {
	w.threads++
	return trex.Thread{Platform: platform, Channel: "C1", ID: "T" + strconv.Itoa(w.threads)}
}

// worlds hands out worlds of one kind. One that was left as it came is handed
// out again.
type worlds struct {
	projects trex.Projects
	template string // its database is copied; "": an empty one
	spare    *world
}

func (ws *worlds) take(t testing.TB) *world {
	t.Helper()
	if w := ws.spare; w != nil {
		ws.spare = nil
		return w
	}
	dir := t.TempDir()
	if ws.template != "" {
		if err := os.CopyFS(dir, os.DirFS(ws.template)); err != nil {
			t.Fatal(err)
		}
	}
	return open(t, dir, ws.projects)
}

// giveBack takes a world back, unless runs of it were changed.
func (ws *worlds) giveBack(w *world, changed bool) {
	if !changed {
		ws.spare = w
		return
	}
	_ = w.db.Close()
}

// kinds are the worlds that examples name, by their projects and "/full" for a
// server with runs. Each test has its own, since worlds end with their test.
func kinds(t testing.TB) map[string]*worlds {
	t.Helper()
	all := make(map[string]*worlds)
	for name, projects := range configured(t) {
		all[name] = &worlds{projects: projects}
	}
	all["digits/full"] = &worlds{projects: all["digits"].projects, template: seeded(t)}
	all["all/full"] = &worlds{projects: all["all"].projects, template: seeded(t)}
	return all
}

var seed struct {
	once sync.Once
	dir  string
}
