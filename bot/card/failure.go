package card

import (
	"fmt"
	"strings"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/runner/runlog"
	"github.com/trex-ml/trex/say"
)

// Evidence returns the log lines that prove a run's diagnosis, safe to show.
func Evidence(run *trex.Run) string {
	if run.Diagnosis == nil {
		return ""
	}
	const lines = 4
	var shown []string
	for _, line := range run.Diagnosis.Evidence[:min(len(run.Diagnosis.Evidence), lines)] {
		if line = strings.TrimRight(SafeLog(line), "\n "); line != "" {
			shown = append(shown, say.Clip(line, 300))
		}
	}
	return strings.Join(shown, "\n")
}

// SafeLog makes text from outside safe to show: it removes terminal codes and
// secrets.
func SafeLog(text string) string { return runlog.Redact(runlog.Clean(text)) }

// longRun is how long a run must have taken for its failure to mention the
// requester. When a first try crashes early, the requester is still watching.
const longRun = 10 * time.Minute

// Failure explains why runs failed, in one message for all that failed alike.
func Failure(s *Standing, group insight.Failure, platform string) chat.Message {
	first := &group.Runs[0]
	all := len(group.Runs) == len(s.Runs)
	m := chat.Message{Headline: "✖ " + FailureHeadline(s, group), Tone: chat.Bad}
	took := first.FinishedAt.Sub(first.StartedAt)
	away := !first.StartedAt.IsZero() && took >= longRun
	if (all || away) && s.Experiment.Requester.Platform == platform {
		m.Mention = s.Experiment.Requester.ID
	}
	if proof := Evidence(first); proof != "" {
		m.Blocks = append(m.Blocks, chat.Block{Quote: proof})
	}
	if first.Diagnosis != nil && first.Diagnosis.Hint != "" {
		m.Blocks = append(m.Blocks, chat.Block{Note: say.Clip(first.Diagnosis.Hint, 300)})
	}
	subject := retrySubject(s, group)
	retry := chat.Button{Label: "Retry", Action: chat.Action{Name: chat.ActRetry, Subject: subject}}
	if fix := say.Fix(group.Fixes()); subject == "" {
		m.Blocks = append(m.Blocks, chat.Block{Note: "too many for one button: say which to retry"})
	} else if fix != "" {
		m.Buttons = append(m.Buttons, chat.Button{Label: "Retry " + fix, Action: chat.Action{Name: chat.ActRetryFix, Subject: subject}})
		m.More = append(m.More, chat.Button{Label: "Retry unchanged", Action: retry.Action})
	} else {
		m.Buttons = append(m.Buttons, retry)
	}
	m.Buttons = append(m.Buttons, chat.Button{Label: "Log", Action: chat.Action{Name: chat.ActLog, Subject: string(first.ID)}})
	m.More = append(m.More, chat.Button{Label: "Details of " + string(first.ID), Action: chat.Action{Name: chat.ActDetails, Subject: string(first.ID)}})
	return m
}

// retrySubject names the runs to retry, "" when they do not fit a button. Those of
// an experiment are named by how they failed, because more may follow.
func retrySubject(s *Standing, group insight.Failure) string {
	if len(group.Runs) > 1 && s.Experiment.ID != "" {
		return string(s.Experiment.ID) + "/" + group.Kind
	}
	const most = 50 // bytes; any platform's button holds it
	if subject, ok := RunsSubject(group.Runs, most); ok {
		return subject
	}
	return ""
}

// FailureHeadline says which runs failed, after how long, and why.
func FailureHeadline(s *Standing, group insight.Failure) string {
	first := &group.Runs[0]
	cause := say.Cause(first)
	n := len(group.Runs)
	switch {
	case n == 1 && first.StartedAt.IsZero():
		return fmt.Sprintf("%s could not start: %s", first.ID, cause)
	case n == 1 && first.FinishedAt.Before(first.StartedAt): // a clock was set back
		return fmt.Sprintf("%s failed: %s", first.ID, cause)
	case n == 1:
		return fmt.Sprintf("%s failed after %s: %s", first.ID, say.Duration(first.FinishedAt.Sub(first.StartedAt)), cause)
	case n == len(s.Runs):
		return fmt.Sprintf("all %s of %s failed alike: %s", say.Count(n, "run"), s.Experiment.ID, cause)
	}
	return fmt.Sprintf("%s failed alike: %s", say.Runs(group.Runs, 5), cause)
}
