package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/internal/await"
)

var asPage = []string{"Accept", "text/html"}

func (s *site) page(path string) answered {
	s.t.Helper()
	return s.get(path, asPage...).want(200)
}

func TestHomeOfAFreshServerSaysWhatToDo(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	page := s.page("/")
	page.has(`form[action="/messages"] textarea[name=content]`).has(`.examples button[name=content]`).has(`.grid .empty:not([hidden])`)
	page.has(`script[type=module][src^="/assets/home-"]`).has(`link[rel=modulepreload]`).lacks(`script:not([src]):not([type="application/json"])`).lacks(`[style]`).lacks(`style`)
	if got := page.text(".slots"); got != "0/2 slots" {
		t.Errorf("slots = %q", got)
	}
}

// TestTheWholePathWithoutScripts does everything with forms alone.
func TestTheWholePathWithoutScripts(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	said := s.form("/messages", "content", "try lr 0.1, 0.03 and 0.01 with batch 64 for 20 epochs").want(303)
	if to := said.Header.Get("Location"); !strings.HasPrefix(to, "/?view=chat#m") {
		t.Fatalf("sent to %s", to)
	}
	page := s.page("/")
	if n := len(page.all(`.card input[name=value][checked]`)); n != 3 {
		t.Errorf("%d ticked configurations, want 3", n)
	}
	card := page.all(".card")[0]
	ref := attr(page.all(`.card input[name=ref]`)[0], "value")
	launch := attr(page.all(`.card button.primary[name=action]`)[0], "value")
	if card == nil || launch == "" {
		t.Fatal("the card has no button to launch")
	}

	none := s.follow(s.form("/action", "ref", ref, "choosing", "1", "action", launch))
	if got := none.text(".message > .outcome.refused"); !strings.Contains(got, "ticked") {
		t.Errorf("launching nothing: %s", got)
	}
	s.form("/action", "ref", ref, "choosing", "1", "value", "0", "value", "2", "action", launch).want(303)
	runs := into[[]runJSON](s.get("/api/runs"))
	if len(runs) != 2 || runs[0].Config["lr"] != trex.Number(0.01) || runs[1].Config["lr"] != trex.Number(0.1) {
		t.Fatalf("runs = %+v", runs)
	}
	s.form("/action", "ref", ref, "choosing", "1", "value", "0", "action", launch).want(303)
	if n := len(into[[]runJSON](s.get("/api/runs"))); n != 2 {
		t.Errorf("%d runs after a second click", n)
	}

	await.Until(t, "a live card", func() bool { return len(s.page("/").all(".live-rows li")) == 2 })
	page = s.page("/")
	var ask string
	for _, button := range page.all(`.card button[name=ask]`) {
		ask = attr(button, "value")
		ref = attr(page.all(`.card:has(.live-rows) input[name=ref]`)[0], "value")
	}
	question := s.form("/action", "ref", ref, "ask", ask).want(200)
	if !strings.Contains(question.text("h1"), "Stop 2 runs of e1?") {
		t.Errorf("asked %q", question.text("h1"))
	}
	yes := attr(question.all(`button[name=action]`)[0], "value")
	s.form("/action", "ref", ref, "action", yes).want(303)
	for _, run := range into[[]runJSON](s.get("/api/runs")) {
		if run.Status != trex.Cancelled {
			t.Errorf("%s is %s", run.ID, run.Status)
		}
	}
	s.form("/selection", "do", "retry", "run", "r1").want(303)
	await.Until(t, "a card to run r1 again", func() bool { // what became of e1 may be told before it or after
		return strings.Contains(s.get("/api/messages").Body, `"proposal":{"id":"p2"`)
	})
	if to := s.form("/selection", "do", "compare", "run", "r1", "run", "r2").want(303).Header.Get("Location"); to != "/compare?runs=r1,r2" {
		t.Errorf("compare goes to %s", to)
	}
	s.form("/selection", "do", "stop", "run", "r1").want(409)
	s.form("/selection", "do", "stop").want(422)
	s.form("/selection", "do", "fly", "run", "r1").want(422)
	s.form("/action", "action", "sing:0:r1").want(422)
	for theme, want := range map[string]string{"light": "trex_theme=light; ", "dark": "trex_theme=dark; ", "system": "Max-Age=0"} {
		set := s.form("/theme", "back", "/run/r1", "theme", theme).want(303)
		if got := set.Header.Get("Set-Cookie"); !strings.Contains(got, want) || set.Header.Get("Location") != "/run/r1" {
			t.Errorf("%s sets %q and goes to %s", theme, got, set.Header.Get("Location"))
		}
	}
	s.form("/theme", "theme", "pink").want(422)
}

