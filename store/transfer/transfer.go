package transfer

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/store/postgres"
	"github.com/trex-ml/trex/store/sqlite"
)

// Params names the source and the target.
type Params struct {
	Dir string // the data directory of the SQLite installation; no server may use it
	URL string // of the PostgreSQL database, as in DATABASE_URL
	// Tell is called after each batch with the progress of its table. It may be
	// nil.
	Tell func(Progress)
	// Batch is how many rows are committed at once; 0 is 5000.
	Batch int
	// Patience is how long PostgreSQL may take to end the session of a server or
	// an import that has just stopped; 0 is 3 s.
	Patience time.Duration
}

// Progress says how much of a table is copied.
type Progress struct {
	Table       string
	Rows, Total int64
}

// Report is what the target holds once an import has succeeded.
type Report struct {
	Before bool    // everything had been imported by an earlier call
	Tables []Table // compared row for row; nil when Before
}

// Table is the content of one table, the same in both databases.
type Table struct {
	Name   string
	Rows   int64
	Digest string // of all rows, whatever their order
}

// Import copies the installation in a directory into an empty database, or goes
// on with an import of the same directory. A conflict names what prevents the
// import; then nothing was changed.
func Import(ctx context.Context, p Params) (Report, error) {
	dir, err := filepath.Abs(p.Dir)
	if err != nil {
		return Report{}, fmt.Errorf("find %s: %w", p.Dir, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "trex.db")); errors.Is(err, fs.ErrNotExist) {
		return Report{}, trex.NotFound("there is no SQLite installation of Trex in %s; name its directory with --data", dir)
	}
	source, err := sqlite.Open(ctx, dir) // locks the directory, and gives it the schema of this version
	if err != nil {
		return Report{}, err
	}
	defer func() { _ = source.Close() }() // nothing was written
	if p.Patience == 0 {
		p.Patience = sessionsEnd
	}
	conn, err := postgres.OpenImport(ctx, p.URL, p.Patience)
	if err != nil {
		return Report{}, err
	}
	defer func() {
		bye, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = conn.Close(bye) // everything that matters is committed
	}()
	if p.Tell == nil {
		p.Tell = func(Progress) {}
	}
	if p.Batch <= 0 {
		p.Batch = batchRows
	}
	i := &importer{source: source.Tables(), target: conn, name: dir, batch: p.Batch, patience: p.Patience, tell: p.Tell}
	report, err := i.run(ctx)
	if err != nil {
		return Report{}, fmt.Errorf("import %s: %w", dir, postgres.Classify(err))
	}
	return report, nil
}

func (i *importer) run(ctx context.Context) (Report, error) {
	resumed, finished, err := i.begin(ctx)
	if err != nil {
		return Report{}, err
	}
	if finished {
		return Report{Before: true}, nil
	}
	differs := ""
	for {
		if err := i.copyAll(ctx); err != nil {
			return Report{}, err
		}
		var report Report
		if report.Tables, differs, err = i.verify(ctx); err != nil {
			return Report{}, err
		}
		if differs == "" {
			return report, i.finish(ctx)
		}
		if !resumed {
			return Report{}, fmt.Errorf("the table %s is not the same in both databases", differs)
		}
		// A server has changed the source since the interruption.
		resumed = false
		if err := i.clear(ctx); err != nil {
			return Report{}, err
		}
	}
}
