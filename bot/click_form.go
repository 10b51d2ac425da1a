package bot

import (
	"context"
	"maps"
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
)

// submit reads a form that was filled in.
func (c *clicks) submit(ctx context.Context, event form) error {
	if event.Action.Name != chat.ActEdit {
		return refuseForm(event, trex.Invalid("that form is not one of mine"))
	}
	p, _, err := c.proposalOf(ctx, event.Event, event.Action)
	if err != nil {
		return refuseForm(event, err)
	}
	project, err := c.projects.Find(p.Project)
	if err != nil {
		return refuseForm(event, err)
	}
	configs, problems := card.ReadForm(project, p, event.Fields, c.lab.MaxRuns())
	if len(problems) > 0 {
		return refuseFields(event, problems)
	}
	_, err = c.lab.Edit(ctx, trex.Edit{Proposal: p.ID, Version: event.Action.Version, Configs: configs, By: event.Person})
	if err != nil {
		return refuseForm(event, err)
	}
	if event.Errors != nil {
		event.Errors(map[string]string{})
	}
	return nil
}

// refuseForm shows an error that belongs to no single field.
func refuseForm(event form, err error) error {
	if event.Errors == nil {
		return err
	}
	sentence, ok := trex.Sentence(err)
	if !ok {
		event.Errors(map[string]string{})
		return err
	}
	return refuseFields(event, map[string]string{"": sentence})
}

// refuseFields shows each problem under its field. Where the platform cannot do
// that, it returns all problems as one error.
func refuseFields(event form, problems map[string]string) error {
	if event.Errors == nil {
		text := ""
		for _, name := range slices.Sorted(maps.Keys(problems)) {
			text += problems[name] + ". "
		}
		return trex.Invalid("Nothing was changed: %s", text)
	}
	shown := make(map[string]string, len(problems))
	for _, name := range slices.Sorted(maps.Keys(problems)) {
		field := name
		if _, ok := event.Fields[name]; !ok {
			field = anyField(event.Fields)
		}
		card.AddProblem(shown, field, problems[name])
	}
	event.Errors(shown)
	return nil
}

// anyField returns the field under which to show an error that belongs to none
// of the shown fields: the first by name, so that it is always the same.
func anyField(fields map[string]string) string {
	names := slices.Sorted(maps.Keys(fields))
	if len(names) == 0 {
		return ""
	}
	return names[0]
}
