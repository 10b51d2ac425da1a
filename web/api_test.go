package web

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
)

// keys returns the names of a JSON object's fields, sorted.
func keys(object map[string]any) []string {
	var names []string
	for name := range object {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func TestRunHasTheDocumentedShape(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	run := s.launch(0.1)[0]
	pending := into[map[string]any](s.get("/api/run/" + string(run.ID)).want(200))
	want := []string{"config", "created_at", "experiment", "id", "lr_used", "name", "project", "requested_by", "status"}
	if diff := cmp.Diff(want, keys(pending)); diff != "" {
		t.Errorf("fields of a pending run: %s", diff)
	}
	s.Worker.Start(run.ID)
	s.TrainTo(run.ID, 4, 0.2)
	s.Finish(run.ID, trex.Completed, "", nil)
	done := into[map[string]any](s.get("/api/run/" + string(run.ID)).want(200))
	want = []string{"config", "created_at", "experiment", "finished_at", "id", "lr_used", "name", "objective", "progress",
		"project", "requested_by", "started_at", "status", "val_loss"}
	if diff := cmp.Diff(want, keys(done)); diff != "" {
		t.Errorf("fields of a completed run: %s", diff)
	}
	if diff := cmp.Diff([]string{"goal", "last", "metric", "step", "value"}, keys(done["objective"].(map[string]any))); diff != "" {
		t.Errorf("objective: %s", diff)
	}
	if done["status"] != "completed" || done["lr_used"] != 0.1 || done["val_loss"] != done["objective"].(map[string]any)["value"] {
		t.Errorf("run = %v", done)
	}
	config := done["config"].(map[string]any)
	if len(config) != 8 || config["optimizer"] != "sgd" || config["epochs"] != 10.0 {
		t.Errorf("config = %v, want it complete", config)
	}
	stamp := regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$`)
	for _, name := range []string{"created_at", "started_at", "finished_at"} {
		if !stamp.MatchString(done[name].(string)) {
			t.Errorf("%s = %v, want RFC 3339 in UTC", name, done[name])
		}
	}
}

func TestNaNIsNull(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	id := s.launch(0.1)[0].ID
	s.Worker.Start(id)
	nan := trex.Series{}.Last
	nan /= nan
	s.Train(id, 1, 3, 0.5, 0.4)
	s.Train(id, 2, 3, nan, nan)
	got := s.get("/api/run/" + string(id) + "/metrics?metric=val_loss").want(200).Body
	if want := `{"val_loss":{"step":[1,2],"value":[0.4,null]}}` + "\n"; got != want {
		t.Errorf("metrics = %s, want %s", got, want)
	}
	s.get("/api/run/" + string(id) + "/plot").want(200)
}

func TestMetricsAreThinnedWithTheirExtremes(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	id := s.launch(0.1)[0].ID
	s.Worker.Start(id)
	for step := 1; step <= 300; step++ {
		value := 1.0
		if step == 137 {
			value = 77
		}
		s.Train(id, step, 300, value, value)
	}
	got := into[map[string]columns](s.get("/api/run/" + string(id) + "/metrics?points=20").want(200))
	if len(got) != 2 {
		t.Fatalf("metrics of %d names, want loss and val_loss", len(got))
	}
	for name, c := range got {
		if len(c.Step) > 20 || len(c.Step) < 5 || len(c.Step) != len(c.Value) || !slices.Contains(c.Value, 77) {
			t.Errorf("%s: %d points %v, want at most 20 with the peak", name, len(c.Step), c.Value)
		}
	}
	zoomed := into[map[string]columns](s.get("/api/run/" + string(id) + "/metrics?metric=loss&from=130&to=140&time=1").want(200))["loss"]
	if len(zoomed.Step) != 11 || len(zoomed.Time) != 11 || zoomed.Step[0] != 130 {
		t.Errorf("from 130 to 140: %v", zoomed.Step)
	}
	both := into[map[string]columns](s.get("/api/run/" + string(id) + "/metrics?metric=loss,val_loss").want(200))
	if len(both) != 2 {
		t.Errorf("metric=loss,val_loss: %d metrics", len(both))
	}
}

func TestPagesOfRunsFollowTheLink(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.launch(0.1, 0.2, 0.3, 0.4, 0.5)
	var seen []trex.RunID
	next := "/api/runs?project=digits&limit=2"
	for pages := 0; next != ""; pages++ {
		if pages > 3 {
			t.Fatal("the pages do not end")
		}
		page := s.get(next).want(200)
		for _, run := range into[[]runJSON](page) {
			seen = append(seen, run.ID)
		}
		next = ""
		if link := page.Header.Get("Link"); link != "" {
			address, rest, _ := strings.Cut(strings.TrimPrefix(link, "<"), ">")
			if rest != `; rel="next"` {
				t.Errorf("Link: %s", link)
			}
			u, err := url.Parse(address)
			if err != nil || u.Host != strings.TrimPrefix(s.http.URL, "http://") {
				t.Fatalf("Link: %s, want it absolute", link)
			}
			next = u.RequestURI()
		}
	}
	if diff := cmp.Diff([]trex.RunID{"r5", "r4", "r3", "r2", "r1"}, seen); diff != "" {
		t.Errorf("newest first: %s", diff)
	}
	if got := s.get("/api/runs?experiment=e99").want(200).Body; got != "[]\n" {
		t.Errorf("no runs = %q, want an empty array", got)
	}
}

func TestMessagesProposeAndLaunch(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	answer := into[messageJSON](s.send(http.MethodPost, "/api/messages", map[string]string{"content": "try lr 0.1, 0.03 and 0.01 with batch 64"}).want(201))
	if answer.Role != trex.RoleAssistant || len(answer.RunConfigs) != 3 || answer.Proposal == nil || answer.Content == "" {
		t.Fatalf("answer = %+v", answer)
	}
	if p := *answer.Proposal; p.Version != 1 || p.State != trex.ProposalOpen || p.Project != "digits" || p.ID != "p1" {
		t.Errorf("proposal = %+v", p)
	}
	edited := into[proposalJSON](s.send(http.MethodPatch, "/api/proposals/p1", map[string]any{
		"configs": []map[string]any{{"lr": 0.5}, {"lr": 0.25, "optimizer": "adam"}, {"lr": "0.125"}},
	}).want(200))
	if edited.Version != 2 || len(edited.Configs) != 3 || edited.Configs[1]["optimizer"] != trex.Text("adam") || edited.Configs[2]["lr"] != trex.Number(0.125) {
		t.Errorf("edited = %+v", edited)
	}
	stale := s.send(http.MethodPost, "/api/proposals/p1/launch", map[string]any{"version": 1})
	if sentence := stale.refused(409, "conflict"); !strings.Contains(sentence, "version 2") {
		t.Errorf("stale launch: %s", sentence)
	}
	launched := into[struct {
		Experiment experimentJSON
		Runs       []runJSON
	}](s.send(http.MethodPost, "/api/proposals/p1/launch", map[string]any{"version": 2, "configs": []int{0, 2}}).want(201))
	if len(launched.Runs) != 2 || launched.Experiment.ID != "e1" || launched.Runs[1].Config["lr"] != trex.Number(0.125) {
		t.Errorf("launched = %+v", launched)
	}
	s.send(http.MethodPost, "/api/proposals/p1/launch", nil).refused(409, "conflict")
	s.send(http.MethodPost, "/api/proposals/p1/dismiss", nil).refused(409, "conflict")
	if n := len(into[[]runJSON](s.get("/api/runs"))); n != 2 {
		t.Errorf("%d runs, want 2", n)
	}
	messages := into[[]messageJSON](s.get("/api/messages").want(200))
	if len(messages) < 2 || messages[0].Role != trex.RoleUser || messages[1].ID != answer.ID {
		t.Errorf("messages = %+v, want oldest first", messages)
	}
	if state := messages[1].Proposal.State; state != trex.ProposalLaunched {
		t.Errorf("the card's proposal is %s", state)
	}
	experiment := into[experimentJSON](s.get("/api/experiment/e1").want(200))
	if len(experiment.Runs) != 2 || experiment.Counts[trex.Pending] != 2 {
		t.Errorf("experiment = %+v", experiment)
	}
	s.send(http.MethodPost, "/api/run/r1/stop", nil).want(202)
	s.send(http.MethodPost, "/api/experiment/e1/stop", nil).want(202)
	if got := into[runJSON](s.get("/api/run/r2")).Status; got != trex.Cancelled {
		t.Errorf("r2 is %s after stopping all", got)
	}
	s.send(http.MethodPost, "/api/run/r1/stop", nil).refused(409, "conflict")
}

func TestDismissedCannotBeLaunched(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.send(http.MethodPost, "/api/messages", map[string]string{"content": "try lr 0.1 and 0.2"}).want(201)
	dismissed := into[proposalJSON](s.send(http.MethodPost, "/api/proposals/p1/dismiss", nil).want(200))
	if dismissed.State != trex.ProposalDismissed {
		t.Errorf("state = %s", dismissed.State)
	}
	if sentence := s.send(http.MethodPost, "/api/proposals/p1/launch", "{}").refused(409, "conflict"); !strings.Contains(sentence, "dismissed") {
		t.Errorf("sentence = %s", sentence)
	}
	if got := s.get("/api/runs").Body; got != "[]\n" {
		t.Errorf("runs = %s", got)
	}
}

func TestBadInputIsRefusedAndChangesNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.send(http.MethodPost, "/api/messages", map[string]string{"content": "try lr 0.1 and 0.2"}).want(201)
	many := "{\"configs\":[" + strings.TrimSuffix(strings.Repeat(`{"lr":0.1},`, 10_000), ",") + "]}"
	for _, test := range []struct {
		name, method, path, body string
		status                   int
		kind, says               string
	}{
		{"NotJSON", "POST", "/api/run-job", `{"configs":`, 400, "malformed", "JSON"},
		{"TwoValues", "POST", "/api/run-job", `{} {}`, 400, "malformed", "JSON"},
		{"NoBody", "POST", "/api/run-job", ``, 400, "malformed", "body"},
		{"NaN", "POST", "/api/run-job", `{"configs":[{"lr":NaN}]}`, 400, "malformed", "JSON"},
		{"WrongShape", "POST", "/api/run-job", `{"configs":"x"}`, 422, "invalid", "configs must be an array"},
		{"NotAnObject", "POST", "/api/run-job", `[1]`, 422, "invalid", "the body must be an object"},
		{"UnknownField", "POST", "/api/run-job", `{"config":[{}]}`, 422, "invalid", `"config"`},
		{"UnknownProject", "POST", "/api/run-job", `{"project":"resnet","configs":[{}]}`, 404, "not_found", "digits"},
		{"EmptyConfigs", "POST", "/api/run-job", `{"configs":[]}`, 422, "invalid", "at least one"},
		{"NoConfigs", "POST", "/api/run-job", `{}`, 422, "invalid", "at least one"},
		{"UnknownParameter", "POST", "/api/run-job", `{"configs":[{"warmup":1}]}`, 422, "invalid", "warmup"},
		{"OutOfRange", "POST", "/api/run-job", `{"configs":[{"batch_size":0}]}`, 422, "invalid", "batch_size must be at least 1, got 0"},
		{"WrongType", "POST", "/api/run-job", `{"configs":[{"epochs":"many"}]}`, 422, "invalid", "epochs"},
		{"NestedValue", "POST", "/api/run-job", `{"configs":[{"lr":{}}]}`, 422, "invalid", ""},
		{"HugeNumber", "POST", "/api/run-job", `{"configs":[{"lr":1e999}]}`, 422, "invalid", ""},
		{"TenThousand", "POST", "/api/run-job", many, 422, "invalid", "10,000"},
		{"TooLarge", "POST", "/api/run-job", `{"project":"` + strings.Repeat("x", bodyLimit) + `"}`, 413, "too_large", "1 MB"},
		{"UnknownRun", "GET", "/api/run/r999", ``, 404, "not_found", "r999"},
		{"NotARun", "GET", "/api/run/../../etc", ``, 404, "not_found", ""},
		{"NotAnID", "GET", "/api/run/%3Cscript%3E", ``, 404, "not_found", "script"},
		{"UnknownExperiment", "GET", "/api/experiment/e999", ``, 404, "not_found", "e999"},
		{"UnknownProposal", "POST", "/api/proposals/p999/launch", ``, 404, "not_found", "p999"},
		{"DismissUnknown", "POST", "/api/proposals/x/dismiss", ``, 404, "not_found", ""},
		{"LaunchOutside", "POST", "/api/proposals/p1/launch", `{"configs":[0,7]}`, 422, "invalid", "7"},
		{"LaunchTwice", "POST", "/api/proposals/p1/launch", `{"configs":[1,1]}`, 422, "invalid", "twice"},
		{"LaunchNone", "POST", "/api/proposals/p1/launch", `{"configs":[]}`, 422, "invalid", ""},
		{"LaunchNegativeVersion", "POST", "/api/proposals/p1/launch", `{"version":-1}`, 422, "invalid", "version"},
		{"LaunchTextVersion", "POST", "/api/proposals/p1/launch", `{"version":"x"}`, 422, "invalid", "version"},
		{"EditToNothing", "PATCH", "/api/proposals/p1", `{"configs":[]}`, 422, "invalid", ""},
		{"EditStale", "PATCH", "/api/proposals/p1", `{"version":7,"configs":[{}]}`, 409, "conflict", "version"},
		{"EmptyMessage", "POST", "/api/messages", `{"content":"  "}`, 422, "invalid", "empty"},
		{"NoContent", "POST", "/api/messages", `{}`, 422, "invalid", "content"},
		{"LongMessage", "POST", "/api/messages", `{"content":"` + strings.Repeat("x", 30_000) + `"}`, 422, "invalid", "20000"},
		{"BadLimit", "GET", "/api/runs?limit=1001", ``, 422, "invalid", "1000"},
		{"BadStatus", "GET", "/api/runs?status=sleeping", ``, 422, "invalid", "pending"},
		{"BadSort", "GET", "/api/runs?sort=size", ``, 422, "invalid", "created"},
		{"BadCursor", "GET", "/api/runs?cursor=garbage", ``, 422, "invalid", ""},
		{"BadSearch", "GET", "/api/runs?q=lr%3Cx", ``, 422, "invalid", "number"},
		{"HalfSearch", "GET", "/api/runs?q=lr%3C", ``, 422, "invalid", "lr<"},
		{"BadPoints", "GET", "/api/run/r999/metrics?points=x", ``, 404, "not_found", ""},
		{"UnknownMetric", "GET", "/api/experiment/e999/plot", ``, 404, "not_found", ""},
		{"NothingThere", "GET", "/api/models", ``, 404, "not_found", "/api/models"},
		{"WrongMethod", "POST", "/api/runs", `{}`, 405, "invalid", "POST"},
		{"SocketOfUnknown", "GET", "/ws/logs?run=r999", ``, 404, "not_found", "r999"},
		{"SocketOfNone", "GET", "/ws/logs", ``, 422, "invalid", "run"},
	} {
		t.Run(test.name, func(t *testing.T) {
			answer := s.send(test.method, test.path, test.body)
			answer.t = t
			if sentence := answer.refused(test.status, test.kind); !strings.Contains(sentence, test.says) {
				t.Errorf("sentence %q does not say %q", sentence, test.says)
			}
		})
	}
	if got := s.get("/api/runs").Body; got != "[]\n" {
		t.Errorf("runs = %s, want none", got)
	}
	if p := into[proposalJSON](s.get("/api/proposals/p1")); p.Version != 1 || p.State != trex.ProposalOpen {
		t.Errorf("proposal = %+v, want it as it was", p)
	}
}

// TestHundredMegabytesAreRefused checks that a refused body is still read to its
// end: a client that writes everything before it reads then sees the reason.
// Over a socket the result would depend on timing.
func TestHundredMegabytesAreRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	body := io.LimitedReader{R: endless{}, N: 100 << 20}
	request := httptest.NewRequest(http.MethodPost, s.http.URL+"/api/messages", &body)
	request.ContentLength = body.N
	recorded := httptest.NewRecorder()
	s.Server.ServeHTTP(recorded, request)
	answered{t: t, what: "100 MB", Status: recorded.Code, Body: recorded.Body.String()}.refused(413, "too_large")
	if body.N > 0 {
		t.Errorf("%d bytes were left unread", body.N)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func TestPlots(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	for i, run := range s.launch(0.1, 0.2, 0.3) {
		s.Worker.Start(run.ID)
		s.TrainTo(run.ID, 5, 0.1*float64(i+1))
	}
	for _, path := range []string{
		"/api/run/r1/plot", "/api/experiment/e1/plot", "/api/experiment/e1/plot?kind=parallel", "/api/experiment/e1/plot?kind=scatter&param=lr",
		"/api/experiment/e1/plot?metric=loss&theme=light&seeds=1", "/api/plot?runs=r1,r3",
	} {
		figure := into[struct {
			Data   []map[string]any
			Layout map[string]any
		}](s.get(path).want(200))
		if len(figure.Data) == 0 || figure.Layout == nil {
			t.Errorf("%s: %d traces, layout %v", path, len(figure.Data), figure.Layout)
		}
	}
	s.get("/api/experiment/e1/plot?kind=pie").refused(422, "invalid")
	s.get("/api/experiment/e1/plot?kind=scatter&param=warmup").refused(422, "invalid")
	s.get("/api/plot?runs=").refused(422, "invalid")
	for _, path := range []string{"/run/r1/chart.png", "/experiment/e1/chart.png"} {
		picture := s.get(path).want(200)
		if picture.Header.Get("Content-Type") != "image/png" || !strings.HasPrefix(picture.Body, "\x89PNG") {
			t.Errorf("%s is no PNG: %s", path, picture.Header.Get("Content-Type"))
		}
		s.get(path, "If-None-Match", picture.Header.Get("ETag")).want(304)
	}
}

func TestSparks(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	id := s.launch(0.1, 0.2)[0].ID
	s.Worker.Start(id)
	s.TrainTo(id, 90, 0.1)
	s.Finish(id, trex.Completed, "", nil)
	for range 2 { // read, and from the cache
		got := into[map[trex.RunID]struct {
			Values []float64
			Last   *float64
		}](s.get("/api/sparks?runs=r1,r2").want(200))
		if n := len(got["r1"].Values); n < 10 || n > sparkPoints || got["r1"].Last == nil || len(got["r2"].Values) != 0 {
			t.Errorf("sparks = %v", got)
		}
	}
}

func TestDownloads(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	id := s.launch(0.1, 0.2)[0].ID
	s.Worker.Start(id)
	s.Train(id, 1, 2, 0.5, 0.25)
	table := s.get("/runs.csv?q=lr%3C0.15").want(200)
	lines := strings.Split(strings.TrimSpace(table.Body), "\n")
	if len(lines) != 2 || !strings.HasPrefix(lines[0], "id,name,project") || !strings.Contains(lines[0], ",lr,") || !strings.HasPrefix(lines[1], "r1,") {
		t.Errorf("runs.csv = %s", table.Body)
	}
	if got := table.Header.Get("Content-Disposition"); got != `attachment; filename="runs.csv"` {
		t.Errorf("Content-Disposition: %s", got)
	}
	if runs := into[[]runJSON](s.get("/runs.json").want(200)); len(runs) != 2 {
		t.Errorf("runs.json has %d runs", len(runs))
	}
	if runs := into[[]runJSON](s.get("/runs.json?q=nothing").want(200)); len(runs) != 0 {
		t.Errorf("runs.json has %d runs", len(runs))
	}
	for _, address := range []string{"/runs.json?experiment=e1", "/runs.json?runs=r2,r1"} {
		if runs := into[[]runJSON](s.get(address).want(200)); len(runs) != 2 {
			t.Errorf("%s has %d runs", address, len(runs))
		}
	}
	missing := s.get("/runs.json?runs=r9")
	missing.refused(404, "not_found")
	if got := missing.Header.Get("Content-Disposition"); got != "" {
		t.Errorf("a refusal is a download: %s", got)
	}
	metrics := s.get("/run/r1/metrics.csv").want(200).Body
	if !strings.Contains(metrics, "val_loss,1,0.25,") {
		t.Errorf("metrics.csv = %s", metrics)
	}
	s.get("/run/r1/metrics.json").want(200)
}

func TestProbesAndMetrics(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.get("/healthz").want(200)
	s.get("/readyz").want(200)
	s.launch(0.1, 0.2)
	text := s.get("/metrics").want(200).Body
	for _, want := range []string{
		`trex_runs{status="pending"} 2`, "trex_slots 2", `trex_build_info{version="test"} 1`,
		`trex_http_request_seconds_count{method="POST",route="/api/run-job",status="201"} 1`, "go_goroutines", "process_open_fds",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("/metrics lacks %s in\n%s", want, text)
		}
	}
}

func TestAnswersAreCompressed(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.launch(0.1, 0.2, 0.3)
	for _, path := range []string{"/", "/api/runs"} {
		if got := s.get(path, "Accept-Encoding", "gzip").want(200).Header.Get("Content-Encoding"); got != "gzip" {
			t.Errorf("%s: Content-Encoding %q", path, got)
		}
	}
	css := s.get("/assets/style-0123456789.css", "Accept-Encoding", "gzip").want(200)
	if css.Body != "gzipped" || css.Header.Get("Cache-Control") != "public, max-age=31536000, immutable" {
		t.Errorf("style.css: %q %v", css.Body, css.Header)
	}
	if css := s.get("/assets/style-0123456789.css", "Accept-Encoding", "identity").want(200); css.Body != "content of style.css" {
		t.Errorf("style.css: %q", css.Body)
	}
	s.get("/assets/manifest.json.map").want(404)
	s.get("/assets/../go.mod").want(404)
}

func TestMissingAssetsAreToldOf(t *testing.T) {
	t.Parallel()
	_, err := loadAssets(dirOnly())
	if err == nil || !strings.Contains(err.Error(), "make build") {
		t.Errorf("loadAssets = %v", err)
	}
}
