package bot

import (
	"context"
	"fmt"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/say"
)

const (
	usualLines = 15      // lines of a log in a message
	mostLines  = 100     // the most lines in a message
	wholeLog   = 4 << 20 // the most bytes of a log sent as a file: its end
)

func (a *answers) logs(ctx context.Context, event message, intent agent.Intent) (reply, error) {
	runs, err := a.targets(ctx, event, intent)
	if err != nil {
		return reply{}, err
	}
	if len(runs) == 0 {
		return reply{}, trex.NotFound("there is no run to show the log of")
	}
	run := runs[0]
	if len(intent.Runs) == 0 {
		run = mostTelling(runs)
	}
	lines := usualLines
	if intent.Lines > 0 {
		lines = min(intent.Lines, mostLines)
	}
	m, err := a.logMessage(&run, lines, a.limits(event.Person.Platform))
	if err == nil && len(intent.Runs) == 0 && len(runs) > 1 {
		m.Blocks = append(m.Blocks, chat.Block{Note: fmt.Sprintf("one of %d runs; name another run to see its log", len(runs))})
	}
	if len(intent.Runs) > 1 {
		m = withOtherLogs(m, runs[1:])
	}
	return reply{message: m}, err
}

// withOtherLogs offers the logs of the runs that were asked about too.
func withOtherLogs(m chat.Message, others []trex.Run) chat.Message {
	m.Blocks = append(m.Blocks, chat.Block{Note: "one log at a time; also asked about: " + say.Runs(others, moreIDs)})
	for _, run := range others[:min(len(others), 2)] {
		m.Buttons = append(m.Buttons, chat.Button{
			Label: "Log of " + string(run.ID), Action: chat.Action{Name: chat.ActLog, Subject: string(run.ID)},
		})
	}
	return m
}

// mostTelling returns the run of an experiment whose log was probably meant: the
// first failed one, else the first running one, else the last.
func mostTelling(runs []trex.Run) trex.Run {
	for _, status := range [...]trex.Status{trex.Failed, trex.Running} {
		for _, run := range runs {
			if run.Status == status {
				return run
			}
		}
	}
	return runs[len(runs)-1]
}

// logMessage shows the end of a log as a quote, and attaches at most wholeLog
// bytes of it when the quote does not hold it.
func (a *answers) logMessage(run *trex.Run, lines int, limits chat.Limits) (chat.Message, error) {
	whole, err := a.reader.LogTail(run.ID, int(^uint(0)>>1), wholeLog)
	if err != nil {
		return chat.Message{}, err
	}
	whole = strings.TrimRight(whole, "\n")
	if whole == "" {
		text := "has printed nothing yet"
		if run.Status == trex.Pending {
			text = "has not started: " + card.RunNote(run, a.now())
		} else if run.Status.Final() {
			text = "printed nothing"
		}
		return chat.Message{Headline: fmt.Sprintf("%s %s", run.ID, text)}, nil
	}
	all := strings.Split(whole, "\n")
	tail := all[max(len(all)-lines, 0):]
	quote := fitQuote(tail, limits)
	shown := strings.Count(quote, "\n") + 1
	m := chat.Message{
		Headline: fmt.Sprintf("log of %s, %s · %s", run.ID, lastLines(shown, len(all)), say.Status(run.Status)),
		Blocks:   []chat.Block{{Quote: quote}},
	}
	if shown < len(all) || len(whole) > len(quote) {
		m.Files = []chat.File{{Name: string(run.ID) + ".log", Content: []byte(whole + "\n")}}
	}
	if url := a.reader.RunURL(run.ID); url != "" {
		m.Buttons = []chat.Button{card.OpenButton(url)}
	}
	return m, nil
}

func lastLines(shown, all int) string {
	if shown == all {
		return "all of " + say.Count(all, "line")
	}
	return fmt.Sprintf("the last %d of %s", shown, say.Count(all, "line"))
}

// fitQuote keeps as many of the last lines as fit a platform's text. It cuts each
// line to what fits a screen.
func fitQuote(lines []string, limits chat.Limits) string {
	most := limits.Text * 3 / 4 // escaping makes it longer
	if most <= 0 || most > 3000 {
		most = 3000
	}
	const widest = 400
	size := 0
	from := len(lines)
	cut := make([]string, len(lines))
	for from > 0 {
		cut[from-1] = say.Clip(lines[from-1], widest)
		if size += len(cut[from-1]) + 1; size > most && from < len(lines) {
			break
		}
		from--
	}
	return strings.Join(cut[from:], "\n")
}
