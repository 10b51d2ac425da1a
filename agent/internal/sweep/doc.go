// Package sweep turns a description of experiments (lists, ranges, grids,
// pairs, random samples, repeats) into run configurations of a project, and
// configurations back into a sentence.
//
// It is where every configuration an agent returns is checked: nothing leaves
// Expand that the project would refuse. Functions are pure; randomness comes
// from a seed.
package sweep
