package trex

// Person is who asked or decided, as their platform knows them.
type Person struct {
	Platform string // "slack", "discord", "web"
	ID       string // the platform's id; what permissions are checked against
	Name     string // for showing only
}

func (p Person) IsZero() bool { return p == Person{} }

// Same reports whether two are one person, whatever they are called.
func (p Person) Same(other Person) bool { return p.Platform == other.Platform && p.ID == other.ID }

// Thread is where an experiment is discussed. ID is "" for a message outside
// any thread.
type Thread struct {
	Platform string
	Channel  string
	ID       string
}
