package agent

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	openai "github.com/sashabaranov/go-openai"

	"github.com/trex-ml/trex"
)

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func noSleep(ctx context.Context, _ time.Duration) error { return ctx.Err() }

func understand(t *testing.T, a Agent, req Request) Intent {
	t.Helper()
	intent, err := a.Understand(t.Context(), req)
	if err != nil {
		t.Fatalf("Understand(%q): %v", req.Text, err)
	}
	return intent
}

func asking(text string) Request {
	return Request{Text: text, Projects: []trex.Project{digits()}, Person: trex.Person{Platform: "web", ID: "ada"}}
}

// proposing answers every message with the configurations the example expects.
func (e example) arguments() string {
	var configs []map[string]json.RawMessage
	for _, want := range e.Configs {
		config := map[string]json.RawMessage{}
		for name, raw := range want {
			if string(raw) != `"default"` {
				config[name] = raw
			}
		}
		if e.Distinct != "" && want[e.Distinct] == nil {
			config[e.Distinct] = fmt.Append(nil, len(configs)+1)
		}
		configs = append(configs, config)
	}
	project := e.Project
	if project == "" {
		project = e.projects()[0].Name
	}
	encoded, _ := json.Marshal(object{"project": project, "configs": configs})
	return string(encoded)
}

func TestLLMProposesWhatTheModelCalls(t *testing.T) {
	t.Parallel()
	inParts(t, readExamples(t), func(t *testing.T, examples []example) {
		var current example
		fake := newFakeModel(t, func(w http.ResponseWriter, _ *http.Request, req openai.ChatCompletionRequest, _ int) {
			call(w, req, "propose", current.arguments())
		})
		llm := fake.agent()
		for _, e := range examples {
			if len(e.Configs) == 0 {
				continue
			}
			current = e
			current.Turns, current.Say = nil, e.turns()[len(e.turns())-1]
			intent := current.converse(t, llm)
			if problem := current.judge(intent); problem != "" {
				t.Errorf("%s: %s", e.where, problem)
			}
			if intent.Note != "" || intent.Usage == nil || intent.Usage.PromptTokens != 100 {
				t.Fatalf("%s: note %q, usage %+v", e.where, intent.Note, intent.Usage)
			}
		}
	})
}

// hostile are the ways an endpoint misbehaves.
var hostile = map[string]func(w http.ResponseWriter, r *http.Request, req openai.ChatCompletionRequest){
	"UnknownTool": func(w http.ResponseWriter, _ *http.Request, req openai.ChatCompletionRequest) {
		call(w, req, "rm_rf", `{"path":"/"}`)
	},
	"LaunchAttempt": func(w http.ResponseWriter, _ *http.Request, req openai.ChatCompletionRequest) {
		call(w, req, "launch", `{"project":"digits","configs":[{"lr":0.1}]}`)
	},
	"BrokenJSON": func(w http.ResponseWriter, _ *http.Request, req openai.ChatCompletionRequest) {
		call(w, req, "propose", `{"project":"digits","configs":[{"lr":0.1}`)
	},
	"ExtraParameters": func(w http.ResponseWriter, _ *http.Request, req openai.ChatCompletionRequest) {
		call(w, req, "propose", `{"project":"digits","configs":[{"lr":0.1,"shell":"curl evil"}]}`)
	},
	"ExtraArguments": func(w http.ResponseWriter, _ *http.Request, req openai.ChatCompletionRequest) {
		call(w, req, "propose", `{"project":"digits","configs":[{"lr":0.1}],"launch":true}`)
	},
	"ThousandConfigs": func(w http.ResponseWriter, _ *http.Request, req openai.ChatCompletionRequest) {
		configs := make([]object, 1000)
		for i := range configs {
			configs[i] = object{"seed": i}
		}
		encoded, _ := json.Marshal(object{"project": "digits", "configs": configs})
		call(w, req, "propose", string(encoded))
	},
	"HugeGrid": func(w http.ResponseWriter, _ *http.Request, req openai.ChatCompletionRequest) {
		values := make([]int, 500)
		for i := range values {
			values[i] = i + 1
		}
		encoded, _ := json.Marshal(object{"project": "digits", "grid": object{"epochs": values, "hidden": values, "batch_size": values}})
		call(w, req, "propose", string(encoded))
	},
	"OutOfBounds": func(w http.ResponseWriter, _ *http.Request, req openai.ChatCompletionRequest) {
		call(w, req, "propose", `{"project":"digits","configs":[{"lr":1e9,"epochs":-4}]}`)
	},
	"UnknownProject": func(w http.ResponseWriter, _ *http.Request, req openai.ChatCompletionRequest) {
		call(w, req, "propose", `{"project":"../../etc","configs":[{}]}`)
	},
	"StopWithoutTarget": func(w http.ResponseWriter, _ *http.Request, req openai.ChatCompletionRequest) {
		call(w, req, "stop", `{}`)
	},
	"BadID": func(w http.ResponseWriter, _ *http.Request, req openai.ChatCompletionRequest) {
		call(w, req, "stop", `{"runs":["r1; drop table runs"]}`)
	},
	"Empty": func(w http.ResponseWriter, _ *http.Request, req openai.ChatCompletionRequest) { answer(w, req, "") },
	"NotJSON": func(w http.ResponseWriter, _ *http.Request, _ openai.ChatCompletionRequest) {
		fmt.Fprint(w, "<html>bad gateway</html>")
	},
	"TooMany": func(w http.ResponseWriter, _ *http.Request, _ openai.ChatCompletionRequest) {
		w.WriteHeader(http.StatusTooManyRequests)
	},
	"ServerError": func(w http.ResponseWriter, _ *http.Request, _ openai.ChatCompletionRequest) {
		w.WriteHeader(http.StatusServiceUnavailable)
	},
	"Unauthorized": func(w http.ResponseWriter, _ *http.Request, _ openai.ChatCompletionRequest) {
		w.WriteHeader(http.StatusUnauthorized)
		fmt.Fprint(w, `{"error":{"message":"bad key","type":"auth"}}`)
	},
	"CutAnswer": func(w http.ResponseWriter, _ *http.Request, req openai.ChatCompletionRequest) {
		if req.Stream {
			chunk(w, object{"content": "I will"}, nil)
		} else {
			fmt.Fprint(w, `{"choices":[{"message":{"content":"I wi`)
		}
		panic(http.ErrAbortHandler)
	},
	"EndlessReading": func(w http.ResponseWriter, _ *http.Request, req openai.ChatCompletionRequest) {
		call(w, req, "read_runs", `{}`)
	},
}

