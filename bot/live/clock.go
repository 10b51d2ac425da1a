package live

import (
	"sync"
	"time"
)

// clockTime is a time that several goroutines set and read.
type clockTime struct {
	mu sync.Mutex
	at time.Time
}

func (c *clockTime) get() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clockTime) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}
