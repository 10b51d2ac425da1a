package main

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// measureSystem measures bin/trex from outside.
func (r *Report) measureSystem(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "trex-bench")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }() // a supervisor may still write its last lines
	if err := r.measureStart(ctx, dir); err != nil {
		return err
	}
	s, err := startServer(ctx, dir)
	if err != nil {
		return err
	}
	defer s.stop()
	r.add("system memory, idle", s.residentMB(), "MB")
	for _, measure := range []func(context.Context, *server) error{r.measureLaunch, r.measureLive, r.measureLoad} {
		if err := measure(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

func (r *Report) measureStart(ctx context.Context, dir string) error {
	var took, busy []float64
	for range 15 {
		s, err := startServer(ctx, dir)
		if err != nil {
			return err
		}
		busy = append(busy, s.processorMS())
		s.stop()
		took = append(took, ms(s.ready))
	}
	r.add("system start, empty directory", took[0], "ms")
	r.addSpread("system start, existing data", took[1:])
	r.addSpread("system start, existing data, processor", busy[1:])
	return nil
}

// measureLaunch measures the time from the launch call, as a click makes it, to
// the first action of the run's process.
func (r *Report) measureLaunch(ctx context.Context, s *server) error {
	var took []float64
	for range 40 {
		clicked := time.Now()
		ids, err := s.launch(ctx, "mark", 1)
		if err != nil {
			return err
		}
		var began []time.Time
		err = until(ctx, "the run begins", func() (bool, error) {
			began = times(s.runFile(ids[0], "began"))
			return len(began) == 1, nil
		})
		if err != nil {
			return err
		}
		took = append(took, ms(began[0].Sub(clicked)))
	}
	r.addSpread("system launch, click to process", took)
	return nil
}

// measureLive measures the time from a printed line to the event that makes a
// page draw it.
func (r *Report) measureLive(ctx context.Context, s *server) error {
	watched, cancel := context.WithCancel(ctx)
	defer cancel()
	request, err := http.NewRequestWithContext(watched, http.MethodGet, s.url+"/events", nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	var mu sync.Mutex
	var events []time.Time
	go func() { // it ends when watched ends
		lines := bufio.NewScanner(response.Body)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			if lines.Text() == "event: points" {
				mu.Lock()
				events = append(events, time.Now())
				mu.Unlock()
			}
		}
	}()
	ids, err := s.launch(ctx, "print", 1)
	if err != nil {
		return err
	}
	var printed []time.Time
	err = until(ctx, "all lines are printed and seen", func() (bool, error) {
		printed = times(s.runFile(ids[0], "printed"))
		mu.Lock()
		defer mu.Unlock()
		return len(printed) == 15 && len(events) > 0 && events[len(events)-1].After(printed[14]), nil
	})
	if err != nil {
		return err
	}
	mu.Lock()
	defer mu.Unlock()
	var took []float64
	for _, at := range printed {
		seen := slices.IndexFunc(events, func(event time.Time) bool { return event.After(at) })
		took = append(took, ms(events[seen].Sub(at)))
	}
	r.addSpread("system live, line printed to event", took)
	return nil
}

// measureLoad fills the queue and every slot, and then measures the server.
func (r *Report) measureLoad(ctx context.Context, s *server) error {
	for _, n := range []int{100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 64} {
		if _, err := s.launch(ctx, "train", n); err != nil {
			return err
		}
	}
	err := until(ctx, "64 runs are running", func() (bool, error) {
		n, err := s.count(ctx, "running")
		return n == 64, err
	})
	if err != nil {
		return err
	}
	for _, path := range []string{"/", "/api/runs", "/run/r50"} {
		var took []float64
		for range 200 {
			begun := time.Now()
			if _, err := s.call(ctx, http.MethodGet, path, nil); err != nil {
				return err
			}
			took = append(took, ms(time.Since(begun)))
		}
		r.addSpread("system GET "+path+", 64 running", took)
	}
	r.add("system memory, 1000 pending and 64 running", s.residentMB(), "MB")
	for e := range 100 {
		if _, err := s.call(ctx, http.MethodPost, fmt.Sprintf("/api/experiment/e%d/stop", e+1), nil); err != nil && !strings.Contains(err.Error(), "40") {
			return err
		}
	}
	return until(ctx, "all runs have ended", func() (bool, error) {
		running, err := s.count(ctx, "running")
		return running == 0, err
	})
}

func (r *Report) addSpread(name string, took []float64) {
	slices.Sort(took)
	r.add(name+" p50", took[len(took)/2], "ms")
	r.add(name+" p99", took[len(took)*99/100], "ms")
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// times reads a file of timestamps in nanoseconds, one on each line. It skips
// incomplete lines.
func times(path string) (all []time.Time) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	for line := range strings.Lines(string(text)) {
		if nanos, err := strconv.ParseInt(strings.TrimSuffix(line, "\n"), 10, 64); err == nil && strings.HasSuffix(line, "\n") {
			all = append(all, time.Unix(0, nanos))
		}
	}
	return all
}
