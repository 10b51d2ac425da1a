package web

import (
	"bytes"
	"image/png"
	"math"
	"net/http"
	"strings"
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/charts"
)

func TestFlat(t *testing.T) {
	t.Parallel()
	line := func(values ...float64) charts.Line {
		var l charts.Line
		for i, value := range values {
			l.Points = append(l.Points, trex.Point{Step: int64(i), Value: value})
		}
		return l
	}
	for name, test := range map[string]struct {
		lines []charts.Line
		want  bool
	}{
		"Nothing":    {nil, true},
		"Constant":   {[]charts.Line{line(1, 1, 1), line(2, 2)}, true},
		"OneChanges": {[]charts.Line{line(1, 1), line(2, 3)}, false},
		"NaN":        {[]charts.Line{line(1, math.NaN())}, false},
	} {
		if got := flat(charts.Curves{Lines: test.lines}); got != test.want {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

// TestPicturesFollowTheTheme: a light page has light pictures, and link previews
// stay dark.
func TestPicturesFollowTheTheme(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.launch(0.2)
	s.Complete("r1", 5, 0.1)
	for cookie, media := range map[string]string{"": "(prefers-color-scheme: light)", "trex_theme=light": "all", "trex_theme=dark": "not all"} {
		for _, path := range []string{"/run/r1", "/experiment/e1"} {
			body := s.get(path, append(asPage, "Cookie", cookie)...).want(200).Body
			if want := `<source media="` + media + `" srcset="` + path + `/chart.png?theme=light">`; !strings.Contains(body, want) {
				t.Errorf("%s with the cookie %q lacks %s", path, cookie, want)
			}
			if !strings.Contains(body, path+`/chart.png">`) {
				t.Errorf("%s has no preview", path)
			}
		}
	}
	for address, want := range map[string]uint32{"/run/r1/chart.png": 0, "/run/r1/chart.png?theme=light": 0xffff, "/experiment/e1/chart.png?theme=light": 0xffff} {
		picture, err := png.Decode(bytes.NewReader([]byte(s.get(address).want(http.StatusOK).Body)))
		if err != nil {
			t.Fatal(err)
		}
		if red, _, _, _ := picture.At(0, 0).RGBA(); red != want {
			t.Errorf("the corner of %s has the red %x, want %x", address, red, want)
		}
	}
}