func TestEditByForm(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.form("/messages", "content", "try lr 0.1 and 0.03").want(303)
	page := s.page("/")
	ref := attr(page.all(`.card input[name=ref]`)[0], "value")
	var edit string
	for _, button := range page.all(`.card button[name=action]`) {
		if strings.HasPrefix(attr(button, "value"), "edit") {
			edit = attr(button, "value")
		}
	}
	form := s.form("/action", "ref", ref, "action", edit).want(200)
	form.has(`input[name="field.lr"]`).has(`input[name=form]`)
	fields := []string{"ref", ref, "form", attr(form.all(`input[name=form]`)[0], "value")}
	for _, input := range form.all(`[name^="field."]`) {
		if attr(input, "type") == "checkbox" || input.Data == "select" {
			continue
		}
		value := attr(input, "value")
		switch attr(input, "name") {
		case "field.lr":
			value = "0.5, 0.25, 0.125"
		case "field.epochs":
			value = "0"
		}
		fields = append(fields, attr(input, "name"), value)
	}
	wrong := s.form("/action", fields...).want(422)
	if got := attr(wrong.all(`input[name="field.lr"]`)[0], "value"); got != "0.5, 0.25, 0.125" {
		t.Errorf("what was typed is gone: %q", got)
	}
	wrong.has(`input[name="field.epochs"][aria-invalid=true]`)
	for i := range fields {
		if fields[i] == "field.epochs" {
			fields[i+1] = "7"
		}
	}
	s.form("/action", fields...).want(303)
	p := into[proposalJSON](s.get("/api/proposals/p1"))
	if p.Version != 2 || len(p.Configs) != 3 || p.Configs[0]["epochs"] != trex.Number(7) {
		t.Errorf("proposal = %+v", p)
	}
}

func TestRunPage(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(p *Params) { p.PublicURL = "https://trex.example.com" })
	id := s.launch(0.3)[0].ID
	s.page("/run/r1").has(`button[value="stop:0:r1"]`).lacks(`img.chart-picture`)
	s.Worker.Start(id)
	s.TrainTo(id, 8, 0.2)
	s.print(id, "first\nsecond\n")
	s.Finish(id, trex.Failed, "out of memory", &trex.Diagnosis{
		Kind: "memory", Cause: "out of memory", Evidence: []string{"MemoryError: <b>"}, Hint: "take a smaller batch", Fix: trex.RunConfig{"batch_size": trex.Number(16)},
	})
	page := s.page("/run/r1")
	if got := page.text(".title .status"); got != "✖ failed" {
		t.Errorf("status = %q", got)
	}
	for selector, want := range map[string]string{
		".reason": "out of memory", ".quote": "MemoryError: <b>", ".hint": "smaller batch", ".log-lines": "second", ".summary .best": "0.2",
		`button[value="retry-fix:0:r1"]`: "Retry with batch_size 16", ".pairs": "0.3",
	} {
		if got := page.text(selector); !strings.Contains(got, want) {
			t.Errorf("%s = %q, want %q", selector, got, want)
		}
	}
	page.has(`noscript`).has(`#chart-data`).has(`meta[property="og:image"][content="https://trex.example.com/run/r1/chart.png"]`)
	if got := attr(page.all(`a.button[href*="say="]`)[0], "href"); got != "/?view=chat&say=run+digits+with+lr+0.3" {
		t.Errorf("same with: %s", got)
	}
	s.page("/?view=chat&say=run+digits+with+lr+0.3").has("textarea")
	s.get("/part/run/r1").want(200).has(`[data-part=head] .title`).has(`[data-part=facts] .facts`)
	s.get("/run/r99", asPage...).want(404).has(`form.find input[name=q]`)
	s.get("/run/nonsense", asPage...).want(404)
}

func TestExperimentPage(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	runs := s.launch(0.1, 0.2, 0.3)
	for i, run := range runs {
		s.Worker.Start(run.ID)
		s.TrainTo(run.ID, 5, 0.3-0.1*float64(i))
		s.Finish(run.ID, trex.Completed, "", nil)
	}
	page := s.page("/experiment/e1")
	var order []string
	for _, row := range page.all(`[data-board] tr`) {
		order = append(order, attr(row, "data-run"))
	}
	if diff := cmp.Diff([]string{"r3", "r2", "r1"}, order); diff != "" {
		t.Errorf("leaderboard: %s", diff)
	}
	page.has(`tr.star[data-run=r3]`).has(`button[value="around:0:e1"]`).has(`button[value="seeds:0:e1"]`).has(`[data-parallel]`).has(`[data-scatter]`)
	if got := page.text("[data-summary]"); !strings.HasPrefix(got, "3 completed · best r3 (lr 0.3) val_loss ") {
		t.Errorf("summary = %q", got)
	}
	if got := page.text("main"); !strings.Contains(got, "one seed each") {
		t.Error("nothing says that best of one seed is not what is true")
	}
	s.page("/compare?runs=r1,r3").has(`tr[data-run=r1]`).lacks(`tr[data-run=r2]`)
	s.get("/compare", asPage...).want(422)
	s.get("/experiment/e9", asPage...).want(404)
}

