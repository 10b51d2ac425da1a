package digits

import (
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"strconv"
)

// epochReport holds the data of one output line.
type epochReport struct {
	epoch, epochs     int
	train, validation score
}

// score holds the mean loss and the share of correct answers.
type score struct{ loss, accuracy float64 }

func (r epochReport) String() string {
	return fmt.Sprintf("epoch %d/%d loss=%s acc=%.4f val_loss=%s val_acc=%.4f", r.epoch, r.epochs,
		number(r.train.loss), r.train.accuracy, number(r.validation.loss), r.validation.accuracy)
}

// number writes a loss with enough digits for a curve. It writes nan and inf as
// other trainers do.
func number(f float64) string {
	switch {
	case f != f:
		return "nan"
	case f > math.MaxFloat64:
		return "inf"
	}
	return strconv.FormatFloat(f, 'g', 5, 64)
}

// train yields one report after each epoch.
func train(data split, o options) iter.Seq[epochReport] {
	return func(yield func(epochReport) bool) {
		t := newTrainer(&data.train, o)
		for epoch := 1; epoch <= o.epochs; epoch++ {
			report := epochReport{epoch: epoch, epochs: o.epochs, train: t.epoch()}
			report.validation = evaluate(t.network, &data.validation)
			if !yield(report) {
				return
			}
		}
	}
}

type trainer struct {
	options
	data      *dataset
	network   *network
	optimizer optimizer
	rng       *rand.Rand
	order     []int
	keep      []float64 // dropout's factor of each hidden unit, nil without dropout
}

func newTrainer(data *dataset, o options) *trainer {
	rng := rand.New(rand.NewPCG(o.seed, 0x7265_7820_6469_6769))
	network := newNetwork(o.hidden, rng)
	t := &trainer{
		options: o, data: data, network: network, rng: rng,
		optimizer: newOptimizer(o.optimizer, o.lr, len(network.params)),
		order:     make([]int, data.len()),
	}
	for i := range t.order {
		t.order[i] = i
	}
	if o.dropout > 0 {
		t.keep = make([]float64, o.hidden)
	}
	return t
}

// epoch returns the mean over the epoch's batches during training, with dropout.
func (t *trainer) epoch() score {
	t.rng.Shuffle(len(t.order), func(i, j int) { t.order[i], t.order[j] = t.order[j], t.order[i] })
	var total score
	for rest := t.order; len(rest) > 0; {
		batch := rest[:min(t.batchSize, len(rest))]
		rest = rest[len(batch):]
		t.batch(batch, &total)
	}
	return total.mean(t.data.len())
}

func (t *trainer) batch(images []int, total *score) {
	n := t.network
	clear(n.grads)
	for _, i := range images {
		t.drop()
		image := t.data.image(i)
		loss, slope, hit := crossEntropy(n.forward(image, t.keep), t.data.labels[i])
		total.add(loss, hit)
		n.backpropagate(image, t.keep, &slope)
	}
	scale := 1 / float64(len(images))
	for i := range n.grads {
		n.grads[i] *= scale
	}
	if t.weightDecay > 0 {
		addScaled(n.grads[:n.weightCount()], t.weightDecay, n.params)
	}
	t.optimizer.step(n.params, n.grads)
}

// drop chooses the hidden units to drop for the next image. The other units are
// scaled up, so that validation needs no correction (inverted dropout).
func (t *trainer) drop() {
	for j := range t.keep {
		t.keep[j] = 0
		if t.rng.Float64() >= t.dropout {
			t.keep[j] = 1 / (1 - t.dropout)
		}
	}
}

func evaluate(n *network, data *dataset) score {
	var total score
	for i, label := range data.labels {
		loss, _, hit := crossEntropy(n.forward(data.image(i), nil), label)
		total.add(loss, hit)
	}
	return total.mean(data.len())
}

func (s *score) add(loss float64, hit bool) {
	s.loss += loss
	if hit {
		s.accuracy++
	}
}

func (s score) mean(count int) score {
	return score{s.loss / float64(count), s.accuracy / float64(count)}
}
