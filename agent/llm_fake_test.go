package agent

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	openai "github.com/sashabaranov/go-openai"

	"github.com/trex-ml/trex/internal/await"
)

// fakeModel is an endpoint that gives a test's answers and records the
// questions.
type fakeModel struct {
	*httptest.Server
	mu       sync.Mutex
	requests []openai.ChatCompletionRequest
	answer   func(w http.ResponseWriter, r *http.Request, req openai.ChatCompletionRequest, nth int)
}

func newFakeModel(t testing.TB, answer func(w http.ResponseWriter, r *http.Request, req openai.ChatCompletionRequest, nth int)) *fakeModel {
	t.Helper()
	f := &fakeModel{answer: answer}
	f.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		var req openai.ChatCompletionRequest
		if err := json.Unmarshal(body, &req); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		f.mu.Lock()
		f.requests = append(f.requests, req)
		nth := len(f.requests)
		f.mu.Unlock()
		f.answer(w, r, req, nth)
	}))
	t.Cleanup(f.Close)
	return f
}

func (f *fakeModel) asked() []openai.ChatCompletionRequest {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]openai.ChatCompletionRequest(nil), f.requests...)
}

// agent returns an LLM that asks the fake and does not wait between attempts.
func (f *fakeModel) agent(change ...func(*Params)) *LLM {
	p := Params{BaseURL: f.URL + "/v1", APIKey: "key", Model: "fake", Attempt: await.Patience, Total: await.Patience, Sleep: noSleep, Log: quiet()}
	for _, c := range change {
		c(&p)
	}
	return NewLLM(p)
}

// say answers with text.
func answer(w http.ResponseWriter, req openai.ChatCompletionRequest, text string) {
	if !req.Stream {
		reply(w, object{"role": "assistant", "content": text}, "stop")
		return
	}
	for _, r := range text {
		chunk(w, object{"content": string(r)}, nil)
	}
	chunk(w, object{}, "stop")
	fmt.Fprint(w, "data: [DONE]\n\n")
}

// call answers with a call of a tool.
func call(w http.ResponseWriter, req openai.ChatCompletionRequest, name, arguments string) {
	calls := []object{{"id": "c1", "index": 0, "type": "function", "function": object{"name": name, "arguments": arguments}}}
	if !req.Stream {
		reply(w, object{"role": "assistant", "content": nil, "tool_calls": calls}, "tool_calls")
		return
	}
	half := len(arguments) / 2
	chunk(w, object{"tool_calls": []object{{"index": 0, "id": "c1", "type": "function", "function": object{"name": name, "arguments": arguments[:half]}}}}, nil)
	chunk(w, object{"tool_calls": []object{{"index": 0, "function": object{"arguments": arguments[half:]}}}}, nil)
	chunk(w, object{}, "tool_calls")
	fmt.Fprint(w, "data: [DONE]\n\n")
}

func reply(w http.ResponseWriter, message object, finish string) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(object{
		"id": "x", "object": "chat.completion", "model": "fake",
		"choices": []object{{"index": 0, "message": message, "finish_reason": finish}},
		"usage":   object{"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110},
	})
}

func chunk(w http.ResponseWriter, delta object, finish any) {
	encoded, _ := json.Marshal(object{
		"id": "x", "object": "chat.completion.chunk", "model": "fake",
		"choices": []object{{"index": 0, "delta": delta, "finish_reason": finish}},
	})
	fmt.Fprintf(w, "data: %s\n\n", encoded)
	if f, ok := w.(http.Flusher); ok {
		f.Flush()
	}
}
