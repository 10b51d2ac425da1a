package discord

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot"
	"github.com/trex-ml/trex/bot/bottest"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/discord/discordtest"
	"github.com/trex-ml/trex/internal/await"
)

func TestADoubleClickLaunchesOnce(t *testing.T) {
	s := play(t, nil)
	card := s.card()
	var answers []<-chan discordtest.Answer
	for _, person := range []string{"ann", "ann", "bob", "bob", "ann"} {
		answers = append(answers, s.begin(person, card, "launch:1:p1"))
	}
	for _, answer := range answers {
		await.Value(t, "an answer to each click", answer)
	}
	s.see("launched by", "e1")
	await.Until(t, "a sentence for each of the others", func() bool { return s.times("already launched") == 4 })
	if n := len(s.Experiments()); n != 1 {
		t.Errorf("%d experiments", n)
	}
}

func TestForgedAndStaleComponentsDoNothing(t *testing.T) {
	s := play(t, nil)
	card := s.card()
	s.h.Click("ann", card, "Edit")
	s.h.Submit("ann", map[string]string{"epochs": "20"})
	s.see("version 2, edited by ann")
	for customID, want := range map[string]string{
		"":                                    "not one of mine",
		"launch":                              "not one of mine",
		"launch:-1:p1":                        "not one of mine",
		"nonsense:1:p1":                       "not one of mine",
		"launch:1:p1":                         "version 2",
		"launch:0:p1":                         "damaged",
		"launch:9:p1":                         "version 2",
		"launch:2:p99":                        "p99",
		"launch:2:p1:ffff":                    "names more",
		"launch:2:r1":                         "r1",
		"stop:0:e1":                           "e1",
		"more:0:":                             "",
		"?launch:1:p1":                        "are you sure?",
		"!1!launch:1:p1":                      "version 2",
		"!1!" + strings.Repeat("x", 80):       "not one of mine",
		"launch:2:" + strings.Repeat("9", 90): "proposal",
		"retry-fix:0:r7":                      "r7",
		"log:0:../../etc/passwd":              "etc/passwd",
	} {
		before := len(s.whispers())
		s.press("bob", card, customID)
		if want == "" {
			continue
		}
		await.Until(t, "an answer to "+customID, func() bool { return len(s.whispers()) > before })
		if got := s.whispers()[before]; !strings.Contains(got, want) {
			t.Errorf("%q is answered by %q, not by %q", customID, got, want)
		}
	}
	if n := len(s.Experiments()); n != 0 {
		t.Errorf("%d experiments", n)
	}
}

func TestRefusalsAreSeenByOnePersonAlone(t *testing.T) {
	t.Run("OfACommand", func(t *testing.T) {
		s := play(t, policy(bot.Policy{People: []string{discordtest.UserID("ann")}}))
		for range 2 { // each time: a command waits for its answer
			s.use("bob", runCommand("two"))
		}
		await.Until(t, "two refusals", func() bool { return len(s.whispers()) == 2 })
		if text := s.whispers()[0]; !strings.Contains(text, "Sorry bob") || !strings.Contains(text, "› two") {
			t.Errorf("refused with %q", text)
		}
		if n := len(s.Messages()); n != 2 {
			t.Errorf("everybody sees %d messages", n-2)
		}
	})
	t.Run("OfAClick", func(t *testing.T) {
		s := play(t, nil)
		card := s.card()
		s.h.Click("bob", card, "Dismiss")
		await.Until(t, "a refusal", func() bool { return len(s.whispers()) == 1 })
		if text := s.whispers()[0]; !strings.Contains(text, "only ann") {
			t.Errorf("refused with %q", text)
		}
		s.h.Click("ann", card, "Dismiss")
		s.see("dismissed by ann")
	})
	t.Run("OfHaste", func(t *testing.T) {
		s := play(t, policy(bot.Policy{Cooldown: time.Hour}))
		s.card()
		s.use("ann", runCommand("two"))
		await.Until(t, "a refusal", func() bool { return len(s.whispers()) == 1 })
		if text := s.whispers()[0]; !strings.Contains(text, "One moment, ann") {
			t.Errorf("refused with %q", text)
		}
	})
	t.Run("OfOtherServersAndRoles", func(t *testing.T) {
		s := play(t, policy(bot.Policy{Servers: []string{"999"}, Roles: []string{"ml"}}))
		s.use("ann", runCommand("two"))
		await.Until(t, "a refusal", func() bool { return len(s.whispers()) == 1 })
		if n := len(s.Experiments()); n != 0 {
			t.Errorf("%d experiments", n)
		}
	})
}

