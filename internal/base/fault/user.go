package fault

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// UserCode is the stable code of an error inside a payload (enum UserErrorCode).
type UserCode string

// The codes of user errors. One answer per kind of mistake that a client can act on.
const (
	Required        UserCode = "REQUIRED"          // a value is missing
	Invalid         UserCode = "INVALID"           // a value breaks a rule that the message names
	TooLong         UserCode = "TOO_LONG"          // a value is longer than the field takes
	Taken           UserCode = "TAKEN"             // a login, code or slug is in use
	WrongState      UserCode = "WRONG_STATE"       // the subject's state does not allow this now
	FourEyes        UserCode = "FOUR_EYES"         // nobody decides on what they wrote or submitted
	StaleHash       UserCode = "STALE_HASH"        // the content is not what was consented to
	Superseded      UserCode = "SUPERSEDED"        // what was decided on is no longer there
	Conflict        UserCode = "CONFLICT"          // somebody else changed or decided it first
	LastDirector    UserCode = "LAST_DIRECTOR"     // the last active director cannot be removed
	RoleExclusive   UserCode = "ROLE_EXCLUSIVE"    // the roles held exclude the one asked for
	Cycle           UserCode = "CYCLE"             // a department cannot lie below itself
	InUse           UserCode = "IN_USE"            // something still depends on it
	BadCredentials  UserCode = "BAD_CREDENTIALS"   // name or password is wrong
	WeakPassword    UserCode = "WEAK_PASSWORD"     // the password breaks the policy
	LinkExpired     UserCode = "LINK_EXPIRED"      // the one-time link is used, unknown or too old
	LinkUnconfirmed UserCode = "LINK_UNCONFIRMED"  // no second person has confirmed the one-time link of the account
	PrivacyCheck    UserCode = "PRIVACY_CHECK"     // the patient-privacy check is missing or incomplete
	NeedsAuthority  UserCode = "NEEDS_AUTHORITY"   // only the head of the Board, or who is authorised in writing
	TooManyAttempts UserCode = "TOO_MANY_ATTEMPTS" // wait before trying again
	Unknown         UserCode = "UNKNOWN"           // nothing on record has the code that was named
	NotPermitted    UserCode = "NOT_PERMITTED"     // the caller's roles do not include this; only as a reason

	RequestNeeded UserCode = "CHANGE_REQUEST_NEEDED" // only a carried out change request changes this
)

// UserError is one error of a mutation's payload. If a payload has any, nothing was written.
type UserError interface {
	error
	IsUserError()
	UserCode() UserCode
}

// RuleError is the plain UserError: a value or state that breaks a rule.
type RuleError struct {
	Code UserCode
	Text Text
	Path []string // the input path, such as ["input", "title"]
	Rule string   // the article of the regulation, "" if none applies
}

// ConflictError says that another change came first, and carries what is there now.
type ConflictError struct {
	RuleError
	Kind    string // the kind of the current subject
	Current string // the global id of the current subject, to be read again
}

// WaitError says that there were too many attempts, and when the next one is looked at.
type WaitError struct {
	RuleError
	RetryAfter  int  // seconds
	OneTimeLink bool // whether a one-time link lets the holder in before
}

func (e *RuleError) Error() string {
	if len(e.Path) > 0 {
		return fmt.Sprintf("%s: %s: %s", e.Code, strings.Join(e.Path, "."), e.Text.EN)
	}
	return fmt.Sprintf("%s: %s", e.Code, e.Text.EN)
}
func (e *RuleError) IsUserError()       {}
func (e *RuleError) UserCode() UserCode { return e.Code }

// Message returns the text in the language of the context.
func (e *RuleError) Message(ctx context.Context) string { return e.Text.In(ctx) }

// Article is the rule for GraphQL, nil if none applies.
func (e *RuleError) Article() *string {
	if e.Rule == "" {
		return nil
	}
	return &e.Rule
}

// User returns a RuleError at an input path given with dots ("input.title"); "" if none applies.
func User(code UserCode, text Text, path string) *RuleError {
	e := &RuleError{Code: code, Text: text}
	if path != "" {
		e.Path = strings.Split(path, ".")
	}
	return e
}

// By names the article that the rule comes from and returns the error itself.
func (e *RuleError) By(rule string) *RuleError {
	e.Rule = rule
	return e
}

// Changed returns a ConflictError over the subject with the global id.
func Changed(kind, id string) *ConflictError {
	return &ConflictError{
		RuleError: RuleError{Code: Conflict, Text: changedMeanwhile},
		Kind:      kind, Current: id,
	}
}

// Because gives the conflict a text of its own, where it is known whose change came first, and returns the error itself.
func (e *ConflictError) Because(t Text) *ConflictError {
	e.Text = t
	return e
}

// Wait returns a WaitError of that many seconds.
func Wait(seconds int) *WaitError {
	return &WaitError{
		RuleError:  RuleError{Code: TooManyAttempts, Text: tooManyAttempts.With(seconds)},
		RetryAfter: seconds,
	}
}

// WithLink adds the offer of a one-time link, for people who cannot wait, and returns the error itself.
func (e *WaitError) WithLink() *WaitError {
	e.OneTimeLink = true
	e.Text = tooManyAttemptsOrLink.With(e.RetryAfter)
	return e
}

// UserErrors collects several user errors of one input. Add what breaks a rule, then return Err().
type UserErrors []UserError

func (es UserErrors) Error() string {
	parts := make([]string, len(es))
	for i, e := range es {
		parts[i] = e.Error()
	}
	return strings.Join(parts, "; ")
}

// Add appends e.
func (es *UserErrors) Add(e UserError) { *es = append(*es, e) }

// Err returns the collection as an error, or nil when it is empty.
func (es UserErrors) Err() error {
	if len(es) == 0 {
		return nil
	}
	return es
}

// Split separates the user errors in err, for a payload, from any other error, for the top level.
func Split(err error) ([]UserError, error) {
	var many UserErrors
	var one UserError
	switch {
	case err == nil:
		return nil, nil
	case errors.As(err, &many):
		return many, nil
	case errors.As(err, &one):
		return []UserError{one}, nil
	default:
		return nil, err
	}
}

// HasCode reports whether err carries a user error of the code.
func HasCode(err error, code UserCode) bool {
	es, _ := Split(err)
	for _, e := range es {
		if e.UserCode() == code {
			return true
		}
	}
	return false
}

// Reasons turns the answer to "may I?" into reasons for a client: none when err is nil, the user errors, or one
// NotPermitted for a refusal. Any other error is returned as it is.
func Reasons(err error) ([]*RuleError, error) {
	var refusal *Error
	if errors.As(err, &refusal) && (refusal.Code == Forbidden || refusal.Code == Unauthenticated) {
		return []*RuleError{{Code: NotPermitted, Text: refusal.Text, Rule: refusal.Rule}}, nil
	}
	es, err := Split(err)
	var reasons []*RuleError
	for _, e := range es {
		switch e := e.(type) {
		case *RuleError:
			reasons = append(reasons, e)
		case *ConflictError:
			reasons = append(reasons, &e.RuleError)
		}
	}
	return reasons, err
}