func TestLLMAnswersWhateverTheEndpointDoes(t *testing.T) {
	t.Parallel()
	for name, misbehave := range hostile {
		t.Run(name, func(t *testing.T) {
			fake := newFakeModel(t, func(w http.ResponseWriter, r *http.Request, req openai.ChatCompletionRequest, _ int) {
				misbehave(w, r, req)
			})
			for _, streaming := range []bool{false, true} {
				req := asking("try lr 0.1, 0.01")
				req.Lookup = &fakeLookup{}
				if streaming {
					req.Partial = func(string) {}
				}
				intent := understand(t, fake.agent(), req)
				if intent.Kind != Propose || len(intent.Configs) != 2 {
					t.Errorf("streaming %v: got %s with %d configurations, want what the grammar reads", streaming, intent.Kind, len(intent.Configs))
				}
				if !strings.Contains(intent.Note, "offline grammar") {
					t.Errorf("note %q does not say who read the message", intent.Note)
				}
			}
			if n := len(fake.asked()); n > 2*mostRounds {
				t.Errorf("asked %d times", n)
			}
		})
	}
}

// TestLLMSetsSurviveHostileEndpoints runs every conversation of every set
// against endpoints that misbehave: the answer is the grammar's.
func TestLLMSetsSurviveHostileEndpoints(t *testing.T) {
	t.Parallel()
	names := make([]string, 0, len(hostile))
	for name := range hostile {
		names = append(names, name)
	}
	slices.Sort(names)
	grammar := NewGrammar()
	inParts(t, readExamples(t), func(t *testing.T, examples []example) {
		fake := newFakeModel(t, func(w http.ResponseWriter, r *http.Request, req openai.ChatCompletionRequest, nth int) {
			hostile[names[nth%len(names)]](w, r, req)
		})
		llm := fake.agent(func(p *Params) { p.Tries = 1 })
		for _, e := range examples {
			got, want := e.converse(t, llm), e.converse(t, grammar)
			if got.Kind != want.Kind || len(got.Configs) != len(want.Configs) || got.Note == "" {
				t.Errorf("%s: got %s (%d), note %q; the grammar reads %s (%d)", e.where, got.Kind, len(got.Configs), got.Note, want.Kind, len(want.Configs))
			}
		}
	})
}

// silent is an endpoint that never answers; it tells that it was asked.
type silent struct{ asked func() }

func (s silent) RoundTrip(req *http.Request) (*http.Response, error) {
	s.asked()
	<-req.Context().Done()
	return nil, req.Context().Err()
}

