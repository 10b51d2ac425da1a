package retain

import (
	"context"
	"log/slog"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/wait"
)

// store is *sqlite.DB or *postgres.DB.
type store interface {
	ListEnded(ctx context.Context, project string, before time.Time) ([]trex.RunID, error)
	ListThinnable(ctx context.Context, project string, before time.Time, keep int) ([]trex.Thin, error)
	ThinPoints(ctx context.Context, thin trex.Thin) (trex.Thinned, error)
}

// Params is what a Keeper works with. Store, Projects and Folder are required.
type Params struct {
	Store    store
	Projects []trex.Project
	Folder   string           // of the runs' folders
	Keep     int              // points of a thinned series, 0: KeepPoints
	Now      func() time.Time // nil: time.Now
	Log      *slog.Logger     // nil: slog.Default
}

// KeepPoints is how many points of each metric of a run are left by default:
// more than a chart has pixels for.
const KeepPoints = 1000

// Freed is what was, or would be, freed of one project.
type Freed struct {
	Project           string
	Series            int // thinned series
	Points, DataBytes int64
	Logs              int
	LogBytes          int64
}

// Keeper applies the rules.
type Keeper struct {
	store    store
	projects []trex.Project
	folder   string
	keep     int
	now      func() time.Time
	log      *slog.Logger
}

// New returns a Keeper.
func New(p Params) *Keeper {
	if p.Keep <= 0 {
		p.Keep = KeepPoints
	}
	if p.Now == nil {
		p.Now = time.Now
	}
	if p.Log == nil {
		p.Log = slog.Default()
	}
	return &Keeper{store: p.Store, projects: p.Projects, folder: p.Folder, keep: p.Keep, now: p.Now, log: p.Log}
}

// Collect applies the rules of every project that has any, once. A dry run
// changes nothing and returns what would be freed. After an error it returns
// what was freed before.
func (k *Keeper) Collect(ctx context.Context, dryRun bool) ([]Freed, error) {
	var all []Freed
	for _, project := range k.projects {
		if project.Retention == (trex.Retention{}) {
			continue
		}
		freed := Freed{Project: project.Name}
		err := k.thin(ctx, project, dryRun, &freed)
		if err == nil {
			err = k.deleteLogs(ctx, project, dryRun, &freed)
		}
		all = append(all, freed)
		if err != nil {
			return all, err
		}
	}
	return all, nil
}

func (k *Keeper) thin(ctx context.Context, project trex.Project, dryRun bool, freed *Freed) error {
	if project.Retention.ThinPoints == 0 {
		return nil
	}
	thins, err := k.store.ListThinnable(ctx, project.Name, k.now().Add(-project.Retention.ThinPoints), k.keep)
	if err != nil {
		return err
	}
	for _, thin := range thins {
		thin.DryRun = dryRun
		thinned, err := k.store.ThinPoints(ctx, thin)
		if err != nil {
			return err
		}
		if thinned.Points > 0 {
			freed.Series++
			freed.Points += thinned.Points
			freed.DataBytes += thinned.Bytes
		}
	}
	return nil
}

const (
	firstPass = 5 * time.Minute // after a start, which has more urgent things to do
	nextPass  = 24 * time.Hour
)

// Run applies the rules every day until ctx ends. What goes wrong is logged and
// tried again the next day.
func (k *Keeper) Run(ctx context.Context) error {
	for pause := firstPass; wait.For(ctx, pause) == nil; pause = nextPass {
		freed, err := k.Collect(ctx, false)
		if err != nil && ctx.Err() == nil {
			k.log.Error("free space of old runs", "error", err)
		}
		for _, f := range freed {
			if f.Series+f.Logs > 0 {
				k.log.Info("freed space of old runs", "project", f.Project, "points", f.Points,
					"data_bytes", f.DataBytes, "logs", f.Logs, "log_bytes", f.LogBytes)
			}
		}
	}
	return nil
}
