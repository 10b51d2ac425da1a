package store

import (
	"context"
	"fmt"
	"time"

	"github.com/trex-ml/trex"
)

const versionColumns = `version, configs, reading, editor_platform, editor_id, editor_name, at, restores`

func scanVersion(row scanner) (v trex.ProposalVersion, err error) {
	err = row.Scan(&v.Version, document{&v.Configs}, &v.Reading,
		&v.EditedBy.Platform, &v.EditedBy.ID, &v.EditedBy.Name, milliseconds{&v.At}, &v.Restores)
	return v, err
}

// ListProposalVersions returns the versions of a proposal, oldest first. Versions that
// were replaced before versions were kept are missing.
func (s *Store) ListProposalVersions(ctx context.Context, id trex.ProposalID) ([]trex.ProposalVersion, error) {
	versions, err := list(ctx, s.read, scanVersion, `SELECT `+versionColumns+` FROM proposal_versions
		WHERE proposal_id = $1 ORDER BY version`, id)
	if err != nil {
		return nil, fmt.Errorf("list versions of %s: %w", id, err)
	}
	return versions, nil
}

// keepVersion stores the current version of a proposal, in the transaction that made
// it.
func keepVersion(ctx context.Context, t *tx, id trex.ProposalID, at time.Time, restores int) error {
	_, err := t.exec(ctx, `INSERT INTO proposal_versions (proposal_id, `+versionColumns+`)
		SELECT id, version, configs, reading, editor_platform, editor_id, editor_name,
			CAST($1 AS BIGINT), CAST($2 AS BIGINT) FROM proposals WHERE id = $3`, at, restores, id)
	return err
}
