package chat

import "strings"

// Command is one sub-command of /trex, where a platform has them. It is another
// way of writing a message.
type Command struct {
	Name, Does string
	Arguments  []Argument // required ones first
	// Says are messages with an argument's name in braces: "best run of {of}".
	// The first one is said whose arguments are all given, without any the name.
	Says []string
}

// Argument is what a person gives a command.
type Argument struct {
	Name, Hint string
	Required   bool
	Number     bool       // a whole number of at least one
	From       Completion // what it is completed from; "": nothing
}

// Message is what a person wrote who used the command with these arguments, by
// name.
func (c Command) Message(given map[string]string) string {
	for _, pattern := range c.Says {
		if text, ok := c.fill(pattern, given); ok {
			return text
		}
	}
	return c.Name
}

func (c Command) fill(pattern string, given map[string]string) (text string, ok bool) {
	var filled []string
	for _, argument := range c.Arguments {
		mark, value := "{"+argument.Name+"}", strings.TrimSpace(given[argument.Name])
		if value == "" && strings.Contains(pattern, mark) {
			return "", false
		}
		filled = append(filled, mark, value)
	}
	return strings.NewReplacer(filled...).Replace(pattern), true
}
