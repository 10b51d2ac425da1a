// Package vocab knows what the words of a message mean to a project: names,
// aliases, usual synonyms, plurals and misspellings of parameters, and the
// choices of parameters. It also keeps the closed set of English words that
// carry no value and may be passed over.
//
// A Vocab does not change after New and is safe for concurrent use.
package vocab
