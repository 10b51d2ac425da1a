// Package sweep turns a description of experiments (lists, ranges, grids, pairs,
// random samples, repeats) into run configurations of a project. It also
// describes configurations in a sentence.
//
// It checks every configuration that an agent returns: Expand returns none that
// the project would reject. Functions are pure; randomness comes from a seed.
package sweep
