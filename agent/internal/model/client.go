package model

import (
	"cmp"
	"context"
	"net/http"
	"time"

	openai "github.com/sashabaranov/go-openai"

	"github.com/trex-ml/trex/internal/wait"
)

// Params says where the model is and how long to wait for an answer.
type Params struct {
	BaseURL string // "" is OpenAI's own
	APIKey  string // "" when the endpoint needs none
	Model   string
	HTTP    *http.Client  // nil: http.DefaultClient's transport
	Attempt time.Duration // for one attempt, until its answer is complete; 0: 45 s
	Tries   int           // attempts for one question; 0: 4
	Sleep   func(ctx context.Context, d time.Duration) error
}

// Client asks one model.
type Client struct {
	api     *openai.Client
	model   string
	attempt time.Duration
	tries   int
	sleep   func(ctx context.Context, d time.Duration) error
}

// New returns a client. It does not connect yet.
func New(p Params) *Client {
	config := openai.DefaultConfig(p.APIKey)
	if p.BaseURL != "" {
		config.BaseURL = p.BaseURL
	}
	config.EmptyMessagesLimit = 1000
	base := http.DefaultTransport
	if p.HTTP != nil && p.HTTP.Transport != nil {
		base = p.HTTP.Transport
	}
	config.HTTPClient = &http.Client{Transport: &transport{base: base}}
	if p.Sleep == nil {
		p.Sleep = wait.For
	}
	return &Client{
		api:     openai.NewClientWithConfig(config),
		model:   p.Model,
		attempt: cmp.Or(p.Attempt, 45*time.Second),
		tries:   cmp.Or(p.Tries, 4),
		sleep:   p.Sleep,
	}
}

// Model returns the name of the model.
func (c *Client) Model() string { return c.model }
