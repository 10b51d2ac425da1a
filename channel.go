package trex

import "time"

// ChannelProject is the project of requests in a channel that name none. A channel
// has at most one.
type ChannelProject struct {
	Platform string
	Channel  string
	Project  string // it may not be configured any more
	SetBy    Person
	SetAt    time.Time
}
