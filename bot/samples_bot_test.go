package bot

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/bottest/samples"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/lab"
	"github.com/trex-ml/trex/runner/judge"
	"github.com/trex-ml/trex/store/teststore"
)

type silent struct{}

func (silent) Understand(context.Context, agent.Request) (agent.Intent, error) {
	return agent.Intent{Kind: agent.Talk}, nil
}

type fixedCapacity trex.Capacity

func (c fixedCapacity) Capacity() trex.Capacity { return trex.Capacity(c) }

// quiet is a platform on which nobody reads.
type quiet struct{ chat.Platform }

func (quiet) Name() string { return "test" }
func (quiet) Post(context.Context, trex.Thread, chat.Message) (string, error) {
	return "1", nil
}
func (quiet) Limits() chat.Limits {
	return chat.Limits{Text: 3000, Message: 12000, TableRows: 100, Options: 25, FormFields: 5, Attachments: true, Action: 100}
}

func sampleBot(t *testing.T) (b *Bot, db *teststore.DB, dir string) {
	t.Helper()
	dir = t.TempDir()
	db = teststore.Open(t, filepath.Join(dir, "data"))
	projects := trex.Projects{*samples.Project()}
	now := func() time.Time { return sampleNow }
	b, err := New(Params{
		Lab:   lab.New(lab.Params{Store: db, Projects: projects, Now: now}),
		Store: db, Agent: silent{}, Projects: projects, Platforms: []chat.Platform{quiet{}},
		Capacity: fixedCapacity{Slots: 2, Busy: 2}, PublicURL: "https://trex.example", Now: now,
		RunDir: func(id trex.RunID) string { return filepath.Join(dir, string(id)) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return b, db, dir
}

// sampleRuns fills a store: r1 done, r2 failed, r3 running, r4 and r5 waiting.
func sampleRuns(t *testing.T, b *Bot, db *teststore.DB, dir string) {
	t.Helper()
	ctx := context.Background()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, _, err := b.lab.LaunchNow(ctx, lab.Draft{
		Configs: samples.Configs("lr", samples.Numbers(0.1, 0.3, 0.03, 0.01, 0.001)...), By: ann, Thread: channel,
	})
	check(err)
	begin := sampleNow.Add(-90 * time.Second)
	for i, id := range []trex.RunID{"r1", "r2", "r3"} {
		_, err = db.ClaimRun(ctx, trex.Claim{Run: id, At: begin})
		check(err)
		for epoch := 1; epoch <= 6; epoch++ {
			at := begin.Add(time.Duration(epoch) * 10 * time.Second)
			value := 0.2 + 0.1*float64(i) + 1/float64(epoch)
			check(db.AppendPoints(ctx, trex.Append{
				Run: id, Points: []trex.Point{{Metric: "val_loss", Step: int64(epoch), Value: value, Time: at}},
				Progress: &trex.Progress{Done: float64(epoch), Total: 10, Unit: "epoch", At: at},
			}))
		}
	}
	done, err := db.FindRun(ctx, "r1")
	check(err)
	verdict, err := judge.Judge(ctx, db, &done)
	check(err)
	_, err = db.FinishRun(ctx, trex.Finish{
		Run: "r1", Status: trex.Completed, Verdict: &verdict, At: sampleNow.Add(-20 * time.Second), Exit: &trex.Exit{},
	})
	check(err)
	_, err = db.FinishRun(ctx, trex.Finish{
		Run: "r2", Status: trex.Failed, At: sampleNow.Add(-25 * time.Second), Reason: "disk full", Exit: &trex.Exit{Code: 1},
		Diagnosis: &trex.Diagnosis{Kind: "disk_full", Cause: "disk full", Evidence: []string{"OSError: [Errno 28] No space left on device"}},
	})
	check(err)
	check(os.MkdirAll(filepath.Join(dir, "r1"), 0o700))
	var log bytes.Buffer
	for epoch := range 40 {
		fmt.Fprintf(&log, "epoch %d/40 loss %.3f %s\n", epoch+1, 1/float64(epoch+1), samples.Hostile)
	}
	log.WriteString("\x1b[31mAPI_KEY=0123456789abcdef\x1b[0m 50%\r100%\n")
	check(os.WriteFile(filepath.Join(filepath.Join(dir, "r1"), "log"), log.Bytes(), 0o600))
}
