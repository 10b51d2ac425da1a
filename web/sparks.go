package web

import (
	"context"
	"net/http"
	"strings"
	"sync"

	"github.com/trex-ml/trex"
)

// pointReader reads the points for a cache; the store implements it.
type pointReader interface {
	ReadPoints(ctx context.Context, query trex.PointQuery) ([]trex.Point, error)
}

// sparkCache keeps thinned points of runs that have ended: they no longer change,
// and lists and comparisons read them again and again. It is safe for concurrent
// use.
type sparkCache struct {
	mu    sync.Mutex
	kept  map[sparkKey][]trex.Point
	total int // points kept
}

type sparkKey struct {
	run    trex.RunID
	metric string
	most   int
}

// mostKept limits the cache to about 20 MB. At the limit the cache is emptied.
const mostKept = 300_000

func newSparkCache() *sparkCache { return &sparkCache{kept: make(map[sparkKey][]trex.Point)} }

// points returns the points of a metric, thinned to at most most. The slice is
// shared: do not change it.
func (c *sparkCache) points(ctx context.Context, store pointReader, run *trex.Run, metric string, most int) ([]trex.Point, error) {
	key := sparkKey{run.ID, metric, most}
	c.mu.Lock()
	points, ok := c.kept[key]
	c.mu.Unlock()
	if ok {
		return points, nil
	}
	if run.Status == trex.Pending {
		return nil, nil
	}
	points, err := store.ReadPoints(ctx, trex.PointQuery{Run: run.ID, Metric: metric, Max: most})
	if err != nil || !run.Status.Final() {
		return points, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.total += len(points); c.total > mostKept {
		clear(c.kept)
		c.total = len(points)
	}
	c.kept[key] = points
	return points, nil
}

const (
	sparkPoints = 40
	mostSparks  = 200
)

// spark is the small curve of a run's objective, and the last value.
type spark struct {
	Values []number `json:"values"`
	Last   *number  `json:"last,omitempty"`
}

// listSparks answers with the sparklines of ?runs=r1,r2.
func (s *Server) listSparks(w http.ResponseWriter, r *http.Request) error {
	out := make(map[trex.RunID]spark)
	for text := range strings.SplitSeq(r.URL.Query().Get("runs"), ",") {
		id, err := trex.ParseRunID(text)
		if err != nil {
			return err
		}
		if len(out) == mostSparks {
			return trex.Invalid("at most %d runs at once", mostSparks)
		}
		run, err := s.Store.FindRun(r.Context(), id)
		if err != nil {
			return err
		}
		points, err := s.sparks.points(r.Context(), s.Store, &run, run.Objective.Metric, sparkPoints)
		if err != nil {
			return err
		}
		one := spark{Values: make([]number, len(points))}
		for i := range points {
			one.Values[i] = number(points[i].Value)
		}
		if n := len(points); n > 0 {
			one.Last = &one.Values[n-1]
		}
		out[id] = one
	}
	return writeJSON(w, http.StatusOK, out)
}
