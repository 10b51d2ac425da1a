package vocab

import (
	"slices"
	"strings"
)

// groups are different names for the same thing. A project's own names come
// first: a synonym that belongs to another parameter is not used.
var groups = splitGroups(`
lr, learning rate, learn rate, lrate, step size, initial lr, base lr, initial learning rate, base learning rate, learning-rate
batch size, bs, batch, batches of, minibatch, minibatches of, mini batch, minibatch size, mini batch size, batchsz, bsz, bsize, train batch size, per device batch size, per device train batch size, samples per batch, examples per batch, images per batch, samples a batch, examples a batch, images a batch
epochs, epoch, num epochs, n epochs, nepochs, number of epochs, ep, num train epochs, training epochs, max epochs, passes
dropout, drop out, dropout rate, dropout prob, dropout probability, dropout p, drop rate, drop probability, drop prob, p drop
weight decay, wd, l2, l2 penalty, l2 reg, l2 regularization, l2 regularisation, decay, weightdecay
optimizer, optimiser, opt, optim, solver, optimization algorithm
hidden, hidden size, hidden units, hidden dim, hidden neurons, hidden nodes, hidden width, hidden layer size, hidden layer width, hidden dimension, hidden layer, num hidden, n hidden, width, units, neurons, nodes
seed, random seed, rng, rng seed, random state
model, model name, architecture, arch, backbone, base model, pretrained model, checkpoint
warmup steps, warmup, warm up, warm up steps, num warmup steps
max steps, steps, train steps, training steps, num steps
gradient accumulation steps, gradient accumulation, grad accum, grad acc, accumulation steps, grad accumulation
max length, max len, seq len, sequence length, max seq length, max sequence length, context length
num layers, layers, n layers, number of layers, depth, nlayers
lora r, lora rank, rank, lorar
lora alpha, loraalpha
lora dropout
fp16, half precision, float16
bf16, bfloat16
scheduler, lr scheduler, lr schedule, learning rate schedule, learning rate scheduler, schedule
label smoothing, smoothing
gradient clipping, grad clip, clip, clipping, max grad norm, gradient clip
momentum
activation, activation function, nonlinearity
`)

func splitGroups(text string) [][]string {
	var list [][]string
	for line := range strings.Lines(strings.TrimSpace(text)) {
		var names []string
		for name := range strings.SplitSeq(strings.TrimSpace(line), ",") {
			names = append(names, strings.TrimSpace(name))
		}
		list = append(list, names)
	}
	return list
}

// synonyms returns the usual other names of a parameter with this name.
func synonyms(param string) []string {
	own := Squash(param)
	for _, group := range groups {
		if slices.ContainsFunc(group, func(name string) bool { return Squash(name) == own }) {
			return group
		}
	}
	return nil
}

// choiceSynonyms are other names of choices that people abbreviate in different
// ways.
var choiceSynonyms = map[string][]string{
	"sgd":      {"stochastic gradient descent", "plain sgd", "vanilla sgd", "gradient descent"},
	"momentum": {"momentum sgd", "sgdm", "sgd+momentum"},
	"adam":     {"adam optimizer", "adam optimiser"},
	"cosine":   {"cosine annealing", "cosine decay", "cosine schedule"},
	"linear":   {"linear decay", "linear schedule"},
	"constant": {"constant schedule"},
	"relu":     {"rectified linear"},
}
