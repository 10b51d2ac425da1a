// Package read parses a message against the vocabulary of one project.
//
// It works in stages, each in its own file: items (words that belong together,
// with their possible meanings), atoms (numbers with their lists, ranges and
// relative sizes; parameters; marks that change the reading), attachment (which
// values belong to which parameter) and clauses (which parameters belong
// together). Words that no stage can use stay in Sentence.Unknown, and the
// caller asks about them.
//
// Functions are pure and take time linear in the message.
package read
