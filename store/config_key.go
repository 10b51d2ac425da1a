package store

import (
	"context"
	"crypto/sha256"
	"fmt"

	"github.com/trex-ml/trex"
)

// configKey returns a digest of the project and the configuration as JSON. It is
// the same for equal configurations of one project, and only for those. 64 and
// 64.0 are one number, and a parameter without a value counts as absent.
func configKey(project string, config trex.RunConfig) ([]byte, error) {
	given := make(trex.RunConfig, len(config))
	for name, value := range config {
		if !value.IsZero() {
			given[name] = value
		}
	}
	text, err := jsonText(given) // by name
	sum := sha256.Sum256([]byte(label(project) + "\x00" + text))
	return sum[:], err
}

// FindEqualRuns returns, for each configuration that has one, the newest
// completed run of the project, by the index in configs. A run from before an
// upgrade is found once Backfill has reached it.
func (s *Store) FindEqualRuns(ctx context.Context, project string, configs []trex.RunConfig) (map[int]trex.Run, error) {
	equal, err := s.findEqualRuns(ctx, project, configs)
	if err != nil {
		return nil, fmt.Errorf("find equal runs of %s: %w", project, err)
	}
	return equal, nil
}

func (s *Store) findEqualRuns(ctx context.Context, project string, configs []trex.RunConfig) (map[int]trex.Run, error) {
	keys := make([][]byte, len(configs))
	for i, config := range configs {
		var err error
		if keys[i], err = configKey(project, config); err != nil {
			return nil, err
		}
	}
	byKey := make(map[string]trex.Run)
	for marks, args := range inLists(keys) {
		err := each(ctx, s.read, func(row scanner) error {
			var key any
			run, err := scanRun(keyed{row, &key})
			if err == nil {
				byKey[string(key.([]byte))] = run
			}
			return err
		}, numbered(`SELECT `+runColumns+`, r.config_key FROM runs r WHERE r.id IN (
			SELECT max(id) FROM runs WHERE config_key IN `+marks+` AND status = ? GROUP BY config_key)`),
			append(args, trex.Completed)...)
		if err != nil {
			return nil, err
		}
	}
	equal := make(map[int]trex.Run)
	for i, key := range keys {
		if run, found := byKey[string(key)]; found {
			equal[i] = run
		}
	}
	return equal, nil
}
