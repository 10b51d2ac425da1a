// Package lexicon says what words mean to Trex: which concepts a word or a phrase
// of a message stands for. The words are data, one file a language; code names
// concepts only.
package lexicon
