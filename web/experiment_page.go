package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/lab"
	"github.com/trex-ml/trex/say"
)

type experimentPage struct {
	page
	Heading  string
	ID       trex.ExperimentID // "" for a comparison of chosen runs
	Project  string
	Summary  string
	Note     string // a warning when each configuration has one seed
	Counts   []countView
	Created  *timeView
	By       string
	Thread   string
	Actions  []buttonView
	Columns  []string
	Board    []runRow // best first
	Groups   []seedGroup
	Picture2 string // address of the chart for browsers without scripts
	Which    string // the query field that names these runs in a download's address
	Chosen   string // its value
	Data     compareData
}

// compareData is the data from which the page's script draws.
type compareData struct {
	Plot      string      `json:"plot"` // address of the figures
	Runs      []string    `json:"runs"`
	Objective string      `json:"objective"`
	Metrics   []string    `json:"metrics"`
	Params    []paramData `json:"params"` // the ones that differ
	Seeds     bool        `json:"seeds"`  // some configurations were run more than once
	// Groups maps each run of a configuration with several seeds to the first
	// run of that configuration.
	Groups map[trex.RunID]trex.RunID `json:"groups,omitempty"`
}

type paramData struct {
	Name string `json:"name"`
}

// seedGroup is a configuration that was run more than once.
type seedGroup struct {
	Label                  string
	N                      int
	Mean, Low, High, Range string
}

func (s *Server) experimentPage(w http.ResponseWriter, r *http.Request) error {
	p := experimentPage{page: s.page(r, "")}
	p.Outcome = noticed(w, r)
	experiment, err := s.pathExperiment(r)
	if err != nil {
		return err
	}
	c, err := s.compareExperiment(r.Context(), &experiment)
	if err != nil {
		return err
	}
	if err := s.fillComparison(r, &p, c); err != nil {
		return err
	}
	id := string(experiment.ID)
	p.ID, p.Project, p.Heading = experiment.ID, experiment.Project, id
	p.Title = id + " " + experiment.Project
	p.Created, p.By = s.timeView(experiment.CreatedAt), experiment.Requester.Name
	if p.Thread, err = s.Bot.Discussion(r.Context(), &experiment); err != nil {
		return err
	}
	p.Picture = s.linkBase(r) + "/experiment/" + id + "/chart.png"
	p.Picture2 = "/experiment/" + id + "/chart.png"
	p.Which, p.Chosen = "experiment", id
	p.Data.Plot = "/api/experiment/" + id + "/plot?"
	p.Actions = s.experimentActions(experiment.ID, c.project, c.runs)
	p.fetchCurves(r.URL.Query())
	return s.show(w, http.StatusOK, "experiment", p)
}

// comparePage shows any runs side by side: /compare?runs=r1,r2.
func (s *Server) comparePage(w http.ResponseWriter, r *http.Request) error {
	p := experimentPage{page: s.page(r, "")}
	c, err := s.compareRuns(r.Context(), r.URL.Query())
	if err != nil {
		return err
	}
	if err := s.fillComparison(r, &p, c); err != nil {
		return err
	}
	p.Heading = strconv.Itoa(len(c.runs)) + " runs compared"
	p.Title = p.Heading
	p.Which, p.Chosen = "runs", strings.Join(p.Data.Runs, ",")
	p.Data.Plot = "/api/plot?runs=" + p.Chosen + "&"
	p.fetchCurves(r.URL.Query())
	return s.show(w, http.StatusOK, "experiment", p)
}

// fetchCurves adds the address of the figure that the script will fetch first.
// It must match the address in page/curves_view.ts.
func (p *experimentPage) fetchCurves(chosen url.Values) {
	if !p.Charted {
		return
	}
	address := p.Data.Plot + "kind=curves&metric=" + url.QueryEscape(chosen.Get("metric"))
	if chosen.Get("seeds") == "1" {
		address += "&seeds=1"
	}
	p.fetchThemed(address + "&theme=")
}

