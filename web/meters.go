package web

import (
	"context"
	"errors"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/trex-ml/trex"
)

// meters are the metrics of /metrics. They have their own registry, so that two
// servers in one process do not clash.
type meters struct {
	handler  http.Handler
	seconds  *prometheus.HistogramVec
	watchers prometheus.Gauge
}

func newMeters(s *Server) *meters {
	registry := prometheus.NewRegistry()
	m := &meters{
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "trex_http_request_seconds", Help: "Time to answer a request, by route, method and status.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
		}, []string{"route", "method", "status"}),
		watchers: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "trex_live_connections", Help: "Open event streams and log sockets.",
		}),
		handler: promhttp.HandlerFor(registry, promhttp.HandlerOpts{}),
	}
	registry.MustRegister(m.seconds, m.watchers, &stateCollector{server: s},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// stateCollector reads runs and slots at each scrape.
type stateCollector struct{ server *Server }

var (
	runsDesc      = prometheus.NewDesc("trex_runs", "Runs by status.", []string{"status"}, nil)
	slotsDesc     = prometheus.NewDesc("trex_slots", "Runs that can execute at once.", nil, nil)
	slotsBusyDesc = prometheus.NewDesc("trex_slots_busy", "Slots in use.", nil, nil)
	gpusDesc      = prometheus.NewDesc("trex_gpus", "GPUs the runner assigns.", nil, nil)
	gpusBusyDesc  = prometheus.NewDesc("trex_gpus_busy", "GPUs assigned to runs.", nil, nil)
	requestsDesc  = prometheus.NewDesc("trex_model_requests_total", "Requests answered with a language model.", []string{"model"}, nil)
	tokensDesc    = prometheus.NewDesc("trex_model_tokens_total", "Tokens a language model read (prompt) and wrote (completion).", []string{"model", "kind"}, nil)
	costDesc      = prometheus.NewDesc("trex_model_cost_usd_total", "What these tokens cost, where trex.yaml names prices.", []string{"model"}, nil)
	buildDesc     = prometheus.NewDesc("trex_build_info", "Always 1.", []string{"version"}, nil)
)

func (c *stateCollector) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{runsDesc, slotsDesc, slotsBusyDesc, gpusDesc, gpusBusyDesc, requestsDesc, tokensDesc, costDesc, buildDesc} {
		out <- d
	}
}

func (c *stateCollector) Collect(out chan<- prometheus.Metric) {
	gauge := func(desc *prometheus.Desc, value int, labels ...string) {
		out <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, float64(value), labels...)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	counts, err := c.server.Store.CountRuns(ctx, "")
	if err != nil {
		out <- prometheus.NewInvalidMetric(runsDesc, err)
	}
	for _, status := range trex.Statuses {
		gauge(runsDesc, counts[status], string(status))
	}
	capacity := c.server.Capacity.Capacity()
	gauge(slotsDesc, capacity.Slots)
	gauge(slotsBusyDesc, capacity.Busy)
	gauge(gpusDesc, capacity.GPUs)
	gauge(gpusBusyDesc, capacity.GPUsBusy)
	gauge(buildDesc, 1, c.server.Version)
	c.collectUsage(ctx, out)
}

// collectUsage reports the stored totals, so that a restart does not reset the
// counters.
func (c *stateCollector) collectUsage(ctx context.Context, out chan<- prometheus.Metric) {
	sums, err := c.server.Store.SumUsage(ctx, time.UnixMilli(0))
	if err != nil {
		out <- prometheus.NewInvalidMetric(requestsDesc, err)
	}
	counter := func(desc *prometheus.Desc, value float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(desc, prometheus.CounterValue, value, labels...)
	}
	for _, sum := range sums {
		counter(requestsDesc, float64(sum.Requests), sum.Model)
		counter(tokensDesc, float64(sum.PromptTokens), sum.Model, "prompt")
		counter(tokensDesc, float64(sum.CompletionTokens), sum.Model, "completion")
		counter(costDesc, sum.CostUSD, sum.Model)
	}
}

func (s *Server) exposeMetrics(w http.ResponseWriter, r *http.Request) error {
	s.meters.handler.ServeHTTP(w, r)
	return nil
}

// measure times every request except live ones, which last as long as the page
// is open.
func (s *Server) measure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		out := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		next.ServeHTTP(out, r)
		route := chi.RouteContext(r.Context()).RoutePattern()
		if route == "/events" || route == "/ws/logs" {
			return
		}
		if route == "" {
			route = "none"
		}
		s.meters.seconds.WithLabelValues(route, r.Method, strconv.Itoa(out.Status())).Observe(time.Since(start).Seconds())
	})
}

// recoverPanics turns a panic in one request into one error answer.
func (s *Server) recoverPanics(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			caught := recover()
			if caught == nil {
				return
			}
			if err, ok := caught.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(caught)
			}
			s.Log.ErrorContext(r.Context(), "web: panic", "path", r.URL.Path, "panic", caught, "stack", string(debug.Stack()))
			s.fail(w, r, refuse(http.StatusInternalServerError, string(trex.KindInternal), "something broke on our side; it is in the server's log"))
		}()
		next.ServeHTTP(w, r)
	})
}

func (s *Server) healthy(w http.ResponseWriter, _ *http.Request) error {
	plain(w)
	w.Write([]byte("ok\n")) //nolint:errcheck // the client has gone
	return nil
}

// ready checks the database. A standby is as ready as the leader: pages and calls
// work on every server.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) error {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if _, err := s.Store.CountRuns(ctx, ""); err != nil {
		return trex.Unavailable(err, "the database does not answer")
	}
	return s.healthy(w, r)
}