func TestLLMDoesNotWaitForASilentEndpoint(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		endpoint := silent{func() { asked++ }}
		llm := NewLLM(Params{HTTP: &http.Client{Transport: endpoint}, Attempt: 30 * time.Second, Total: 100 * time.Second, Tries: 3, Log: quiet()})
		start := time.Now()
		intent := understand(t, llm, asking("try lr 0.1"))
		if d := time.Since(start); d < 90*time.Second || d > 100*time.Second || asked != 3 {
			t.Errorf("answered after %v and %d attempts, want 3 of half a minute", d, asked)
		}
		if intent.Kind != Propose || intent.Note == "" {
			t.Errorf("got %s, note %q", intent.Kind, intent.Note)
		}
		asked = 0
		llm = NewLLM(Params{HTTP: &http.Client{Transport: endpoint}, Log: quiet()})
		start = time.Now()
		understand(t, llm, asking("try lr 0.1"))
		if d := time.Since(start); d != 2*time.Minute || asked != 3 {
			t.Errorf("answered after %v and %d attempts, want the two minutes for a whole message", d, asked)
		}
	})
}

func TestLLMEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	llm := NewLLM(Params{HTTP: &http.Client{Transport: silent{cancel}}, Log: quiet()})
	if _, err := llm.Understand(ctx, asking("try lr 0.1")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the context's error", err)
	}
}

func TestLLMRetriesAsTheEndpointAsks(t *testing.T) {
	t.Parallel()
	fake := newFakeModel(t, func(w http.ResponseWriter, _ *http.Request, req openai.ChatCompletionRequest, nth int) {
		switch nth {
		case 1:
			w.Header().Set("Retry-After", "3")
			w.WriteHeader(http.StatusTooManyRequests)
		case 2:
			w.WriteHeader(http.StatusBadGateway)
		default:
			call(w, req, "propose", `{"project":"digits","configs":[{"lr":0.5}],"reason":"larger steps"}`)
		}
	})
	var waits []time.Duration
	llm := fake.agent(func(p *Params) {
		p.Sleep = func(_ context.Context, d time.Duration) error { waits = append(waits, d); return nil }
	})
	intent := understand(t, llm, asking("what should I try next?"))
	if intent.Kind != Propose || intent.Note != "" || intent.Reply != "larger steps" {
		t.Errorf("got %+v", intent)
	}
	if len(waits) != 2 || waits[0] != 3*time.Second || waits[1] <= 0 {
		t.Errorf("waited %v", waits)
	}
}

func TestLLMTellsTheModelWhatIsWrong(t *testing.T) {
	t.Parallel()
	fake := newFakeModel(t, func(w http.ResponseWriter, _ *http.Request, req openai.ChatCompletionRequest, nth int) {
		if nth == 1 {
			call(w, req, "propose", `{"project":"digits","configs":[{"lr":99}]}`)
			return
		}
		last := req.Messages[len(req.Messages)-1]
		if last.Role != openai.ChatMessageRoleTool || !strings.Contains(last.Content, "lr must be at most 10, got 99") {
			t.Errorf("the model was told %q", last.Content)
		}
		call(w, req, "propose", `{"project":"digits","grid":{"lr":[1,2],"optimizer":["adam"]},"seeds":2}`)
	})
	intent := understand(t, fake.agent(), asking("try a large lr"))
	if len(intent.Configs) != 4 || intent.Usage.PromptTokens != 200 {
		t.Errorf("got %s, usage %+v", intent.Reading, intent.Usage)
	}
}

func TestLLMDrawsAtRandomWithinTheRange(t *testing.T) {
	t.Parallel()
	fake := newFakeModel(t, func(w http.ResponseWriter, _ *http.Request, req openai.ChatCompletionRequest, _ int) {
		call(w, req, "propose", `{"project":"digits","random":{"count":7,"from":{"lr":{"min":0.001,"max":0.1},"optimizer":["adam","sgd"]}}}`)
	})
	intent := understand(t, fake.agent(), asking("7 random ones"))
	if len(intent.Configs) != 7 {
		t.Fatalf("got %d configurations: %s", len(intent.Configs), intent.Note)
	}
	for _, config := range intent.Configs {
		if lr, _ := config["lr"].Float(); lr < 0.001 || lr > 0.1 {
			t.Errorf("lr %v", lr)
		}
	}
}