// fillComparison fills in what the experiment and compare pages have in common.
func (s *Server) fillComparison(r *http.Request, p *experimentPage, c *comparison) (err error) {
	p.Script, p.Palette = "experiment.js", newPalette()
	p.Summary = summary(c)
	p.Description = p.Summary
	counts := countStatuses(c.runs)
	for _, status := range trex.Statuses {
		if counts[status] > 0 {
			p.Counts = append(p.Counts, countView{statusBadge: viewStatus(status), Status: status, Count: counts[status]})
		}
	}
	p.Columns = differing(c.runs, paramNames(c.runs, c.project))
	p.Board = s.board(c, p.Columns)
	p.Groups = groupsOf(c)
	p.Data = compareData{
		Seeds: len(p.Groups) > 0,
		Runs:  []string{}, Params: []paramData{}, // empty lists, because the script cannot read null
	}
	if p.Data.Seeds {
		p.Data.Groups = firstOfSeeds(c)
	}
	for i := range c.runs {
		p.Data.Runs = append(p.Data.Runs, string(c.runs[i].ID))
	}
	if len(c.runs) > 0 {
		p.Data.Objective = c.runs[0].Objective.Metric
		if p.Groups == nil {
			p.Note = card.SeedNote(c.asProject(), c.runs)
		}
	}
	for _, name := range p.Columns {
		p.Data.Params = append(p.Data.Params, paramData{Name: name})
	}
	p.Data.Metrics, err = s.metricsOf(r, c.runs)
	p.Charted = len(p.Data.Metrics) > 0
	return err
}

// metricsOf lists the metrics of the first runs that have some: all runs of one
// experiment print the same ones.
func (s *Server) metricsOf(r *http.Request, runs []trex.Run) ([]string, error) {
	names := []string{}
	looked := 0
	for i := range runs {
		if runs[i].Status == trex.Pending || looked == 3 {
			continue
		}
		looked++
		series, err := s.Store.ListSeries(r.Context(), runs[i].ID)
		if err != nil {
			return nil, err
		}
		for _, one := range series {
			if !slices.Contains(names, one.Metric) {
				names = append(names, one.Metric)
			}
		}
	}
	return names, nil
}

// summary is the first line of the page, which must be enough on a phone.
func summary(c *comparison) string {
	counts := countStatuses(c.runs)
	var parts []string
	for _, status := range [...]trex.Status{trex.Running, trex.Pending, trex.Completed, trex.Failed, trex.Cancelled} {
		if n := counts[status]; n > 0 {
			parts = append(parts, strconv.Itoa(n)+" "+say.Status(status))
		}
	}
	text := strings.Join(parts, ", ")
	if best := c.best(); best != nil {
		text += " · best " + string(best.ID)
		if best.Name != "" {
			text += " (" + say.Visible(best.Name) + ")"
		}
		text += " " + best.Objective.Metric + " " + say.Number(best.Best.Value)
	}
	return text
}

// board ranks runs: the best first, runs without a value last.
func (s *Server) board(c *comparison, columns []string) []runRow {
	star := starred(c.runs)
	ranked := insight.Ranked(c.runs)
	rows := make([]runRow, len(ranked))
	for i := range ranked {
		rows[i] = s.runRow(&ranked[i], columns)
		rows[i].Star = rows[i].ID == star
	}
	return rows
}

func groupsOf(c *comparison) []seedGroup {
	var groups []seedGroup
	for _, repeated := range c.repeated() {
		values := insight.Values(insight.WithValue(repeated.runs))
		if len(values) == 0 {
			continue
		}
		mean, _ := insight.Spread(values)
		low, high := slices.Min(values), slices.Max(values)
		groups = append(groups, seedGroup{
			Label: say.Visible(repeated.name), N: len(values), Mean: say.Number(mean),
			Low: say.Number(low), High: say.Number(high), Range: say.Number(high - low),
		})
	}
	return groups
}

func firstOfSeeds(c *comparison) map[trex.RunID]trex.RunID {
	first := make(map[trex.RunID]trex.RunID)
	for _, repeated := range c.repeated() {
		for i := range repeated.runs {
			first[repeated.runs[i].ID] = repeated.runs[0].ID
		}
	}
	return first
}

// experimentActions returns the buttons for what can be done with an experiment
// now. project is nil when it is no longer configured.
func (s *Server) experimentActions(id trex.ExperimentID, project *trex.Project, runs []trex.Run) []buttonView {
	return s.buttonViews(card.Buttons(lab.OfExperiment(project, id, runs)))
}

// RunsOf returns the address of the list of these runs.
func (p experimentPage) RunsOf() string {
	return "/?view=runs&experiment=" + url.QueryEscape(string(p.ID))
}
