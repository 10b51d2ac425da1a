package digits

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/csv"
	"fmt"
	"math"
	"strconv"
)

const (
	pixels  = 64
	classes = 10
)

//go:embed digits.csv.gz
var archive []byte

// dataset holds images of 64 standardized pixels, one after the other, and their
// labels.
type dataset struct {
	images []float64
	labels []int
}

func (d *dataset) len() int              { return len(d.labels) }
func (d *dataset) image(i int) []float64 { return d.images[i*pixels : (i+1)*pixels] }

func (d *dataset) add(image []float64, label int) {
	d.images = append(d.images, image...)
	d.labels = append(d.labels, label)
}

// split is the training and validation data of every run.
type split struct {
	train, validation dataset
}

// load reads the embedded digits. Every fifth image of each digit is for
// validation, so that both parts hold the ten digits in the same proportion. The
// split never depends on a seed.
func load() (split, error) {
	unzipped, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		return split{}, fmt.Errorf("open the digits: %w", err)
	}
	rows, err := csv.NewReader(unzipped).ReadAll()
	if err != nil {
		return split{}, fmt.Errorf("read the digits: %w", err)
	}
	var s split
	var seen [classes]int
	for i, row := range rows {
		image, label, err := decode(row)
		if err != nil {
			return split{}, fmt.Errorf("read digit %d: %w", i+1, err)
		}
		seen[label]++
		if seen[label]%5 == 0 {
			s.validation.add(image, label)
		} else {
			s.train.add(image, label)
		}
	}
	standardize(&s)
	return s, nil
}

// standardize uses the training images. It gives each pixel mean 0, and all
// pixels together variance 1. With raw pixels the loss jumps up and down at the
// default lr. With variance 1 for each pixel, the rarely inked pixels outweigh
// the others.
func standardize(s *split) {
	var mean [pixels]float64
	for i := range s.train.labels {
		addScaled(mean[:], 1/float64(s.train.len()), s.train.image(i))
	}
	for _, part := range []*dataset{&s.train, &s.validation} {
		for i := range part.labels {
			addScaled(part.image(i), -1, mean[:])
		}
	}
	variance := dot(s.train.images, s.train.images) / float64(len(s.train.images))
	for _, part := range []*dataset{&s.train, &s.validation} {
		for i := range part.images {
			part.images[i] /= math.Sqrt(variance)
		}
	}
}

func decode(row []string) (image []float64, label int, err error) {
	if len(row) != pixels+1 {
		return nil, 0, fmt.Errorf("%d columns, want %d", len(row), pixels+1)
	}
	image = make([]float64, pixels)
	for i, cell := range row[:pixels] {
		value, err := strconv.ParseUint(cell, 10, 5)
		if err != nil {
			return nil, 0, err
		}
		image[i] = float64(value)
	}
	label, err = strconv.Atoi(row[pixels])
	if err == nil && (label < 0 || label >= classes) {
		err = fmt.Errorf("label %d", label)
	}
	return image, label, err
}
