// Package retain frees space as the projects' retention rules say: it thins old
// points in the store and deletes the logs of runs that have ended. Without a
// rule nothing is ever touched, and neither are configurations, results,
// diagnoses and the few points that make a curve.
//
// A Keeper may be used by any number of goroutines; doing the same twice at
// once is harmless.
package retain
