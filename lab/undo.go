package lab

import (
	"context"
	"slices"

	"github.com/trex-ml/trex"
)

// Undo takes back the last change of an open proposal: its next version is like the
// one before the current one. Undo again goes one further back. Anybody who may use
// Trex may do it, as with Edit. A conflict says that there is nothing to undo, or that
// the proposal has changed.
func (l *Lab) Undo(ctx context.Context, id trex.ProposalID, by trex.Person) (trex.Proposal, error) {
	return l.goBack(ctx, id, by, func(h history) (trex.Edit, error) {
		earlier, err := h.beforeCurrent()
		return trex.Edit{Configs: earlier.Configs, Reading: earlier.Reading, Restores: earlier.Version}, err
	})
}

// Restore makes the next version of an open proposal like the given one: "back to the
// first version". It is an edit like any other: Undo takes it back.
func (l *Lab) Restore(ctx context.Context, id trex.ProposalID, version int, by trex.Person) (trex.Proposal, error) {
	return l.goBack(ctx, id, by, func(h history) (trex.Edit, error) {
		if version == h.current {
			return trex.Edit{}, trex.Conflict("%s is at version %d already", id, version)
		}
		earlier, err := h.find(version)
		return trex.Edit{Configs: earlier.Configs, Reading: earlier.Reading}, err
	})
}

// goBack makes the next version of an open proposal from an earlier one. The store
// makes it only if the proposal is still at the version that was looked at.
func (l *Lab) goBack(ctx context.Context, id trex.ProposalID, by trex.Person, choose func(history) (trex.Edit, error)) (trex.Proposal, error) {
	p, err := l.store.FindProposal(ctx, id)
	if err != nil {
		return trex.Proposal{}, err
	}
	if err := p.CheckDecision(trex.Decision{At: l.now()}); err != nil {
		return trex.Proposal{}, err
	}
	versions, err := l.store.ListProposalVersions(ctx, id)
	if err != nil {
		return trex.Proposal{}, err
	}
	edit, err := choose(history{id, p.Version, versions})
	if err != nil {
		return trex.Proposal{}, err
	}
	edit.Proposal, edit.Version, edit.By = id, p.Version, by
	return l.Edit(ctx, edit)
}

// history is the versions of a proposal. Those from before versions were kept are
// missing.
type history struct {
	id       trex.ProposalID
	current  int
	versions []trex.ProposalVersion
}

// beforeCurrent returns the request or the edit that the current version replaced.
func (h history) beforeCurrent() (trex.ProposalVersion, error) {
	at := h.origin(h.current)
	if at == 1 {
		return trex.ProposalVersion{}, trex.Conflict("%s is as it was first asked for", h.id)
	}
	return h.find(h.origin(at - 1))
}

// origin returns the request or the edit that a version shows: itself, or the version
// that an undo went back to.
func (h history) origin(version int) int {
	if v, err := h.find(version); err == nil && v.Restores > 0 {
		return v.Restores
	}
	return version
}

func (h history) find(version int) (trex.ProposalVersion, error) {
	i := slices.IndexFunc(h.versions, func(v trex.ProposalVersion) bool { return v.Version == version })
	switch {
	case i >= 0:
		return h.versions[i], nil
	case version < 1 || version > h.current:
		return trex.ProposalVersion{}, trex.NotFound("%s has no version %d: it is at version %d", h.id, version, h.current)
	}
	return trex.ProposalVersion{}, trex.NotFound("version %d of %s was not kept: it is older than the memory of versions", version, h.id)
}
