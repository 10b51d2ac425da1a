package charts_test

import (
	"bytes"
	"fmt"
	"image/png"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/charts"
)

func ExamplePNG() {
	var picture bytes.Buffer
	err := charts.PNG(&picture, charts.Dark, charts.Curves{
		Title: "val_loss", Note: "e42 · best r129 0.171", XLabel: "epoch", Goal: trex.Minimize,
		Lines: []charts.Line{
			{Run: "r128", Label: "lr 0.1", Points: []trex.Point{{Step: 1, Value: 0.4}, {Step: 2, Value: 0.212}}},
			{
				Run: "r129", Label: "lr 0.03", Points: []trex.Point{{Step: 1, Value: 0.5}, {Step: 2, Value: 0.171}},
				Best: &trex.Best{Step: 2, Value: 0.171}, Winner: true,
			},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	decoded, err := png.DecodeConfig(&picture)
	fmt.Println(decoded.Width, decoded.Height, err)
	// Output: 1200 675 <nil>
}
