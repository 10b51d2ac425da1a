package discord

import (
	"strings"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"github.com/trex-ml/trex/bot/chat"
)

// drafts keeps what people entered in forms, so that they can correct it.
// Discord shows no errors under fields and closes a submitted form, so one
// mistake would lose the whole input.
//
// Safe for concurrent use.
type drafts struct {
	mu sync.Mutex
	by map[string]draft // interaction of the form → its input
}

type draft struct {
	person string
	fields map[string]string
	until  time.Time
}

func newDrafts() *drafts { return &drafts{by: make(map[string]draft)} }

func (d *drafts) note(interaction, person string, fields map[string]string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := time.Now()
	for id, old := range d.by {
		if now.After(old.until) {
			delete(d.by, id)
		}
	}
	d.by[interaction] = draft{person, fields, now.Add(tokenLife)}
}

// correcting is the prefix of the custom id of a button that opens a form
// again. The form's interaction and its action follow.
const correcting = "!"

func again(interaction string, action chat.Action) discordgo.Button {
	return discordgo.Button{
		Label: "Correct it", Style: discordgo.PrimaryButton,
		CustomID: clip(correcting+interaction+correcting+action.Encode(), maxCustomID),
	}
}

// find splits the custom id of such a button. fields is nil if they are
// forgotten or belong to another person. Any other custom id is returned
// unchanged.
func (d *drafts) find(customID, person string) (action string, fields map[string]string) {
	rest, ok := strings.CutPrefix(customID, correcting)
	if !ok {
		return customID, nil
	}
	interaction, action, _ := strings.Cut(rest, correcting)
	d.mu.Lock()
	defer d.mu.Unlock()
	if found := d.by[interaction]; found.person == person {
		fields = found.fields
	}
	return action, fields
}
