package slack

import (
	"html"
	"regexp"
	"strings"
)

// An entity is what Slack writes for a mention, a link or a group: <@U12|ana>,
// <#C12|ml>, <https://…|label>, <!here>.
var entity = regexp.MustCompile(`<([@#!a-zA-Z][^<>]*)>`)

// decode turns Slack's text of a message into what the person saw while typing,
// without mentions of Trex itself. name returns the name of a mentioned person.
func decode(text, self string, name func(id string) string) string {
	text = entity.ReplaceAllStringFunc(text, func(found string) string {
		target, label, _ := strings.Cut(found[1:len(found)-1], "|")
		switch {
		case strings.HasPrefix(target, "@"):
			if id := target[1:]; id == self {
				return " "
			} else if label == "" {
				label = name(id)
			}
			return "@" + label
		case strings.HasPrefix(target, "#"):
			return "#" + orElse(label, target[1:])
		case strings.HasPrefix(target, "!subteam^"):
			return "@" + strings.TrimPrefix(orElse(label, "group"), "@")
		case strings.HasPrefix(target, "!date^"):
			return label
		case strings.HasPrefix(target, "!"):
			return "@" + strings.TrimPrefix(orElse(label, target[1:]), "@")
		case strings.HasPrefix(target, "mailto:"), strings.HasPrefix(target, "tel:"):
			return orElse(label, target)
		}
		return target
	})
	text = html.UnescapeString(text)
	return strings.TrimSpace(strings.Join(strings.FieldsFunc(clean(text), func(r rune) bool { return r == ' ' || r == '\u00a0' }), " "))
}

func orElse(s, other string) string {
	if s != "" {
		return s
	}
	return other
}

// mentions reports whether a message mentions a person.
func mentions(text, id string) bool {
	return id != "" && (strings.Contains(text, "<@"+id+">") || strings.Contains(text, "<@"+id+"|"))
}
