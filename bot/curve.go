package bot

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/charts"
)

// drawn is the picture of an experiment drawn last. Drawing and uploading cost
// more than everything else about a message, so a picture that only grew is
// drawn again after a while that grows with it.
type drawn struct {
	picture *Picture
	of      string // what was drawn
	at      time.Time
}

const (
	curveLeast  = 5 * time.Second
	curveMost   = 5 * time.Minute
	curvePoints = 400 // of one line; the picture is 1200 wide
)

// curve returns the picture of an experiment's objective, nil while no run has
// two points.
func (b *Bot) curve(ctx context.Context, last *drawn, s *experimentState) (*Picture, error) {
	of, worth, err := b.curveState(ctx, s)
	if err != nil || !worth {
		return nil, err
	}
	age := s.now.Sub(s.experiment.CreatedAt)
	rest := min(max(age/50, curveLeast), curveMost)
	if last.picture != nil && (last.of == of || !s.settled() && s.now.Sub(last.at) < rest) {
		return last.picture, nil
	}
	picture, err := b.drawCurve(ctx, s)
	if err != nil {
		return nil, err
	}
	*last = drawn{picture: picture, of: of, at: s.now}
	return picture, nil
}

// curveState names what the picture would show, without reading points.
func (b *Bot) curveState(ctx context.Context, s *experimentState) (of string, worth bool, err error) {
	hash := sha256.New()
	for i := range s.runs {
		run := &s.runs[i]
		if run.Status == trex.Pending {
			continue
		}
		series, err := b.store.ListSeries(ctx, run.ID)
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

func (b *Bot) drawCurve(ctx context.Context, s *experimentState) (*Picture, error) {
	lines, err := b.curveLines(ctx, s)
	if err != nil {
		return nil, err
	}
	objective := s.runs[0].Objective
	figure := charts.Curves{
		Title: objective.Metric, Note: curveNote(s), XLabel: stepUnit(s.runs), Goal: objective.Goal, Lines: lines,
	}
	var png bytes.Buffer
	if err := charts.PNG(&png, figure); err != nil {
		return nil, fmt.Errorf("draw curve of %s: %w", s.experiment.ID, err)
	}
	sum := sha256.Sum256(png.Bytes())
	return &Picture{
		Key: "curve:" + string(s.experiment.ID), Digest: hex.EncodeToString(sum[:8]),
		Alt: fmt.Sprintf("%s of the runs of %s. %s", objective.Metric, s.experiment.ID, curveNote(s)),
		URL: b.url("/experiment/" + string(s.experiment.ID) + "/chart.png"), PNG: png.Bytes(),
	}, nil
}

func (b *Bot) curveLines(ctx context.Context, s *experimentState) ([]charts.Line, error) {
	best := s.best()
	var lines []charts.Line
	for i := range s.runs {
		run := &s.runs[i]
		if run.Status == trex.Pending {
			continue
		}
		points, err := b.store.ReadPoints(ctx, trex.PointQuery{Run: run.ID, Metric: run.Objective.Metric, Max: curvePoints})
		if err != nil {
			return nil, err
		}
		lines = append(lines, charts.Line{
			Run: run.ID, Label: run.Name, Points: points, Best: run.Best,
			Winner: best != nil && run.ID == best.ID,
		})
	}
	return lines, nil
}

func curveNote(s *experimentState) string {
	if best := s.best(); best != nil {
		return fmt.Sprintf("%s · best %s %s", s.experiment.ID, best.ID, s.value(best.Best.Value))
	}
	return string(s.experiment.ID)
}

// stepUnit is what runs call their steps, "step" when they do not say.
func stepUnit(runs []trex.Run) string {
	i := slices.IndexFunc(runs, func(r trex.Run) bool { return r.Progress.Unit != "" })
	if i < 0 {
		return "step"
	}
	return runs[i].Progress.Unit
}

func (b *Bot) renderLive(ctx context.Context, v *view, s *experimentState) (Message, error) {
	picture, err := b.curve(ctx, &v.curve, s)
	if err != nil {
		// A message without its picture says more than none.
		b.log.ErrorContext(ctx, "draw curve", "experiment", v.id, "error", err)
	}
	return liveMessage(s, picture, v.outbox.limits, b.experimentURL(v.id), b.runURL), nil
}
