package look

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/charts"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/say"
)

// Drawn is the last picture of an experiment. Drawing and uploading a picture
// is the most expensive part of a message. So a picture that only got more
// points is drawn again after a pause, which grows with the experiment's age.
type Drawn struct {
	picture *chat.Picture
	of      string // names what the picture shows, see curveState
	at      time.Time
}

const (
	curveLeast  = 5 * time.Second
	curveMost   = 5 * time.Minute
	curvePoints = 400 // of one line; the picture is 1200 wide
)

// Curve returns the picture of an experiment's objective, nil while no run has
// two points. The picture has no bytes if the platform draws it itself.
func (r *Reader) Curve(ctx context.Context, limits chat.Limits, last *Drawn, s *card.Standing) (*chat.Picture, error) {
	age := s.Now.Sub(s.Experiment.CreatedAt)
	rest := min(max(age/50, curveLeast), curveMost)
	if last.picture != nil && !s.Settled() && s.Now.Sub(last.at) < rest {
		return last.picture, nil
	}
	of, worth, err := r.curveState(ctx, s)
	if err != nil || !worth {
		return nil, err
	}
	if last.picture != nil && last.of == of {
		return last.picture, nil
	}
	picture := r.picture("curve:"+string(s.Experiment.ID), s)
	if !limits.Attachments {
		picture.Digest = of
	} else if err := r.drawCurve(ctx, s, picture); err != nil {
		return nil, err
	}
	*last = Drawn{picture: picture, of: of, at: s.Now}
	return picture, nil
}

// curveState names what the picture would show, without reading points. worth
// is false when no run has two points.
func (r *Reader) curveState(ctx context.Context, s *card.Standing) (of string, worth bool, err error) {
	hash := sha256.New()
	for i := range s.Runs {
		run := &s.Runs[i]
		if run.Status == trex.Pending {
			continue
		}
		series, err := r.store.ListSeries(ctx, run.ID)
		if err != nil {
			return "", false, err
		}
		for _, one := range series {
			if one.Metric == run.Objective.Metric {
				fmt.Fprintln(hash, run.ID, one.Count, one.LastStep)
				worth = worth || one.Count > 1
			}
		}
	}
	return hex.EncodeToString(hash.Sum(nil)), worth, nil
}

// picture returns an experiment's picture that is not drawn yet.
func (r *Reader) picture(key string, s *card.Standing) *chat.Picture {
	id := string(s.Experiment.ID)
	return &chat.Picture{
		Key: key, Alt: fmt.Sprintf("%s of the runs of %s", say.Metric(s.Project), card.CurveNote(s)),
		URL: r.URL("/experiment/" + id + "/chart.png"),
	}
}

func (r *Reader) drawCurve(ctx context.Context, s *card.Standing, picture *chat.Picture) error {
	lines, err := r.curveLines(ctx, s)
	if err != nil {
		return err
	}
	objective := s.Runs[0].Objective
	figure := charts.Curves{
		Title: objective.Metric, Note: card.CurveNote(s), XLabel: say.StepUnit(s.Runs), Goal: objective.Goal, Lines: lines,
	}
	var png bytes.Buffer
	if err := charts.PNG(&png, charts.Dark, figure); err != nil {
		return fmt.Errorf("draw curve of %s: %w", s.Experiment.ID, err)
	}
	picture.Fill(png.Bytes())
	return nil
}

// Ranks draws the results of an experiment's runs; with too few results to
// compare, it draws their curves.
func (r *Reader) Ranks(ctx context.Context, limits chat.Limits, last *Drawn, s *card.Standing) (*chat.Picture, error) {
	if len(insight.WithValue(s.Runs)) < 2 {
		return r.Curve(ctx, limits, last, s)
	}
	picture := r.picture("comparison:"+string(s.Experiment.ID), s)
	if !limits.Attachments {
		picture.Digest = "final"
		return picture, nil
	}
	comparison := charts.Comparison{
		Title: fmt.Sprintf("%s · %s", s.Experiment.ID, say.Metric(s.Project)), Objective: s.Runs[0].Objective,
		Params: s.Project.Params, Runs: s.Runs,
	}
	if best := s.Best(); best != nil {
		comparison.Note = fmt.Sprintf("best %s %s %s", best.ID, best.Name, s.Value(best.Best.Value))
	}
	if seed, ok := insight.Seed(s.Project); ok {
		comparison.Ignore = []string{seed.Name}
	}
	var png bytes.Buffer
	if err := charts.ComparisonPNG(&png, comparison); err != nil {
		return nil, fmt.Errorf("draw comparison of %s: %w", s.Experiment.ID, err)
	}
	picture.Fill(png.Bytes())
	return picture, nil
}

func (r *Reader) curveLines(ctx context.Context, s *card.Standing) ([]charts.Line, error) {
	best := s.Best()
	var lines []charts.Line
	for i := range s.Runs {
		run := &s.Runs[i]
		if run.Status == trex.Pending {
			continue
		}
		points, err := r.store.ReadPoints(ctx, trex.PointQuery{Run: run.ID, Metric: run.Objective.Metric, Max: curvePoints})
		if err != nil {
			return nil, err
		}
		lines = append(lines, charts.Line{
			Run: run.ID, Label: run.Name, Points: points, Best: run.Best, Broken: run.Broken(),
			Winner: best != nil && run.ID == best.ID,
		})
	}
	return lines, nil
}
