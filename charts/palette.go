package charts

// Theme is what a figure or a picture is coloured for.
type Theme string

const (
	Dark  Theme = "dark"
	Light Theme = "light"
)

// ParseTheme reads "dark" and "light"; anything else, "" too, is dark.
func ParseTheme(s string) Theme {
	if Theme(s) == Light {
		return Light
	}
	return Dark
}

// Colors are what a chart of one theme is drawn in, as #rrggbb. Series are the
// colours of lines in their order; the same position has the same hue in both
// themes.
type Colors struct {
	Background string
	Text       string
	Dim        string // notes, ticks, references and lines that are not strong
	Grid       string
	Series     [MostStrong]string
}

// MostStrong is how many lines a chart draws strong: more cannot be told apart
// by colour.
const MostStrong = 8

// The series colours stay apart for people with protanopia, deuteranopia and
// tritanopia, and can be read as text on the background; a test computes both.
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
