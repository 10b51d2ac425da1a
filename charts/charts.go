// Package charts turns numbers into pictures: a PNG for chats and link
// previews, a Plotly figure for the web page. It reads no store and knows no
// chat: callers hand it runs and points.
//
// Every function is pure and safe to call concurrently. Nothing handed in is
// changed or kept. Any input gets a picture: no points, one point, only NaN,
// a million points and labels of any text included.
package charts

import "github.com/trex-ml/trex"

// Size of every PNG, in pixels: the shape in which link previews are shown
// uncropped.
const (
	Width  = 1200
	Height = 675
)

// Curves is values over steps, one line for each run of an experiment, or for
// each metric of one quantity of a run (train and validation loss).
type Curves struct {
	Title  string    // the quantity: "val_loss"
	Note   string    // one short line under the title, "" is none: "e42 · best r129 0.171"
	XLabel string    // what a step is: "epoch", "step"; "" is "step"
	Goal   trex.Goal // which of more than eight lines are drawn strong; "" is minimize
	Lines  []Line    // the order decides the colours: keep it, with empty lines for runs that wait, so that none changes its colour
}

// Line is one curve.
type Line struct {
	Run       trex.RunID   // so that a page can link the line to its run
	Label     string       // what differs from the other lines: "lr 0.1", "validation"
	Points    []trex.Point // of one metric, in order of arrival; NaN and Inf are values
	Best      *trex.Best   // the point to mark, nil is none
	Group     string       // lines of one group (the seeds of one configuration) become their mean with a band, labelled with the group; "" is a line of its own
	Broken    bool         // worth nothing as it is now: Best is from before, and every line that is not is better
	Winner    bool         // the best run: its best point carries its value, and it is always strong
	Reference bool         // a baseline to compare with: dashed, and always strong
}

// Comparison is what the runs of one experiment came to.
type Comparison struct {
	Title     string // "e42 · val_loss"
	Note      string
	Objective trex.Objective
	Params    []trex.Param // those shown, in order: usually the ones that differ
	Runs      []trex.Run
	Ignore    []string // parameters in which runs of one group differ, usually the seed
}
