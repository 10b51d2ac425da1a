package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime/pprof"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/await"
)

// testCanceledAnywhere cancels every call of a store at random moments, from
// several goroutines. Each call must have happened completely or not at all, and
// the store must keep working.
func testCanceledAnywhere(t *testing.T, f *fixture) {
	c := newGivenUp(f)
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	mark := pprof.Labels("started by", t.Name())
	var all sync.WaitGroup
	for worker := range 4 {
		all.Go(func() {
			pprof.Do(f.ctx, mark, func(context.Context) {
				random := rand.New(rand.NewPCG(uint64(worker), seed))
				for n := range 6 * len(c.calls) {
					c.once(c.calls[random.IntN(len(c.calls))], worker*1000+n, random)
				}
			})
		})
	}
	all.Wait()
	for i, call := range c.calls { // each call works when it is not cancelled
		if err := call.do(f.ctx, 100_000+i); err != nil && !refused(err) {
			t.Errorf("%s afterwards: %v", call.name, err)
		}
	}
	c.check(t)
	await.Nil(t, "the end of what given up calls had started", func() error { return noneMarked(t.Name()) })
}

// noneMarked returns an error with the stacks of goroutines that are marked with
// a name: a marked goroutine started them.
func noneMarked(name string) error {
	var all bytes.Buffer
	if err := pprof.Lookup("goroutine").WriteTo(&all, 1); err != nil {
		return err
	}
	var marked []string
	for stack := range strings.SplitSeq(all.String(), "\n\n") {
		if strings.Contains(stack, fmt.Sprintf("%q", name)) {
			marked = append(marked, stack)
		}
	}
	if len(marked) > 0 {
		return fmt.Errorf("goroutines were left behind:\n%s", strings.Join(marked, "\n\n"))
	}
	return nil
}

// givenUp is a store whose calls are cancelled, and the results of those that
// succeeded.
type givenUp struct {
	*fixture
	calls []*call
	run   trex.RunID // the one that points are appended to

	mu        sync.Mutex
	proposals []trex.ProposalID
	messages  []trex.MessageID
	usages    int
	first     map[string]int // how often the caller of an event or a post was the first
}

type call struct {
	name string
	do   func(ctx context.Context, n int) error

	mu   sync.Mutex
	took time.Duration // of the last call that ran to its end
}

// once makes one call with a deadline at a random moment of it, or just after it.
func (c *givenUp) once(call *call, n int, random *rand.Rand) {
	call.mu.Lock()
	patience := time.Duration(random.Int64N(int64(call.took + call.took/2 + 200*time.Microsecond)))
	call.mu.Unlock()
	ctx, cancel := context.WithTimeout(c.ctx, patience)
	if random.IntN(2) == 0 {
		cancel()
		ctx, cancel = context.WithCancel(c.ctx)
		defer time.AfterFunc(patience, cancel).Stop()
	}
	defer cancel()
	start := time.Now()
	err := call.do(ctx, n)
	switch {
	case err == nil:
		call.mu.Lock()
		call.took = time.Since(start)
		call.mu.Unlock()
	case refused(err), ctx.Err() != nil && errors.Is(err, ctx.Err()):
	default:
		c.t.Errorf("%s, given up (%v), ended with %v", call.name, ctx.Err(), err)
	}
}

// refused reports that the state of the store did not allow a call: the other
// calls change it all the time.
func refused(err error) bool {
	kind := trex.KindOf(err)
	return kind == trex.KindConflict || kind == trex.KindNotFound
}

func newGivenUp(f *fixture) *givenUp {
	c := &givenUp{fixture: f, run: f.running().ID, first: map[string]int{}}
	for name, do := range c.writes() {
		c.calls = append(c.calls, &call{name: name, do: do})
	}
	for name, do := range c.reads() {
		c.calls = append(c.calls, &call{name: name, do: do})
	}
	return c
}

