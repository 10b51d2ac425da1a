package bot

import (
	"sync"
	"time"
)

// doubleClick is the time in which a second click by the same person on the same
// button counts as part of the first.
const doubleClick = 3 * time.Second

// doubles remembers recent clicks.
type doubles struct {
	mu   sync.Mutex
	last map[string]time.Time
}

func newDoubles() *doubles { return &doubles{last: make(map[string]time.Time)} }

// again reports whether a click is the second of a double click.
func (d *doubles) again(event click, now time.Time) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	forgetBefore(d.last, now.Add(-doubleClick))
	key := clickKey(event)
	at, ok := d.last[key]
	if ok && now.Sub(at) < doubleClick {
		return true
	}
	d.last[key] = now
	return false
}

// forget removes a click that was refused. A second click is then refused again
// instead of ignored as a double click.
func (d *doubles) forget(event click) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.last, clickKey(event))
}

func clickKey(event click) string {
	return event.Person.Platform + " " + event.Person.ID + " " + event.Thread.Channel + " " + event.Ref + " " + event.Action.Encode()
}
