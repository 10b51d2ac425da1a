package trex

// Person is who asked or decided, as their platform knows them.
type Person struct {
	Platform string // "slack", "discord", "web"
	ID       string // the platform's id; permissions are checked against it
	Name     string // for showing only
}

func (p Person) IsZero() bool { return p == Person{} }

// Same reports whether both are the same person. Names are not compared.
func (p Person) Same(other Person) bool { return p.Platform == other.Platform && p.ID == other.ID }

// Thread is where an experiment is discussed. ID is "" for a message outside
// any thread.
type Thread struct {
	Platform string
	Channel  string
	ID       string
}
