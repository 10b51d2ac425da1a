package bot

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/say"
)

// listProjects lists the projects, or the parameters of one.
func (b *Bot) listProjects(_ context.Context, _ message, intent agent.Intent) (reply, error) {
	if intent.Project == "" && len(b.projects) > 1 {
		table := &chat.Table{Columns: []string{"project", "what", "parameters"}}
		for _, p := range b.projects {
			table.Rows = append(table.Rows, []string{p.Name, say.Clip(p.Description, 60), say.Clip(strings.Join(p.ParamNames(), ", "), 80)})
		}
		return reply{message: chat.Message{Headline: say.Count(len(b.projects), "project"), Blocks: []chat.Block{{Table: table}}}}, nil
	}
	name := intent.Project
	if name == "" && len(b.projects) == 1 {
		name = b.projects[0].Name
	}
	project, err := b.projects.Find(name)
	if err != nil {
		return reply{}, err
	}
	return reply{message: projectMessage(project)}, nil
}

func projectMessage(project *trex.Project) chat.Message {
	m := chat.Message{Headline: project.Name}
	if project.Description != "" {
		m.Headline += ": " + say.Clip(project.Description, 200)
	}
	table := &chat.Table{Columns: []string{"parameter", "default", "allowed", "what"}}
	for _, p := range project.Params {
		table.Rows = append(table.Rows, []string{p.Name, say.Value(p.Default), say.Allowed(p), say.Clip(p.Description, 60)})
	}
	m.Blocks = append(m.Blocks, chat.Block{Table: table})
	if project.Objective.Metric != "" {
		m.Blocks = append(m.Blocks, chat.Block{Note: fmt.Sprintf("runs are compared by %s, %s", project.Objective.Metric, say.Goal(project.Objective.Goal))})
	}
	return m
}

// quietHelp is help that only one person sees. It has no buttons: everybody would
// see their answers.
func (b *Bot) quietHelp() chat.Message {
	m := b.help("")
	m.Buttons, m.More = nil, nil
	m.Blocks = append(m.Blocks, chat.Block{Note: "Mention me in a channel or write to me directly; in an experiment's thread just write."})
	return m
}

func (b *Bot) showHelp(_ context.Context, _ message, intent agent.Intent) (reply, error) {
	return reply{message: b.help(intent.Reply)}, nil
}

// help shows what people can say, with examples that work here. said is the
// agent's own text, "" for the bot's.
func (b *Bot) help(said string) chat.Message {
	m := chat.Message{Headline: "Tell me what to train in your own words; I show you the runs and launch them when you say so."}
	text := strings.Join([]string{
		"• describe runs: “" + b.example() + "”",
		"• change them before launch: " + quoted(agent.Examples(agent.Changes)) + ", or Edit on the card",
		"• ask: " + quoted(agent.Examples(agent.Asks)),
		"• act: " + quoted(agent.Examples(agent.Acts)),
		"• “projects” tells what can be trained and with which parameters",
	}, "\n")
	if len(b.projects) > 1 {
		text += fmt.Sprintf("\n• “use %s here” makes it the project of this channel's requests that name none", b.projects[0].Name)
	}
	if first, rest, more := strings.Cut(strings.TrimSpace(said), "\n"); more {
		m.Headline, text = first, strings.TrimSpace(rest)
	}
	m.Blocks = append(m.Blocks, chat.Block{Text: text})
	for _, text := range b.Examples() {
		if len(text) < 60 {
			m.Buttons = append(m.Buttons, chat.Button{Label: say.Clip(text, 40), Action: chat.Action{Name: chat.ActSuggestion, Subject: text}})
		}
	}
	if url := b.reader.URL("/"); url != "" {
		m.More = []chat.Button{card.OpenButton(url)}
	}
	return m
}

// Examples returns messages to start with that work here.
func (b *Bot) Examples() []string {
	return append([]string{b.example()}, agent.Examples(agent.Asks)[:2]...)
}

func quoted(messages []string) string { return "“" + strings.Join(messages, "”, “") + "”" }

// example is a request that works with the first project.
func (b *Bot) example() string {
	if len(b.projects) == 0 {
		return "projects"
	}
	project := &b.projects[0]
	prefix := ""
	if len(b.projects) > 1 {
		prefix = project.Name + ": "
	}
	for _, p := range project.Params {
		value, ok := p.Default.Float()
		if !ok || value == 0 || p.Scale != trex.Log {
			continue
		}
		half, err := p.Check(trex.Number(oneDigit(value / 3)))
		if err == nil && half != p.Default {
			return fmt.Sprintf("%stry %s %s and %s", prefix, p.Name, p.Default, half)
		}
	}
	return prefix + "run the defaults"
}

// oneDigit keeps one significant digit: 0.033 is 0.03.
func oneDigit(f float64) float64 {
	short, err := strconv.ParseFloat(strconv.FormatFloat(f, 'g', 1, 64), 64)
	if err != nil {
		return f
	}
	return short
}

// talk answers with the agent's own reply.
func (b *Bot) talk(_ context.Context, _ message, intent agent.Intent) (reply, error) {
	text := strings.TrimSpace(intent.Reply)
	if text == "" {
		text = "I have nothing to say to that. Ask me for help to see what I can do."
	}
	if intent.Usage != nil {
		return reply{message: chat.Message{Blocks: []chat.Block{{Markup: text}}}}, nil
	}
	first, rest, more := strings.Cut(text, "\n")
	m := chat.Message{Headline: first}
	if more && strings.TrimSpace(rest) != "" {
		m.Blocks = []chat.Block{{Text: strings.TrimSpace(rest)}}
	}
	if intent.Kind == agent.Ask {
		m.Tone = chat.Warn
	}
	return reply{message: m}, nil
}