// Discord closes a form with a mistake; the input is not lost.
func TestAFormCanBeCorrected(t *testing.T) {
	s := play(t, nil)
	card := s.card()
	s.h.Click("ann", card, "Edit")
	typed := map[string]string{"lr": "0.5, 0.05", "epochs": "many"}
	s.h.Submit("ann", typed)
	problem := s.see("Nothing was changed", "epochs must be a whole number")
	if !problem.Whisper {
		t.Error("everybody sees the mistake")
	}
	s.h.form = discordtest.Answer{}
	s.h.Click("ann", problem, "Correct it")
	shown := map[string]string{}
	for _, input := range s.h.form.Inputs {
		shown[input.CustomID] = input.Value
	}
	if shown["lr"] != "0.5, 0.05" || !strings.Contains(shown["epochs"]+shown["_others"], "many") {
		t.Errorf("the form shows %v", shown)
	}
	s.h.Submit("ann", map[string]string{"epochs": "7"})
	s.see("version 2, edited by ann", "0.5, 0.05", "epochs 7")

	// A draft is not shown to another person who guesses its number.
	m := problem.Raw.(discordtest.Message)
	forged := partsOf(m)[0].(*discordgo.Button).CustomID
	forged = strings.Replace(forged, "edit:1:", "edit:2:", 1)
	if answer := s.press("bob", card, forged); len(answer.Inputs) == 0 || strings.Contains(inputValues(answer), "many") {
		t.Errorf("bob sees %+v", answer)
	}
}

func inputValues(answer discordtest.Answer) string {
	text := ""
	for _, input := range answer.Inputs {
		text += input.Value + "\n"
	}
	return text
}

// A form that Trex could not open in time cannot be opened any more: by then
// Trex has answered Discord, so that the person does not see an error.
func TestALateFormIsNotOpened(t *testing.T) {
	t.Parallel()
	server := discordtest.New(t)
	platform := newPlatform(t, server)
	platform.settle = 0
	settled, opened := make(chan struct{}), make(chan error, 1)
	r := newRecorder()
	r.work = func(ctx context.Context, event chat.Event) {
		<-settled
		opened <- platform.OpenForm(ctx, event.Trigger, chat.Form{Title: "late", Fields: []chat.Field{{Name: "lr", Label: "lr"}}})
	}
	connect(t, platform, r)
	answer := server.Interact(discordtest.Interaction{
		Person: "ann", Channel: discordtest.ChannelID, Kind: discordgo.InteractionMessageComponent,
		Data: map[string]any{
			"custom_id": "edit:1:p1", "component_type": discordgo.ButtonComponent,
		},
	})
	close(settled)
	if answer.Type != discordgo.InteractionResponseDeferredMessageUpdate {
		t.Errorf("answered by %+v", answer)
	}
	if err := await.Value(t, "what comes of the form", opened); trex.KindOf(err) != trex.KindConflict {
		t.Errorf("the form: %v", err)
	}
}

// Two quick changes of one menu: the last one counts.
func TestTheLastTickCounts(t *testing.T) {
	s := play(t, nil)
	card := s.card()
	for range 4 {
		s.press("ann", card, "select:1:p1", "0", "1")
		s.press("ann", card, "select:1:p1", "1")
	}
	s.h.Click("ann", card, "Edit") // a click that opens a form does not wait for the menus
	if len(s.h.form.Inputs) == 0 {
		t.Error("no form")
	}
	await.Until(t, "one run to launch", func() bool {
		m, _ := s.byRef(card.Ref)
		return slices.Contains(m.Buttons, "Launch 1 run") && m.Raw.(discordtest.Message).Edits >= 8
	})
}

func (s *scene) byRef(ref string) (bottest.Shown, bool) {
	for _, m := range s.h.Shown() {
		if m.Ref == ref {
			return m, true
		}
	}
	return bottest.Shown{}, false
}

