package slacktest

import "encoding/json"

// Keys counts the messages of all channels by the key in their metadata.
// Messages without a key are not counted.
func (s *Server) Keys() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	counts := make(map[string]int)
	for _, messages := range s.messages {
		for _, m := range messages {
			var metadata struct {
				Payload struct{ Key string } `json:"event_payload"`
			}
			if json.Unmarshal(m.Metadata, &metadata) == nil && metadata.Payload.Key != "" && !m.Deleted {
				counts[metadata.Payload.Key]++
			}
		}
	}
	return counts
}
