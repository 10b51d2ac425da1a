package agent

import (
	"time"

	"github.com/trex-ml/trex/agent/internal/lexicon"
)

// days are the concepts of the days of the week, from Sunday as in package time.
var days = [...]lexicon.Concept{
	lexicon.Sunday, lexicon.Monday, lexicon.Tuesday, lexicon.Wednesday, lexicon.Thursday, lexicon.Friday, lexicon.Saturday,
}

// times reads "today", "last night", "this week", "on monday".
func (z *selecting) times(i, end int) int {
	now := z.m.req.now()
	day := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	monday := day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
	for _, when := range []struct {
		concept     lexicon.Concept
		since, till time.Time
	}{
		{lexicon.Today, day, time.Time{}},
		{lexicon.Night, day.Add(-6 * time.Hour), day.Add(12 * time.Hour)},
		{lexicon.Yesterday, day.AddDate(0, 0, -1), day},
		{lexicon.Week, monday, time.Time{}},
		{lexicon.LastWeek, monday.AddDate(0, 0, -7), monday},
		{lexicon.PastWeek, now.AddDate(0, 0, -7), time.Time{}},
		{lexicon.Month, now.AddDate(0, -1, 0), time.Time{}},
	} {
		if next := z.t.At(i, when.concept); next > i && next <= end {
			z.s.Since, z.s.Until = when.since, when.till
			return next
		}
	}
	for weekday, concept := range days {
		if next := z.t.At(i, concept); next > i && next <= end {
			z.s.Since = day.AddDate(0, 0, -(int(day.Weekday())-weekday+7)%7)
			z.s.Until = z.s.Since.AddDate(0, 0, 1)
			return next
		}
	}
	return i
}
