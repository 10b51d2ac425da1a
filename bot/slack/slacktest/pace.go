package slacktest

import (
	"math"
	"net/url"
	"time"
)

// pace records when calls were made, for the limits.
type pace struct {
	posts   map[string]time.Time // last post by channel
	updates []time.Time          // of the last UpdatesPer
}

// limitLocked returns how long a call has to wait, 0 when it may pass.
func (s *Server) limitLocked(method string, form url.Values, now time.Time) time.Duration {
	const tolerance = 20 * time.Millisecond // for clocks and queues in between
	switch method {
	case "chat.postMessage":
		if s.PostEvery == 0 {
			return 0
		}
		channel := form.Get("channel")
		if wait := s.PostEvery - now.Sub(s.pace.posts[channel]); wait > tolerance {
			return wait
		}
		s.pace.posts[channel] = now
	case "chat.update":
		if s.Updates == 0 {
			return 0
		}
		for len(s.pace.updates) > 0 && now.Sub(s.pace.updates[0]) >= s.UpdatesPer {
			s.pace.updates = s.pace.updates[1:]
		}
		if len(s.pace.updates) >= s.Updates {
			return s.UpdatesPer - now.Sub(s.pace.updates[0])
		}
		s.pace.updates = append(s.pace.updates, now)
	}
	return 0
}

// retryAfter rounds up to whole seconds, as Slack does.
func retryAfter(wait time.Duration) int { return int(math.Ceil(wait.Seconds())) }
