package bot

import (
	"slices"
	"sync"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/say"
)

// Policy says who may use Trex on one platform. An empty list allows everything.
type Policy struct {
	Servers  []string      // servers whose members may use it (Discord's guilds); a direct message is in none
	Channels []string      // channels where Trex listens
	People   []string      // ids of people who may use it
	Roles    []string      // roles whose members may use it
	Cooldown time.Duration // least time between two requests of one person
	Announce bool          // also show failures and ends in the channel, not only in the thread
}

// permits refuses events by the platforms' policies. Its errors are sentences for
// the person.
type permits struct {
	policies map[string]Policy
	admin    func(trex.Person) bool

	mu      sync.Mutex
	last    map[string]time.Time // person → last request, for the cool-down
	refused map[string]time.Time // person and channel → last refusal told
}

// refuseEvery is the least time between two refusals to one person in one channel.
const refuseEvery = 10 * time.Minute

func newPermits(policies map[string]Policy, admin func(trex.Person) bool) *permits {
	return &permits{
		policies: policies, admin: admin,
		last:    make(map[string]time.Time),
		refused: make(map[string]time.Time),
	}
}

// use refuses an event of somebody who may not use Trex there. Where channels
// are listed, everybody in them may use Trex; outside any channel, only people
// who are listed themselves.
func (p *permits) use(event chat.Event) error {
	policy := p.policies[event.Person.Platform]
	if p.admin(event.Person) {
		return nil
	}
	listed := slices.Contains(policy.People, event.Person.ID) ||
		slices.ContainsFunc(event.Roles, func(role string) bool { return slices.Contains(policy.Roles, role) })
	if !listed && len(policy.People)+len(policy.Roles) > 0 {
		return trex.Forbidden("Sorry %s, I only take requests from people on the list here; an admin can add you.", event.Person.Name)
	}
	server := len(policy.Servers) == 0 || slices.Contains(policy.Servers, event.Server)
	if server && (len(policy.Channels) == 0 || slices.Contains(policy.Channels, event.Thread.Channel)) {
		return nil
	}
	switch {
	case !event.Private && !server:
		return trex.Forbidden("I am not set up for this server; an admin can add it to the configuration of Trex.")
	case !event.Private:
		return trex.Forbidden("I am not set up for this channel; an admin can add it to the configuration of Trex.")
	case !listed:
		return trex.Forbidden("Ask me in a channel I am set up for; an admin can add you to the people I listen to here.")
	}
	return nil
}

// cool refuses a request that comes too soon after the person's last.
func (p *permits) cool(person trex.Person, now time.Time) error {
	cooldown := p.policies[person.Platform].Cooldown
	if cooldown <= 0 {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	key := person.Platform + " " + person.ID
	if wait := cooldown - now.Sub(p.last[key]); wait > 0 {
		return trex.Forbidden("One moment, %s: I take your next request in %s.", person.Name, say.Rough(wait))
	}
	forgetBefore(p.last, now.Add(-cooldown))
	p.last[key] = now
	return nil
}

// tellRefusal reports whether to tell this person about a refusal again.
func (p *permits) tellRefusal(event chat.Event, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := event.Person.Platform + " " + event.Person.ID + " " + event.Thread.Channel
	if told, ok := p.refused[key]; ok && now.Sub(told) < refuseEvery {
		return false
	}
	forgetBefore(p.refused, now.Add(-refuseEvery))
	p.refused[key] = now
	return true
}

func forgetBefore(times map[string]time.Time, limit time.Time) {
	if len(times) < 1000 {
		return
	}
	for key, at := range times {
		if at.Before(limit) {
			delete(times, key)
		}
	}
}
