// Package vocab knows the meaning of words for one project: names, aliases,
// usual synonyms, plurals and misspellings of parameters, and the choices of
// parameters. It also keeps the closed set of English words that carry no value
// and may be skipped.
//
// A Vocab does not change after New and is safe for concurrent use.
package vocab