// The page's script needs empty lists, not null, for one run without differences.
func TestAnExperimentOfOneRunHasListsToo(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.launch(0.1)
	data := s.page("/experiment/e1").text("#compare-data")
	for _, list := range []string{`"params":[]`, `"metrics":[]`, `"runs":["r1"]`} {
		if !strings.Contains(data, list) {
			t.Errorf("the script gets %s, without %s", data, list)
		}
	}
}

func TestSeedsAreGrouped(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	configs := []map[string]any{}
	for _, lr := range []float64{0.1, 0.2} {
		for seed := range 3 {
			configs = append(configs, map[string]any{"lr": lr, "seed": seed})
		}
	}
	runs := into[[]runJSON](s.send(http.MethodPost, "/api/run-job", map[string]any{"configs": configs}).want(201))
	for i, run := range runs {
		s.Worker.Start(run.ID)
		s.Train(run.ID, 1, 1, 1, float64(i+1)/10)
		s.Finish(run.ID, trex.Completed, "", nil)
	}
	page := s.page("/experiment/e1")
	rows := page.all(`section[aria-labelledby=seeds-h] tbody tr`)
	if len(rows) != 2 {
		t.Fatalf("%d groups", len(rows))
	}
	if got := strings.Join(strings.Fields(textOf(rows[0])), " "); got != "lr 0.130.20000.10000.30000.2000" {
		t.Errorf("first group = %q", got)
	}
}

func TestListShowsAndFilters(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.launch(0.1, 0.2, 0.3)
	s.Worker.Start("r1")
	s.TrainTo("r1", 5, 0.1)
	page := s.page("/?view=runs")
	if n := len(page.all(`tr[data-run]`)); n != 3 {
		t.Errorf("%d rows", n)
	}
	page.has(`th.c-param a[data-sort="param:lr"]`).lacks(`th.c-param a[data-sort="param:epochs"]`).has(`tr[data-run=r1] progress`)
	if n := len(s.page("/?q=lr%3E0.15&status=pending").all(`tr[data-run]`)); n != 2 {
		t.Errorf("%d rows of lr>0.15", n)
	}
	sorted := s.page("/?sort=param:lr&view=runs")
	if got := attr(sorted.all(`tr[data-run]`)[0], "data-run"); got != "r1" {
		t.Errorf("first by lr: %s", got)
	}
	sorted.has(`th[aria-sort=ascending] a[data-sort="param:lr"]`)
	s.Worker.Start("r2")
	s.Train("r2", 1, 10, 0.01, 0.02) // best of all, and then the worst
	s.Train("r2", 2, 10, 0.9, 0.9)
	for sort, want := range map[string]string{"best": "r2", "last": "r1", "-last": "r2"} {
		sorted := s.page("/?view=runs&sort=" + sort).has(`th[aria-sort] a[data-sort="last"]`)
		if got := attr(sorted.all(`tr[data-run]`)[0], "data-run"); got != want {
			t.Errorf("first by %s: %s, want %s", sort, got, want)
		}
		if got := sorted.text(`tr[data-run=r2] .c-last`); got != "0.9000" {
			t.Errorf("r2 ended with %q", got)
		}
	}
	s.page("/?q=lr%3C").has(`.runs .problem:not([hidden])`).has(`tr[data-run]`)
	s.page("/?q=nothing").has(`.grid .empty:not([hidden]) a`)
	s.page("/?limit=2&view=runs").has(`a.next[href*="cursor="]`)
	next := attr(s.page("/?limit=2&view=runs").all("a.next")[0], "href")
	if n := len(s.page(next).all(`tr[data-run]`)); n != 1 {
		t.Errorf("%d rows on the next page", n)
	}
}

// TestChartsAreFetchedEarly checks that the addresses in a page's head work, in
// the chosen theme.
func TestChartsAreFetchedEarly(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.launch(0.1, 0.2)
	s.page("/experiment/e1").lacks(`link[rel=preload][as=fetch]`) // nothing to draw
	s.Complete("r1", 5, 0.1)
	for address, want := range map[string]int{
		"/run/r1": 1, "/experiment/e1": 2, "/compare?runs=r1,r2": 2, "/experiment/e1?metric=no+such&seeds=1": 2,
	} {
		links := s.page(address).all(`link[rel=preload][as=fetch][crossorigin]`)
		if len(links) != want {
			t.Fatalf("%s names %d addresses, want %d", address, len(links), want)
		}
		for _, link := range links {
			s.get(attr(link, "href")).want(200)
		}
	}
	chosen := s.get("/experiment/e1?metric=acc&seeds=1", append(asPage, "Cookie", "trex_theme=light")...).want(200)
	chosen.has(`link[as=fetch][href="/api/experiment/e1/plot?kind=curves&metric=acc&seeds=1&theme=light"]:not([media])`)
}

