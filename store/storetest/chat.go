package storetest

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/trex-ml/trex"
)

func testMessages(t *testing.T, f *fixture) {
	p := f.propose(ada, "digits", 0.1)
	want := trex.ChatMessage{Thread: thread, Role: trex.RoleUser, Author: ada, Content: "try lr 0.1\nand 'more' — ü 🦖", At: at(1)}
	first, err := f.AppendMessage(f.ctx, want)
	must(t, err)
	want.ID = "m1"
	equal(t, "appended", want, first)

	second, err := f.AppendMessage(f.ctx, trex.ChatMessage{Thread: thread, Role: trex.RoleAssistant, Content: "one run", At: at(2), To: ada,
		Proposal: p.ID, Card: []byte(`{"title":"1 run"}`), UpdatedAt: at(3)})
	must(t, err)
	other := trex.Thread{Platform: "slack", Channel: "C1"}
	_, err = f.AppendMessage(f.ctx, trex.ChatMessage{Thread: other, Role: trex.RoleUser, Content: "hi", At: at(4)})
	must(t, err)
	third, err := f.AppendMessage(f.ctx, trex.ChatMessage{Thread: thread, Role: trex.RoleSystem, Content: "restarted", At: at(5)})
	must(t, err)

	second.Content, second.Card, second.UpdatedAt, second.Proposal = "launched", nil, at(6), ""
	must(t, f.UpdateMessage(f.ctx, second))
	found, err := f.FindMessage(f.ctx, second.ID)
	must(t, err)
	equal(t, "updated", second, found)

	for name, tc := range map[string]struct {
		after trex.MessageID
		limit int
		want  []trex.ChatMessage
	}{
		"All":        {"", 0, []trex.ChatMessage{first, second, third}},
		"Newest":     {"", 2, []trex.ChatMessage{second, third}},
		"After":      {first.ID, 0, []trex.ChatMessage{second, third}},
		"AfterLimit": {first.ID, 1, []trex.ChatMessage{second}},
		"AfterLast":  {third.ID, 5, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := f.ListMessages(f.ctx, thread, tc.after, tc.limit)
			must(t, err)
			equal(t, "messages", tc.want, got)
		})
	}
}

func testEvents(t *testing.T, f *fixture) {
	var first atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			seen, err := f.FirstSeen(f.ctx, "slack", "Ev1", at(0))
			if err != nil {
				t.Error(err)
			}
			if seen {
				first.Add(1)
			}
		})
	}
	all.Wait()
	if first.Load() != 1 {
		t.Errorf("%d of 8 were first", first.Load())
	}
	for _, tc := range []struct {
		platform, event string
		at              time.Time
		want            bool
	}{
		{"discord", "Ev1", at(1), true},
		{"slack", "Ev2", at(1), true},
		{"slack", "Ev1", at(6 * 24 * 3600), false},
		{"slack", "Ev3", at(8 * 24 * 3600), true}, // forgets Ev1
		{"slack", "Ev1", at(8 * 24 * 3600), true},
	} {
		got, err := f.FirstSeen(f.ctx, tc.platform, tc.event, tc.at)
		must(t, err)
		if got != tc.want {
			t.Errorf("first seen of %s %s at %s: %t", tc.platform, tc.event, tc.at, got)
		}
	}
}

func testPosts(t *testing.T, f *fixture) {
	want := trex.Post{Key: "live:e1", Platform: "slack", Channel: "C1", At: at(1)}
	got, claimed, err := f.ClaimPost(f.ctx, want)
	must(t, err)
	if !claimed {
		t.Error("a new key was not claimed")
	}
	equal(t, "claimed", want, got)
	want.Ref, want.Digest, want.At = "1700.1", "abc", at(2)
	must(t, f.SavePost(f.ctx, want))
	got, claimed, err = f.ClaimPost(f.ctx, trex.Post{Key: "live:e1", Platform: "other"})
	must(t, err)
	if claimed {
		t.Error("a stored key was claimed again")
	}
	equal(t, "stored", want, got)

	found, err := f.FindPostByRef(f.ctx, "slack", "C1", "1700.1")
	must(t, err)
	equal(t, "by its message", want, found)
	for _, other := range [][3]string{{"slack", "C2", "1700.1"}, {"discord", "C1", "1700.1"}, {"slack", "C1", ""}} {
		_, err := f.FindPostByRef(f.ctx, other[0], other[1], other[2])
		wantKind(t, err, trex.KindNotFound)
	}

	must(t, f.SavePost(f.ctx, trex.Post{Key: "end:e1", Platform: "slack", Done: true}))
	must(t, f.SavePost(f.ctx, trex.Post{Key: "live:e2", Platform: "discord"}))
	open, err := f.ListOpenPosts(f.ctx, "slack")
	must(t, err)
	equal(t, "open", []trex.Post{want}, open)
	want.Done = true
	must(t, f.SavePost(f.ctx, want))
	found, err = f.FindPost(f.ctx, "live:e1")
	must(t, err)
	equal(t, "done", want, found)
	open, err = f.ListOpenPosts(f.ctx, "slack")
	must(t, err)
	if len(open) != 0 {
		t.Errorf("open: %v", open)
	}
}

