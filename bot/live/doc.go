// Package live keeps the messages in chat up to date with the store: proposals'
// cards, and an experiment's live message, failures, warnings and end. Each is
// posted exactly once and edited when it must change, within the platform's
// limits.
//
// Package look reads what to show, and package card makes the messages. Package
// bot sends answers to people through the same Outbox.
package live
