package trex

// Finding is the result of one check of trex doctor.
type Finding struct {
	Name   string // what was checked: "Slack scopes"
	OK     bool
	Detail string // what was found, no secrets
	Fix    string // how to fix it, "" when OK
}
