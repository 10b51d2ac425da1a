package runner

import (
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/runner/metrics"
)

// Limits of the search for event files in a run's folder: how often, how deep,
// among how many files, and how many event files are followed.
const (
	eventsPause    = 2 * time.Second
	eventsDepth    = 6
	eventsSearched = 5000
	eventsFollowed = 64
)

// findEvents returns the TensorBoard event files in dir, by their paths within
// it, sorted by name: later ones continue earlier ones.
func findEvents(dir string) []string {
	var found []string
	seen := 0
	_ = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if seen++; seen > eventsSearched || len(found) == eventsFollowed {
			return fs.SkipAll
		}
		name, relErr := filepath.Rel(dir, path)
		if err != nil || relErr != nil {
			return nil // what cannot be read counts as empty
		}
		if entry.IsDir() && strings.Count(name, "/") >= eventsDepth {
			return fs.SkipDir
		}
		if entry.Type().IsRegular() && strings.Contains(entry.Name(), "tfevents") {
			found = append(found, name)
		}
		return nil
	})
	return found
}

// eventReader puts the folder of an event file into its metrics' names when the
// folder says which data they are of: Keras writes the same tags to train and
// to validation.
type eventReader struct {
	*metrics.EventReader
	prefix string
}

func newEventReader(name string, options metrics.Options) parser {
	r := eventReader{EventReader: metrics.NewEventReader(options)}
	switch path.Base(path.Dir(name)) {
	case "validation", "val", "valid":
		r.prefix = "val_"
	case "eval":
		r.prefix = "eval_"
	case "test":
		r.prefix = "test_"
	}
	return r
}

func (r eventReader) Feed(chunk []byte, at time.Time) metrics.Batch {
	batch := r.EventReader.Feed(chunk, at)
	for i := range batch.Points {
		if !strings.Contains(batch.Points[i].Metric, strings.TrimSuffix(r.prefix, "_")) {
			batch.Points[i].Metric = r.prefix + batch.Points[i].Metric
		}
	}
	return batch
}

// damage says in a sentence without a full stop where the file is damaged, ""
// when no damage is known.
func (s *source) damage() string {
	reader, ok := s.parser.(interface{ Damage() (metrics.Damage, bool) })
	if !ok {
		return ""
	}
	damage, found := reader.Damage()
	what := "the record there is left out"
	switch {
	case !found:
		return ""
	case damage.Rest:
		what = "the rest cannot be read, the part before it is kept"
	}
	return fmt.Sprintf("the TensorBoard file %q is damaged at byte %d: %s", s.name, damage.At, what)
}

// damages returns a warning for each damaged file not reported yet.
func (in *ingest) damages(now time.Time) []trex.Warning {
	var warnings []trex.Warning
	for _, s := range in.sources {
		if sentence := s.damage(); sentence != "" && !s.told {
			s.told = true
			warnings = append(warnings, trex.Warning{
				Run: in.job.Run, Kind: trex.WarnDamaged(s.name), Message: sentence, Policy: trex.WatchNotify, At: now,
			})
		}
	}
	return warnings
}

// follow adds a source for each new event file.
func (in *ingest) follow() {
	known := make(map[string]bool, len(in.sources))
	for _, s := range in.sources {
		known[s.name] = true
	}
	for _, name := range findEvents(in.job.Dir) {
		if !known[name] && len(known) < eventsFollowed {
			known[name] = true
			in.addEvents(name)
		}
	}
}

func (in *ingest) addEvents(name string) *source {
	s := newSource(in.job.Dir, name, eventsRank, func() parser { return newEventReader(name, in.options) })
	in.sources = append(in.sources, s)
	return s
}
