// Package read parses a message against the vocabulary of one project.
//
// It works in stages, each in a file of its own: items (words that belong
// together, and what they can mean), atoms (numbers with their lists, ranges
// and relative sizes; parameters; marks that steer), attachment (which values
// belong to which parameter) and clauses (which parameters belong together).
// What no stage can place stays in Sentence.Unknown: the caller asks about it.
//
// Functions are pure and take time linear in the message.
package read
