package paste

import (
	"slices"
	"strings"
)

// started reads a command that starts a program: what stands before the program's own
// arguments says how.
func (x *script) started(args []node) space {
	return x.arguments(args[min(len(args), programEnd(args)):])
}

// arguments reads the arguments of a program, as argparse and Hydra take them.
func (x *script) arguments(args []node) space {
	var s space
	for i := 0; i < len(args); {
		arg := args[i]
		i++
		switch name, value, assigned := strings.Cut(arg.text, "="); {
		case arg.kind == list: // a positional argument that a loop varies
			for _, item := range arg.items {
				s.miss(item.text)
			}
		case arg.text == "-m", arg.text == "--multirun", arg.text == "--", arg.text == "":
		case strings.HasPrefix(name, "-") && !isNumber(name):
			var values []node
			switch {
			case arg.kind == call:
				values = arg.items
			case assigned:
				values = overrides(value)
			case i < len(args) && x.isOverride(args[i]): // "-P lr=0.1"
				continue
			default:
				for i < len(args) && x.isValue(args[i]) && (len(values) == 0 || isNumber(args[i].text) || !isNumber(values[0].text)) {
					values = append(values, valuesOf(args[i])...)
					i++
				}
			}
			x.flag(&s, strings.TrimLeft(name, "-"), values)
		case assigned && arg.kind == call:
			x.override(&s, name, arg.items, "")
		case assigned:
			x.override(&s, name, nil, value)
		case !strings.ContainsAny(arg.text, "/.") && !slices.Contains(verbs, arg.text): // a file says nothing
			s.miss(arg.text)
		}
	}
	return s
}

// programEnd returns where the arguments of the program begin: after its script or
// module, or after its name.
func programEnd(args []node) int {
	for i, arg := range args {
		if strings.HasSuffix(arg.text, ".py") || strings.HasSuffix(arg.text, ".sh") {
			return i + 1
		}
		if arg.text == "-m" && i+1 < len(args) && !strings.Contains(args[i+1].text, "=") {
			return i + 2
		}
	}
	return 1
}

func isNumber(s string) bool { _, ok := text(s).number(); return ok }

// isValue reports whether an argument is the value of the flag before it.
func (x *script) isValue(arg node) bool {
	if arg.kind != scalar {
		return arg.kind == list
	}
	return (!strings.HasPrefix(arg.text, "-") || isNumber(arg.text)) && !x.isOverride(arg)
}

// isOverride reports whether an argument sets a parameter: "lr=0.1".
func (x *script) isOverride(arg node) bool {
	name, _, assigned := strings.Cut(arg.text, "=")
	return assigned && !strings.HasPrefix(name, "-") && x.name(nil, name) != ""
}

// verbs are words between a program and its arguments.
var verbs = []string{"fit", "train", "run", "with", "main", "launch", "exp"}

func valuesOf(arg node) []node {
	if arg.kind == list {
		return arg.items
	}
	return overrides(arg.text)
}

// flag reads "--lr 0.1", "--fp16" and "--no-fp16".
func (x *script) flag(s *space, flag string, values []node) {
	if strings.ContainsAny(flag, ",;:") { // words, not a command
		x.typed = true
		return
	}
	name := x.name(nil, flag)
	if name == "" {
		name = x.name(nil, strings.ReplaceAll(flag, "-", "_"))
	}
	off := strings.TrimPrefix(strings.TrimPrefix(flag, "no-"), "no_")
	switch {
	case name == "" && off != flag && x.name(nil, off) != "": // "--no-fp16"
		x.set(s, x.name(nil, off), node{text: "false"})
		for _, v := range values {
			s.miss(v.text)
		}
	case name == "" && slices.Contains(aside, strings.ReplaceAll(flag, "-", "_")):
	case name == "":
		s.miss(flag)
	case len(values) == 0:
		x.set(s, name, node{text: "true"})
	default:
		x.valued(s, name, values)
	}
}

// valued adds values, one of which may be a function of Hydra.
func (x *script) valued(s *space, name string, values []node) {
	if len(values) == 1 && values[0].kind == call {
		x.function(s, name, values[0], nil)
		return
	}
	x.set(s, name, node{kind: list, items: values})
}

// override reads "model.lr=0.1,0.01" and "lr=choice(0.1,0.01)" of Hydra.
func (x *script) override(s *space, key string, values []node, value string) {
	name := x.name(nil, key)
	if name == "" {
		if !strings.HasPrefix(key, "hydra") && !slices.Contains(aside, last(key)) {
			s.miss(last(strings.TrimLeft(key, "+~")))
		}
		return
	}
	if values == nil {
		values = overrides(value)
	}
	x.valued(s, name, values)
}

// overrides returns the values of "0.1,0.01", "[0.1,0.01]" and "range(1,5)".
func overrides(value string) []node {
	if n, ok := python("x(" + value + ")"); ok && n.kind == call && n.text == "x" {
		switch {
		case len(n.items) == 1 && n.items[0].kind == list:
			return n.items[0].items
		case len(n.items) == 1 && n.items[0].kind == call && n.items[0].text == "tag" && len(n.items[0].items) > 0:
			return n.items[0].items[len(n.items[0].items)-1:]
		case len(n.items) > 0 && !slices.ContainsFunc(n.items, func(item node) bool { return item.null }):
			return n.items
		}
	}
	var values []node
	for part := range strings.SplitSeq(value, ",") {
		values = append(values, text(strings.Trim(strings.TrimSpace(part), `"'`)))
	}
	return values
}
