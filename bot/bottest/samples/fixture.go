package samples

import (
	"bytes"
	"image"
	"image/color"
	"image/png"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
)

// Hostile is a text that could be a person's name or a line of a log.
const Hostile = "<!channel> @everyone <@U1> `*_~|>[x](http://evil) </script>&amp; \u202eback ```"

func Project() *trex.Project {
	return &trex.Project{
		Executor: trex.ThisMachine,
		Name:     "digits", Description: "small neural network that reads 8×8 handwritten digits",
		Objective: trex.Objective{Metric: "val_loss", Goal: trex.Minimize},
		Params: []trex.Param{
			{Name: "lr", Type: trex.Float, Default: trex.Number(0.1), Above: new(0.0), Max: new(10.0), Scale: trex.Log, Description: "learning rate"},
			{Name: "epochs", Type: trex.Int, Default: trex.Number(10), Min: new(1.0), Max: new(500.0)},
			{Name: "batch_size", Type: trex.Int, Default: trex.Number(32), Min: new(1.0), Max: new(1024.0), Scale: trex.Log},
			{Name: "optimizer", Type: trex.String, Default: trex.Text("sgd"), Choices: []trex.Value{trex.Text("sgd"), trex.Text("adam")}},
			{Name: "note", Type: trex.String, Default: trex.Text("none")},
			{Name: "seed", Type: trex.Int, Default: trex.Number(0), Min: new(0.0)},
		},
	}
}

func Configs(name string, values ...trex.Value) []trex.RunConfig {
	var configs []trex.RunConfig
	for _, value := range values {
		config := Project().Defaults()
		config[name] = value
		configs = append(configs, config)
	}
	return configs
}

func Numbers(values ...float64) []trex.Value {
	var numbers []trex.Value
	for _, v := range values {
		numbers = append(numbers, trex.Number(v))
	}
	return numbers
}

// Picture replaces a drawn picture, whose bytes would change with every change of
// package charts.
func Picture(key string) *chat.Picture {
	img := image.NewRGBA(image.Rect(0, 0, 16, 9))
	for i := range 16 * 9 {
		img.Set(i%16, i/16, color.RGBA{B: 0x3c, G: 0x14, A: 0xff})
	}
	var data bytes.Buffer
	if err := png.Encode(&data, img); err != nil {
		panic(err)
	}
	return &chat.Picture{
		Key: key, Digest: "0123456789abcdef", Alt: "val_loss of the runs of e42. e42 · best r129 0.183",
		URL: "https://trex.example/experiment/e42/chart.png", PNG: data.Bytes(),
	}
}
