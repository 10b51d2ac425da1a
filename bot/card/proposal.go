package card

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/say"
)

// cardState is everything a proposal's card is made of.
type Proposal struct {
	Proposal trex.Proposal
	Project  *trex.Project
	Typical  time.Duration // of one run, 0: not known
	Earlier  int           // how many runs Typical is from
	Capacity trex.Capacity
	Same     map[int]trex.Run // configuration → a completed run with the same one
	Chosen   []bool           // nil: all
	Launched []int            // of a launched proposal, which configurations, indices from 0; nil: all
	Now      time.Time
}

// most is how many menus for a subset a card may have.
const mostMenus = 4

// card shows every configuration of a proposal completely, and who may decide
// or has decided what.
func Render(s Proposal, limits chat.Limits) chat.Message {
	p := s.Proposal
	n := len(p.Configs)
	m := chat.Message{
		Headline: Headline(p),
		Proposal: string(p.ID),
		Blocks:   []chat.Block{{Text: say.Summary(s.Project, p.Configs)}},
	}
	if p.Version > 1 {
		m.Blocks = append(m.Blocks, chat.Block{Note: fmt.Sprintf("version %d, edited by %s", p.Version, p.EditedBy.Name)})
	}
	if n > 1 {
		m.Blocks = append(m.Blocks, chat.Block{Table: configTable(s.Project, p.Configs)})
	}
	file := configFile(string(p.ID)+".csv", s.Project, p.Configs)
	switch {
	case n > LongList:
		m.Files = []chat.File{file}
		m.Blocks = append(m.Blocks, chat.Block{Note: fmt.Sprintf("the first %d; all %d are in %s", LongList, n, file.Name)})
	case say.AnyClipped(p.Configs):
		m.Files = []chat.File{file}
		m.Blocks = append(m.Blocks, chat.Block{Note: "every value in full is in " + file.Name})
	}
	if p.State != trex.ProposalOpen {
		m.Blocks = append(m.Blocks, chat.Block{Text: decisionLine(s)})
		return withFolded(m, s)
	}
	if line := estimateLine(s); line != "" {
		m.Blocks = append(m.Blocks, chat.Block{Text: line})
	}
	if line := sameLine(s); line != "" {
		m.Blocks = append(m.Blocks, chat.Block{Text: line})
	}
	m.Blocks = append(m.Blocks, menus(s, limits)...)
	m.Buttons = decisionButtons(s)
	return withFolded(m, s)
}

// Headline is the first line of a proposal's card.
func Headline(p trex.Proposal) string {
	return fmt.Sprintf("%s · %s · asked by %s", p.Project, say.Count(len(p.Configs), "run"), p.Requester.Name)
}

// withFolded ends a card with what few want to read: the values at their
// defaults and how the request was understood.
func withFolded(m chat.Message, s Proposal) chat.Message {
	if fixed := say.Defaults(s.Project, s.Proposal.Configs); fixed != "" {
		m.Blocks = append(m.Blocks, chat.Block{Note: "default: " + fixed})
	}
	if s.Proposal.Reading != "" {
		m.Blocks = append(m.Blocks, chat.Block{Note: ReadAs(s.Proposal.Reading)})
	}
	return m
}

// ReadAs says how a request was understood.
func ReadAs(reading string) string { return "read as: " + say.Clip(reading, 600) }

// decisionLine is what the buttons give way to.
func decisionLine(s Proposal) string {
	p := s.Proposal
	who := fmt.Sprintf("by %s %s", p.DecidedBy.Name, say.Clock(p.DecidedAt, s.Now))
	switch p.State {
	case trex.ProposalOpen:
	case trex.ProposalLaunched:
		return fmt.Sprintf("✔ %slaunched %s → %s", launchedPart(s), who, p.Experiment)
	case trex.ProposalDismissed:
		return "✖ dismissed " + who
	case trex.ProposalExpired:
		return "✖ expired: ask again to get a fresh one"
	}
	return ""
}

// launchedPart names the configurations that were launched when not all were:
// "1 and 3 of 3 ".
func launchedPart(s Proposal) string {
	n := len(s.Proposal.Configs)
	switch {
	case s.Launched == nil:
		return ""
	case len(s.Launched) > LongList:
		return fmt.Sprintf("%d of %d ", len(s.Launched), n)
	}
	numbers := make([]string, len(s.Launched))
	for i, index := range s.Launched {
		numbers[i] = strconv.Itoa(index + 1)
	}
	return fmt.Sprintf("%s of %d ", say.List(numbers, LongList), n)
}