// Tokens of interactions expire after 15 minutes; an experiment takes longer.
func TestNothingHangsOnATokenThatDied(t *testing.T) {
	s := play(t, nil)
	card := s.card()
	s.h.Click("ann", card, "Launch 2 runs")
	s.see("e1 · digits · 2 waiting")
	s.Age()
	s.Complete("r1", 5, 0.3)
	s.Complete("r2", 5, 0.2)
	s.see("e1 · digits · done: 2 completed")
	s.see("e1 is done")
	s.see("launched by ann", "e1")
}

// Discord has the response although its own answer was lost; later messages are
// follow-ups.
func TestALostAnswerIsNotGivenTwice(t *testing.T) {
	s := play(t, func(s *scene) {
		s.Params.Policies = map[string]bot.Policy{"discord": {People: []string{discordtest.UserID("ann")}}}
		s.SetFault(func(_, path string) discordtest.Fault {
			if strings.HasSuffix(path, "/callback") {
				return discordtest.Fault{Status: 500, After: true}
			}
			return discordtest.Fault{}
		})
	})
	s.use("bob", runCommand("two"))
	await.Until(t, "the refusal", func() bool { return s.times("Sorry bob") == 1 })
	if n := len(s.whispers()); n != 1 {
		t.Errorf("%d whispers", n)
	}
}

func TestCompletions(t *testing.T) {
	complete := func(s *scene, person, command, option, typed string) []string {
		t.Helper()
		answer := s.Interact(discordtest.Interaction{
			Person: person, Channel: discordtest.ChannelID, Kind: discordgo.InteractionApplicationCommandAutocomplete,
			Data: using(command, option, typed),
		})
		if answer.Type != discordgo.InteractionApplicationCommandAutocompleteResult {
			t.Errorf("%s is completed by %+v", command, answer)
		}
		var values []string
		for _, choice := range answer.Choices {
			values = append(values, choice.Value.(string))
		}
		return values
	}
	s := play(t, policy(bot.Policy{People: []string{discordtest.UserID("ann")}}))
	card := s.card()
	s.h.Click("ann", card, "Launch 2 runs")
	s.see("launched by ann")
	for _, c := range []struct {
		command, option, typed string
		want                   string
	}{
		{"run", "project", "", "digits"}, {"run", "project", "nothing", ""},
		{"best", "of", "", "digits e1"}, {"best", "of", "DIG", "digits e1"}, {"best", "of", "e1", "e1"},
		{"logs", "of", "r", "r2 r1"}, {"stop", "what", "r2", "r2"}, {"status", "of", "", "e1 r2 r1"},
		{"compare", "what", "e", "e1 r2 r1"}, {"retry", "what", "nothing like it", ""},
	} {
		if got := strings.Join(complete(s, "ann", c.command, c.option, c.typed), " "); got != c.want {
			t.Errorf("/trex %s %q offers %q, not %q", c.command, c.typed, got, c.want)
		}
	}
	if got := complete(s, "bob", "logs", "of", "r"); len(got) != 0 {
		t.Errorf("bob, who may not use Trex, is offered %v", got)
	}
}

func TestEveryCommandSaysWhatAMessageWould(t *testing.T) {
	type given map[string]any
	for _, c := range []struct {
		name  string
		given given
		want  string
		means agent.Kind
	}{
		{"run", given{"request": " lr 0.2 "}, "lr 0.2", agent.Propose},
		{"run", given{"request": "lr 0.2", "project": "digits"}, "digits: lr 0.2", agent.Propose},
		{"status", nil, "status", agent.Status}, {"status", given{"of": "e1"}, "status e1", agent.Status},
		{"best", nil, "best run", agent.Best}, {"best", given{"of": "digits"}, "best run of digits", agent.Best},
		{"compare", given{"what": "r1 r2"}, "compare r1 r2", agent.Compare}, {"compare", nil, "compare the runs", agent.Compare},
		{"logs", given{"of": "r1"}, "show the log of r1", agent.Logs},
		{"logs", given{"of": "r1", "lines": 50.0}, "show the last 50 lines of the log of r1", agent.Logs},
		{"stop", given{"what": "e1"}, "stop e1", agent.Stop}, {"retry", given{"what": "r1"}, "retry r1", agent.Retry},
		{"projects", nil, "projects", agent.Projects}, {"help", nil, "help", agent.Help},
	} {
		used := &discordgo.ApplicationCommandInteractionDataOption{Name: c.name}
		for name, value := range c.given {
			used.Options = append(used.Options, &discordgo.ApplicationCommandInteractionDataOption{Name: name, Value: value})
		}
		got, ok := subcommands(bot.Commands()).said(discordgo.ApplicationCommandInteractionData{Name: "trex", Options: []*discordgo.ApplicationCommandInteractionDataOption{used}})
		if !ok || got != c.want {
			t.Errorf("/trex %s %v says %q, not %q", c.name, c.given, got, c.want)
		}
		runs := []trex.Run{{ID: "r2", Experiment: "e1", Project: "digits"}, {ID: "r1", Experiment: "e1", Project: "digits"}}
		intent, err := agent.NewGrammar().Understand(t.Context(), agent.Request{
			Text: got, Projects: []trex.Project{bottest.Project()}, Runs: runs,
		})
		if err != nil || intent.Kind != c.means || c.given["lines"] != nil && intent.Lines != 50 {
			t.Errorf("%q is understood as %+v, %v", got, intent, err)
		}
	}
	if _, ok := subcommands(bot.Commands()).said(discordgo.ApplicationCommandInteractionData{Name: "trex"}); ok {
		t.Error("a command without a subcommand says something")
	}
}

