package slack

import (
	"context"

	api "github.com/slack-go/slack"

	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/connection"
)

// A session is one call of Run: who Trex is, the handler, and the work to do.
type session struct {
	platform *Platform
	ctx      context.Context //nolint:containedctx // of Run, for the jobs it takes
	handler  chat.Handler
	self     string // Trex's user id
	team     string
	url      string // of the workspace

	link *connection.Link
	work connection.Queues // Slack delivers again what it does not accept
}

// Run implements chat.Platform.
func (p *Platform) Run(ctx context.Context, handler chat.Handler) error {
	link := connection.NewLink(connection.Params{Service: "Slack", Longest: longestBackoff, Log: p.log})
	var who *api.AuthTestResponse
	err := link.Again(ctx, func(ctx context.Context) (err error) {
		who, err = p.client.AuthTestContext(ctx)
		return p.told("auth.test", err)
	})
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	s := &session{
		platform: p, ctx: ctx, handler: handler, self: who.UserID, team: who.TeamID, url: who.URL,
		link: link, work: connection.NewQueues(),
	}
	p.setSession(s)
	defer func() {
		p.setSession(nil)
		s.work.Close()
	}()
	p.log.InfoContext(ctx, "Slack accepts the token", "team", who.Team, "as", who.User)
	if p.params.AppToken != "" {
		return link.Keep(ctx, s.connect)
	}
	<-ctx.Done()
	return nil
}

func (p *Platform) setSession(s *session) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.session = s
	if s != nil {
		p.self, p.workspace = s.self, s.url
	}
}

// own reports whether a message is Trex's: another app may use the same
// metadata.
func (p *Platform) own(m api.Message) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.self == "" || m.User == p.self
}

func (p *Platform) current() *session {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.session
}

// A reply is how to acknowledge a request.
type reply struct {
	taken bool
	body  any // nil: empty
	// later is set for a submitted form: the acknowledgement must wait for
	// the errors that the bot finds.
	later *formAnswer
}

// wait returns the body of the acknowledgement.
func (r reply) wait(ctx context.Context) any {
	if r.later == nil {
		return r.body
	}
	if wrong := r.later.wait(ctx); len(wrong) > 0 {
		return api.NewErrorsViewSubmissionResponse(wrong)
	}
	return nil
}

// handle gives an acknowledged event to the bot, also while Trex shuts down:
// Slack will not deliver it again, and the bot tells the person so.
func (s *session) handle(event chat.Event) { s.handler.Handle(s.ctx, event) }
