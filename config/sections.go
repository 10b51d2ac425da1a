package config

import (
	"slices"
	"strings"
)

// Sections are the parts of trex.yaml that are not config's own.
type Sections struct {
	Executors []Executor
	Chats     []Chat
}

// Executor is what a project may name as its executor. When it has options,
// they are written under its name: in a project, and in runner for all projects.
type Executor struct {
	Name      string
	Options   func() Options // a new one, a pointer to a struct with yaml tags; nil: it has none
	OfProject string         // what the schema says of them in a project,
	OfRunner  string         // and in runner
}

// Options are what an executor is asked for a project's runs. They are kept as
// JSON in trex.Project.
type Options interface {
	Resolve(dir string) // makes relative paths absolute
	Check() error       // an invalid error with a sentence, or nil
}

// Chat is the section of a chat service, by its name.
type Chat struct {
	Name        string
	Settings    Checker // a pointer to a struct with yaml tags, which gets what is written
	Description string  // for the schema
}

// Checker returns a section.KeyError about a key that cannot be as it is.
type Checker interface{ Check() error }

// executorNames lists what a project's executor may be, for a sentence.
func (s Sections) executorNames() string {
	names := make([]string, len(s.Executors))
	for i, e := range s.Executors {
		names[i] = e.Name
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

func (s Sections) hasExecutor(name string) bool {
	return slices.ContainsFunc(s.Executors, func(e Executor) bool { return e.Name == name })
}
