package look

import (
	"context"
	"fmt"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/insight"
)

// estimateOf is how many earlier runs an estimate uses.
const estimateOf = 20

// estimate returns how long a run of one of these configurations takes, and
// from how many of the project's newest completed runs that was estimated; 0
// and 0 when there is none.
func (r *Reader) estimate(ctx context.Context, project *trex.Project, configs []trex.RunConfig) (
	each time.Duration, earlier int, err error,
) {
	page, err := r.store.ListRuns(ctx, trex.RunQuery{
		Project: project.Name, Statuses: []trex.Status{trex.Completed}, Limit: estimateOf,
	})
	if err != nil {
		return 0, 0, fmt.Errorf("find earlier runs of %s: %w", project.Name, err)
	}
	each, earlier = insight.Typical(project, page.Runs, configs)
	return each, earlier, nil
}
