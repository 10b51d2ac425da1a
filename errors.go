package trex

import (
	"errors"
	"fmt"
)

// ErrorKind is what an edge (chat reply, HTTP status, exit code) needs to know
// of an error to tell a person about it.
type ErrorKind string

const (
	KindInvalid     ErrorKind = "invalid"     // the input is wrong; the message says what would be right
	KindNotFound    ErrorKind = "not_found"   // no such thing
	KindConflict    ErrorKind = "conflict"    // the thing has changed since the caller read it
	KindForbidden   ErrorKind = "forbidden"   // this person may not do this
	KindUnavailable ErrorKind = "unavailable" // the same request will work later
	KindInternal    ErrorKind = "internal"    // our fault
)

// Error carries a sentence that may be shown to a person, and a cause that must
// not be shown.
type Error struct {
	Kind    ErrorKind
	Message string
	Cause   error
}

func (e *Error) Error() string {
	if e.Cause == nil {
		return e.Message
	}
	return e.Message + ": " + e.Cause.Error()
}

func (e *Error) Unwrap() error { return e.Cause }

func Invalid(format string, args ...any) error  { return newError(KindInvalid, format, args) }
func NotFound(format string, args ...any) error { return newError(KindNotFound, format, args) }
func Conflict(format string, args ...any) error { return newError(KindConflict, format, args) }
func Forbidden(format string, args ...any) error {
	return newError(KindForbidden, format, args)
}

// Unavailable keeps cause for the log; only the message is shown.
func Unavailable(cause error, format string, args ...any) error {
	return &Error{Kind: KindUnavailable, Message: fmt.Sprintf(format, args...), Cause: cause}
}

// KindOf returns the kind of the first Error in err's chain, KindInternal when
// there is none, and "" for nil.
func KindOf(err error) ErrorKind {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return KindInternal
}

// Sentence returns the part of err that a person may read: the message of the
// first Error in its chain. ok is false when there is none; then no part of err
// may be shown.
func Sentence(err error) (sentence string, ok bool) {
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Kind == KindInternal {
		return "", false
	}
	return e.Message, true
}

func newError(kind ErrorKind, format string, args []any) error {
	return &Error{Kind: kind, Message: fmt.Sprintf(format, args...)}
}
