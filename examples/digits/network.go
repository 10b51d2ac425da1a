package digits

import (
	"math"
	"math/rand/v2"
)

// network is pixels → hidden, ReLU → classes, softmax. One slice holds all
// parameters, so that an optimizer needs nothing else. A weight matrix stores
// the weights of one input next to each other, so that the loops below read
// memory in order.
type network struct {
	hidden int
	params []float64 // w1 [pixels×hidden], w2 [hidden×classes], b1, b2
	grads  []float64 // same layout, of the current batch

	activation []float64 // of the hidden layer, for one image
	backward   []float64 // gradient at the hidden layer
}

// weights is a view of parameters or of their gradients.
type weights struct {
	w1, w2, b1, b2 []float64
}

func newNetwork(hidden int, rng *rand.Rand) *network {
	size := pixels*hidden + hidden*classes + hidden + classes
	n := &network{
		hidden:     hidden,
		params:     make([]float64, size),
		grads:      make([]float64, size),
		activation: make([]float64, hidden),
		backward:   make([]float64, hidden),
	}
	w := n.view(n.params)
	initialize(w.w1, pixels, rng)
	initialize(w.w2, hidden, rng)
	return n
}

// initialize uses the method of He, Zhang, Ren and Sun (2015): normal with
// variance 2/inputs.
func initialize(w []float64, inputs int, rng *rand.Rand) {
	deviation := math.Sqrt(2 / float64(inputs))
	for i := range w {
		w[i] = deviation * rng.NormFloat64()
	}
}

// weightCount returns the number of weights. They come before the biases in
// params.
func (n *network) weightCount() int { return pixels*n.hidden + n.hidden*classes }

func (n *network) view(s []float64) weights {
	cut := func(length int) []float64 {
		part := s[:length:length]
		s = s[length:]
		return part
	}
	return weights{
		w1: cut(pixels * n.hidden), w2: cut(n.hidden * classes),
		b1: cut(n.hidden), b2: cut(classes),
	}
}

// forward returns the class scores of an image and stores the hidden layer in
// n.activation. keep is nil or holds a factor for each hidden unit.
func (n *network) forward(image, keep []float64) (scores [classes]float64) {
	w := n.view(n.params)
	hidden := n.activation
	copy(hidden, w.b1)
	for i, x := range image {
		if x != 0 { // some pixels are always white
			addScaled(hidden, x, w.w1[i*n.hidden:])
		}
	}
	copy(scores[:], w.b2)
	for j, h := range hidden {
		if h < 0 { // NaN must pass, or a diverged run would look healthy
			h = 0
		}
		if keep != nil {
			h *= keep[j]
		}
		hidden[j] = h
		if h != 0 {
			addScaled(scores[:], h, w.w2[j*classes:])
		}
	}
	return scores
}

// backpropagate adds to n.grads the gradient for the last image given to
// n.forward. slope is the gradient at the scores.
func (n *network) backpropagate(image, keep []float64, slope *[classes]float64) {
	w, g := n.view(n.params), n.view(n.grads)
	addScaled(g.b2, 1, slope[:])
	for j, h := range n.activation {
		if h == 0 {
			n.backward[j] = 0
			continue
		}
		addScaled(g.w2[j*classes:(j+1)*classes], h, slope[:])
		d := dot(w.w2[j*classes:(j+1)*classes], slope[:])
		if keep != nil {
			d *= keep[j]
		}
		n.backward[j] = d
	}
	addScaled(g.b1, 1, n.backward)
	for i, x := range image {
		if x != 0 {
			addScaled(g.w1[i*n.hidden:(i+1)*n.hidden], x, n.backward)
		}
	}
}

// addScaled adds factor·src to dst, element by element. src is at least as
// long as dst.
func addScaled(dst []float64, factor float64, src []float64) {
	src = src[:len(dst)]
	for len(dst) >= 4 {
		dst[0] += factor * src[0]
		dst[1] += factor * src[1]
		dst[2] += factor * src[2]
		dst[3] += factor * src[3]
		dst, src = dst[4:], src[4:]
	}
	for i := range dst {
		dst[i] += factor * src[i]
	}
}

func dot(a, b []float64) (sum float64) {
	b = b[:len(a)]
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

// crossEntropy returns the loss of scores for the correct label, its gradient,
// and whether the label has the highest score.
func crossEntropy(scores [classes]float64, label int) (loss float64, slope [classes]float64, hit bool) {
	top := 0
	for k, s := range scores {
		if s > scores[top] {
			top = k
		}
	}
	sum := 0.0
	for k, s := range scores {
		slope[k] = math.Exp(s - scores[top])
		sum += slope[k]
	}
	for k := range slope {
		slope[k] /= sum
	}
	slope[label]--
	return math.Log(sum) + scores[top] - scores[label], slope, top == label
}