const hostile = "<script>alert(1)</script>\"'&</textarea> \x1b[31mred\x1b[0m \u202eevil\u202c \u2066x r1"

// TestHostileTextShowsAsText puts outside text everywhere it can enter.
func TestHostileTextShowsAsText(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	id := s.launch(0.3)[0].ID
	s.Worker.Start(id)
	ctx := t.Context()
	if err := s.Store.AppendPoints(ctx, trex.Append{Run: id, Points: []trex.Point{
		{Metric: hostile, Step: 1, Value: 1, Time: time.Now()}, {Metric: hostile, Step: 2, Value: 2, Time: time.Now()}, {Metric: "val_loss", Step: 1, Value: 2, Time: time.Now()},
	}}); err != nil {
		t.Fatal(err)
	}
	s.print(id, hostile+"\n"+strings.Repeat("x", 1<<20)+"\n"+hostile)
	s.Finish(id, trex.Failed, hostile, &trex.Diagnosis{Kind: "x", Cause: hostile, Evidence: []string{hostile}, Hint: hostile})
	s.form("/messages", "content", "what about "+hostile)
	posted, err := s.Server.Chat.Post(ctx, WebThread, chat.Message{
		Headline: hostile, Mention: hostile, Tone: chat.Bad, Proposal: hostile,
		Blocks: []chat.Block{
			{Text: hostile}, {Markup: hostile + "\n\n<img src=x onerror=alert(1)>\n\n![p](https://evil.example/p.png) [l](javascript:alert(1))"}, {Quote: hostile}, {Note: hostile},
			{Table: &chat.Table{Columns: []string{hostile}, Rows: [][]string{{hostile}}}},
			{Runs: []chat.Row{{Run: hostile, Mark: hostile, Label: hostile, Note: hostile, Value: hostile, Progress: hostile}}},
		},
		Buttons: []chat.Button{{Label: hostile, URL: "javascript:alert(1)"}, {Label: hostile, Confirm: hostile, Action: chat.Action{Name: chat.ActStop, Subject: "e1"}}},
		Files:   []chat.File{{Name: hostile, Content: []byte(hostile)}}, Pictures: []chat.Picture{{Key: "curve:" + hostile, URL: "https://evil.example/x.png", Alt: hostile}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/", "/run/r1", "/experiment/e1", "/compare?runs=r1", "/?say=" + "%3C/textarea%3E%3Cscript%3E", "/?q=%3Cscript%3E%22", "/part/run/r1", "/nothing%3Cscript%3E"} {
		answer := s.get(path, asPage...)
		for _, script := range answer.all("script") {
			if attr(script, "src") == "" && attr(script, "type") != "application/json" {
				t.Errorf("%s: a script of its own: %q", path, textOf(script))
			}
		}
		answer.lacks(`[onerror]`).lacks(`[href^=javascript]`).lacks(`img[src^="http"]`).lacks(`img[src=x]`)
		for _, bad := range []string{"\x1b", "\u202e", "\u2066", "<script>alert"} {
			if strings.Contains(answer.Body, bad) {
				at := strings.Index(answer.Body, bad)
				t.Errorf("%s: %q in …%.200s", path, bad, answer.Body[max(at-100, 0):])
			}
		}
		if len(answer.Body) > 600_000 {
			t.Errorf("%s: %d bytes", path, len(answer.Body))
		}
	}
	file := s.get("/message/" + posted + "/file/0").want(200)
	if file.Header.Get("Content-Type") != "text/plain; charset=utf-8" || strings.Contains(file.Header.Get("Content-Disposition"), "<") {
		t.Errorf("file: %v", file.Header)
	}
	for _, path := range []string{"/api/run/r1/plot", "/api/experiment/e1/plot", "/run/r1/chart.png", "/run/r1/metrics.csv", "/runs.csv", "/api/run/r1/metrics"} {
		s.get(path).want(200)
	}
}

func TestErrorPagesHelp(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	page := s.get("/wherever", asPage...).want(404)
	page.has(`a[href="/"]`).has(`form.find`)
	if got := page.text(".sentence"); !strings.Contains(got, "/wherever") {
		t.Errorf("sentence = %q", got)
	}
}
