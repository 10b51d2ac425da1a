// Package lex cuts a chat message into words, numbers and marks. It knows how
// people write numbers, but not what they mean.
//
// Functions are pure and take time linear in their input.
package lex
