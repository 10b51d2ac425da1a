package paste

import (
	"slices"
	"strconv"
	"strings"
)

type kind uint8

const (
	scalar kind = iota
	list
	dict
	call
)

// node is a value of any of the languages: a scalar, a list, a dictionary or a
// call of a function.
type node struct {
	kind   kind
	text   string   // of a scalar, without quotes; of a call, the function's dotted name
	quoted bool     // the scalar is a string
	null   bool     // the scalar is null
	keys   []string // of a dictionary; of a call, "" for positional arguments
	items  []node   // of a list, a dictionary or a call
}

// get returns the item of a key.
func (n node) get(keys ...string) (node, bool) {
	for i, key := range n.keys {
		if key != "" && slices.Contains(keys, key) {
			return n.items[i], true
		}
	}
	return node{}, false
}

// has reports whether a dictionary or call has the key.
func (n node) has(key string) bool { return slices.Contains(n.keys, key) }

// positional returns the arguments of a call that have no name.
func (n node) positional() []node {
	var args []node
	for i, item := range n.items {
		if n.keys[i] == "" {
			args = append(args, item)
		}
	}
	return args
}

// number returns the number that a scalar is.
func (n node) number() (float64, bool) {
	if n.kind != scalar || n.null {
		return 0, false
	}
	f, err := strconv.ParseFloat(strings.ReplaceAll(n.text, "_", ""), 64)
	return f, err == nil
}

// whole returns the whole number that a scalar is.
func (n node) whole() (int, bool) {
	f, ok := n.number()
	return int(f), ok && f == float64(int(f))
}

// truth returns the truth value that a scalar is.
func (n node) truth() bool { return n.kind == scalar && strings.EqualFold(n.text, "true") }

// scalars reports whether a list has only scalars.
func (n node) scalars() bool {
	return n.kind == list && len(n.items) > 0 && !slices.ContainsFunc(n.items, func(item node) bool { return item.kind != scalar })
}

// dicts reports whether a list has only dictionaries.
func (n node) dicts() bool {
	return n.kind == list && len(n.items) > 0 && !slices.ContainsFunc(n.items, func(item node) bool { return item.kind != dict })
}

// last returns the last part of a dotted name.
func last(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

func text(s string) node     { return node{text: s, quoted: true} }
func numeral(f float64) node { return node{text: strconv.FormatFloat(f, 'g', 12, 64)} }

func (n *node) put(k string, v node) { n.keys, n.items = append(n.keys, k), append(n.items, v) }