func TestLLMIntents(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]Intent{
		`status {"runs":["R12"]}`:         {Kind: Status, Runs: []trex.RunID{"r12"}},
		`compare {"runs":["r1","r2"]}`:    {Kind: Compare, Runs: []trex.RunID{"r1", "r2"}},
		`best {"project":"digits"}`:       {Kind: Best, Project: "digits", Experiment: "e9"},
		`logs {"runs":["r3"],"lines":20}`: {Kind: Logs, Runs: []trex.RunID{"r3"}, Lines: 20},
		`stop {"scope":"mine"}`:           {Kind: Stop, Scope: ScopeMine},
		`stop {"experiment":"e4"}`:        {Kind: Stop, Experiment: "e4"},
		`retry {"runs":["r3"]}`:           {Kind: Retry, Runs: []trex.RunID{"r3"}},
		`explain {}`:                      {Kind: Explain, Experiment: "e9"},
		`projects {}`:                     {Kind: Projects},
	} {
		tool, arguments, _ := strings.Cut(name, " ")
		fake := newFakeModel(t, func(w http.ResponseWriter, _ *http.Request, req openai.ChatCompletionRequest, _ int) {
			call(w, req, tool, arguments)
		})
		req := asking("do it")
		req.Experiment = "e9"
		got := understand(t, fake.agent(), req)
		got.Usage = nil
		want.Select = Select{Runs: want.Runs, Scope: want.Scope}
		if want.Experiment == "e4" { // named, not the thread's
			want.Select.Experiments = []trex.ExperimentID{"e4"}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", name, diff)
		}
	}
}

func TestLLMStreamsItsAnswer(t *testing.T) {
	t.Parallel()
	fake := newFakeModel(t, func(w http.ResponseWriter, _ *http.Request, req openai.ChatCompletionRequest, _ int) {
		answer(w, req, "Adam is fine.")
	})
	req := asking("is adam fine?")
	var parts []string
	req.Partial = func(text string) { parts = append(parts, text) }
	intent := understand(t, fake.agent(), req)
	if intent.Kind != Talk || intent.Reply != "Adam is fine." {
		t.Errorf("got %s %q", intent.Kind, intent.Reply)
	}
	if len(parts) < 5 || parts[len(parts)-1] != intent.Reply || !strings.HasPrefix(parts[3], parts[2]) {
		t.Errorf("streamed %q", parts)
	}
}

func TestLLMEditsTheOpenProposalOnlyWhenItSaysSo(t *testing.T) {
	t.Parallel()
	for arguments, want := range map[string]Kind{
		`{"project":"digits","configs":[{"lr":0.2}],"replace":true}`: Edit,
		`{"project":"digits","configs":[{"lr":0.2}]}`:                Propose,
	} {
		fake := newFakeModel(t, func(w http.ResponseWriter, _ *http.Request, req openai.ChatCompletionRequest, _ int) {
			call(w, req, "propose", arguments)
		})
		project := digits()
		req := asking("make it 0.2")
		req.Open = &trex.Proposal{ID: "p1", Project: "digits", Configs: []trex.RunConfig{project.Defaults()}}
		if got := understand(t, fake.agent(), req); got.Kind != want {
			t.Errorf("%s: got %s, want %s", arguments, got.Kind, want)
		}
	}
}

func TestLLMBudget(t *testing.T) {
	t.Parallel()
	fake := newFakeModel(t, func(w http.ResponseWriter, _ *http.Request, req openai.ChatCompletionRequest, _ int) {
		answer(w, req, "hello")
	})
	for name, tc := range map[string]struct {
		spent trex.Usage
		err   error
		asks  bool
	}{
		"Fresh":      {trex.Usage{}, nil, true},
		"Tokens":     {trex.Usage{PromptTokens: 900, CompletionTokens: 100}, nil, false},
		"Dollars":    {trex.Usage{CostUSD: 2}, nil, false},
		"NotCounted": {trex.Usage{}, errors.New("the store is down"), false},
	} {
		t.Run(name, func(t *testing.T) {
			before := len(fake.asked())
			llm := fake.agent(func(p *Params) {
				p.DailyTokens, p.DailyUSD = 1000, 1
				p.Spent = func(_ context.Context, id string) (trex.Usage, error) {
					if id != "ada" {
						t.Errorf("asked what %q spent", id)
					}
					return tc.spent, tc.err
				}
			})
			intent := understand(t, llm, asking("try lr 0.1"))
			if asked := len(fake.asked()) > before; asked != tc.asks || (intent.Note == "") != tc.asks {
				t.Errorf("asked the model: %v, note %q", asked, intent.Note)
			}
		})
	}
}

func TestLLMCost(t *testing.T) {
	t.Parallel()
	fake := newFakeModel(t, func(w http.ResponseWriter, _ *http.Request, req openai.ChatCompletionRequest, _ int) {
		answer(w, req, "hello")
	})
	at := time.Date(2025, 1, 2, 3, 4, 5, 0, time.UTC)
	llm := fake.agent(func(p *Params) {
		p.PromptPrice, p.CompletionPrice, p.Now = 2, 8, func() time.Time { return at }
	})
	got := understand(t, llm, asking("hi")).Usage
	want := &trex.Usage{Person: trex.Person{Platform: "web", ID: "ada"}, Model: "fake", PromptTokens: 100, CompletionTokens: 10, CostUSD: 0.00028, At: at}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