func testUsage(t *testing.T, f *fixture) {
	for i, person := range []trex.Person{ada, bob, ada} {
		must(t, f.RecordUsage(f.ctx, trex.Usage{Person: person, Model: "m", PromptTokens: 100, CompletionTokens: 10 + i,
			CostUSD: 0.25, At: at(float64(i))}))
	}
	for name, tc := range map[string]struct {
		person string
		since  time.Time
		want   trex.Usage
	}{
		"Everybody": {"", at(0), trex.Usage{PromptTokens: 300, CompletionTokens: 33, CostUSD: 0.75}},
		"One":       {"U1", at(0), trex.Usage{Person: trex.Person{ID: "U1"}, PromptTokens: 200, CompletionTokens: 22, CostUSD: 0.5}},
		"Since":     {"U1", at(1), trex.Usage{Person: trex.Person{ID: "U1"}, PromptTokens: 100, CompletionTokens: 12, CostUSD: 0.25}},
		"Nobody":    {"U9", at(0), trex.Usage{Person: trex.Person{ID: "U9"}}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := f.UsageSince(f.ctx, tc.person, tc.since)
			must(t, err)
			equal(t, "usage", tc.want, got)
		})
	}
	must(t, f.RecordUsage(f.ctx, trex.Usage{Person: bob, Model: "l", PromptTokens: 7, At: at(2)}))
	sums, err := f.SumUsage(f.ctx, at(1))
	must(t, err)
	equal(t, "sums", []trex.UsageSum{
		{Model: "l", Requests: 1, PromptTokens: 7},
		{Model: "m", Requests: 2, PromptTokens: 200, CompletionTokens: 23, CostUSD: 0.5},
	}, sums)
}

// testHostileText stores text that PostgreSQL alone would refuse.
func testHostileText(t *testing.T, f *fixture) {
	text, kept := "a\x00b\xff'; DROP TABLE runs; --", "a\uFFFDb\uFFFD'; DROP TABLE runs; --"
	m, err := f.AppendMessage(f.ctx, trex.ChatMessage{Thread: thread, Role: trex.RoleUser, Content: text, At: at(0)})
	must(t, err)
	found, err := f.FindMessage(f.ctx, m.ID)
	must(t, err)
	equal(t, "content", kept, found.Content)

	p := proposal(trex.RunConfig{"name": trex.Text(text)})
	p, err = f.CreateProposal(f.ctx, p)
	must(t, err)
	_, runs, err := f.LaunchProposal(f.ctx, trex.Launch{Decision: trex.Decision{Proposal: p.ID, At: at(1)}, Names: []string{text}, Objective: loss})
	must(t, err)
	equal(t, "name", kept, runs[0].Name)
	must(t, f.AppendPoints(f.ctx, trex.Append{Run: runs[0].ID, Points: pointsOf(text, 1), Ingest: trex.Ingest{Offsets: map[string]int64{text: 3}}}))
	points, err := f.ReadPoints(f.ctx, trex.PointQuery{Run: runs[0].ID, Metric: text})
	must(t, err)
	if len(points) != 1 {
		t.Errorf("%d points of a hostile metric, want 1", len(points))
	}
	_, err = f.FinishRun(f.ctx, trex.Finish{Run: runs[0].ID, Status: trex.Failed, Reason: text, At: at(2),
		Diagnosis: &trex.Diagnosis{Kind: "x", Evidence: []string{text}}})
	must(t, err)
	page, err := f.ListRuns(f.ctx, trex.RunQuery{Text: []string{"%", "drop table"}})
	must(t, err)
	if len(page.Runs) != 0 {
		t.Error("a percent sign matched anything")
	}
	page, err = f.ListRuns(f.ctx, trex.RunQuery{Text: []string{"';", "DROP table"}})
	must(t, err)
	if len(page.Runs) != 1 {
		t.Error("the run was not found by its text")
	}
}

// testLongText stores texts that are longer than an index entry may be.
func testLongText(t *testing.T, f *fixture) {
	long := strings.Repeat("long ", 2000)
	p := proposal(trex.RunConfig{long: trex.Text(long)}, trex.RunConfig{long: trex.Text(long + "er")})
	p.Thread.ID, p.Requester.Name = long, long
	p, err := f.CreateProposal(f.ctx, p)
	must(t, err)
	_, runs, err := f.LaunchProposal(f.ctx, trex.Launch{Decision: trex.Decision{Proposal: p.ID, At: at(1)}, Names: []string{long, long}, Objective: loss})
	must(t, err)
	f.points(runs[0].ID, long, 1, 2)
	f.points(runs[0].ID, long+"er", 3)
	f.points(runs[0].ID, long, 4)
	points, err := f.ReadPoints(f.ctx, trex.PointQuery{Run: runs[0].ID, Metric: long})
	must(t, err)
	if len(points) != 3 {
		t.Errorf("%d points of a metric with a long name, want 3", len(points))
	}
	page, err := f.ListRuns(f.ctx, trex.RunQuery{Where: []trex.Condition{{Name: long, Op: trex.Equal, Value: trex.Text(long)}}})
	must(t, err)
	equal(t, "long values stay different", []trex.RunID{runs[0].ID}, runIDs(page.Runs))
	_, claimed, err := f.ClaimPost(f.ctx, trex.Post{Key: long, Platform: "web"})
	must(t, err)
	seen, err := f.FirstSeen(f.ctx, "web", long, at(0))
	must(t, err)
	if !claimed || !seen {
		t.Error("a long key is not new")
	}
}
