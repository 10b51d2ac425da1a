package trex

// Finding is one thing trex doctor looked at.
type Finding struct {
	Name   string // what was looked at: "Slack scopes"
	OK     bool
	Detail string // what was found, no secrets
	Fix    string // how to fix it, "" when OK
}
