package charts

// Theme is the background that a figure or a picture is coloured for.
type Theme string

const (
	Dark  Theme = "dark"
	Light Theme = "light"
)

// ParseTheme reads "dark" and "light". Any other text, including "", is dark.
func ParseTheme(s string) Theme {
	if Theme(s) == Light {
		return Light
	}
	return Dark
}

// Colors are the colours of a chart in one theme, as #rrggbb. Series holds the
// colours of the lines in order. The same position has the same hue in both
// themes.
type Colors struct {
	Background string
	Text       string
	Dim        string // notes, ticks, references and lines that are not strong
	Grid       string
	Series     [MostStrong]string
}

// MostStrong is the most lines that a chart draws strong. People cannot tell
// more lines apart by colour.
const MostStrong = 8

// People with protanopia, deuteranopia and tritanopia can tell the series
// colours apart. The colours are also readable as text on the background. A test
// computes both.
var (
	dark = Colors{
		Background: "#00143c", Text: "#eef3ff", Dim: "#a3b4d6", Grid: "#1d3160",
		Series: [MostStrong]string{
			"#00b4f0", "#b428ff", "#ffb000", "#7dffb2", "#ff5c39", "#c9d4ff", "#ff6fb5", "#54a36b",
		},
	}
	light = Colors{
		Background: "#ffffff", Text: "#0b1b3f", Dim: "#52607d", Grid: "#dde3ef",
		Series: [MostStrong]string{
			"#0092de", "#a80aec", "#dc7a01", "#007900", "#e0103f", "#1414d2", "#f400bd", "#06500c",
		},
	}
)

// Colors returns the theme's colours.
func (t Theme) Colors() Colors {
	if t == Light {
		return light
	}
	return dark
}