func decisionButtons(s Proposal) []chat.Button {
	p := s.Proposal
	n := len(p.Configs)
	if s.Chosen != nil {
		n = len(Indices(s.Chosen))
	}
	launch := "Launch " + say.Count(n, "run")
	if len(p.Configs) == 1 {
		launch = "Launch"
	}
	action := func(name chat.ActionName, subject string) chat.Action {
		return chat.Action{Name: name, Subject: subject, Version: p.Version}
	}
	return []chat.Button{
		{Label: launch, Style: chat.Primary, Action: action(chat.ActLaunch, PickSubject(p.ID, s.Chosen, 0))},
		{Label: "Edit", Action: action(chat.ActEdit, string(p.ID))},
		{Label: "Dismiss", Action: action(chat.ActDismiss, string(p.ID))},
	}
}

// menus lets a person untick configurations: one menu, or a few when a
// platform's menus hold less than all.
func menus(s Proposal, limits chat.Limits) []chat.Block {
	p := s.Proposal
	each := limits.Options
	if len(p.Configs) < 2 || each < 1 || len(p.Configs) > mostMenus*each {
		return nil
	}
	names := say.Names(s.Project, p.Configs)
	var blocks []chat.Block
	for from := 0; from < len(p.Configs); from += each {
		to := min(from+each, len(p.Configs))
		menu := &chat.Select{
			Action: chat.Action{Name: chat.ActSelect, Subject: PickSubject(p.ID, s.Chosen, from), Version: p.Version},
			Label:  "which to launch",
		}
		if len(p.Configs) > each {
			menu.Label = fmt.Sprintf("which to launch, %d to %d", from+1, to)
		}
		for i := from; i < to; i++ {
			text := fmt.Sprintf("%d  %s", i+1, names[i])
			if run, ok := s.Same[i]; ok {
				text += " (= " + string(run.ID) + ")"
			}
			menu.Options = append(menu.Options, chat.Option{
				Value: strconv.Itoa(i), Label: say.Clip(text, 75), Selected: s.Chosen == nil || s.Chosen[i],
			})
		}
		blocks = append(blocks, chat.Block{Select: menu})
	}
	return blocks
}

// estimateLine says how long it will take, as far as earlier runs tell.
func estimateLine(s Proposal) string {
	var parts []string
	if s.Typical > 0 {
		parts = append(parts, fmt.Sprintf("≈ %s each (from %s)", say.Rough(s.Typical), say.Count(s.Earlier, "earlier run")))
	}
	slots := insight.Slots(s.Project, s.Capacity)
	if !s.Project.Local() || slots < 1 {
		return strings.Join(parts, ", ")
	}
	free := max(slots-s.Capacity.Busy, 0)
	parts = append(parts, say.Count(free, "slot")+" free")
	line := strings.Join(parts, ", ")
	if s.Typical > 0 {
		busy := slices.Repeat([]time.Duration{s.Typical / 2}, min(s.Capacity.Busy, slots))
		n := len(s.Proposal.Configs)
		if s.Chosen != nil {
			n = len(Indices(s.Chosen))
		}
		line += " → done in about " + say.Rough(insight.FinishIn(slots, busy, s.Capacity.PendingRuns+n, s.Typical))
	}
	return line
}

// sameLine warns that a result is there already.
func sameLine(s Proposal) string {
	var parts []string
	for i := range s.Proposal.Configs {
		run, ok := s.Same[i]
		if !ok {
			continue
		}
		result := "completed"
		if run.Best != nil {
			result += fmt.Sprintf(", %s %s", run.Objective.Metric, say.Number(run.Best.Value))
		}
		subject := "this run"
		if len(s.Proposal.Configs) > 1 {
			subject = "run " + strconv.Itoa(i+1)
		}
		parts = append(parts, fmt.Sprintf("%s equals %s (%s)", subject, run.ID, result))
	}
	if len(parts) == 0 {
		return ""
	}
	line := "⚠ " + say.List(parts, 3)
	if len(s.Proposal.Configs) > 1 {
		line += ": untick " + pronoun(len(parts)) + " to reuse the result"
	}
	return line
}

func pronoun(n int) string {
	if n == 1 {
		return "it"
	}
	return "them"
}
