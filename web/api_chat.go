package web

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/say"
)

// longestMessage is the most characters a person may write at once.
const longestMessage = 20_000

// listMessages answers with the whole conversation, with its newest ?limit=
// messages, or with the messages after ?after=.
func (s *Server) listMessages(w http.ResponseWriter, r *http.Request) error {
	limit := 0
	if text := r.URL.Query().Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return trex.Invalid("limit must be at least 1, got %q", say.Clip(text, 40))
		}
		limit = n
	}
	var after trex.MessageID
	if text := r.URL.Query().Get("after"); text != "" {
		id, err := trex.ParseMessageID(text)
		if err != nil {
			return err
		}
		after = id
	}
	messages, err := s.Store.ListMessages(r.Context(), WebThread, after, limit)
	if err != nil {
		return err
	}
	proposals, err := s.proposalsOf(r.Context(), messages)
	if err != nil {
		return err
	}
	out := make([]messageJSON, len(messages))
	for i := range messages {
		out[i] = toMessageJSON(&messages[i], proposals[messages[i].Proposal])
	}
	return writeJSON(w, http.StatusOK, out)
}

// proposalsOf reads every proposal that the messages refer to.
func (s *Server) proposalsOf(ctx context.Context, messages []trex.ChatMessage) (map[trex.ProposalID]*trex.Proposal, error) {
	found := make(map[trex.ProposalID]*trex.Proposal)
	for i := range messages {
		id := messages[i].Proposal
		if id == "" || found[id] != nil {
			continue
		}
		proposal, err := s.Store.FindProposal(ctx, id)
		if trex.KindOf(err) == trex.KindNotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		found[id] = &proposal
	}
	return found, nil
}

func (s *Server) postMessage(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		Content string `json:"content"`
	}
	if err := readJSON(r, &body, false); err != nil {
		return err
	}
	answer, err := s.say(r.Context(), body.Content)
	if err != nil {
		return err
	}
	out, err := s.messageAsJSON(r.Context(), &answer)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusCreated, out)
}

// say stores a person's message and returns the bot's answer. It goes on if the
// person leaves: the answer is in the chat when they come back.
func (s *Server) say(ctx context.Context, content string) (trex.ChatMessage, error) {
	content = strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(content, "\uFFFD"), "\x00", "\uFFFD"))
	if content == "" {
		return trex.ChatMessage{}, trex.Invalid("content must not be empty")
	}
	if n := len([]rune(content)); n > longestMessage {
		return trex.ChatMessage{}, trex.Invalid("content must be at most %d characters long, got %d", longestMessage, n)
	}
	ctx = context.WithoutCancel(ctx)
	now := s.Now()
	asked, err := s.Store.AppendMessage(ctx, trex.ChatMessage{
		Thread: WebThread, Role: trex.RoleUser, Author: Person, Content: content, At: now, UpdatedAt: now,
	})
	if err != nil {
		return trex.ChatMessage{}, err
	}
	ref, err := s.Bot.Answer(ctx, chat.Event{
		ID: string(asked.ID), Did: chat.Said{Text: content, Direct: true}, Person: Person, Thread: WebThread, At: now,
		Ref: string(asked.ID),
	})
	if err != nil {
		return trex.ChatMessage{}, err
	}
	return s.Store.FindMessage(ctx, trex.MessageID(ref))
}
