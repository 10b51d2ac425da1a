package bot

import (
	"bytes"
	"context"
	"fmt"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/runcsv"
	"github.com/trex-ml/trex/say"
)

// mostExported is the most runs in a file that a message carries.
const mostExported = 2000

// export sends runs as a CSV file.
func (a *answers) export(ctx context.Context, event message, intent agent.Intent) (reply, error) {
	p, err := a.pick(ctx, event, intent)
	if err != nil {
		return reply{}, err
	}
	if len(p.runs) == 0 {
		return p.nothing(), nil
	}
	m := chat.Message{Headline: fmt.Sprintf("%s: %s as CSV", p.scope, say.Count(len(p.runs), "run"))}
	if link := a.downloadURL(p); link != "" {
		m.Buttons = []chat.Button{{Label: "Download", URL: link, Action: chat.Action{Name: chat.ActOpen}}}
	}
	if len(p.runs) > mostExported {
		m.Headline = fmt.Sprintf("%s: these are %s runs; a message holds at most %s", p.scope, say.Group(int64(len(p.runs))), say.Group(mostExported))
		m.Tone = chat.Warn
		return reply{message: m}, nil
	}
	content, err := runsCSV(p.runs)
	if err != nil {
		return reply{}, err
	}
	m.Files = []chat.File{{Name: p.fileName(), Content: content}}
	if len(p.runs) == 1 {
		if link := a.reader.URL("/run/" + string(p.runs[0].ID) + "/metrics.csv"); link != "" {
			m.Buttons = append(m.Buttons, chat.Button{Label: "Its metrics", URL: link, Action: chat.Action{Name: chat.ActOpen}})
		}
	}
	return reply{message: m}, nil
}

func runsCSV(runs []trex.Run) ([]byte, error) {
	params := runcsv.Params{}
	for i := range runs {
		params.Add(&runs[i])
	}
	var content bytes.Buffer
	w := runcsv.New(&content, params)
	for i := range runs {
		if err := w.Write(&runs[i]); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return content.Bytes(), err
}

// fileName is "e4.csv" for an experiment, "digits.csv" for a project.
func (p picked) fileName() string {
	switch s := p.selected; {
	case whole(s) && len(s.Experiments) == 1:
		return string(s.Experiments[0]) + ".csv"
	case len(p.runs) == 1:
		return string(p.runs[0].ID) + ".csv"
	case p.project != "" && !p.narrow():
		return p.project + ".csv"
	}
	return "runs.csv"
}
