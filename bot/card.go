package bot

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/trex-ml/trex"
)

// cardState is everything a proposal's card is made of.
type cardState struct {
	Proposal trex.Proposal
	Project  *trex.Project
	Typical  time.Duration // of one run, 0: not known
	Earlier  int           // how many runs Typical is from
	Capacity trex.Capacity
	Same     map[int]trex.Run // configuration → a completed run with the same one
	Chosen   []bool           // nil: all
	Launched []int            // of a launched proposal, which configurations, indices from 0; nil: all
	Reading  string           // how the request for this version was understood, "" when it was not words
	Now      time.Time
}

// most is how many menus for a subset a card may have.
const mostMenus = 4

// card shows every configuration of a proposal completely, and who may decide
// or has decided what.
func card(s cardState, limits Limits) Message {
	p := s.Proposal
	n := len(p.Configs)
	m := Message{
		Headline: fmt.Sprintf("%s · %s · asked by %s", p.Project, count(n, "run"), p.Requester.Name),
		Proposal: string(p.ID),
		Blocks:   []Block{{Text: summary(s.Project, p.Configs)}},
	}
	if p.Version > 1 {
		m.Blocks = append(m.Blocks, Block{Note: fmt.Sprintf("version %d, edited by %s", p.Version, p.EditedBy.Name)})
	}
	if n > 1 {
		m.Blocks = append(m.Blocks, Block{Table: configTable(s.Project, p.Configs)})
	}
	file := configFile(string(p.ID)+".csv", s.Project, p.Configs)
	switch {
	case n > longList:
		m.Files = []File{file}
		m.Blocks = append(m.Blocks, Block{Note: fmt.Sprintf("the first %d; all %d are in %s", longList, n, file.Name)})
	case anyClipped(p.Configs):
		m.Files = []File{file}
		m.Blocks = append(m.Blocks, Block{Note: "every value in full is in " + file.Name})
	}
	if p.State != trex.ProposalOpen {
		m.Blocks = append(m.Blocks, Block{Text: decisionLine(s)})
		return withFolded(m, s)
	}
	if line := estimateLine(s); line != "" {
		m.Blocks = append(m.Blocks, Block{Text: line})
	}
	if line := sameLine(s); line != "" {
		m.Blocks = append(m.Blocks, Block{Text: line})
	}
	m.Blocks = append(m.Blocks, menus(s, limits)...)
	m.Buttons = decisionButtons(s)
	return withFolded(m, s)
}

// withFolded ends a card with what few want to read: the values at their
// defaults and how the request was understood.
func withFolded(m Message, s cardState) Message {
	if fixed := fixedPart(s.Project, s.Proposal.Configs); fixed != "" {
		m.Blocks = append(m.Blocks, Block{Note: "default: " + fixed})
	}
	if s.Reading != "" {
		m.Blocks = append(m.Blocks, Block{Note: readAs(s.Reading)})
	}
	return m
}

func readAs(reading string) string { return "read as: " + clip(reading, 600) }

// decisionLine is what the buttons give way to.
func decisionLine(s cardState) string {
	p := s.Proposal
	who := fmt.Sprintf("by %s %s", p.DecidedBy.Name, clock(p.DecidedAt, s.Now))
	switch p.State {
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
func launchedPart(s cardState) string {
	n := len(s.Proposal.Configs)
	switch {
	case s.Launched == nil:
		return ""
	case len(s.Launched) > longList:
		return fmt.Sprintf("%d of %d ", len(s.Launched), n)
	}
	numbers := make([]string, len(s.Launched))
	for i, index := range s.Launched {
		numbers[i] = strconv.Itoa(index + 1)
	}
	return fmt.Sprintf("%s of %d ", list(numbers, longList), n)
}

func decisionButtons(s cardState) []Button {
	p := s.Proposal
	n := len(p.Configs)
	if s.Chosen != nil {
		n = len(indicesOf(s.Chosen))
	}
	launch := "Launch " + count(n, "run")
	if len(p.Configs) == 1 {
		launch = "Launch"
	}
	action := func(name ActionName, subject string) Action {
		return Action{Name: name, Subject: subject, Version: p.Version}
	}
	return []Button{
		{Label: launch, Style: Primary, Action: action(ActLaunch, pickSubject(p.ID, s.Chosen, 0))},
		{Label: "Edit", Action: action(ActEdit, string(p.ID))},
		{Label: "Dismiss", Action: action(ActDismiss, string(p.ID))},
	}
}

// menus lets a person untick configurations: one menu, or a few when a
// platform's menus hold less than all.
func menus(s cardState, limits Limits) []Block {
	p := s.Proposal
	each := limits.Options
	if len(p.Configs) < 2 || each < 1 || len(p.Configs) > mostMenus*each {
		return nil
	}
	names := runNames(s.Project, p.Configs)
	var blocks []Block
	for from := 0; from < len(p.Configs); from += each {
		to := min(from+each, len(p.Configs))
		menu := &Select{
			Action: Action{Name: ActSelect, Subject: pickSubject(p.ID, s.Chosen, from), Version: p.Version},
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
			menu.Options = append(menu.Options, Option{
				Value: strconv.Itoa(i), Label: clip(text, 75), Selected: s.Chosen == nil || s.Chosen[i],
			})
		}
		blocks = append(blocks, Block{Select: menu})
	}
	return blocks
}

// estimateLine says how long it will take, as far as earlier runs tell.
func estimateLine(s cardState) string {
	var parts []string
	if s.Typical > 0 {
		parts = append(parts, fmt.Sprintf("≈ %s each (from %s)", duration(s.Typical), count(s.Earlier, "earlier run")))
	}
	slots := slotsFor(s.Project, s.Capacity)
	if !s.Project.Local() || slots < 1 {
		return strings.Join(parts, ", ")
	}
	free := max(slots-s.Capacity.Busy, 0)
	parts = append(parts, count(free, "slot")+" free")
	line := strings.Join(parts, ", ")
	if s.Typical > 0 {
		busy := slices.Repeat([]time.Duration{s.Typical / 2}, min(s.Capacity.Busy, slots))
		n := len(s.Proposal.Configs)
		if s.Chosen != nil {
			n = len(indicesOf(s.Chosen))
		}
		line += " → done in about " + duration(finishIn(slots, busy, s.Capacity.PendingRuns+n, s.Typical))
	}
	return line
}

// sameLine warns that a result is there already.
func sameLine(s cardState) string {
	var parts []string
	for i := range s.Proposal.Configs {
		run, ok := s.Same[i]
		if !ok {
			continue
		}
		result := "completed"
		if run.Best != nil {
			result += fmt.Sprintf(", %s %s", run.Objective.Metric, number(run.Best.Value))
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
	line := "⚠ " + list(parts, 3)
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
