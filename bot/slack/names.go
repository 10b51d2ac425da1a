package slack

import (
	"context"
	"sync"
	"time"

	api "github.com/slack-go/slack"

	"github.com/trex-ml/trex"
)

// names remembers the names of people; events carry only ids.
type names struct {
	client client
	now    func() time.Time

	mu    sync.Mutex
	names map[string]knownName // by user id
	dms   map[string]string    // user id → channel of the direct messages with them
}

type knownName struct {
	name string
	at   time.Time
}

const (
	nameTTL   = time.Hour
	mostNames = 10_000
)

func newNames(c client, now func() time.Time) *names {
	return &names{client: c, now: now, names: make(map[string]knownName), dms: make(map[string]string)}
}

// person returns the person with this id. If Slack does not return a name, the
// id is the name; permissions never depend on names.
func (n *names) person(ctx context.Context, id string) trex.Person {
	person := trex.Person{Platform: Name, ID: id, Name: id}
	n.mu.Lock()
	known, ok := n.names[id]
	n.mu.Unlock()
	if ok && n.now().Sub(known.at) < nameTTL {
		person.Name = known.name
		return person
	}
	user, err := n.client.GetUserInfoContext(ctx, id)
	switch {
	case err == nil:
		person.Name = nameOf(user)
	case ok:
		person.Name = known.name
	default:
		return person
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.names) >= mostNames {
		clear(n.names)
	}
	n.names[id] = knownName{name: person.Name, at: n.now()}
	return person
}

func nameOf(user *api.User) string {
	for _, name := range []string{user.Profile.DisplayName, user.RealName, user.Profile.RealName, user.Name} {
		if name = clip(oneLine(name), 80); name != "" {
			return name
		}
	}
	return user.ID
}

// dm returns the channel of the direct messages with a person.
func (n *names) dm(ctx context.Context, id string) (string, error) {
	n.mu.Lock()
	channel := n.dms[id]
	n.mu.Unlock()
	if channel != "" {
		return channel, nil
	}
	opened, _, _, err := n.client.OpenConversationContext(ctx, &api.OpenConversationParameters{Users: []string{id}})
	if err != nil {
		return "", err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.dms[id] = opened.ID
	return opened.ID, nil
}
