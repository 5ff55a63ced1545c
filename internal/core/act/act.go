// Package act is the frame of everything that people change. It opens the subject, asks for the right, compares the
// version, asks the state, lets the feature do its part, saves and records. What an act does and what availableActions
// tells follow from one table of rules.
package act

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
)

// Action is something a person may do to a subject.
type Action string

// Rule is what an action takes.
type Rule[S any] struct {
	Action Action
	// Asks is the right that the permission rules have to grant.
	Asks string
	// Makes says that the action makes a subject: it is not offered on one that exists.
	Makes bool
	// Over is what the right is asked over, where that is more than the subject's Target; nil if it is not.
	Over func(s S) access.Target
	// State says why the subject's state rules the action out; nil if no state does.
	State func(ctx context.Context, s S, g access.Grant) error
	// Decides answers instead of both where the policy alone does not tell under which power somebody acts: for a decision
	// on an approval, for what only the head of the Board may do, and for what people do with what is theirs alone.
	Decides func(ctx context.Context, s S) (access.Grant, error)
	// Could reports, for a rule that Decides without a right of its own, whether the caller may ever do it, whatever the state.
	Could func(ctx context.Context, s S) bool
}

// Subject is what acts change.
type Subject interface {
	// ID is the global id.
	ID() string
	// Target is what permission rules look at.
	Target() access.Target
}

// Frame is how acts on one kind of subject run.
type Frame[S Subject] struct {
	DB     *db.DB
	Access *access.Access
	// Kind is the subject's in global ids, and in the policy unless Policy names another.
	Kind, Policy string
	// Rules are the actions in the order in which clients show them.
	Rules []Rule[S]
	// Version is the one that a change of the subject has to expect; nil for a subject that has none, because no two
	// changes of it could overwrite each other.
	Version func(s S) int
	// Own tells, where the version is another than the caller expected, that it is by the same act of theirs: pressed twice, say.
	// It is nil for subjects that do not keep who did what.
	Own func(ctx context.Context, s S, w Want) (t fault.Text, own bool, err error)
	// Open reads the subject that the caller may see, and keeps it from others until the transaction ends; NotFound for
	// any other.
	Open func(ctx context.Context, id string) (S, error)
	// Digest is the subject's state for the record, as Open has read it; nil where the subject keeps its own.
	Digest func(s S) []byte
	// Keep saves the subject and records what was done to it.
	Keep func(ctx context.Context, s S, l Line) error
}

// Want is what a caller asks for.
type Want struct {
	Action  Action
	ID      string
	Version int // that they looked at
	// Whatever asks for no version: what is done holds whatever was changed meanwhile.
	Whatever bool
	// Turn is a name under which acts take turns; "" where they need not.
	Turn string
	// Fault is what is wrong with the rest of the input. It is told only to a caller who may act.
	Fault error
}

// Line is what the record tells of an act. Without an action nothing was changed, and nothing is kept.
type Line struct {
	Action, Article, Detail string
	Grant                   access.Grant // under which it was done
	Before                  []byte       // the digest of the subject before, nil for a new one
}

// Do runs one act in a transaction and returns the subject as it leaves it. The rights are read again first, so that a
// revoked role counts at once. An act within another joins its transaction.
//
// Errors: NotFound, then Forbidden or the rule's own user error, then a ConflictError, then the state's, the input's and
// those of do. Nothing is written then.
func (f *Frame[S]) Do(ctx context.Context, w Want, do func(ctx context.Context, s S, g access.Grant) (Line, error)) (S, error) {
	var s S
	rule := f.rule(w.Action)
	err := f.DB.InTx(ctx, func(ctx context.Context) error {
		ctx, err := f.enter(ctx, w.Turn)
		if err != nil {
			return err
		}
		if s, err = f.Open(ctx, w.ID); err != nil {
			return err
		}
		g, err := f.allow(ctx, rule, s, w)
		if err != nil {
			return err
		}
		var before []byte
		if f.Digest != nil {
			before = f.Digest(s)
		}
		line, err := do(ctx, s, g)
		if err != nil {
			return err
		}
		if line.Action == "" {
			return nil
		}
		line.Before = before
		if line.Grant.Role == "" {
			line.Grant = g
		}
		return f.Keep(ctx, s, line)
	})
	return orNone(s, err)
}

// enter waits for the turn and reads the caller's rights of this moment.
func (f *Frame[S]) enter(ctx context.Context, turn string) (context.Context, error) {
	if turn != "" {
		if err := f.DB.Lock(ctx, turn); err != nil {
			return ctx, err
		}
	}
	return f.Access.Refresh(ctx)
}

// allow returns the grant under which the caller may do what they want, else why not.
func (f *Frame[S]) allow(ctx context.Context, rule Rule[S], s S, w Want) (g access.Grant, err error) {
	var refused error // by the state
	if rule.Decides != nil {
		if g, refused = rule.Decides(ctx, s); fault.Is(refused, fault.Forbidden) {
			return g, refused
		}
	} else if g, err = f.right(ctx, rule, s); err != nil {
		return g, err
	}
	if f.Version != nil && !w.Whatever && f.Version(s) != w.Version {
		return g, f.changed(ctx, s, w)
	}
	if rule.Decides == nil {
		refused = state(ctx, rule, s, g)
	}
	if refused != nil {
		return g, refused
	}
	return g, w.Fault
}

// changed is the conflict over a subject that is no longer what the caller looked at.
func (f *Frame[S]) changed(ctx context.Context, s S, w Want) error {
	conflict := fault.Changed(f.Kind, s.ID())
	if f.Own == nil {
		return conflict
	}
	t, own, err := f.Own(ctx, s, w)
	if err != nil {
		return err
	}
	if own {
		return conflict.Because(t)
	}
	return conflict
}

