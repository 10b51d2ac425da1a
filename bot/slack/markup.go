package slack

import (
	"strconv"
	"strings"

	api "github.com/slack-go/slack"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// markup shows light markdown of a language model: emphasis, code, lists and
// links become Slack's, everything else stays plain text. Slack's own markdown
// block would also notify the people mentioned in it.
func (w *writer) markup(source string) {
	source = w.take(source)
	if !w.rich {
		for _, piece := range chunks(source, limits.Text) {
			if strings.TrimSpace(piece) != "" {
				w.add(api.NewSectionBlock(plain(piece, limits.Text), nil, nil))
			}
		}
		return
	}
	reader := &markupReader{source: []byte(source)}
	root := goldmark.DefaultParser().Parse(text.NewReader(reader.source))
	for node := root.FirstChild(); node != nil; node = node.NextSibling() {
		reader.blockNode(node, "")
	}
	w.open = append(w.open, reader.elements...)
}

type markupReader struct {
	source   []byte
	elements []api.RichTextElement
}

// blockNode writes a paragraph, a list, a code block, or a node that contains
// such nodes.
func (r *markupReader) blockNode(node ast.Node, prefix string) {
	switch n := node.(type) {
	case *ast.List:
		number := n.Start
		for item := n.FirstChild(); item != nil; item = item.NextSibling() {
			bullet := "• "
			if n.IsOrdered() {
				bullet = strconv.Itoa(number) + ". "
				number++
			}
			r.item(item, strings.Repeat("  ", len(prefix)/2)+bullet)
		}
	case *ast.FencedCodeBlock, *ast.CodeBlock, *ast.HTMLBlock:
		if code := strings.TrimRight(r.lines(node), "\n"); strings.TrimSpace(code) != "" {
			r.elements = append(r.elements, preformatted(code))
		}
	case *ast.Blockquote:
		for child := n.FirstChild(); child != nil; child = child.NextSibling() {
			r.blockNode(child, prefix+"  ")
		}
	case *ast.Heading:
		r.line(prefix, r.inline(n, api.RichTextSectionTextStyle{Bold: true}))
	case *ast.ThematicBreak:
	default:
		r.line(prefix, r.inline(n, api.RichTextSectionTextStyle{}))
	}
}

// item writes a list item: its first paragraph after the bullet, the rest below
// it.
func (r *markupReader) item(item ast.Node, bullet string) {
	for child := item.FirstChild(); child != nil; child = child.NextSibling() {
		if child.PreviousSibling() == nil {
			r.blockNode(child, bullet)
		} else {
			r.blockNode(child, "  ")
		}
	}
}

func (r *markupReader) line(prefix string, elements []api.RichTextSectionElement) {
	if len(elements) > 0 {
		r.elements = append(r.elements, richSection(append([]api.RichTextSectionElement{span(prefix, styleNone)}, elements...)...))
	}
}

func (r *markupReader) inline(parent ast.Node, style api.RichTextSectionTextStyle) []api.RichTextSectionElement {
	var out []api.RichTextSectionElement
	add := func(s string, style api.RichTextSectionTextStyle) {
		if s != "" {
			out = append(out, span(s, styleOrNone(style)))
		}
	}
	for node := parent.FirstChild(); node != nil; node = node.NextSibling() {
		switch n := node.(type) {
		case *ast.Text:
			s := string(n.Segment.Value(r.source))
			if n.HardLineBreak() || n.SoftLineBreak() {
				s += "\n"
			}
			add(s, style)
		case *ast.String:
			add(string(n.Value), style)
		case *ast.CodeSpan:
			inner := style
			inner.Code = true
			add(r.textOf(n), inner)
		case *ast.Emphasis:
			inner := style
			inner.Bold = style.Bold || n.Level > 1
			inner.Italic = style.Italic || n.Level == 1
			out = append(out, r.inline(n, inner)...)
		case *ast.Link:
			// Show the address: a model's text must not hide where
			// a link leads.
			label, to := r.textOf(n), string(n.Destination)
			if label != to {
				add(label+" (", style)
			}
			out = append(out, linkOr(to, to, styleOrNone(style)))
			if label != to {
				add(")", style)
			}
		case *ast.AutoLink:
			to := string(n.URL(r.source))
			out = append(out, linkOr(to, to, styleOrNone(style)))
		case *ast.RawHTML:
			for i := range n.Segments.Len() {
				segment := n.Segments.At(i)
				add(string(segment.Value(r.source)), style)
			}
		default:
			out = append(out, r.inline(n, style)...)
		}
	}
	return out
}

func styleOrNone(style api.RichTextSectionTextStyle) *api.RichTextSectionTextStyle {
	if style == (api.RichTextSectionTextStyle{}) {
		return nil
	}
	return &style
}

func (r *markupReader) lines(node ast.Node) string {
	var b strings.Builder
	for i := range node.Lines().Len() {
		segment := node.Lines().At(i)
		b.Write(segment.Value(r.source))
	}
	return b.String()
}

// textOf returns the text inside a node, without its formatting.
func (r *markupReader) textOf(node ast.Node) string {
	var b strings.Builder
	for child := node.FirstChild(); child != nil; child = child.NextSibling() {
		switch n := child.(type) {
		case *ast.Text:
			b.Write(n.Segment.Value(r.source))
		case *ast.String:
			b.Write(n.Value)
		default:
			b.WriteString(r.textOf(n))
		}
	}
	return b.String()
}
