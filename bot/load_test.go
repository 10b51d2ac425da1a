package bot_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/bottest"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/internal/bubble"
	"github.com/trex-ml/trex/lab"
)

// strict is a service with the limits of a busy workspace: one call a second in a
// channel, fifty updates a minute.
func strict() *bottest.Service {
	s := bottest.NewService("memory")
	s.Limits.Attachments = false // drawing takes time and makes no calls
	s.Limits.PostEvery = time.Second
	s.Limits.UpdateEvery = time.Second
	s.Limits.AnyUpdateEvery = 1200 * time.Millisecond
	return s
}

// TestFiftyRunsUnderLimits lets 50 runs of 10 experiments in two channels
// change 20 times a second, with an outage of a minute, lost answers and requests
// to wait.
func TestFiftyRunsUnderLimits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := strict()
		stage := bottest.NewStage(t, bottest.Script{}, service.Platform())
		stage.Params.Capacity = bottest.Capacity{Slots: 50}
		stage.Start()
		begin := time.Now()
		var mu sync.Mutex                     // posts come from several goroutines
		random := rand.New(rand.NewPCG(1, 2)) // the same each time
		asked, lost := 0, 0
		service.SetFault(func(call bottest.Call) (before, after error) {
			mu.Lock()
			defer mu.Unlock()
			since := call.At.Sub(begin)
			switch {
			case since > 40*time.Second && since < 100*time.Second:
				return trex.Unavailable(errors.New("outage"), "the service is away"), nil
			case random.IntN(40) == 0:
				asked++
				return &chat.RetryError{After: 7 * time.Second, Cause: errors.New("too many calls")}, nil
			case random.IntN(20) == 0:
				lost++
				return nil, trex.Unavailable(errors.New("connection reset"), "the service did not answer")
			}
			return nil, nil
		})
		runs := launchMany(t, stage, 10, 5)
		for _, id := range runs {
			stage.Worker.Start(id)
		}
		const epochs = 40
		for epoch := 1; epoch <= epochs; epoch++ {
			pause := time.Second / 20 // of the bubble's clock
			if epoch > 20 {
				pause = 5 * time.Second // until well after the outage
			}
			bubble.Pass(pause)
			for i, id := range runs {
				stage.Train(id, epoch, epochs, 0.5, 1/float64(epoch)+float64(i)/1000)
			}
		}
		for i, id := range runs {
			if i%7 == 0 {
				stage.Finish(id, trex.Failed, "out of GPU memory", bottest.OutOfMemory())
			} else {
				stage.Finish(id, trex.Completed, "", nil)
			}
		}
		ended := time.Now()
		bubble.Pass(5 * time.Minute)
		checkShown(t, service, stage, runs)
		mu.Lock()
		defer mu.Unlock()
		checkCalls(t, service, ended, asked, lost)
	})
}

// launchMany launches experiments in two channels, each with the same number of
// runs.
func launchMany(t *testing.T, stage *bottest.Stage, experiments, each int) []trex.RunID {
	t.Helper()
	var ids []trex.RunID
	for i := range experiments {
		lrs := make([]float64, each)
		for j := range lrs {
			lrs[j] = 0.1 + float64(i*each+j)/1000
		}
		_, runs, err := stage.Lab.LaunchNow(t.Context(), lab.Draft{
			Configs: bottest.Configs("lr", lrs...), By: trex.Person{Platform: "memory", ID: "U1", Name: "ann"},
			Thread: trex.Thread{Platform: "memory", Channel: fmt.Sprint("C", i%2), ID: fmt.Sprint("T", i)},
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, run := range runs {
			ids = append(ids, run.ID)
		}
	}
	return ids
}

// checkShown checks that every final state is shown exactly once.
func checkShown(t *testing.T, service *bottest.Service, stage *bottest.Stage, runs []trex.RunID) {
	t.Helper()
	posted, err := service.Posted()
	if err != nil {
		t.Error(err)
	}
	for _, experiment := range stage.Experiments() {
		id := string(experiment.ID)
		if live := posted["live:"+id]; !strings.Contains(live.Headline, "done: ") {
			t.Errorf("the live message of %s ends as %q", id, live.Headline)
		}
		if end := posted["end:"+id]; !strings.Contains(end.Headline, id+" is done") {
			t.Errorf("the end of %s is %q", id, end.Headline)
		}
		for _, run := range stage.Runs(experiment.ID) {
			live := posted["live:"+id]
			text, mark := live.Plain(), "✔  "+string(run.ID)
			if run.Status == trex.Failed {
				mark = "✖  " + string(run.ID)
				if _, ok := posted["failure:"+id+"/gpu_memory"]; !ok {
					t.Errorf("the failure of %s was not told", run.ID)
				}
			}
			if !strings.Contains(text, mark) {
				t.Errorf("%s of %s is not shown as %s:\n%s", run.ID, id, run.Status, text)
			}
		}
	}
}

func checkCalls(t *testing.T, service *bottest.Service, ended time.Time, asked, lost int) {
	t.Helper()
	posts, updates, refused := 0, 0, 0
	var last time.Time
	for _, call := range service.Calls() {
		switch {
		case call.Refused:
			refused++
		case call.What == "post":
			posts++
		default:
			updates++
		}
		last = call.At
	}
	if refused > 0 {
		t.Errorf("%d calls came too soon", refused)
	}
	t.Logf("%d posts, %d updates, %d too soon, %d requests to wait, %d answers lost; all final %s after the last run ended",
		posts, updates, refused, asked, lost, last.Sub(ended).Round(time.Second))
}
