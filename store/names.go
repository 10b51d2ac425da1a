package store

import (
	"context"
	"fmt"
)

// mostNames bounds the number of listed names.
const mostNames = 1000

// ListRequesters returns the different names of people who asked for runs,
// sorted; the first thousand.
func (s *Store) ListRequesters(ctx context.Context) ([]string, error) {
	return s.listNames(ctx, "requester_name")
}

// ListRunProjects returns the projects that have runs, still configured or not,
// sorted by name; the first thousand.
func (s *Store) ListRunProjects(ctx context.Context) ([]string, error) {
	return s.listNames(ctx, "project")
}

// listNames steps from one value of a column to the next in its index: DISTINCT
// would read the index entry of every run.
func (s *Store) listNames(ctx context.Context, column string) ([]string, error) {
	names, err := list(ctx, s.read, scanValue[string], `WITH RECURSIVE names (name) AS (
			SELECT min(`+column+`) FROM runs
			UNION ALL
			SELECT (SELECT min(r.`+column+`) FROM runs r WHERE r.`+column+` > names.name) FROM names WHERE names.name IS NOT NULL
		) SELECT name FROM names WHERE name IS NOT NULL LIMIT $1`, mostNames)
	if err != nil {
		return nil, fmt.Errorf("list values of %s: %w", column, err)
	}
	return names, nil
}
