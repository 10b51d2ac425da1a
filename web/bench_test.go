package web

import (
	"compress/gzip"
	"context"
	"database/sql"
	"fmt"
	"io"
	"math"
	"net/http"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	_ "modernc.org/sqlite" // the database that is filled

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/store/storetest"
)

const (
	manyRuns     = 10_000
	longRun      = 1_000_000 // points of one metric
	sweepRuns    = 100
	sweepSteps   = 10_000
	sweepAtATime = 10_000
)

// library is a site with the data of years of work.
type library struct {
	*site
	long  trex.RunID
	sweep trex.ExperimentID
}

func openLibrary(b *testing.B) *library {
	b.Helper()
	s := newSite(b, nil)
	db, err := sql.Open("sqlite", filepath.Join(filepath.Dir(s.RunDir), "data", "trex.db")+"?_pragma=busy_timeout(10000)")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	err = storetest.Fill(context.Background(), s.Store, manyRuns, func(ctx context.Context, query string) error {
		_, err := db.ExecContext(ctx, query)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	l := &library{site: s}
	l.long = s.launch(0.1)[0].ID
	l.train(b, l.long, longRun)
	rates := make([]float64, sweepRuns)
	for i := range rates {
		rates[i] = 0.001 * float64(i+1)
	}
	for _, run := range s.launch(rates...) {
		l.sweep = run.Experiment
		l.train(b, run.ID, sweepSteps)
	}
	for i := range 30 {
		s.send(http.MethodPost, "/api/messages", map[string]string{"content": fmt.Sprintf("try lr 0.1, 0.03 and 0.%d", i+1)}).want(201)
	}
	return l
}

// train gives a run a noisy curve and ends it.
func (l *library) train(b *testing.B, id trex.RunID, steps int) {
	b.Helper()
	l.Worker.Start(id)
	begun := time.Now()
	for first := 1; first <= steps; first += sweepAtATime {
		points := make([]trex.Point, 0, sweepAtATime)
		for step := first; step < first+sweepAtATime && step <= steps; step++ {
			x := float64(step) / float64(steps)
			value := 0.1 + math.Exp(-5*x) + 0.05*math.Sin(float64(step)*12.9898)
			points = append(points, trex.Point{Metric: "val_loss", Step: int64(step), Value: value, Time: begun.Add(time.Duration(step) * time.Millisecond)})
		}
		if err := l.Store.AppendPoints(context.Background(), trex.Append{Run: id, Points: points}); err != nil {
			b.Fatal(err)
		}
	}
	l.Finish(id, trex.Completed, "", nil)
}

// BenchmarkServer times whole requests, from connection to last byte, and
// counts what is sent, compressed as browsers get it. The first request of each
// kind is timed too: it is in p99.
func BenchmarkServer(b *testing.B) {
	l := openLibrary(b)
	run, experiment := string(l.long), string(l.sweep)
	for _, page := range []struct{ name, path string }{
		{"Home", "/"},
		{"Runs/newest", "/api/runs?limit=100"},
		{"Runs/created", "/api/runs?limit=100&sort=created"},
		{"Runs/started", "/api/runs?limit=100&sort=-started"},
		{"Runs/finished", "/api/runs?limit=100&sort=-finished"},
		{"Runs/name", "/api/runs?limit=100&sort=name"},
		{"Runs/status", "/api/runs?limit=100&sort=status"},
		{"Runs/project", "/api/runs?limit=100&sort=project"},
		{"Runs/requester", "/api/runs?limit=100&sort=requester"},
		{"Runs/best", "/api/runs?limit=100&sort=best"},
		{"Runs/last", "/api/runs?limit=100&sort=last"},
		{"Runs/duration", "/api/runs?limit=100&sort=-duration"},
		{"Runs/param", "/api/runs?limit=100&sort=param:lr"},
		{"Runs/metric", "/api/runs?limit=100&sort=-metric:val_acc"},
		{"Runs/filter", "/api/runs?limit=100&status=completed&q=lr%3C0.01+val_loss%3C0.3+adam"},
		{"Run", "/run/" + run},
		{"MetricsOfAMillion", "/api/run/" + run + "/metrics?points=1000"},
		{"ZoomIntoAMillion", "/api/run/" + run + "/metrics?points=1000&from=400000&to=450000"},
		{"Experiment", "/experiment/" + experiment},
		{"ExperimentPlot", "/api/experiment/" + experiment + "/plot"},
		{"ExperimentParallel", "/api/experiment/" + experiment + "/plot?kind=parallel"},
		{"ExperimentPicture", "/experiment/" + experiment + "/chart.png"},
	} {
		b.Run(page.name, func(b *testing.B) { l.time(b, page.path) })
	}
}

func (l *library) time(b *testing.B, path string) {
	client := &http.Client{Transport: &http.Transport{DisableCompression: true}}
	defer client.CloseIdleConnections()
	var took []time.Duration
	var sent int64
	before := cpuTime(b)
	for b.Loop() {
		request, err := http.NewRequest(http.MethodGet, l.http.URL+path, nil)
		if err != nil {
			b.Fatal(err)
		}
		request.Header.Set("Accept", "text/html,application/json")
		request.Header.Set("Accept-Encoding", "gzip")
		begun := time.Now()
		response, err := client.Do(request)
		if err != nil {
			b.Fatal(err)
		}
		if sent, err = io.Copy(io.Discard, response.Body); err != nil {
			b.Fatal(err)
		}
		response.Body.Close()
		took = append(took, time.Since(begun))
		if response.StatusCode != http.StatusOK {
			b.Fatalf("%s: %s", path, response.Status)
		}
	}
	b.ReportMetric((cpuTime(b)-before).Seconds()*1000/float64(len(took)), "cpu-ms")
	slices.Sort(took)
	at := func(share float64) float64 {
		return took[min(int(share*float64(len(took))), len(took)-1)].Seconds() * 1000
	}
	b.ReportMetric(at(0.5), "p50-ms")
	b.ReportMetric(at(0.99), "p99-ms")
	b.ReportMetric(float64(sent)/1000, "kB")
}

// cpuTime returns the processor time of this process, the client's share
// included. On a busy machine it says more about a request than wall time.
func cpuTime(b *testing.B) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// BenchmarkPageWeight adds up what a browser loads for the first view of each
// page, without Plotly and pictures. It needs the built client.
func BenchmarkPageWeight(b *testing.B) {
	real, err := loadAssets(dist)
	if err != nil {
		b.Fatal(err)
	}
	size := func(name string) int {
		file := real.files[name]
		if file.gzipped != nil {
			return len(file.gzipped)
		}
		return len(file.content)
	}
	s := newSite(b, nil)
	s.launch(0.1, 0.2, 0.3)
	for script, path := range map[string]string{"home.js": "/", "run.js": "/run/r1", "experiment.js": "/experiment/e1"} {
		b.Run(script, func(b *testing.B) {
			total := 0
			for b.Loop() {
				total = size(real.names[script]) + gzipped(s.get(path, "Accept", "text/html").Body)
				for _, chunk := range real.preload[script] {
					total += size(chunk)
				}
				for _, name := range []string{"style.css", "inter.woff2", "mono.woff2", "icon.svg"} {
					total += size(real.names[name])
				}
				if script != "home.js" {
					total += size(real.names["plotly.css"])
				}
			}
			b.ReportMetric(float64(total)/1000, "kB")
		})
	}
}

func gzipped(text string) int {
	var n counter
	w := gzip.NewWriter(&n)
	io.WriteString(w, text) //nolint:errcheck // counted
	w.Close()               //nolint:errcheck // counted
	return int(n)
}

type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
