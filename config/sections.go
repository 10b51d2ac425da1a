package config

import (
	"slices"
	"strings"
)

// Sections are the parts of trex.yaml that other packages own.
type Sections struct {
	Executors []Executor
	Chats     []Chat
}

// Executor is an executor that a project may name. Its options are written
// under its name: in a project, and in runner for all projects.
type Executor struct {
	Name      string
	Options   func() Options // returns a new pointer to a struct with yaml tags; nil: no options
	OfProject string         // their description in the schema, in a project
	OfRunner  string         // and in runner
}

// Options are a project's options for an executor. trex.Project keeps them as
// JSON.
type Options interface {
	Resolve(dir string) // makes relative paths absolute
	Check() error       // returns an invalid error for a person, or nil
}

// Chat is the section of a chat service, by its name.
type Chat struct {
	Name        string
	Settings    Checker // a pointer to a struct with yaml tags, which the section is read into
	Description string  // for the schema
}

// Checker returns a section.KeyError about an invalid key.
type Checker interface{ Check() error }

// executorNames lists the possible executors of a project, for a sentence.
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
