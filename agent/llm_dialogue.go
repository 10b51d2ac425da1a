package agent

import (
	"context"
	"strings"

	openai "github.com/sashabaranov/go-openai"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/model"
	"github.com/trex-ml/trex/say"
)

// dialogue is the exchange with the model about one message.
type dialogue struct {
	llm      *LLM
	req      *Request
	tools    []openai.Tool
	messages []openai.ChatCompletionMessage
	fixed    int // messages at the start that are never dropped
	usage    *trex.Usage
	said     string // text the model gave along with calls
	failures int    // rejected calls
}

const (
	mostRounds   = 8 // questions about one message
	mostFailures = 3 // rejected calls before the fallback takes over
)

func (l *LLM) newDialogue(req *Request) *dialogue {
	d := &dialogue{llm: l, req: req, tools: tools(req)}
	d.messages, d.fixed = opening(req)
	return d
}

// run asks until there is an intent. note says why there is none, and is ""
// otherwise.
func (d *dialogue) run(ctx context.Context) (intent Intent, note string) {
	for range mostRounds {
		d.fit()
		answer, err := d.llm.client.Ask(ctx, model.Question{Messages: d.messages, Tools: d.tools, Partial: d.partial()})
		if err != nil {
			d.llm.log.Warn("ask the language model", "err", err)
			return Intent{}, "The language model did not answer, so I read this with the offline grammar."
		}
		d.count(answer)
		if len(answer.Calls) == 0 {
			return d.talk(answer.Text), ""
		}
		if intent, ok := d.take(ctx, answer); ok {
			return intent, ""
		}
		if d.failures >= mostFailures {
			return Intent{}, "The language model proposed something that is not valid, so I read this with the offline grammar."
		}
	}
	return Intent{}, "The language model did not finish, so I read this with the offline grammar."
}

func (d *dialogue) partial() func(string) {
	if d.req.Partial == nil {
		return nil
	}
	return func(text string) { d.req.Partial(say.Clip(text, mostReply)) }
}

// count adds the cost of an answer.
func (d *dialogue) count(answer model.Answer) {
	if d.usage == nil {
		d.usage = &trex.Usage{Person: d.req.Person, Model: d.llm.client.Model(), At: d.llm.params.Now()}
	}
	d.usage.PromptTokens += answer.PromptTokens
	d.usage.CompletionTokens += answer.CompletionTokens
	d.usage.CostUSD += (float64(answer.PromptTokens)*d.llm.params.PromptPrice +
		float64(answer.CompletionTokens)*d.llm.params.CompletionPrice) / 1e6
}

// mostReply is the longest reply of the model to a person, in characters.
const mostReply = 4000

func (d *dialogue) talk(text string) Intent {
	return Intent{Kind: Talk, Reply: say.Clip(strings.TrimSpace(text), mostReply)}
}

// take executes the calls of an answer. The first call that gives an intent ends
// the dialogue. A rejected call is returned to the model with the reason.
func (d *dialogue) take(ctx context.Context, answer model.Answer) (Intent, bool) {
	if answer.Text != "" {
		d.said = answer.Text
	}
	d.messages = append(d.messages, openai.ChatCompletionMessage{
		Role: openai.ChatMessageRoleAssistant, Content: answer.Text, ToolCalls: answer.Calls,
	})
	for _, call := range answer.Calls {
		intent, result, err := d.call(ctx, call.Function.Name, call.Function.Arguments)
		if err != nil {
			d.failures++
			sentence, ok := trex.Sentence(err)
			if !ok {
				sentence = "this could not be read"
			}
			result = "refused: " + sentence
		} else if intent != nil {
			if intent.Reply == "" {
				intent.Reply = say.Clip(strings.TrimSpace(d.said), mostReply)
			}
			return *intent, true
		}
		d.messages = append(d.messages, openai.ChatCompletionMessage{
			Role: openai.ChatMessageRoleTool, ToolCallID: call.ID, Content: say.Clip(result, mostResult),
		})
	}
	return Intent{}, false
}
