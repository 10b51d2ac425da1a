package agent

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/model"
)

// Params configures an LLM. A zero field takes its default.
type Params struct {
	BaseURL string       // of an OpenAI-compatible endpoint; "" is OpenAI's own
	APIKey  string       // "" when the endpoint needs none
	Model   string       // "": gpt-4.1-mini
	HTTP    *http.Client // its transport is used; nil: the default

	Fallback Agent // reads the messages that the model cannot; nil: NewGrammar()

	// Spent returns the cost of a person's requests since midnight UTC. nil:
	// there is no limit for anybody.
	Spent       func(ctx context.Context, personID string) (trex.Usage, error)
	DailyTokens int     // most a person may use a day; 0: no limit
	DailyUSD    float64 // most a person may spend a day; 0: no limit

	// Prices per million tokens, in dollars; 0: not known.
	PromptPrice, CompletionPrice float64

	Attempt time.Duration // for one attempt of one question; 0: 45 s
	Total   time.Duration // for a whole message; 0: 2 min
	Tries   int           // attempts for one question; 0: 4
	Context int           // most bytes of one question; 0: 96 kB

	Now   func() time.Time                                 // nil: time.Now
	Sleep func(ctx context.Context, d time.Duration) error // between attempts; nil: a timer
	Log   *slog.Logger                                     // nil: slog.Default()
}

// LLM asks a language model what a message means. The model gets tools to read
// and to propose, and none to launch or stop. Its answer becomes an Intent with
// the same checks as any other.
type LLM struct {
	params   Params
	client   *model.Client
	fallback Agent
	log      *slog.Logger
}

const defaultModel = "gpt-4.1-mini"

// NewLLM returns an agent that asks the model. It does not connect yet.
func NewLLM(p Params) *LLM {
	p.Model = cmp.Or(p.Model, defaultModel)
	p.Total = cmp.Or(p.Total, 2*time.Minute)
	p.Context = cmp.Or(p.Context, 96<<10)
	if p.Now == nil {
		p.Now = time.Now
	}
	l := &LLM{params: p, fallback: cmp.Or(p.Fallback, Agent(NewGrammar())), log: cmp.Or(p.Log, slog.Default())}
	l.client = model.New(model.Params{
		BaseURL: p.BaseURL, APIKey: p.APIKey, Model: p.Model, HTTP: p.HTTP, Attempt: p.Attempt, Tries: p.Tries, Sleep: p.Sleep,
	})
	return l
}

// Understand returns the model's intent, or the fallback's with a Note that says
// why. It takes at most Params.Total. It returns an error only when ctx ended or
// the fallback failed.
func (l *LLM) Understand(ctx context.Context, req Request) (Intent, error) {
	if len(req.Projects) == 0 || len(req.Text) > longestText || req.Overheard || req.Question != "" {
		// A model is not asked whether a message is meant for it, nor about a question
		// that it did not ask.
		return l.fallback.Understand(ctx, req)
	}
	if note := l.overBudget(ctx, req.Person); note != "" {
		return l.fallBack(ctx, req, nil, note)
	}
	if intent, err := l.fallback.Understand(ctx, req); err == nil && (intent.Kind == UseProject || intent.Kind == DefaultProject) {
		return intent, nil // every word of it is accounted for, and a model changes nothing
	}
	limited, cancel := context.WithTimeout(ctx, l.params.Total)
	defer cancel()
	d := l.newDialogue(&req)
	intent, note := d.run(limited)
	if ctx.Err() != nil {
		return Intent{}, ctx.Err()
	}
	if note != "" {
		return l.fallBack(ctx, req, d.usage, note)
	}
	intent.Usage = d.usage
	return intent, nil
}

func (l *LLM) fallBack(ctx context.Context, req Request, usage *trex.Usage, note string) (Intent, error) {
	intent, err := l.fallback.Understand(ctx, req)
	if err != nil {
		return Intent{}, err
	}
	intent.Usage = usage
	if intent.Note != "" {
		note += " " + intent.Note
	}
	intent.Note = note
	return intent, nil
}

// overBudget returns a message when the person has used up the daily limit, else
// "".
func (l *LLM) overBudget(ctx context.Context, person trex.Person) string {
	if l.params.Spent == nil || l.params.DailyTokens == 0 && l.params.DailyUSD == 0 {
		return ""
	}
	spent, err := l.params.Spent(ctx, person.ID)
	if err != nil {
		l.log.Warn("read what a person spent on the language model", "person", person.ID, "err", err)
		return "I could not check your budget for the language model, so I read this with the offline grammar."
	}
	tokens := spent.PromptTokens + spent.CompletionTokens
	if l.params.DailyTokens > 0 && tokens >= l.params.DailyTokens || l.params.DailyUSD > 0 && spent.CostUSD >= l.params.DailyUSD {
		return "Your budget for the language model is used up for today, so I read this with the offline grammar."
	}
	return ""
}
