package charts

import (
	"math"
	"testing"
)

type linearRGB [3]float64

func linear(hex string) linearRGB {
	c := rgba(hex)
	var out linearRGB
	for i, v := range []uint8{c.R, c.G, c.B} {
		f := float64(v) / 255
		if f <= 0.04045 {
			out[i] = f / 12.92
		} else {
			out[i] = math.Pow((f+0.055)/1.055, 2.4)
		}
	}
	return out
}

func (c linearRGB) luminance() float64 { return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2] }

// contrast returns the contrast ratio of WCAG.
func contrast(a, b string) float64 {
	x, y := linear(a).luminance(), linear(b).luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// vision simulates full protanopia, deuteranopia and tritanopia (Machado,
// Oliveira and Fernandes, 2009).
var vision = map[string][3]linearRGB{
	"normal":       {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"tritanopia":   {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

func (c linearRGB) seenBy(matrix [3]linearRGB) linearRGB {
	var out linearRGB
	for i, row := range matrix {
		out[i] = max(0, min(1, row[0]*c[0]+row[1]*c[1]+row[2]*c[2]))
	}
	return out
}

// oklab converts to Ottosson's colour space (2020), in which distances match the
// differences that people see.
func (c linearRGB) oklab() [3]float64 {
	l := math.Cbrt(0.4122214708*c[0] + 0.5363325363*c[1] + 0.0514459929*c[2])
	m := math.Cbrt(0.2119034982*c[0] + 0.6806995451*c[1] + 0.1073969566*c[2])
	s := math.Cbrt(0.0883024619*c[0] + 0.2817188376*c[1] + 0.6299787005*c[2])
	return [3]float64{
		0.2104542553*l + 0.7936177850*m - 0.0040720468*s,
		1.9779984951*l - 2.4285922050*m + 0.4505937099*s,
		0.0259040371*l + 0.7827717662*m - 0.8086757660*s,
	}
}

func difference(a, b linearRGB) float64 {
	x, y := a.oklab(), b.oklab()
	return math.Sqrt((x[0]-y[0])*(x[0]-y[0]) + (x[1]-y[1])*(x[1]-y[1]) + (x[2]-y[2])*(x[2]-y[2]))
}

func TestColorsCanBeToldApart(t *testing.T) {
	const least = 0.07 // people just see a difference of 0.02
	for _, theme := range []Theme{Dark, Light} {
		series := theme.Colors().Series
		for name, matrix := range vision {
			for i, a := range series {
				for _, b := range series[:i] {
					if d := difference(linear(a).seenBy(matrix), linear(b).seenBy(matrix)); d < least {
						t.Errorf("%s: %s and %s differ by %.3f with %s", theme, b, a, d, name)
					}
				}
			}
		}
	}
}

func TestColorsCanBeRead(t *testing.T) {
	for _, theme := range []Theme{Dark, Light} {
		c := theme.Colors()
		for _, text := range []string{c.Text, c.Dim} {
			if got := contrast(text, c.Background); got < 4.5 {
				t.Errorf("%s: text %s has contrast %.1f", theme, text, got)
			}
		}
		for _, line := range c.Series { // lines and large labels
			if got := contrast(line, c.Background); got < 3 {
				t.Errorf("%s: line %s has contrast %.1f", theme, line, got)
			}
		}
	}
}

func TestParseTheme(t *testing.T) {
	for in, want := range map[string]Theme{"light": Light, "dark": Dark, "": Dark, "<script>": Dark} {
		if got := ParseTheme(in); got != want {
			t.Errorf("ParseTheme(%q) = %q", in, got)
		}
	}
}