func TestLongAndStrangeWords(t *testing.T) {
	s := play(t, nil)
	s.use("ann", runCommand(strings.Repeat("🦖 @everyone ", 400)))
	s.use("ann", runCommand("\u202eתעשה lr 0.1 \u200d\u200b\u2066"))
	s.use("ann", runCommand("talk"))
	m := s.see("All work and no play")
	if !slices.Contains(m.Files, wholeName) {
		t.Errorf("a long answer has the files %v", m.Files)
	}
	whole := string(m.Raw.(discordtest.Message).Files[wholeName])
	if strings.Count(whole, "All work") != 800 {
		t.Errorf("%s holds %d of 800 sentences", wholeName, strings.Count(whole, "All work"))
	}
	for _, m := range s.Messages() {
		if len(m.Mentioned) > 0 {
			t.Errorf("%v are notified by %q", m.Mentioned, m.Content)
		}
	}
}

// Discord archives a thread in which nobody wrote for a long time, although its
// experiment still runs; Trex archives it at the end.
func TestThreadsAreOpenedAndArchived(t *testing.T) {
	s := play(t, nil)
	s.h.Click("ann", s.card(), "Launch 2 runs")
	live := s.see("e1 · digits · 2 waiting")
	if name := s.Threads()[live.Thread.ID]; name != "e1 · digits · lr ∈ 0.1, 0.03 (rest default)" {
		t.Errorf("the thread is named %q", name)
	}
	s.Archive(live.Thread.ID)
	s.Complete("r1", 5, 0.3)
	s.see("e1 · digits", "1 completed")
	s.Archive(live.Thread.ID)
	s.Finish("r2", trex.Failed, "out of GPU memory", bottest.OutOfMemory())
	end := s.see("e1 is done")
	if got := end.Raw.(discordtest.Message).Mentioned; len(got) != 1 || got[0] != discordtest.UserID("ann") {
		t.Errorf("the end mentions %v", got)
	}
	await.Until(t, "an archived thread", func() bool { return s.Archived(live.Thread.ID) })
	s.h.Say("ann", live.Thread, "two")
	await.Until(t, "the next card in the thread", func() bool {
		return slices.ContainsFunc(s.h.Shown(), func(m bottest.Shown) bool {
			return m.Thread == live.Thread && all(m.Text, []string{"digits · 2 runs · asked by ann"})
		})
	})
	if s.Archived(live.Thread.ID) {
		t.Error("a thread in which somebody writes is archived")
	}
}

func TestAQuestionNamesItsButton(t *testing.T) {
	s := play(t, nil)
	s.h.Click("ann", s.card(), "Launch 2 runs")
	live := s.see("e1 · digits · 2 waiting")
	s.press("ann", live, "?stop:0:e1")
	question := s.see("Stop all: are you sure?")
	s.h.Click("ann", question, "No")
	s.see("Nothing was done.")
	if run := s.Runs("e1")[0]; run.Status != trex.Pending {
		t.Errorf("%s is %s", run.ID, run.Status)
	}
}
