package bot

import (
	"context"

	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/chat"
)

// handler answers intents of one kind.
type handler func(*Bot, context.Context, message, agent.Intent) (reply, error)

// asked makes a handler of a method of answers.
func asked(answer func(*answers, context.Context, message, agent.Intent) (reply, error)) handler {
	return func(b *Bot, ctx context.Context, event message, intent agent.Intent) (reply, error) {
		return answer(b.answers, ctx, event, intent)
	}
}

// intents has, for each kind of intent, its handler and the command that means
// the same on platforms with commands.
var intents = map[agent.Kind]struct {
	answer  handler
	command chat.Command // its Name is "" where there is none
}{
	agent.Propose: {(*Bot).propose, chat.Command{
		Name: "run", Does: "Propose runs", Says: []string{"{project}: {request}", "{request}"},
		Arguments: []chat.Argument{
			{Name: "request", Hint: "such as: lr 0.1, 0.03 and 0.01 for 20 epochs", Required: true},
			{Name: "project", Hint: "what to train; needed where there are several", From: chat.CompleteProjects},
		},
	}},
	agent.Edit: {answer: (*Bot).editOpen},
	agent.Status: {asked((*answers).status), chat.Command{
		Name: "status", Does: "What runs, or how one is doing", Says: []string{"status {of}"},
		Arguments: []chat.Argument{{Name: "of", Hint: "a run or an experiment", From: chat.CompleteJobs}},
	}},
	agent.List: {answer: asked((*answers).list)},
	agent.Show: {answer: asked((*answers).show)},
	agent.Best: {asked((*answers).bestSoFar), chat.Command{
		Name: "best", Does: "The best run so far", Says: []string{"best run of {of}", "best run"},
		Arguments: []chat.Argument{{Name: "of", Hint: "a project or an experiment", From: chat.CompleteRankings}},
	}},
	agent.Compare: {asked((*answers).compare), chat.Command{
		Name: "compare", Does: "Compare runs", Says: []string{"compare {what}", "compare the runs"},
		Arguments: []chat.Argument{{Name: "what", Hint: "an experiment, or runs such as r1 r2", From: chat.CompleteJobs}},
	}},
	agent.Diff:   {answer: asked((*answers).diff)},
	agent.Chart:  {answer: asked((*answers).chart)},
	agent.Export: {answer: asked((*answers).export)},
	agent.Hours:  {answer: asked((*answers).hours)},
	agent.Logs: {asked((*answers).logs), chat.Command{
		Name: "logs", Does: "The end of a log", Says: []string{"show the last {lines} lines of the log of {of}", "show the log of {of}"},
		Arguments: []chat.Argument{
			{Name: "of", Hint: "a run", Required: true, From: chat.CompleteJobs},
			{Name: "lines", Hint: "how many", Number: true},
		},
	}},
	agent.Explain: {answer: asked((*answers).explain)},
	agent.Stop: {(*Bot).stop, chat.Command{
		Name: "stop", Does: "Stop a run or an experiment", Says: []string{"stop {what}"}, Arguments: oneJob,
	}},
	agent.Retry: {(*Bot).retry, chat.Command{
		Name: "retry", Does: "Propose a run or an experiment again", Says: []string{"retry {what}"}, Arguments: oneJob,
	}},
	agent.Launch:         {answer: (*Bot).launchCard},
	agent.Dismiss:        {answer: (*Bot).dismissCard},
	agent.Undo:           {answer: (*Bot).undo},
	agent.Later:          {answer: (*Bot).talk},
	agent.Projects:       {(*Bot).listProjects, chat.Command{Name: "projects", Does: "What can be trained"}},
	agent.UseProject:     {answer: (*Bot).useProject},
	agent.DefaultProject: {answer: (*Bot).showDefaultProject},
	agent.Help:           {(*Bot).showHelp, chat.Command{Name: "help", Does: "What Trex can do"}},
	agent.Tell:           {answer: (*Bot).talk},
	agent.Talk:           {answer: (*Bot).talk},
	agent.Ask:            {answer: (*Bot).talk},
}

var oneJob = []chat.Argument{{Name: "what", Hint: "a run or an experiment", Required: true, From: chat.CompleteJobs}}

// Commands are the sub-commands of /trex.
func Commands() []chat.Command {
	var commands []chat.Command
	for _, entry := range agent.Intents {
		if command := intents[entry.Kind].command; command.Name != "" {
			commands = append(commands, command)
		}
	}
	return commands
}

func (b *Bot) fulfil(ctx context.Context, event message, intent agent.Intent) (reply, error) {
	return intents[intent.Kind].answer(b, ctx, event, intent)
}
