package web

import (
	"context"
	"encoding/json"
	"time"

	"github.com/trex-ml/trex"
)

// messageJSON is a ChatMessage as the API returns it.
type messageJSON struct {
	ID         trex.MessageID   `json:"id"`
	Role       trex.Role        `json:"role"`
	Content    string           `json:"content"`
	Timestamp  time.Time        `json:"timestamp"`
	RunConfigs []trex.RunConfig `json:"runConfigs,omitempty"`
	Proposal   *proposalRefJSON `json:"proposal,omitempty"`
	UpdatedAt  *time.Time       `json:"updated_at,omitempty"`
	Act        actName          `json:"act,omitempty"`     // of Trex: what it did with the words
	Options    []string         `json:"options,omitempty"` // answers to its question, each to be sent as a message
}

// actName is what Trex did with the words of a message.
type actName string

// actNames lists every act.
var actNames = [...]actName{"propose", "change", "command", "ask", "tell", "answer", "question"}

type proposalRefJSON struct {
	ID      trex.ProposalID    `json:"id"`
	Version int                `json:"version"`
	State   trex.ProposalState `json:"state"`
	Project string             `json:"project"`
}

func toMessageJSON(m *trex.ChatMessage, proposal *trex.Proposal) messageJSON {
	out := messageJSON{ID: m.ID, Role: m.Role, Content: m.Content, Timestamp: m.At.UTC()}
	if !m.UpdatedAt.Equal(m.At) {
		out.UpdatedAt = moment(m.UpdatedAt)
	}
	var card struct { // these fields of a chat.Message
		Act     actName
		Options []string
	}
	if m.Card != nil && json.Unmarshal(m.Card, &card) == nil {
		out.Act, out.Options = card.Act, card.Options
	}
	if proposal != nil {
		out.RunConfigs = proposal.Configs
		out.Proposal = &proposalRefJSON{ID: proposal.ID, Version: proposal.Version, State: proposal.State, Project: proposal.Project}
	}
	return out
}

// messageAsJSON returns m with the proposal that it refers to.
func (s *Server) messageAsJSON(ctx context.Context, m *trex.ChatMessage) (messageJSON, error) {
	if m.Proposal == "" {
		return toMessageJSON(m, nil), nil
	}
	proposal, err := s.Store.FindProposal(ctx, m.Proposal)
	if trex.KindOf(err) == trex.KindNotFound {
		return toMessageJSON(m, nil), nil
	}
	if err != nil {
		return messageJSON{}, err
	}
	return toMessageJSON(m, &proposal), nil
}

// proposalJSON is a Proposal as the API returns it.
type proposalJSON struct {
	ID         trex.ProposalID    `json:"id"`
	Version    int                `json:"version"`
	State      trex.ProposalState `json:"state"`
	Project    string             `json:"project"`
	Configs    []trex.RunConfig   `json:"configs"`
	Reading    string             `json:"reading,omitempty"`
	Requester  string             `json:"requested_by,omitempty"`
	EditedBy   string             `json:"edited_by,omitempty"`
	DecidedBy  string             `json:"decided_by,omitempty"`
	DecidedAt  *time.Time         `json:"decided_at,omitempty"`
	CreatedAt  time.Time          `json:"created_at"`
	ExpiresAt  *time.Time         `json:"expires_at,omitempty"`
	Experiment trex.ExperimentID  `json:"experiment,omitempty"`
}

func toProposalJSON(p *trex.Proposal) proposalJSON {
	return proposalJSON{
		ID: p.ID, Version: p.Version, State: p.State, Project: p.Project, Configs: p.Configs, Reading: p.Reading,
		Requester: p.Requester.Name, EditedBy: p.EditedBy.Name, DecidedBy: p.DecidedBy.Name, DecidedAt: moment(p.DecidedAt),
		CreatedAt: p.CreatedAt.UTC(), ExpiresAt: moment(p.ExpiresAt), Experiment: p.Experiment,
	}
}
