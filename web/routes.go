package web

import (
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"github.com/trex-ml/trex/say"
)

// routes returns a handler for every address that the server answers.
func (s *Server) routes() http.Handler {
	r := chi.NewRouter()
	r.Use(s.measure, s.recoverPanics, s.secure, s.guard, s.authenticate, limitBody, s.limitWrites)
	r.Use(middleware.Compress(5, "text/html", "text/css", "text/plain", "text/csv", "application/json", "application/javascript"))
	r.NotFound(s.wrap(notFound))
	r.MethodNotAllowed(s.wrap(wrongMethod))

	get := func(pattern string, handle handler) {
		r.Get(pattern, s.wrap(handle))
		r.Head(pattern, s.wrap(handle))
	}
	post := func(pattern string, handle handler) { r.Post(pattern, s.wrap(handle)) }

	// Pages.
	get("/", s.home)
	get("/run/{id}", s.runPage)
	get("/experiment/{id}", s.experimentPage)
	get("/compare", s.comparePage)
	get("/login", s.showLogin)
	post("/login", s.login)
	post("/logout", s.logout)
	post("/theme", s.setTheme)
	get("/run/{id}/chart.png", s.runPicture)
	get("/experiment/{id}/chart.png", s.experimentPicture)
	get("/compare/chart.png", s.comparePicture)
	get("/runs.csv", s.runsCSV)
	get("/runs.json", s.runsJSON)
	get("/run/{id}/metrics.csv", s.metricsCSV)
	get("/run/{id}/metrics.json", s.metricsDownload)
	get("/run/{id}/log.txt", s.logDownload)
	get("/assets/*", s.assets.serve)

	// Targets of forms, and parts of pages that scripts fetch again.
	post("/messages", s.postMessageForm)
	post("/action", s.postAction)
	post("/selection", s.postSelection)
	get("/part/message/{id}", s.messagePart)
	get("/part/run/{id}", s.runPart)
	get("/message/{id}/file/{n}", s.messageFile)

	// The API.
	get("/api/runs", s.listRuns)
	get("/api/run/{id}", s.findRun)
	post("/api/run-job", s.launchNow)
	get("/api/run/{id}/plot", s.runPlot)
	get("/api/run/{id}/metrics", s.runMetrics)
	get("/api/run/{id}/log", s.runLog)
	post("/api/run/{id}/stop", s.stopRun)
	get("/api/experiment/{id}", s.findExperiment)
	get("/api/experiment/{id}/plot", s.experimentPlot)
	post("/api/experiment/{id}/stop", s.stopExperiment)
	get("/api/messages", s.listMessages)
	post("/api/messages", s.postMessage)
	post("/api/proposals/{id}/launch", s.launchProposal)
	post("/api/proposals/{id}/dismiss", s.dismissProposal)
	r.Patch("/api/proposals/{id}", s.wrap(s.editProposal))
	get("/api/proposals/{id}", s.findProposal)
	get("/api/choices", s.listChoices)
	get("/api/sparks", s.listSparks)
	get("/api/plot", s.comparePlot)
	get("/api/status", s.status)

	get("/ws/logs", s.streamLog)
	get("/events", s.events)
	get("/healthz", s.healthy)
	get("/readyz", s.ready)
	get("/metrics", s.exposeMetrics)
	return r
}

func notFound(_ http.ResponseWriter, r *http.Request) error {
	return refuse(http.StatusNotFound, "not_found", "there is nothing at %s", say.Clip(r.URL.Path, 80))
}

func wrongMethod(_ http.ResponseWriter, r *http.Request) error {
	return refuse(http.StatusMethodNotAllowed, "invalid", "%s does not answer %s", say.Clip(r.URL.Path, 80), r.Method)
}
