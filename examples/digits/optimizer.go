package digits

import "math"

// optimizer changes params by one step along grads. It may overwrite grads.
type optimizer interface {
	step(params, grads []float64)
}

func newOptimizer(name string, lr float64, size int) optimizer {
	switch name {
	case "momentum":
		return &momentum{lr: lr, velocity: make([]float64, size)}
	case "adam":
		return &adam{lr: lr, first: make([]float64, size), second: make([]float64, size)}
	}
	return sgd{lr: lr}
}

type sgd struct{ lr float64 }

func (s sgd) step(params, grads []float64) { addScaled(params, -s.lr, grads) }

// momentum is the heavy ball of Polyak (1964) as trainers implement it:
// velocity ← 0.9·velocity + gradient.
type momentum struct {
	lr       float64
	velocity []float64
}

func (m *momentum) step(params, grads []float64) {
	for i, g := range grads {
		m.velocity[i] = 0.9*m.velocity[i] + g
	}
	addScaled(params, -m.lr, m.velocity)
}

// adam is algorithm 1 of Kingma and Ba (2015) with its default constants.
type adam struct {
	lr            float64
	first, second []float64
	steps         float64
}

func (a *adam) step(params, grads []float64) {
	const beta1, beta2, epsilon = 0.9, 0.999, 1e-8
	a.steps++
	scale1 := 1 / (1 - math.Pow(beta1, a.steps))
	scale2 := 1 / (1 - math.Pow(beta2, a.steps))
	first, second := a.first[:len(grads)], a.second[:len(grads)]
	params = params[:len(grads)]
	for i, g := range grads {
		first[i] = beta1*first[i] + (1-beta1)*g
		second[i] = beta2*second[i] + (1-beta2)*g*g
		params[i] -= a.lr * first[i] * scale1 / (math.Sqrt(second[i]*scale2) + epsilon)
	}
}
