package web

import (
	"net/url"
	"testing"

	"github.com/trex-ml/trex/store/storetest"
)

// TestBestFirst: of more runs than a page holds, whose goal is to maximise.
func TestBestFirst(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	storetest.Accuracies(t, s.Store, 120)
	for sort, want := range map[string]string{"best": "r5 r119 r118", "-best": "r6 r1 r2", "objective": "r5 r119 r118"} {
		runs := into[[]struct{ ID string }](s.get("/api/runs?limit=3&sort=" + sort).want(200))
		if len(runs) != 3 || runs[0].ID+" "+runs[1].ID+" "+runs[2].ID != want {
			t.Errorf("by %s: %v, want %s", sort, runs, want)
		}
	}
	for _, tc := range []struct{ sort, first, aria, next string }{
		{"best", "r5", "descending", "-best"}, // larger is better, and comes first
		{"-best", "r6", "ascending", "best"},
		{"-created", "r120", "none", "best"},
	} {
		page := s.page("/?view=runs&sort=" + tc.sort)
		if first := attr(page.all(`tr[data-run]`)[0], "data-run"); first != tc.first {
			t.Errorf("the page by %s begins with %s, want %s", tc.sort, first, tc.first)
		}
		link := page.has(`th[aria-sort=` + tc.aria + `] a[data-sort="best"]`).all(`a[data-sort="best"]`)[0]
		if next, err := url.Parse(attr(link, "href")); err != nil || next.Query().Get("sort") != tc.next {
			t.Errorf("by %s a click leads to %v, want %s (%v)", tc.sort, next, tc.next, err)
		}
	}
}
