package bot_test

import (
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot"
	"github.com/trex-ml/trex/bot/bottest"
)

// TestEachChannelHasAProject: a choice holds in its channel, in all threads of it, for
// everybody, and after a restart.
func TestEachChannelHasAProject(t *testing.T) {
	t.Parallel()
	other := bottest.Project()
	other.Name = "resnet"
	first := func(thread string) trex.Thread { return trex.Thread{Platform: "memory", Channel: "C1", ID: thread} }
	second := trex.Thread{Platform: "memory", Channel: "C2"}
	play(t, agent.NewGrammar(), with(bot.Params{Projects: trex.Projects{bottest.Project(), other}}), func(s *scene) {
		s.Say("ann", first(""), "which project is the default here?")
		s.last("This channel has no default project.", "digits, resnet")
		s.Say("ann", first("T1"), "use resnet here")
		s.last("In this channel, requests without a project are for resnet.", "another project's name")
		s.Say("ann", second, "in this channel we work on digits")
		s.last("In this channel, requests without a project are for digits.")

		s.Stop()
		s.Start()
		s.Say("bob", first(""), "which project is the default here?")
		s.last("are for resnet", "chosen by ann")
		s.Say("bob", first("T2"), "try lr 0.1")
		s.Say("bob", second, "try lr 0.1")
		s.Say("bob", first("T3"), "digits: try lr 0.1")
		for i, want := range []string{"resnet", "digits", "digits"} {
			p, err := s.Store.FindProposal(s.t.Context(), trex.ProposalID("p"+string(rune('1'+i))))
			if err != nil || p.Project != want {
				t.Errorf("request %d is for %s, want %s (%v)", i+1, p.Project, want, err)
			}
		}

		s.Say("bob", first(""), "the default project is digits")
		s.last("requests without a project are for digits", "until now they were for resnet")
		s.Say("bob", first(""), "the default project is alexnet")
		s.last("there is no project", "digits, resnet")
		s.Say("bob", first(""), "no default project here any more")
		s.last("requests without a project are not for digits any more")
		s.Say("bob", first(""), "forget the default project")
		if n := s.times("This channel has no default project."); n != 2 {
			t.Errorf("told %d times that there is none, want 2", n)
		}
		s.Say("bob", second, "which project is the default here?")
		s.last("are for digits", "chosen by ann")
	})
}

// TestAProjectThatIsGoneIsNotAssumed: a channel's project may leave the configuration.
func TestAProjectThatIsGoneIsNotAssumed(t *testing.T) {
	t.Parallel()
	l := newListener()
	play(t, l, nil, func(s *scene) {
		chosen := trex.ChannelProject{Platform: "memory", Channel: "C1", Project: "alexnet", SetBy: s.Person("ann"), SetAt: time.Now()}
		for project, want := range map[string]string{"alexnet": "", "digits": "digits"} {
			chosen.Project = project
			if err := s.Store.SaveChannelProject(s.t.Context(), chosen); err != nil {
				t.Fatal(err)
			}
			s.Say("ann", s.Channel(), "look")
			if l.heard.Default != want {
				t.Errorf("of %s the agent is told %q, want %q", project, l.heard.Default, want)
			}
		}
	})
}

func TestHelpTellsOfTheChannelsProject(t *testing.T) {
	t.Parallel()
	other := bottest.Project()
	other.Name = "resnet"
	play(t, agent.NewGrammar(), with(bot.Params{Projects: trex.Projects{other, bottest.Project()}}), func(s *scene) {
		s.Say("ann", s.Channel(), "help")
		s.last("“use resnet here”")
	})
}