func (c *givenUp) writes() map[string]func(context.Context, int) error {
	known := func(n int) (trex.ProposalID, trex.RunID, trex.ExperimentID) {
		return trex.MakeProposalID(int64(n%40 + 1)), trex.MakeRunID(int64(n%40 + 1)), trex.MakeExperimentID(int64(n%20 + 1))
	}
	return map[string]func(context.Context, int) error{
		"CreateProposal": func(ctx context.Context, n int) error {
			p, err := c.CreateProposal(ctx, proposal(lrConfig(0.1), lrConfig(float64(n))))
			c.note(err, func() { c.proposals = append(c.proposals, p.ID) })
			return err
		},
		"EditProposal": func(ctx context.Context, n int) error {
			p, _, _ := known(n)
			_, err := c.EditProposal(ctx, trex.Edit{Proposal: p, Version: 0, Configs: []trex.RunConfig{lrConfig(1), lrConfig(2)}, By: ada, At: at(1)})
			return err
		},
		"LaunchProposal": func(ctx context.Context, n int) error {
			p, _, _ := known(n)
			l := launchOf(proposal(lrConfig(1), lrConfig(2)), ada)
			l.Proposal, l.Version = p, 0
			_, _, err := c.LaunchProposal(ctx, l)
			return err
		},
		"TickProposal": func(ctx context.Context, n int) error {
			p, _, _ := known(n)
			_, err := c.TickProposal(ctx, trex.Decision{Proposal: p, Configs: []int{0}, By: ada, At: at(1)})
			return err
		},
		"DismissProposal": func(ctx context.Context, n int) error {
			_, err := c.DismissProposal(ctx, trex.Decision{Proposal: trex.MakeProposalID(int64(n%40 + 1)), By: ada, At: at(float64(n))})
			return err
		},
		"ExpireProposals": func(ctx context.Context, n int) error {
			_, err := c.ExpireProposals(ctx, at(float64(n%7200)))
			return err
		},
		"MoveExperiment": func(ctx context.Context, n int) error {
			_, _, e := known(n)
			return c.MoveExperiment(ctx, e, thread)
		},
		"AppendMessage": func(ctx context.Context, n int) error {
			m, err := c.AppendMessage(ctx, trex.ChatMessage{Thread: thread, Role: trex.RoleUser, Content: fmt.Sprint(n), At: at(1)})
			c.note(err, func() { c.messages = append(c.messages, m.ID) })
			return err
		},
		"UpdateMessage": func(ctx context.Context, n int) error {
			return c.UpdateMessage(ctx, trex.ChatMessage{ID: "m1", Content: fmt.Sprint(n), Card: []byte("{}")})
		},
		"SaveQuestion": func(ctx context.Context, n int) error {
			return c.SaveQuestion(ctx, trex.Question{Thread: thread, Person: ada, State: fmt.Sprint(n), AskedAt: at(float64(n))})
		},
		"CloseQuestion": func(ctx context.Context, _ int) error { return c.CloseQuestion(ctx, thread, ada) },
		"FirstSeen": func(ctx context.Context, n int) error {
			event := fmt.Sprint("Ev", n%30)
			first, err := c.FirstSeen(ctx, "slack", event, at(1))
			c.note(err, func() { c.first[event] += count(first) })
			return err
		},
		"ClaimPost": func(ctx context.Context, n int) error {
			key := fmt.Sprint("post ", n%30)
			_, claimed, err := c.ClaimPost(ctx, trex.Post{Key: key, Platform: "slack"})
			c.note(err, func() { c.first[key] += count(claimed) })
			return err
		},
		"SavePost": func(ctx context.Context, n int) error {
			return c.SavePost(ctx, trex.Post{Key: "saved", Platform: "slack", Ref: fmt.Sprint(n)})
		},
		"RecordUsage": func(ctx context.Context, n int) error {
			err := c.RecordUsage(ctx, trex.Usage{Person: ada, Model: "m", PromptTokens: 1, At: at(1)})
			c.note(err, func() { c.usages++ })
			return err
		},
		"CreateWarning": func(ctx context.Context, n int) error {
			_, _, err := c.CreateWarning(ctx, trex.Warning{Run: trex.MakeRunID(int64(n%40 + 1)), Kind: trex.WarnDiverged, At: at(1)})
			return err
		},
		"SettleWarning": func(ctx context.Context, n int) error {
			return c.SettleWarning(ctx, trex.MakeWarningID(int64(n%5+1)))
		},
		"ClaimRun": func(ctx context.Context, n int) error {
			_, r, _ := known(n)
			_, err := c.ClaimRun(ctx, trex.Claim{Run: r, Ref: fmt.Sprint(n), Queued: n%2 == 0, At: at(1)})
			return err
		},
		"MarkStarted": func(ctx context.Context, n int) error {
			_, r, _ := known(n)
			return c.MarkStarted(ctx, r, at(2), "")
		},
		"SetReason": func(ctx context.Context, n int) error {
			_, r, _ := known(n)
			return c.SetReason(ctx, r, fmt.Sprint("waits for ", n))
		},
		"RequestStop": func(ctx context.Context, n int) error {
			_, r, _ := known(n)
			_, err := c.RequestStop(ctx, r, ada, at(3))
			return err
		},
		"StopRuns": func(ctx context.Context, n int) error {
			_, r, e := known(n)
			_, err := c.StopRuns(ctx, trex.StopScope{RunScope: trex.RunScope{Experiment: e, Runs: []trex.RunID{r}}, By: ada, At: at(3), OwnOnly: true})
			return err
		},
		"SetVerdict": func(ctx context.Context, n int) error {
			_, r, _ := known(n)
			return c.SetVerdict(ctx, r, trex.Verdict{Kind: trex.VerdictFlat, SinceStep: int64(n)})
		},
		"Backfill": func(ctx context.Context, _ int) error { return c.Backfill(ctx) },
		"FinishRun": func(ctx context.Context, n int) error {
			_, r, _ := known(n)
			if r == c.run { // it must not end
				return nil
			}
			_, err := c.FinishRun(ctx, trex.Finish{Run: r, Status: trex.Failed, Exit: &trex.Exit{Code: n % 2}, At: at(9)})
			return err
		},
		"ThinPoints": func(ctx context.Context, n int) error {
			_, r, _ := known(n)
			_, err := c.ThinPoints(ctx, trex.Thin{Run: r, Metric: "loss", Keep: 10})
			return err
		},
		"AppendPoints": c.appendNext,
		"AppendOther": func(ctx context.Context, n int) error { // strict and relaxed commits alternate
			_, r, _ := known(n)
			if r == c.run {
				return nil
			}
			return c.AppendPoints(ctx, trex.Append{Run: r, Points: pointsOf("loss", 3, 2, 1)})
		},
	}
}

