package chat

import "strings"

// Command is one sub-command of /trex on platforms with commands. It stands for a
// message.
type Command struct {
	Name, Does string
	Arguments  []Argument // required ones first
	// Says are messages with names of arguments in braces: "best run of {of}".
	// Message takes the first one whose arguments are all given, else Name.
	Says []string
}

// Argument is one argument of a command.
type Argument struct {
	Name, Hint string
	Required   bool
	Number     bool       // a whole number of at least one
	From       Completion // where completions come from; "": no completion
}

// Message returns the message that the command stands for; given holds the
// arguments by name.
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
