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

// Proposal is the input of Render.
type Proposal struct {
	Proposal trex.Proposal
	Project  *trex.Project
	Typical  time.Duration // how long one run takes, 0: not known
	Earlier  int           // how many earlier runs Typical comes from
	Capacity trex.Capacity
	Same     map[int]trex.Run // configuration → a completed run with the same one
	Launched []int            // the launched configurations, indices from 0, nil: all
	Now      time.Time
}

// Proposes is the act of a card: it is what a request was made into.
const Proposes = "propose"

// mostMenus is the most menus of configurations on a card.
const mostMenus = 4

// Render makes a proposal's card. It shows every configuration completely, and the
// buttons to decide, or the decision and who made it.
func Render(s Proposal, limits chat.Limits) chat.Message {
	p := s.Proposal
	n := len(p.Configs)
	m := chat.Message{
		Headline: Headline(p),
		Act:      Proposes,
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

// withFolded adds at the end of a card what few people read: the values at their
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

// decisionLine says what was decided; it replaces the buttons.
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

// launchedPart names the launched configurations, "1 and 3 of 3 ", or returns ""
// when all were launched.
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
	if p.Ticked != nil {
		n = len(p.Ticked)
	}
	launch := "Launch " + say.Count(n, "run")
	if len(p.Configs) == 1 {
		launch = "Launch"
	}
	action := func(name chat.ActionName, subject string) chat.Action {
		return chat.Action{Name: name, Subject: subject, Version: p.Version}
	}
	return []chat.Button{
		{Label: launch, Style: chat.Primary, Action: action(chat.ActLaunch, PickSubject(p.ID, Ticks(p), 0))},
		{Label: "Edit", Action: action(chat.ActEdit, string(p.ID))},
		{Label: "Dismiss", Action: action(chat.ActDismiss, string(p.ID))},
	}
}

// menus lets a person untick configurations, in as many menus as the platform
// needs for all; none when those are more than mostMenus.
func menus(s Proposal, limits chat.Limits) []chat.Block {
	p := s.Proposal
	each := limits.Options
	if len(p.Configs) < 2 || each < 1 || len(p.Configs) > mostMenus*each {
		return nil
	}
	names, ticks := say.Names(s.Project, p.Configs), Ticks(p)
	var blocks []chat.Block
	for from := 0; from < len(p.Configs); from += each {
		to := min(from+each, len(p.Configs))
		menu := &chat.Select{
			Action: chat.Action{Name: chat.ActSelect, Subject: PickSubject(p.ID, ticks, from), Version: p.Version},
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
				Value: strconv.Itoa(i), Label: say.Clip(text, 75), Selected: ticks == nil || ticks[i],
			})
		}
		blocks = append(blocks, chat.Block{Select: menu})
	}
	return blocks
}

// estimateLine says how long the runs will take, if earlier runs show it, and how
// many slots are free.
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
		if s.Proposal.Ticked != nil {
			n = len(s.Proposal.Ticked)
		}
		line += " → done in about " + say.Rough(insight.FinishIn(slots, busy, s.Capacity.PendingRuns+n, s.Typical))
	}
	return line
}

// sameLine warns that equal runs were completed already.
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
