// Package card makes the messages and forms of Trex: a proposal's card, an
// experiment's live message, its failures and its end, the answers about runs.
// Its functions are pure: the same input (a Standing, a Proposal) always gives the
// same message.
//
// Package look reads the input from the store. Package insight interprets numbers,
// package say writes words, and package lab says what can be done. Each adapter
// decides how a message looks on its platform.
package card
