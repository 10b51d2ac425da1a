package charts

import (
	"strings"
	"sync"
	"unicode"

	"github.com/golang/freetype/truetype"
	"github.com/wcharczuk/go-chart/v2/roboto"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gomedium"
)

// typeface is a font, and another font for texts with letters that the first one
// lacks.
type typeface struct {
	main, fallback *truetype.Font
}

type typefaces struct {
	medium, semibold typeface
}

// fonts parses each font once, when the first PNG is drawn. It uses the Go
// fonts, because they are Go modules; Inter, the page's font, is not.
var fonts = sync.OnceValues(func() (typefaces, error) {
	fallback, err := truetype.Parse(roboto.Roboto)
	if err != nil {
		return typefaces{}, err
	}
	medium, err := truetype.Parse(gomedium.TTF)
	if err != nil {
		return typefaces{}, err
	}
	semibold, err := truetype.Parse(gobold.TTF)
	return typefaces{typeface{medium, fallback}, typeface{semibold, fallback}}, err
})

// pick returns the font for a text, and the text with a box in place of each
// letter that no font has.
func (t typeface) pick(text string) (*truetype.Font, string) {
	for _, font := range []*truetype.Font{t.main, t.fallback} {
		if !strings.ContainsFunc(text, func(r rune) bool { return font.Index(r) == 0 }) {
			return font, text
		}
	}
	return t.fallback, strings.Map(func(r rune) rune {
		if t.fallback.Index(r) == 0 {
			return '▯'
		}
		return r
	}, text)
}

// Clean makes one line of any text. It replaces characters that do not show in a
// picture (control characters, direction marks, joiners) with a space or removes
// them. Several spaces become one.
func Clean(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == unicode.ReplacementChar:
			return '▯'
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}
