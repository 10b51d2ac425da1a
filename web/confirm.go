package web

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
)

type confirmPage struct {
	page
	Question string
	Ref      string
	Back     string
	Action   string
	No       string // address of the page with the button
}

// askFirst shows the question that a button asks before it acts, for browsers
// without scripts. It takes the question from the button as it is offered now.
func (s *Server) askFirst(w http.ResponseWriter, r *http.Request) error {
	form := r.PostForm
	to, _ := back(form)
	p := confirmPage{
		page: s.page(r, "Sure?"), Question: "Sure?", Ref: form.Get("ref"), Back: form.Get("back"), Action: form.Get("ask"), No: cmp.Or(to, "/"),
	}
	buttons, err := s.buttonsBeside(r.Context(), p.Ref, p.Action)
	if err != nil && trex.KindOf(err) != trex.KindNotFound {
		return err
	}
	at := slices.IndexFunc(buttons, func(b buttonView) bool { return b.Confirm != "" && b.Value == p.Action })
	if at >= 0 {
		p.Question = buttons[at].Confirm
	}
	return s.show(w, http.StatusOK, "confirm", p)
}

// buttonsBeside returns the buttons of message ref, or without ref those of the
// experiment that action is about.
func (s *Server) buttonsBeside(ctx context.Context, ref, action string) ([]buttonView, error) {
	if id, err := trex.ParseMessageID(ref); err == nil {
		message, err := s.Store.FindMessage(ctx, id)
		var card chat.Message
		if err != nil || message.Card == nil || json.Unmarshal(message.Card, &card) != nil {
			return nil, err
		}
		return s.buttonViews(slices.Concat(card.Buttons, card.More)), nil
	}
	pressed, err := chat.ParseAction(action)
	if err != nil {
		return nil, err
	}
	id, err := trex.ParseExperimentID(pressed.Subject)
	if err != nil {
		return nil, nil //nolint:nilerr // action is about a run: no such button asks
	}
	experiment, err := s.Store.FindExperiment(ctx, id)
	if err != nil {
		return nil, err
	}
	c, err := s.compareExperiment(ctx, &experiment)
	if err != nil {
		return nil, err
	}
	return s.experimentActions(id, c.project, c.runs), nil
}
