package trex

import (
	"strconv"
	"strings"
)

// Ids are a letter and a number, short enough to type on a phone. They are
// string types so that a run's id is never passed where a proposal's belongs.
type (
	RunID        string // r128
	ExperimentID string // e42
	ProposalID   string // p43
	MessageID    string // m7
	WarningID    string // w3
)

// The makers below build an id from the number a store assigned.

func MakeRunID(n int64) RunID               { return RunID(makeID('r', n)) }
func MakeExperimentID(n int64) ExperimentID { return ExperimentID(makeID('e', n)) }
func MakeProposalID(n int64) ProposalID     { return ProposalID(makeID('p', n)) }
func MakeMessageID(n int64) MessageID       { return MessageID(makeID('m', n)) }
func MakeWarningID(n int64) WarningID       { return WarningID(makeID('w', n)) }

// The parsers below read an id as people type it ("r128", "R128", " r128 ");
// anything else is an invalid error, never a guess.

func ParseRunID(s string) (RunID, error) {
	n, err := parseID('r', "a run", s)
	return MakeRunID(n), err
}

func ParseExperimentID(s string) (ExperimentID, error) {
	n, err := parseID('e', "an experiment", s)
	return MakeExperimentID(n), err
}

func ParseProposalID(s string) (ProposalID, error) {
	n, err := parseID('p', "a proposal", s)
	return MakeProposalID(n), err
}

func ParseMessageID(s string) (MessageID, error) {
	n, err := parseID('m', "a message", s)
	return MakeMessageID(n), err
}

func ParseWarningID(s string) (WarningID, error) {
	n, err := parseID('w', "a warning", s)
	return MakeWarningID(n), err
}

// The methods below return the number by which a store keys its rows. They
// return 0, which no row has, for an id that no maker or parser made.

func (id RunID) Number() int64        { return idNumber(string(id)) }
func (id ExperimentID) Number() int64 { return idNumber(string(id)) }
func (id ProposalID) Number() int64   { return idNumber(string(id)) }
func (id MessageID) Number() int64    { return idNumber(string(id)) }
func (id WarningID) Number() int64    { return idNumber(string(id)) }

func makeID(letter byte, n int64) string {
	return string(letter) + strconv.FormatInt(n, 10)
}

func parseID(letter byte, noun, s string) (int64, error) {
	text := strings.ToLower(strings.TrimSpace(s))
	if len(text) > 1 && text[0] == letter && text[1] >= '1' && text[1] <= '9' {
		if n, err := strconv.ParseInt(text[1:], 10, 64); err == nil {
			return n, nil
		}
	}
	if len(s) > 40 {
		s = s[:40] + "…"
	}
	return 0, Invalid("%q is not the id of %s: it looks like %c12", s, noun, letter)
}

func idNumber(id string) int64 {
	if len(id) < 2 {
		return 0
	}
	n, err := strconv.ParseInt(id[1:], 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}
