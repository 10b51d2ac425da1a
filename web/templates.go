package web

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"

	"github.com/trex-ml/trex/say"
)

//go:embed templates/*.html
var templates embed.FS

func parseTemplates(s *Server) (*template.Template, error) {
	pages, err := template.New("").Funcs(template.FuncMap{
		"asset":    s.assets.URL,
		"preload":  s.assets.preloads,
		"markdown": markdown,
		"linked":   linked,
		"visible":  say.Visible,
		"number":   say.Number,
		"json":     asJSON,
	}).ParseFS(templates, "templates/*.html")
	if err != nil {
		return nil, fmt.Errorf("parse templates: %w", err)
	}
	return pages, nil
}

// asJSON writes a value for <script type="application/json">, which html/template
// treats as a script. It returns JSON with <, > and & escaped.
func asJSON(value any) (template.JS, error) {
	text, err := json.Marshal(value)
	var out strings.Builder
	for _, r := range string(text) {
		if r < 0x80 || say.Visible(string(r)) != "" {
			out.WriteRune(r)
		} else {
			fmt.Fprintf(&out, `\u%04x`, r) // unescaped, it would change the text direction of the page's source
		}
	}
	return template.JS(out.String()), err //nolint:gosec // json.Marshal escapes the characters that could end the element
}

// preloads returns the addresses of the chunks an entry imports statically.
func (a *assets) preloads(entry string) []string {
	var urls []string
	for _, name := range a.preload[entry] {
		urls = append(urls, "/assets/"+name)
	}
	return urls
}

// idPattern matches the ids of runs and experiments in a sentence.
var idPattern = regexp.MustCompile(`\b[re][1-9][0-9]{0,17}\b`)

// linked escapes text and turns the ids in it into links.
func linked(text string) template.HTML {
	escaped := template.HTMLEscapeString(say.Visible(text))
	return template.HTML(idPattern.ReplaceAllStringFunc(escaped, func(id string) string { //nolint:gosec // escaped above
		kind := "run"
		if id[0] == 'e' {
			kind = "experiment"
		}
		return `<a href="/` + kind + `/` + id + `">` + id + `</a>`
	}))
}

// markup renders the small part of Markdown that answers use. It shows raw
// HTML as text, allows only http and mail links, and turns a picture into a
// link: a picture whose address a model wrote would tell its host who reads the
// page.
var markup = goldmark.New(
	goldmark.WithExtensions(extension.Table, extension.Strikethrough),
	goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(picturesAsLinks{}, 100))),
)

type picturesAsLinks struct{}

func (picturesAsLinks) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindImage, func(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			w.WriteString(template.HTMLEscapeString(string(node.Text(source)))) //nolint:errcheck,staticcheck // buffered
		}
		return ast.WalkSkipChildren, nil
	})
	asText := func(w util.BufWriter, text []byte) {
		w.WriteString(template.HTMLEscapeString(string(text))) //nolint:errcheck // buffered
	}
	r.Register(ast.KindRawHTML, func(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			lines := node.(*ast.RawHTML).Segments
			for i := range lines.Len() {
				segment := lines.At(i)
				asText(w, segment.Value(source))
			}
		}
		return ast.WalkSkipChildren, nil
	})
	r.Register(ast.KindHTMLBlock, func(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
		block := node.(*ast.HTMLBlock)
		if entering {
			w.WriteString("<p>") //nolint:errcheck // buffered
			for i := range block.Lines().Len() {
				segment := block.Lines().At(i)
				asText(w, segment.Value(source))
			}
			return ast.WalkContinue, nil
		}
		if block.HasClosure() {
			asText(w, block.ClosureLine.Value(source))
		}
		w.WriteString("</p>\n") //nolint:errcheck // buffered
		return ast.WalkContinue, nil
	})
}

func markdown(text string) (template.HTML, error) {
	var out bytes.Buffer
	if err := markup.Convert([]byte(say.Visible(text)), &out); err != nil {
		return "", err
	}
	return template.HTML(out.String()), nil //nolint:gosec // goldmark escapes; raw HTML is escaped above
}
