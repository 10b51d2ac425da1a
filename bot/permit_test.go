package bot_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/internal/bubble"
	"github.com/trex-ml/trex/lab"
)

func policy(p bot.Policy, admins ...string) func(*scene) {
	return under(bot.Params{Policies: map[string]bot.Policy{"memory": p}}, lab.Params{Admins: map[string][]string{"memory": admins}})
}

func TestOnlyThoseWhoMay(t *testing.T) {
	t.Parallel()
	here := trex.Thread{Platform: "memory", Channel: "C1"}
	t.Run("OtherChannelIsRefusedOnce", func(t *testing.T) {
		play(t, lrTwo, policy(bot.Policy{Channels: []string{"C9"}}), func(s *scene) {
			s.Say("ann", here, "two")
			s.Say("ann", here, "two")
			if n := s.times("not set up for this channel"); n != 1 {
				t.Errorf("refused %d times", n)
			}
			s.Say("ann", trex.Thread{Platform: "memory", Channel: "C9"}, "two")
			s.last("asked by ann")
		})
	})
	t.Run("OtherPeopleAreRefused", func(t *testing.T) {
		play(t, lrTwo, policy(bot.Policy{People: []string{"U-ann"}}, "U-eve"), func(s *scene) {
			s.Say("ann", here, "two")
			card := s.last("asked by ann")
			s.Say("bob", here, "two")
			s.last("Sorry bob")
			s.Click("bob", card, "Launch 2 runs")
			s.settle()
			if n := len(s.Experiments()); n != 0 {
				t.Error("bob launched")
			}
			s.Click("eve", card, "Launch 2 runs")
			s.last("launched by eve")
		})
	})
	t.Run("WhatIsInNoChannelIsForThoseListed", func(t *testing.T) {
		private := func(s *scene, id, person string) {
			s.Deliver(chat.Event{
				ID: id, Did: chat.Said{Text: "two", Direct: true}, Person: s.Person(person), Private: true,
				Thread: trex.Thread{Platform: "memory", Channel: "D-" + person},
			})
		}
		home := func(s *scene, person string) string {
			s.Deliver(chat.Event{ID: "home " + person, Did: chat.OpenedHome{}, Person: s.Person(person), Private: true})
			return s.Home("U-" + person).Plain()
		}
		play(t, lrTwo, policy(bot.Policy{Channels: []string{"C9"}}), func(s *scene) {
			private(s, "1", "ann")
			s.last("Ask me in a channel")
			if text := home(s, "ann"); !strings.Contains(text, "Ask me in a channel") {
				t.Errorf("home:\n%s", text)
			}
			s.Deliver(chat.Event{
				ID: "2", Did: chat.Linked{URLs: []string{"http://127.0.0.1:8080/run/r1"}}, Person: s.Person("ann"), Thread: here,
			})
			if n := len(s.Shown()); n != 1 {
				t.Errorf("%d messages", n)
			}
		})
		play(t, lrTwo, policy(bot.Policy{Channels: []string{"C9"}, People: []string{"U-ann"}}), func(s *scene) {
			private(s, "1", "ann")
			s.last("asked by ann")
			if text := home(s, "ann"); !strings.Contains(text, "nothing is running") {
				t.Errorf("home:\n%s", text)
			}
			private(s, "2", "bob")
			s.last("Sorry bob")
		})
	})
	t.Run("OnlyInAllowedServers", func(t *testing.T) {
		say := func(s *scene, id, person, server string) {
			s.Deliver(chat.Event{ID: id, Did: chat.Said{Text: "two"}, Person: s.Person(person), Thread: here, Server: server, Private: server == ""})
		}
		play(t, lrTwo, policy(bot.Policy{Servers: []string{"G1"}}, "U-eve"), func(s *scene) {
			say(s, "1", "ann", "G2")
			s.last("not set up for this server")
			say(s, "2", "bob", "") // a direct message
			say(s, "3", "eve", "G2")
			say(s, "4", "ann", "G1")
			s.last("Ask me in a channel")
			if n := s.times("not set up for this server"); n != 1 {
				t.Errorf("%d refusals", n)
			}
			if n := s.times("asked by"); n != 2 {
				t.Errorf("%d cards", n)
			}
		})
		play(t, lrTwo, policy(bot.Policy{Servers: []string{"G1"}, People: []string{"U-ann"}}), func(s *scene) {
			say(s, "1", "ann", "") // known by name, so anywhere it is hers alone
			s.last("asked by ann")
			say(s, "2", "ann", "G2")
			s.last("not set up for this server")
		})
	})
	t.Run("ACommandIsRefusedEachTime", func(t *testing.T) {
		play(t, lrTwo, policy(bot.Policy{Channels: []string{"C9"}}), func(s *scene) {
			for _, id := range []string{"1", "2"} {
				s.Deliver(chat.Event{
					ID: id, Did: chat.Said{Text: "two", Direct: true}, Person: s.Person("ann"), Thread: here, Trigger: id,
				})
			}
			if n := s.times("not set up for this channel"); n != 2 {
				t.Errorf("refused %d times", n)
			}
		})
	})
	t.Run("WhoMayNotIsOfferedNothing", func(t *testing.T) {
		play(t, lrTwo, policy(bot.Policy{Channels: []string{"C9"}}), func(s *scene) {
			for channel, allowed := range map[string]bool{"C1": false, "C9": true} {
				event := chat.Event{Person: s.Person("ann"), Thread: trex.Thread{Platform: "memory", Channel: channel}}
				options, err := s.Bot.Complete(s.t.Context(), chat.Typing{Event: event, From: chat.CompleteProjects, Typed: "dig", Most: 25})
				if allowed != (len(options) == 1 && err == nil) || !allowed && trex.KindOf(err) != trex.KindForbidden {
					t.Errorf("%s is offered %v, %v", channel, options, err)
				}
			}
		})
	})
	t.Run("ACommandIsSaidWhereItMayBeAsked", func(t *testing.T) {
		play(t, lrTwo, policy(bot.Policy{Channels: []string{"C9"}}), func(s *scene) {
			begun := 0
			ask := func(id, channel string) {
				s.Deliver(chat.Event{
					ID: id, Person: s.Person("ann"), Trigger: "now",
					Thread: trex.Thread{Platform: "memory", Channel: channel},
					Did: chat.Said{Text: "two", Direct: true, Begin: func(context.Context) (trex.Thread, error) {
						begun++
						return trex.Thread{Platform: "memory", Channel: channel, ID: "T7"}, nil
					}},
				})
			}
			ask("1", "C1")
			s.last("not set up for this channel")
			if begun != 0 {
				t.Error("what may not be asked was said")
			}
			ask("2", "C9")
			ask("2", "C9")
			if m := s.last("asked by ann"); m.Thread.ID != "T7" || begun != 1 {
				t.Errorf("begun %d times, answered in %+v", begun, m.Thread)
			}
		})
	})
	t.Run("ARoleIsEnough", func(t *testing.T) {
		play(t, lrTwo, policy(bot.Policy{Roles: []string{"ml"}}), func(s *scene) {
			s.Deliver(chat.Event{ID: "x", Did: chat.Said{Text: "two"}, Person: s.Person("bob"), Thread: here, Roles: []string{"ml"}})
			s.last("asked by bob")
		})
	})
	t.Run("AdminsStopWhatOthersAskedFor", func(t *testing.T) {
		play(t, lrTwo, policy(bot.Policy{}, "U-eve"), func(s *scene) {
			s.launch(0.1, 0.2)
			live := s.last("e1 · digits")
			s.Click("bob", live, "Stop all")
			s.last("only ann, who asked for")
			s.Click("eve", live, "Stop all")
			s.last("took r1 and r2 off the queue")
		})
	})
	t.Run("CoolDown", func(t *testing.T) {
		play(t, lrTwo, policy(bot.Policy{Cooldown: time.Minute}), func(s *scene) {
			s.Say("ann", here, "two")
			s.Say("ann", here, "two")
			s.last("One moment, ann")
			if n := s.times("asked by ann"); n != 1 {
				t.Errorf("%d cards", n)
			}
			bubble.Pass(time.Minute)
			s.Say("ann", here, "two")
			if n := s.times("asked by ann"); n != 2 {
				t.Errorf("%d cards", n)
			}
		})
	})
}
