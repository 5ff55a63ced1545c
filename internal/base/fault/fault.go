// Package fault is the vocabulary of everything that can go wrong, in two channels: an *Error becomes a
// top-level GraphQL error, a UserError is returned inside a mutation's payload. A client sees the code, the
// message in its language and the article; the cause is for the log alone.
package fault

import (
	"errors"
	"fmt"
)

// Code is the stable, documented code of a top-level error (extensions.code).
type Code string

// The top-level codes. BadInput is for malformed documents, ids and scalars; whatever depends on values or
// state is a UserError instead.
const (
	BadInput        Code = "BAD_INPUT"
	Unauthenticated Code = "UNAUTHENTICATED"
	Locked          Code = "SESSION_LOCKED"  // until the password is entered
	PasswordNeeded  Code = "PASSWORD_NEEDED" // it was entered too long ago for a decision
	NotFound        Code = "NOT_FOUND"
	Forbidden       Code = "FORBIDDEN"
	PageTooLarge    Code = "PAGE_TOO_LARGE"
	QueryTooComplex Code = "QUERY_TOO_COMPLEX"
	AnswerTooLarge  Code = "ANSWER_TOO_LARGE" // the operation has run, a mutation for good
	RateLimited     Code = "RATE_LIMITED"
	NotTrusted      Code = "DOCUMENT_NOT_TRUSTED"
	NotPersisted    Code = "PERSISTED_QUERY_NOT_FOUND" // clients of automatic persisted queries act on it
	Unavailable     Code = "UNAVAILABLE"
	Internal        Code = "INTERNAL"
)

// Codes lists every top-level code, for documentation and the test that each can be provoked.
func Codes() []Code {
	return []Code{BadInput, Unauthenticated, Locked, PasswordNeeded, NotFound, Forbidden, PageTooLarge, QueryTooComplex, AnswerTooLarge, RateLimited, NotTrusted, NotPersisted, Unavailable, Internal}
}

// Outcome says what became of a mutation that failed for no fault of the caller's (extensions.outcome), so that they know
// whether to ask again.
type Outcome string

// The outcomes.
const (
	NotSaved       Outcome = "NOT_SAVED" // ask again
	Saved          Outcome = "SAVED"     // only the answer failed: don't ask again, read
	OutcomeUnknown Outcome = "UNKNOWN"   // ask again with the same idempotencyKey or expectedVersion alone
)

// Error is a top-level failure. Rule names the article of the regulation where one applies ("11c"). Outcome is what the
// failure itself knows of it, "" where that depends on what ran before.
type Error struct {
	Code    Code
	Text    Text
	Rule    string
	Outcome Outcome
	Cause   error
}

func (e *Error) Error() string {
	if e.Cause != nil {
		return fmt.Sprintf("%s: %s: %v", e.Code, e.Text.EN, e.Cause)
	}
	return fmt.Sprintf("%s: %s", e.Code, e.Text.EN)
}

// Unwrap returns the cause, which never reaches a client.
func (e *Error) Unwrap() error { return e.Cause }

// Is makes two errors of one code equal to errors.Is.
func (e *Error) Is(target error) bool {
	var t *Error
	return errors.As(target, &t) && t.Code == e.Code && t.Cause == nil
}

// ErrNotFound is the one answer for what is unknown, of another kind, or not visible to the caller.
var ErrNotFound = &Error{Code: NotFound, Text: notFound}

// ErrUnauthenticated is the answer where somebody has to be signed in.
var ErrUnauthenticated = &Error{Code: Unauthenticated, Text: signInFirst}

// ErrLocked is the answer to a session that asks for its holder's password, and ErrPasswordNeeded that to a decision where the
// password was entered too long ago.
var (
	ErrLocked         = &Error{Code: Locked, Text: sessionLocked, Rule: "6c"}
	ErrPasswordNeeded = &Error{Code: PasswordNeeded, Text: passwordNeeded, Rule: "6c"}
)

// Bad returns a BadInput error with a precise message.
func Bad(t Text) *Error { return &Error{Code: BadInput, Text: t} }

// Refused returns a Forbidden error that carries the article it enforces ("" if none applies).
func Refused(rule string) *Error {
	return &Error{Code: Forbidden, Text: notAllowed, Rule: rule}
}

// Is reports whether err is a top-level error of the code.
func Is(err error, code Code) bool {
	var e *Error
	return errors.As(err, &e) && e.Code == code
}
