package store

import (
	"context"
	"fmt"
)

// mostNames bounds how many different names are listed.
const mostNames = 1000

// ListRequesters returns the names of those who asked for runs, by name, each
// once; the first thousand.
func (s *Store) ListRequesters(ctx context.Context) ([]string, error) {
	return s.listNames(ctx, "requester_name")
}

// ListRunProjects returns the projects that have runs, configured still or not,
// by name; the first thousand.
func (s *Store) ListRunProjects(ctx context.Context) ([]string, error) {
	return s.listNames(ctx, "project")
}

// listNames steps from one value of a column to the next in its index: DISTINCT
// would read the entry of every run.
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
