// Package charts turns numbers into pictures: PNG files for chats and link
// previews, and Plotly figures for the web page. It reads no store and knows no
// chat: callers pass runs and points.
//
// Every function is pure and safe for concurrent use. The functions neither
// change nor keep their arguments. Any input gives a picture: no points, one
// point, only NaN, a million points, labels with any text.
package charts

import "github.com/trex-ml/trex"

// Size of every PNG, in pixels. Link previews show this shape uncropped.
const (
	Width  = 1200
	Height = 675
)

// Curves holds values over steps: one line for each run of an experiment, or for
// each metric of one quantity of a run (train and validation loss).
type Curves struct {
	Title  string    // the quantity: "val_loss"
	Note   string    // one short line under the title: "e42 · best r129 0.171"; "": none
	XLabel string    // name of a step: "epoch"; "": "step"
	Goal   trex.Goal // decides which lines are drawn strong when there are more than eight; "": minimize
	Log    bool      // the value axis is logarithmic even if the values do not need it; ignored when some are not above 0
	Lines  []Line    // their order decides the colours: keep it, and pass waiting runs as empty lines, so that no line changes its colour
}

// Line is one curve.
type Line struct {
	Run       trex.RunID   // lets a page link the line to its run
	Label     string       // how the line differs from the others: "lr 0.1", "validation"
	Points    []trex.Point // of one metric, in order of arrival; may be NaN and Inf
	Best      *trex.Best   // the point to mark; nil: none
	Group     string       // lines of one group (the seeds of one configuration) are drawn as their mean with a band, labelled with the group; "": a single line
	Broken    bool         // the run is broken now, and Best is from before; every line that is not broken ranks higher
	Winner    bool         // the best run: always drawn strong, with its value at its best point
	Reference bool         // a baseline to compare with: always drawn strong, and dashed
}

// Comparison compares the results of one experiment's runs.
type Comparison struct {
	Title     string // "e42 · val_loss"
	Note      string
	Objective trex.Objective
	Params    []trex.Param // parameters to show, in order: usually those that differ
	Runs      []trex.Run
	Ignore    []string // parameters in which runs of one group may differ, usually the seed
}
