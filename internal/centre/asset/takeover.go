package asset

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/core/inbox"
)

// TakeOver is the time in which a new centre puts what is there into the register, connected as it is. A director ends it,
// for good.
type TakeOver struct {
	Key      db.ID   `db:"id"`
	Reason   string  `db:"reason"`
	ClosedBy db.ID   `db:"closed_by"`
	ClosedAt db.Time `db:"closed_at"`
}

// takeOverKind is that of the take-over in global ids and notices. There is one, with a key of its own.
const takeOverKind = "take_over"

var theTakeOver = db.ID{15: 1}

// ID is the global id.
func (o *TakeOver) ID() string { return db.GlobalID(takeOverKind, o.Key) }

// Target is what permission rules look at: the take-over is the centre's.
func (o *TakeOver) Target() access.Target { return access.Target{} }

// Open reports whether assets are still registered as connected already.
func (o *TakeOver) Open() bool { return o.ClosedAt.IsZero() }

// Directory knows who holds which office now.
type Directory interface {
	// Holders returns the active staff holding a granted role.
	Holders(ctx context.Context, role access.Role) ([]db.ID, error)
	// Managers returns who manages the department, or the nearest one above that anybody does; nobody of those excepted.
	Managers(ctx context.Context, department db.ID, except ...db.ID) (at db.ID, managers []db.ID, err error)
}

// Tells makes the register notify people through the inbox.
func (s *Service) Tells(i *inbox.Service, d Directory) { s.inbox, s.directory = i, d }

// ActionClose ends the take-over.
const ActionClose act.Action = "CLOSE"

func takeOverRules() []act.Rule[*TakeOver] {
	return []act.Rule[*TakeOver]{{Action: ActionClose, Asks: "close_take_over", State: func(_ context.Context, o *TakeOver, _ access.Grant) error {
		if o.Open() {
			return nil
		}
		return fault.User(fault.WrongState, takeOverEnded, "").By("5e")
	}}}
}

// takeOverLock lets one transaction at a time register something as connected, or end the take-over.
const takeOverLock = "asset_take_over"

// takingOver reports whether the take-over is open, and keeps it so until the open transaction ends.
func (s *Service) takingOver(ctx context.Context) (bool, error) {
	if err := s.db.Lock(ctx, takeOverLock); err != nil {
		return false, err
	}
	return s.Accepts(ctx)
}

// Accepts reports whether the take-over is open. It asks for no right.
func (s *Service) Accepts(ctx context.Context) (bool, error) {
	o, err := s.takeOver(ctx)
	return err == nil && o.Open(), err
}

// TakeOver returns how the take-over stands, to those who see the whole register; NotFound for others.
func (s *Service) TakeOver(ctx context.Context) (*TakeOver, error) {
	if !s.access.Allowed(ctx, "asset", "read", access.Target{}) {
		return nil, fault.ErrNotFound
	}
	return s.takeOver(ctx)
}

// TakeOverOf is TakeOver by its global id.
func (s *Service) TakeOverOf(ctx context.Context, global string) (*TakeOver, error) {
	if key, err := db.ParseID(takeOverKind, global); err != nil || key != theTakeOver {
		return nil, fault.ErrNotFound
	}
	return s.TakeOver(ctx)
}

// openTakeOver reads it for an act: that there is one is no secret.
func (s *Service) openTakeOver(ctx context.Context, _ string) (*TakeOver, error) {
	return s.takeOver(ctx)
}

// TakeOverActions returns what the actor may do with the take-over now and, if not, why.
func (s *Service) TakeOverActions(ctx context.Context, o *TakeOver) ([]*act.Available, error) {
	return s.takeOvers.Available(ctx, o)
}

// CloseTakeOverInput says why the take-over ends.
type CloseTakeOverInput struct{ Reason string }

// CloseTakeOver ends the take-over for good: from then on nothing is registered as connected, unless an inventory round
// found it. IT is notified.
func (s *Service) CloseTakeOver(ctx context.Context, in CloseTakeOverInput) (*TakeOver, error) {
	var f input.Form
	f.Needed("reason", &in.Reason, 500)
	w := act.Want{Action: ActionClose, Whatever: true, Turn: takeOverLock, Fault: f.Err()}
	return s.takeOvers.Do(ctx, w, func(ctx context.Context, o *TakeOver, _ access.Grant) (act.Line, error) {
		o.Reason, o.ClosedBy, o.ClosedAt = in.Reason, access.Of(ctx).StaffID, s.db.Now(ctx)
		people, err := s.directory.Holders(ctx, access.IT)
		if err != nil {
			return act.Line{}, err
		}
		return act.Line{Action: "take_over.close", Article: "5e", Detail: in.Reason},
			s.inbox.TellOthers(ctx, inbox.Notice{Kind: inbox.TakeOverClosed, SubjectKind: takeOverKind, Subject: o.Key, Detail: in.Reason}, people...)
	})
}

// keepTakeOver saves the end of the take-over and records it.
func (s *Service) keepTakeOver(ctx context.Context, o *TakeOver, l act.Line) error {
	if err := s.insertTakeOver(ctx, o); err != nil {
		return err
	}
	err := s.audit.Record(ctx, audit.Event{Class: audit.Administration, Action: l.Action, Role: l.Grant.Role, OnBehalfOf: l.Grant.OnBehalfOf,
		SubjectKind: takeOverKind, SubjectID: o.Key, After: keptTakeOver.Digest(o), Article: l.Article, Detail: l.Detail})
	if err != nil {
		return err
	}
	return s.feed.Record(ctx, takeOverKind, o.Key, tag)
}
