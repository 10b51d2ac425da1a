package web

import (
	"context"
	"strings"
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/await"
)

// TestPagesLeadToTheDiscussion checks that the link of a run and of an experiment
// leads to the experiment's live message.
func TestPagesLeadToTheDiscussion(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.launch(0.1, 0.2)
	live := ""
	await.Until(t, "the live message", func() bool {
		post, err := s.Store.FindPost(t.Context(), "live:e1")
		live = post.Ref
		return err == nil && live != ""
	})
	for _, path := range []string{"/run/r1", "/experiment/e1", "/part/run/r2"} {
		to := attr(s.page(path).all(`.actions a.button[href*="view=chat&message="]`)[0], "href")
		where, message, _ := strings.Cut(to, "#")
		if message != live {
			t.Errorf("%s leads to %s, want %s", path, to, live)
		}
		s.page(where).has("#" + live + " .live-rows")
	}
}

// elsewhere is a bot whose experiments are discussed on a chat service.
type elsewhere struct {
	conversation
	address string
}

func (e elsewhere) Discussion(context.Context, *trex.Experiment) (string, error) {
	return e.address, nil
}

func TestPagesLeadToAnotherService(t *testing.T) {
	t.Parallel()
	const thread = "https://lab.slack.com/archives/C1/p17000"
	for address, want := range map[string]int{thread: 1, "": 0} {
		s := newSite(t, func(p *Params) { p.Bot = elsewhere{p.Bot, address} })
		s.launch(0.1)
		for _, path := range []string{"/run/r1", "/experiment/e1"} {
			if n := len(s.page(path).all(`.actions a.button[href="` + thread + `"]`)); n != want {
				t.Errorf("%s has %d links to %q, want %d", path, n, address, want)
			}
			s.page(path).lacks(`.actions a[href=""]`)
		}
	}
}