// orNone is what an act leaves: nothing where it failed.
func orNone[S any](s S, err error) (S, error) {
	if err != nil {
		var none S
		return none, err
	}
	return s, nil
}

// Creation is what a caller wants made, and how a repetition of it is known.
type Creation struct {
	Operation string
	Key       string // of idempotency; "" asks for no such care
	Input     any    // all of it: the same key over another input is refused
	Turn      string // as in Want
}

// Create runs an act that makes a subject, and records it, in a transaction under the rights of this moment. Repeated
// under its idempotency key it answers with the subject made the first time.
func (f *Frame[S]) Create(ctx context.Context, c Creation, do func(ctx context.Context) (S, error)) (S, error) {
	var s S
	var request []byte
	if c.Key != "" { // else nobody compares it
		var err error
		if request, err = json.Marshal(c.Input); err != nil {
			return s, err
		}
	}
	err := f.DB.InTx(ctx, func(ctx context.Context) error {
		ctx, err := f.enter(ctx, c.Turn)
		if err != nil {
			return err
		}
		key, made, err := f.DB.Once(ctx, access.Of(ctx).Holder(), c.Operation, c.Key, request, func(ctx context.Context) (key db.ID, err error) {
			if s, err = do(ctx); err == nil {
				key, err = db.ParseID(f.Kind, s.ID())
			}
			return key, err
		})
		if err == nil && !made {
			s, err = f.Open(ctx, db.GlobalID(f.Kind, key))
		}
		return err
	})
	return orNone(s, err)
}

// May returns the grant under which the caller may do the action now, else why not.
func (f *Frame[S]) May(ctx context.Context, action Action, s S) (access.Grant, error) {
	rule := f.rule(action)
	if rule.Decides != nil {
		return rule.Decides(ctx, s)
	}
	g, err := f.right(ctx, rule, s)
	if err != nil {
		return g, err
	}
	return g, state(ctx, rule, s, g)
}

// VersionFor is what a change of the subject has to expect, nil for those who may change nothing of it: it counts what others
// may not see. It reads no store.
func (f *Frame[S]) VersionFor(ctx context.Context, s S) *int {
	if !f.mayChange(ctx, s) {
		return nil
	}
	v := f.Version(s)
	return &v
}

// mayChange reports whether the policy lets the caller do anything to the subject, whatever its state.
func (f *Frame[S]) mayChange(ctx context.Context, s S) bool {
	return slices.ContainsFunc(f.Rules, func(rule Rule[S]) bool {
		if rule.Could != nil {
			return rule.Could(ctx, s)
		}
		if rule.Makes || rule.Asks == "" {
			return false
		}
		kind, over := f.over(rule, s)
		return f.Access.Allowed(ctx, kind, rule.Asks, over)
	})
}

// right returns the grant under which the policy allows the rule's action, else why it does not. Where the policy only
// misses a state, the rule says better which one.
func (f *Frame[S]) right(ctx context.Context, rule Rule[S], s S) (access.Grant, error) {
	kind, over := f.over(rule, s)
	g, refused := f.Access.Granted(ctx, kind, rule.Asks, over)
	if fault.HasCode(refused, fault.WrongState) {
		if precise := state(ctx, rule, s, g); precise != nil {
			return g, precise
		}
	}
	return g, refused
}

// over is what the policy looks at for the rule.
func (f *Frame[S]) over(rule Rule[S], s S) (kind string, over access.Target) {
	kind, over = cmp.Or(f.Policy, f.Kind), s.Target()
	if rule.Over != nil {
		over = rule.Over(s)
	}
	return kind, over
}

// Asks is the right that an action asks for.
func (f *Frame[S]) Asks(action Action) string { return f.rule(action).Asks }

func state[S any](ctx context.Context, rule Rule[S], s S, g access.Grant) error {
	if rule.State == nil {
		return nil
	}
	return rule.State(ctx, s, g)
}

func (f *Frame[S]) rule(action Action) Rule[S] {
	for _, r := range f.Rules {
		if r.Action == action {
			return r
		}
	}
	panic("act: no rule for " + f.Kind + " " + string(action))
}

// Available tells a client whether the caller may do an action now and, if not, why: so that no client repeats a
// rule.
type Available struct {
	Action  Action
	Allowed bool
	Reasons []*fault.RuleError
}

// Answer makes an Available of the answer to "may I?"; an error that is no answer is returned.
func Answer(action Action, err error) (*Available, error) {
	reasons, err := fault.Reasons(err)
	if err != nil {
		return nil, err
	}
	return &Available{Action: action, Allowed: len(reasons) == 0, Reasons: reasons}, nil
}

// Available returns what the caller may do to the subject now and, if not, why, with the article. Strangers get
// nothing.
func (f *Frame[S]) Available(ctx context.Context, s S) ([]*Available, error) {
	list := make([]*Available, 0, len(f.Rules))
	if !access.Of(ctx).Known() {
		return list, nil
	}
	for _, r := range f.Rules {
		if r.Makes {
			continue
		}
		_, err := f.May(ctx, r.Action, s)
		a, err := Answer(r.Action, err)
		if err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	return list, nil
}

// AvailableEach is Available for each of several subjects, by the key that of gives.
func AvailableEach[K comparable, S Subject](ctx context.Context, f *Frame[S], list []K, of func(K) S) (map[K][]*Available, error) {
	each := make(map[K][]*Available, len(list))
	for _, k := range list {
		actions, err := f.Available(ctx, of(k))
		if err != nil {
			return nil, err
		}
		each[k] = actions
	}
	return each, nil
}
