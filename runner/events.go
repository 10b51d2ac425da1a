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

// Event files are looked for in the run's folder this often, this deep, among
// this many files, and so many of them are followed.
const (
	eventsPause    = 2 * time.Second
	eventsDepth    = 6
	eventsSearched = 5000
	eventsFollowed = 64
)

// findEvents returns the TensorBoard event files in dir, by their paths within
// it, in the order of their names: later ones continue earlier ones.
func findEvents(dir string) []string {
	var found []string
	seen := 0
	_ = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if seen++; seen > eventsSearched || len(found) == eventsFollowed {
			return fs.SkipAll
		}
		name, relErr := filepath.Rel(dir, path)
		if err != nil || relErr != nil {
			return nil // what cannot be read holds nothing
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

// eventReader names the metrics of an event file by its folder as well when
// that says which data they are of: Keras writes the same tags to train and to
// validation.
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

// damage says where the file is damaged, in a sentence without a full stop, ""
// when it is not known to be.
func (s *source) damage() string {
	reader, ok := s.parser.(interface{ Damage() (metrics.Damage, bool) })
	if !ok {
		return ""
	}
	damage, found := reader.Damage()
	what := "what was written there is left out"
	switch {
	case !found:
		return ""
	case damage.Rest:
		what = "nothing behind that can be read, what came before is kept"
	}
	return fmt.Sprintf("the TensorBoard file %q is damaged at byte %d: %s", s.name, damage.At, what)
}

// damages returns a warning about each damaged file that was not told yet.
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

// follow makes sources of event files that have appeared.
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
