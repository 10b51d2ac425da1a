package bot

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/runner/runlog"
)

// A failureGroup is the runs of an experiment that failed alike; one message
// speaks for all of them.
type failureGroup struct {
	kind string
	runs []trex.Run
}

func failureGroups(runs []trex.Run) []failureGroup {
	var groups []failureGroup
	at := make(map[string]int)
	for _, run := range runs {
		if run.Status != trex.Failed {
			continue
		}
		kind := failureKind(&run)
		i, ok := at[kind]
		if !ok {
			i = len(groups)
			at[kind] = i
			groups = append(groups, failureGroup{kind: kind})
		}
		groups[i].runs = append(groups[i].runs, run)
	}
	return groups
}

func failureKind(run *trex.Run) string {
	if run.Diagnosis == nil || run.Diagnosis.Kind == "" {
		return "unknown"
	}
	return run.Diagnosis.Kind
}

// causeOf is why a run failed, in plain words.
func causeOf(run *trex.Run) string {
	switch {
	case run.Diagnosis != nil && run.Diagnosis.Cause != "":
		return clip(run.Diagnosis.Cause, 300)
	case run.Reason != "":
		return clip(run.Reason, 300)
	}
	return "it did not say why"
}

// evidence is the lines that prove it, as they may be shown.
func evidence(run *trex.Run) string {
	if run.Diagnosis == nil {
		return ""
	}
	const lines = 4
	var shown []string
	for _, line := range run.Diagnosis.Evidence[:min(len(run.Diagnosis.Evidence), lines)] {
		if line = strings.TrimRight(safeLog(line), "\n "); line != "" {
			shown = append(shown, clip(line, 300))
		}
	}
	return strings.Join(shown, "\n")
}

// safeLog makes outside text fit to be shown: no terminal codes, no secrets.
func safeLog(text string) string { return runlog.Redact(runlog.Clean(text)) }

// longRun is from when on a failure is worth a mention: whoever watches a
// first try crash is there already.
const longRun = 10 * time.Minute

// failureMessage explains why runs failed, once for all that failed alike.
func failureMessage(s *experimentState, group failureGroup, platform string) Message {
	first := &group.runs[0]
	all := len(group.runs) == len(s.runs)
	m := Message{Headline: "✖ " + failureHeadline(s, group), Tone: Bad}
	took := first.FinishedAt.Sub(first.StartedAt)
	away := !first.StartedAt.IsZero() && took >= longRun
	if (all || away) && s.experiment.Requester.Platform == platform {
		m.Mention = s.experiment.Requester.ID
	}
	if proof := evidence(first); proof != "" {
		m.Blocks = append(m.Blocks, Block{Quote: proof})
	}
	if first.Diagnosis != nil && first.Diagnosis.Hint != "" {
		m.Blocks = append(m.Blocks, Block{Note: clip(first.Diagnosis.Hint, 300)})
	}
	subject := string(first.ID)
	if len(group.runs) > 1 {
		subject = string(s.experiment.ID) + "/" + group.kind
	}
	retry := Button{Label: "Retry", Action: Action{Name: ActRetry, Subject: subject}}
	if fix := fixText(s.project, group); fix != "" {
		m.Buttons = append(m.Buttons, Button{Label: "Retry " + fix, Action: Action{Name: ActRetryFix, Subject: subject}})
		m.More = append(m.More, Button{Label: "Retry unchanged", Action: retry.Action})
	} else {
		m.Buttons = append(m.Buttons, retry)
	}
	m.Buttons = append(m.Buttons, Button{Label: "Log", Action: Action{Name: ActLog, Subject: string(first.ID)}})
	m.More = append(m.More, Button{Label: "Details of " + string(first.ID), Action: Action{Name: ActDetails, Subject: string(first.ID)}})
	return m
}

func failureHeadline(s *experimentState, group failureGroup) string {
	first := &group.runs[0]
	cause := causeOf(first)
	n := len(group.runs)
	switch {
	case n == 1 && first.StartedAt.IsZero():
		return fmt.Sprintf("%s could not start: %s", first.ID, cause)
	case n == 1 && first.FinishedAt.Before(first.StartedAt): // a clock was set back
		return fmt.Sprintf("%s failed: %s", first.ID, cause)
	case n == 1:
		return fmt.Sprintf("%s failed after %s: %s", first.ID, duration(first.FinishedAt.Sub(first.StartedAt)), cause)
	case n == len(s.runs):
		return fmt.Sprintf("all %s of %s failed alike: %s", count(n, "run"), s.experiment.ID, cause)
	}
	ids := make([]string, n)
	for i, run := range group.runs {
		ids[i] = string(run.ID)
	}
	return fmt.Sprintf("%s failed alike: %s", list(ids, 5), cause)
}

// fixText writes "with batch_size 256", "with its fix" when runs differ in it.
func fixText(project *trex.Project, group failureGroup) string {
	text := ""
	for i := range group.runs {
		d := group.runs[i].Diagnosis
		if d == nil || len(d.Fix) == 0 {
			return ""
		}
		one := "with " + clip(label(d.Fix, fixNames(project, d.Fix)), 50)
		if i > 0 && one != text {
			return "with the fix"
		}
		text = one
	}
	return text
}

func fixNames(project *trex.Project, fix trex.RunConfig) []string {
	var names []string
	for _, param := range project.Params {
		if _, ok := fix[param.Name]; ok {
			names = append(names, param.Name)
		}
	}
	return names
}

func (b *Bot) failureNotices(v *view, s *experimentState) []notice {
	var notices []notice
	for _, group := range failureGroups(s.runs) {
		key := "failure:" + string(v.id) + "/" + group.kind
		notices = append(notices, b.announced(v, notice{
			key: key, thread: s.experiment.Thread, final: s.settled(),
			render: func(context.Context) (Message, error) { return failureMessage(s, group, v.outbox.Name()), nil },
		}, "announce-"+key)...)
	}
	return notices
}

// toldByFailure reports whether the failure's message says all there is to say
// about the end: it is not said twice.
func toldByFailure(runs []trex.Run) bool {
	groups := failureGroups(runs)
	return len(groups) == 1 && len(groups[0].runs) == len(runs)
}
