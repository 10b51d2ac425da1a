package bot

import (
	"fmt"
	"strings"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/say"
)

// none says that the selector finds no run: "no run of digits has dropout 0.3 yet".
func (s scope) none() string {
	sel := s.selected
	subject := "no run of " + s.of()
	if whose := s.whose(); whose != "the" {
		subject = fmt.Sprintf("none of %s runs of %s", whose, s.of())
	}
	if sel.Except != nil {
		subject += " but " + s.except().bare()
	}
	var says []string
	for _, c := range sel.Where {
		says = append(says, "has "+named(c))
	}
	if len(sel.Statuses) > 0 {
		says = append(says, strings.ReplaceAll(orList(mapped(sel.Statuses, became)), " or is ", " or "))
	}
	if sel.Rank != agent.RankNone {
		says = append(says, "has a result")
	}
	since := s.since()
	switch {
	case since != "" && len(says) == 0:
		return "there was " + subject + " " + since
	case since != "":
		return subject + " " + strings.Join(says, " and ") + " " + since
	case len(says) > 0:
		return subject + " " + strings.Join(says, " and ") + yet(sel)
	}
	switch {
	case sel.Scope == agent.ScopeMine:
		return "you have no run of " + s.of() + " yet"
	case !sel.By.IsZero():
		return sel.By.Name + " has no run of " + s.of() + " yet"
	}
	return "there is " + subject + " yet"
}

// became writes a status after a subject.
func became(status trex.Status) string {
	switch status {
	case trex.Failed:
		return "failed"
	case trex.Completed:
		return "has completed"
	case trex.Cancelled:
		return "was stopped"
	case trex.Running, trex.Pending:
	}
	return "is " + say.Status(status)
}

// yet ends the answer to "has anyone tried …".
func yet(sel agent.Select) string {
	if len(sel.Where) > 0 && len(sel.Statuses) == 0 {
		return " yet"
	}
	return ""
}

// since writes the time of a selector: "today", "since 14:00".
func (s scope) since() string {
	from, to := s.selected.Since.In(s.now.Location()), s.selected.Until
	if s.selected.Since.IsZero() {
		return ""
	}
	today := time.Date(s.now.Year(), s.now.Month(), s.now.Day(), 0, 0, 0, 0, s.now.Location())
	open := to.IsZero() || to.After(s.now)
	switch {
	case open && from.Equal(today):
		return "today"
	case open && from.Before(today):
		return "since " + from.Format("Mon 2 Jan") + clockOf(from)
	case open:
		return "since " + say.Clock(from, s.now)
	case from.Equal(today.AddDate(0, 0, -1)) && !to.After(today):
		return "yesterday"
	}
	return fmt.Sprintf("from %s to %s", from.Format("Mon 2 Jan 15:04"), to.In(s.now.Location()).Format("Mon 2 Jan 15:04"))
}

// clockOf writes a time of day that is not midnight.
func clockOf(at time.Time) string {
	if at.Hour()+at.Minute() == 0 {
		return ""
	}
	return at.Format(" 15:04")
}
