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

// typeface is a face, and another one for texts with letters that it lacks.
type typeface struct {
	main, fallback *truetype.Font
}

type typefaces struct {
	medium, semibold typeface
}

// fonts parses each face once, when the first PNG is drawn. They are the Go
// fonts, which come as Go modules; Inter, the page's, does not.
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

// pick returns the face for a text, and the text with what no face can show
// replaced by a box.
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

// Clean makes one line of any text. Characters that do not show in a picture
// (control characters, marks of direction, joiners) become a space or nothing,
// and runs of spaces become one.
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
