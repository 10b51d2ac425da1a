package web

import (
	"slices"
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

// find returns the elements that match a selector within a part of a page.
func find(node *html.Node, selector string) []*html.Node {
	return cascadia.QueryAll(node, cascadia.MustCompile(selector))
}

// filled returns the fields of a form that a browser sends, without its buttons.
func filled(form *html.Node) map[string][]string {
	fields := make(map[string][]string)
	add := func(name, value string) { fields[name] = append(fields[name], value) }
	for _, input := range find(form, "input, select, textarea") {
		name := attr(input, "name")
		switch {
		case input.Data == "textarea":
			add(name, textOf(input))
		case input.Data == "select":
			for _, option := range find(input, "option[selected]") {
				add(name, attr(option, "value"))
			}
		case attr(input, "type") != "checkbox" || cascadia.MustCompile("[checked]").Match(input):
			add(name, attr(input, "value"))
		}
	}
	return fields
}

// legible returns the text in a part of a page, without its controls.
func legible(node *html.Node) string {
	var out strings.Builder
	read(&out, node)
	return strings.Join(strings.Fields(out.String()), " ")
}

// inline are the elements that can be inside a word or a sentence.
var inline = []string{"a", "b", "em", "strong", "code"}

func read(out *strings.Builder, node *html.Node) {
	switch {
	case node.Type == html.TextNode:
		out.WriteString(node.Data)
		return
	case node.Type == html.ElementNode && slices.Contains([]string{"button", "summary", "legend"}, node.Data):
		return
	}
	for child := range node.ChildNodes() {
		read(out, child)
	}
	if node.Type == html.ElementNode && !slices.Contains(inline, node.Data) {
		out.WriteString(" ")
	}
}