// appendNext appends behind the stored offset, as the runner does.
func (c *givenUp) appendNext(ctx context.Context, n int) error {
	ingest, err := c.FindIngest(ctx, c.run)
	if err != nil {
		return err
	}
	offset := ingest.Offsets["log"]
	var points []trex.Point
	for i := range int64(20 + n%700) {
		points = append(points, trex.Point{Metric: "loss", Step: offset + i, Value: 1 / float64(offset+i+1)})
	}
	return c.AppendPoints(ctx, trex.Append{Run: c.run, Points: points, From: map[string]int64{"log": offset},
		Ingest: trex.Ingest{Offsets: map[string]int64{"log": offset + int64(len(points))}}})
}

func (c *givenUp) reads() map[string]func(context.Context, int) error {
	return map[string]func(context.Context, int) error{
		"FindProposal": func(ctx context.Context, _ int) error { _, err := c.FindProposal(ctx, "p1"); return err },
		"ListProposals": func(ctx context.Context, _ int) error {
			_, err := c.ListProposals(ctx, trex.ProposalQuery{Thread: thread, Owner: ada, OpenAt: at(1)})
			return err
		},
		"ListVersions":   func(ctx context.Context, _ int) error { _, err := c.ListProposalVersions(ctx, "p1"); return err },
		"ListQuestions":  func(ctx context.Context, _ int) error { _, err := c.ListQuestions(ctx, thread, at(1)); return err },
		"ListMessagesOf": func(ctx context.Context, _ int) error { _, err := c.ListMessagesOf(ctx, thread, ada, 20); return err },
		"FindPostByRef": func(ctx context.Context, n int) error {
			_, err := c.FindPostByRef(ctx, "slack", "", fmt.Sprint(n))
			return err
		},
		"FindExperiment": func(ctx context.Context, _ int) error { _, err := c.FindExperiment(ctx, "e1"); return err },
		"FindByThread":   func(ctx context.Context, _ int) error { _, err := c.FindExperimentByThread(ctx, thread); return err },
		"ListExperiments": func(ctx context.Context, _ int) error {
			_, err := c.ListExperiments(ctx, trex.ExperimentQuery{})
			return err
		},
		"ListRunsOf":    func(ctx context.Context, _ int) error { _, err := c.ListExperimentRuns(ctx, "e1"); return err },
		"FindMessage":   func(ctx context.Context, _ int) error { _, err := c.FindMessage(ctx, "m1"); return err },
		"ListMessages":  func(ctx context.Context, _ int) error { _, err := c.ListMessages(ctx, thread, "", 0); return err },
		"FindPost":      func(ctx context.Context, _ int) error { _, err := c.FindPost(ctx, "saved"); return err },
		"ListOpenPosts": func(ctx context.Context, _ int) error { _, err := c.ListOpenPosts(ctx, "slack"); return err },
		"UsageSince":    func(ctx context.Context, _ int) error { _, err := c.UsageSince(ctx, "", at(0)); return err },
		"SumUsage":      func(ctx context.Context, _ int) error { _, err := c.SumUsage(ctx, at(0)); return err },
		"FindWarning":   func(ctx context.Context, _ int) error { _, err := c.FindWarning(ctx, "w1"); return err },
		"ListWarnings":  func(ctx context.Context, _ int) error { _, err := c.ListWarnings(ctx, "e1"); return err },
		"FindRun":       func(ctx context.Context, _ int) error { _, err := c.FindRun(ctx, c.run); return err },
		"CountRuns":     func(ctx context.Context, _ int) error { _, err := c.CountRuns(ctx, ""); return err },
		"ListPending":   func(ctx context.Context, _ int) error { _, err := c.ListPending(ctx, 0); return err },
		"ListClaimed":   func(ctx context.Context, _ int) error { _, err := c.ListClaimed(ctx); return err },
		"ListActive": func(ctx context.Context, _ int) error {
			_, err := c.ListActive(ctx, trex.RunScope{All: true})
			return err
		},
		"ListUnjudged": func(ctx context.Context, _ int) error { _, err := c.ListUnjudged(ctx, 5); return err },
		"FindEqualRuns": func(ctx context.Context, n int) error {
			_, err := c.FindEqualRuns(ctx, "digits", []trex.RunConfig{lrConfig(float64(n))})
			return err
		},
		"FindIngest": func(ctx context.Context, _ int) error { _, err := c.FindIngest(ctx, c.run); return err },
		"ListSeries": func(ctx context.Context, _ int) error { _, err := c.ListSeries(ctx, c.run); return err },
		"ListEnded":  func(ctx context.Context, _ int) error { _, err := c.ListEnded(ctx, "digits", at(99)); return err },
		"ListThinnable": func(ctx context.Context, _ int) error {
			_, err := c.ListThinnable(ctx, "digits", at(99), 1)
			return err
		},
		"ReadPoints": func(ctx context.Context, n int) error {
			_, err := c.ReadPoints(ctx, trex.PointQuery{Run: c.run, Metric: "loss", Max: n % 500})
			return err
		},
		"ListRuns": func(ctx context.Context, n int) error { // sometimes a new text, which must be prepared
			_, err := c.ListRuns(ctx, trex.RunQuery{Text: make([]string, n%3+1), Limit: 5, Sort: trex.SortKey{By: "param:lr", Desc: n%2 == 0},
				Where: slices.Repeat([]trex.Condition{{Name: "lr", Op: trex.Less, Value: trex.Number(float64(n))}}, n%7)})
			return err
		},
	}
}

