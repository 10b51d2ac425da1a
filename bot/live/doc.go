// Package live keeps what is shown in chat true to what is stored: proposals'
// cards, an experiment's live message, its failures, warnings and end. Each is
// posted exactly once and edited when it must change, within what platforms
// allow.
//
// What there is to show package look reads, how it looks package card makes.
// Answers to people are the conversation's, sent through the same Outbox.
package live
