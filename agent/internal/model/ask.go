package model

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"time"

	openai "github.com/sashabaranov/go-openai"
)

// Question is one question to the model.
type Question struct {
	Messages []openai.ChatCompletionMessage
	Tools    []openai.Tool
	Partial  func(text string) // receives the text of the answer so far; nil: not streamed
}

// Answer is the model's answer: text, tool calls, or both.
type Answer struct {
	Text             string
	Calls            []openai.ToolCall
	PromptTokens     int
	CompletionTokens int
}

// errIncomplete means that the answer ended early.
var errIncomplete = errors.New("the answer broke off")

const (
	firstWait = 500 * time.Millisecond
	mostWait  = 20 * time.Second // if Retry-After is longer, do not wait
)

// Ask asks until the model answers, at most Params.Tries times. It returns the
// last error, which wraps ctx's error when ctx ended.
func (c *Client) Ask(ctx context.Context, q Question) (Answer, error) {
	var last error
	for try := range c.tries {
		answer, wait, err := c.try(ctx, q)
		if err == nil {
			return answer, nil
		}
		if ctx.Err() != nil {
			return Answer{}, fmt.Errorf("ask %s: %w", c.model, ctx.Err())
		}
		last = err
		if !temporary(err) || wait > mostWait || try == c.tries-1 {
			break
		}
		wait = max(wait, backoff(try))
		if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < wait {
			break
		}
		if err := c.sleep(ctx, wait); err != nil {
			return Answer{}, fmt.Errorf("ask %s: %w", c.model, err)
		}
	}
	return Answer{}, fmt.Errorf("ask %s: %w", c.model, last)
}

func backoff(try int) time.Duration {
	d := firstWait << try
	return d/2 + rand.N(d)
}

func (c *Client) try(ctx context.Context, q Question) (answer Answer, wait time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, c.attempt)
	defer cancel()
	ctx, h := withHint(ctx)
	req := openai.ChatCompletionRequest{Model: c.model, Messages: q.Messages, Tools: q.Tools}
	if q.Partial != nil {
		answer, err = c.stream(ctx, req, q.Partial)
	} else {
		answer, err = c.whole(ctx, req)
	}
	if err == nil && answer.Text == "" && len(answer.Calls) == 0 {
		err = errIncomplete
	}
	if err == nil && answer.PromptTokens+answer.CompletionTokens == 0 {
		answer.PromptTokens, answer.CompletionTokens = estimate(q, answer)
	}
	return answer, h.retryAfter, err
}

func (c *Client) whole(ctx context.Context, req openai.ChatCompletionRequest) (Answer, error) {
	resp, err := c.api.CreateChatCompletion(ctx, req)
	if err != nil {
		return Answer{}, err
	}
	if len(resp.Choices) == 0 {
		return Answer{}, errIncomplete
	}
	message := resp.Choices[0].Message
	return Answer{
		Text: message.Content, Calls: message.ToolCalls,
		PromptTokens: resp.Usage.PromptTokens, CompletionTokens: resp.Usage.CompletionTokens,
	}, nil
}

func (c *Client) stream(ctx context.Context, req openai.ChatCompletionRequest, partial func(string)) (Answer, error) {
	req.StreamOptions = &openai.StreamOptions{IncludeUsage: true}
	stream, err := c.api.CreateChatCompletionStream(ctx, req)
	if err != nil {
		return Answer{}, err
	}
	defer func() { _ = stream.Close() }() // the stream was only read
	var answer Answer
	finished := false
	for {
		chunk, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Answer{}, fmt.Errorf("%w: %w", errIncomplete, err)
		}
		if chunk.Usage != nil {
			answer.PromptTokens, answer.CompletionTokens = chunk.Usage.PromptTokens, chunk.Usage.CompletionTokens
		}
		if len(chunk.Choices) == 0 {
			continue
		}
		choice := chunk.Choices[0]
		finished = finished || choice.FinishReason != ""
		answer.Calls = mergeCalls(answer.Calls, choice.Delta.ToolCalls)
		if choice.Delta.Content != "" {
			answer.Text += choice.Delta.Content
			partial(answer.Text)
		}
	}
	if !finished {
		return Answer{}, errIncomplete
	}
	return answer, nil
}

// mostCalls is the most calls in one answer.
const mostCalls = 32

// mergeCalls appends the pieces of streamed calls to their calls.
func mergeCalls(calls []openai.ToolCall, deltas []openai.ToolCall) []openai.ToolCall {
	for _, delta := range deltas {
		at := len(calls)
		if delta.Index != nil {
			at = *delta.Index
		} else if delta.ID == "" && len(calls) > 0 {
			at = len(calls) - 1
		}
		if at < 0 || at >= mostCalls {
			continue
		}
		for len(calls) <= at {
			calls = append(calls, openai.ToolCall{Type: openai.ToolTypeFunction})
		}
		call := &calls[at]
		if delta.ID != "" {
			call.ID = delta.ID
		}
		call.Function.Name += delta.Function.Name
		call.Function.Arguments += delta.Function.Arguments
	}
	return calls
}

// temporary reports whether another attempt may succeed.
func temporary(err error) bool {
	status := 0
	var apiErr *openai.APIError
	var reqErr *openai.RequestError
	switch {
	case errors.As(err, &apiErr):
		status = apiErr.HTTPStatusCode
	case errors.As(err, &reqErr):
		status = reqErr.HTTPStatusCode
	}
	if status == 0 || status < 300 {
		return !errors.Is(err, errTooLong) // a connection error, a deadline or an incomplete answer
	}
	return status == http.StatusTooManyRequests || status == http.StatusRequestTimeout || status >= 500
}

// bytesPerToken is a cautious estimate where an endpoint reports no tokens.
const bytesPerToken = 4

func estimate(q Question, answer Answer) (prompt, completion int) {
	for _, message := range q.Messages {
		prompt += len(message.Content)
		for _, call := range message.ToolCalls {
			prompt += len(call.Function.Arguments)
		}
	}
	completion = len(answer.Text)
	for _, call := range answer.Calls {
		completion += len(call.Function.Arguments) + len(call.Function.Name)
	}
	return prompt / bytesPerToken, completion/bytesPerToken + 1
}