func (c *givenUp) note(err error, fn func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err == nil {
		fn()
	}
}

func count(is bool) int {
	if is {
		return 1
	}
	return 0
}

// check looks for calls that were done only in part or twice, or that were not
// done although their caller was told so.
func (c *givenUp) check(t *testing.T) {
	for what, times := range c.first {
		if times > 1 {
			t.Errorf("%d callers were the first to see %s", times, what)
		}
	}
	all, err := c.ListProposals(c.ctx, trex.ProposalQuery{Thread: thread})
	must(t, err)
	stored := map[trex.ProposalID]bool{}
	launched := map[trex.ExperimentID]int{}
	for i, p := range all {
		stored[p.ID] = true
		versions, err := c.ListProposalVersions(c.ctx, p.ID)
		must(t, err)
		if len(versions) != p.Version || versions[p.Version-1].Version != p.Version {
			t.Errorf("%s is at version %d, kept are %+v", p.ID, p.Version, versions)
		}
		if want := trex.MakeProposalID(int64(len(all) - i)); p.ID != want {
			t.Errorf("proposal %s is where %s should be: a number was given to nothing", p.ID, want)
		}
		if (p.State == trex.ProposalLaunched) != (p.Experiment != "") {
			t.Errorf("%s is %s, its experiment is %q", p.ID, p.State, p.Experiment)
		}
		if p.Experiment != "" {
			launched[p.Experiment] = len(p.Configs)
		}
	}
	for _, id := range c.proposals {
		if !stored[id] {
			t.Errorf("%s was created, but is not there", id)
		}
	}
	experiments, err := c.ListExperiments(c.ctx, trex.ExperimentQuery{Limit: 1 << 20})
	must(t, err)
	if len(experiments) != len(launched) {
		t.Errorf("%d experiments of %d launched proposals", len(experiments), len(launched))
	}
	for _, e := range experiments {
		runs, err := c.ListExperimentRuns(c.ctx, e.ID)
		must(t, err)
		if len(runs) != launched[e.ID] {
			t.Errorf("%s has %d runs of %d configurations", e.ID, len(runs), launched[e.ID])
		}
		for _, run := range runs {
			if run.Status.Final() == run.FinishedAt.IsZero() {
				t.Errorf("%s is %s, its end is %s", run.ID, run.Status, run.FinishedAt)
			}
		}
	}
	messages, err := c.ListMessages(c.ctx, thread, "", 0)
	must(t, err)
	for i, m := range messages {
		if want := trex.MakeMessageID(int64(i + 1)); m.ID != want {
			t.Errorf("message %s is where %s should be", m.ID, want)
		}
	}
	if len(messages) < len(c.messages) {
		t.Errorf("%d messages are there, %d were appended", len(messages), len(c.messages))
	}
	usage, err := c.UsageSince(c.ctx, "", at(0))
	must(t, err)
	if usage.PromptTokens < c.usages {
		t.Errorf("%d usages are there, %d were recorded", usage.PromptTokens, c.usages)
	}
	wantWholeLog(t, c.fixture, c.run)
}

// wantWholeLog checks that every point up to the stored offset is stored once.
func wantWholeLog(t *testing.T, f *fixture, run trex.RunID) {
	t.Helper()
	ingest, err := f.FindIngest(f.ctx, run)
	must(t, err)
	points, err := f.ReadPoints(f.ctx, trex.PointQuery{Run: run, Metric: "loss"})
	must(t, err)
	if int64(len(points)) != ingest.Offsets["log"] {
		t.Fatalf("%d points, but the offset is %d", len(points), ingest.Offsets["log"])
	}
	for i, p := range points {
		if p.Step != int64(i) {
			t.Fatalf("point %d has step %d", i, p.Step)
		}
	}
}
