// Package clause cuts a message into clauses and says of each what it does: ask,
// order, tell, or name things only; whether it is negated, in the past, or a
// condition. It knows concepts, not words.
package clause
