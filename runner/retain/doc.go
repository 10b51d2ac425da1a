// Package retain frees space as the projects' retention rules say: it thins old
// points in the store and deletes the logs of runs that have ended. Without a
// rule it deletes nothing. It never deletes configurations, results, diagnoses
// or the few points that make a curve.
//
// A Keeper is safe for concurrent use; two equal calls at once do no harm.
package retain
