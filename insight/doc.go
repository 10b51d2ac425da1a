// Package insight says what may be said of numbers: which run is best, which
// runs differ in nothing but the seed, what a curve came to, how long runs
// take, which runs failed alike, what to try next. Each rule is defined here
// once; chat, pages, pictures and agents ask.
//
// It is pure: runs and points in, statements out. It leaves words to package
// say, reading to whoever asks, and deeds to those who may do them.
package insight
