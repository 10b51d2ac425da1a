package trex

import (
	"encoding/json"
	"time"
)

// Role is who speaks in a conversation.
type Role string

const (
	RoleUser      Role = "user"
	RoleAssistant Role = "assistant"
	RoleSystem    Role = "system"
)

// ChatMessage is one message of a conversation on any platform: what agents
// read as context and the web chat shows.
type ChatMessage struct {
	ID        MessageID
	Thread    Thread
	Role      Role
	Author    Person // zero for the assistant
	To        Person // whom the assistant answers, zero for everybody
	Content   string // plain text or light markdown; untrusted when Role is user
	At        time.Time
	Proposal  ProposalID      // the proposal it carries, "" if none
	Card      json.RawMessage // the platform-neutral message as the web shows it, nil for plain text
	UpdatedAt time.Time
}

// Post is a message Trex has sent, or is about to send, to a platform, so that
// it is sent once and edited later. Key names what it shows ("live:e42",
// "end:e42", "card:p43", "failure:r131") and is unique.
type Post struct {
	Key      string
	Platform string
	Channel  string
	Ref      string // the platform's reference, "" until it is known to have arrived
	Digest   string // of the content last sent
	At       time.Time
	Done     bool // its final content was sent; never look at it again
}

// UsageSum is the total of all requests to one language model.
type UsageSum struct {
	Model                          string
	Requests                       int
	PromptTokens, CompletionTokens int
	CostUSD                        float64 // only of requests whose price was known
}

// Usage is the cost of one request to a language model.
type Usage struct {
	Person           Person
	Model            string
	PromptTokens     int
	CompletionTokens int
	CostUSD          float64 // 0 when the price is not known
	At               time.Time
}
