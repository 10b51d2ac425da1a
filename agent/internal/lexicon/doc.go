// Package lexicon says what words mean to Trex: which concepts a word or a phrase
// of a message stands for. The words are data, in English; code names concepts only.
// Package tongue has the other languages.
package lexicon
