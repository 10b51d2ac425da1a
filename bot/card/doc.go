// Package card makes the messages and forms of Trex: a proposal's card, an
// experiment's live message, its failures and its end, the answers about runs.
// It is pure: what is stored goes in (a Standing, a Proposal), a message comes
// out, the same for the same.
//
// What numbers mean is package insight's, words package say's, what can be done
// package lab's; how a message looks on a platform is each adapter's. Reading
// what goes in is package look's.
package card
