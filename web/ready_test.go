package web

import (
	"context"
	"errors"
	"testing"

	"github.com/trex-ml/trex"
)

// away is a store that does not answer.
type away struct{ store }

func (away) CountRuns(context.Context, string) (map[trex.Status]int, error) {
	return nil, errors.New("no answer")
}

func TestNotReadyWithoutADatabase(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(p *Params) { p.Store = away{p.Store} })
	s.get("/healthz").want(200)
	s.get("/readyz").refused(503, "unavailable")
}
