// Package lex cuts a chat message into words, numbers and marks. It knows how
// people write numbers and nothing of what they mean by them.
//
// Functions are pure and take time linear in their input.
package lex
