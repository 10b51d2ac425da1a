package lab

import (
	"context"

	"github.com/trex-ml/trex"
)

// Undo stands in until versions of proposals are stored.
func (l *Lab) Undo(_ context.Context, id trex.ProposalID, _ trex.Person) (trex.Proposal, error) {
	return trex.Proposal{}, trex.Conflict("%s is as it was first asked for", id)
}

// Restore stands in until versions of proposals are stored.
func (l *Lab) Restore(_ context.Context, id trex.ProposalID, version int, _ trex.Person) (trex.Proposal, error) {
	return trex.Proposal{}, trex.NotFound("%s has no version %d", id, version)
}
