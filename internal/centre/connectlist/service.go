package connectlist

import (
	"context"
	"fmt"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/core/feed"
)

// Service answers every use case of the lists.
type Service struct {
	db        *db.DB
	access    *access.Access
	audit     *audit.Log
	feed      *feed.Feed
	approvals *approval.Service
	directory approval.Directory
	assets    *asset.Service
	acts      *act.Frame[*matter]
}

// New returns the service over a store, known to the approval engine.
func New(d *db.DB, a *access.Access, l *audit.Log, f *feed.Feed, approvals *approval.Service, directory approval.Directory, assets *asset.Service) *Service {
	s := &Service{db: d, access: a, audit: l, feed: f, approvals: approvals, directory: directory, assets: assets}
	s.acts = &act.Frame[*matter]{
		DB: d, Access: a, Kind: subjectKind, Rules: rules(), Version: func(m *matter) int { return m.Version },
		Open: s.open, Keep: func(ctx context.Context, m *matter, l act.Line) error { return m.Keep(ctx, l) },
	}
	s.approvals.Register(subjectKind, subject{s})
	return s
}

// SubmitInput names what is put to the Board: all that waits from the round, or from the take-over where none is
// named; of that, the assets alone where some are named.
type SubmitInput struct {
	Round          *string
	Assets         []string
	IdempotencyKey string
}

// Submit puts what was found connected to the Board. A repeated request with the same idempotency key answers what the
// first made.
func (s *Service) Submit(ctx context.Context, in SubmitInput) (*List, error) {
	m, err := s.acts.Create(ctx, act.Creation{Operation: "connect_list.submit", Key: in.IdempotencyKey, Input: in, Turn: subjectKind}, func(ctx context.Context) (*matter, error) {
		return s.submit(ctx, in)
	})
	if err != nil {
		return nil, err
	}
	return m.List, nil
}

func (s *Service) submit(ctx context.Context, in SubmitInput) (*matter, error) {
	if err := s.access.Require(ctx, subjectKind, "submit", access.Target{}); err != nil {
		return nil, err
	}
	me := access.Of(ctx)
	m := &matter{s: s, List: &List{Key: db.NewID(), State: Waiting, Department: me.Home, Submitter: me.StaffID, Version: 1, CreatedAt: s.db.Now(ctx)}}
	var only []db.ID
	if in.Round != nil {
		var err error
		if m.Round, err = db.ParseID(asset.ByInventory, *in.Round); err != nil {
			return nil, err
		}
	}
	for _, global := range in.Assets {
		a, err := s.assets.Get(ctx, global)
		if err != nil {
			return nil, err
		}
		only = append(only, a.Key)
	}
	keys, err := s.assets.Waiting(ctx, m.Round, only, maxLines)
	if err != nil {
		return nil, err
	}
	if len(keys) == 0 {
		return nil, fault.User(fault.WrongState, nothingWaits, "").By("5e")
	}
	if err := m.fill(ctx, keys); err != nil {
		return nil, err
	}
	if _, err := s.approvals.Begin(ctx, m, approval.Opening{Flow: approval.ConnectList}); err != nil {
		return nil, err
	}
	if err := s.approvals.Save(ctx, m.now); err != nil {
		return nil, err
	}
	if err := s.insert(ctx, m.List, m.lines); err != nil {
		return nil, err
	}
	return m, s.record(ctx, m, act.Line{Action: "connect_list.submit", Detail: fmt.Sprint(len(m.lines))})
}

// fill makes a line of each asset.
func (m *matter) fill(ctx context.Context, keys []db.ID) error {
	found, err := m.s.assets.ByIDs(ctx, keys)
	if err != nil {
		return err
	}
	for _, key := range keys {
		after, err := m.s.assets.TechnicalOf(ctx, found[key])
		if err != nil {
			return err
		}
		before := after.Off()
		l := &Line{List: m.Key, Asset: key, Open: key, Verdict: LineWaiting}
		l.Before.V, l.After.V = &before, &after
		m.lines = append(m.lines, l)
	}
	return nil
}

// TakeOutInput names the lines that are refused by themselves, and why.
type TakeOutInput struct {
	ID              string
	ExpectedVersion int
	Assets          []string
	Reason          string
}

// TakeOut refuses single lines of a list; the rest is then approved, or not, as it is left. All of a list is refused by
// rejecting it.
func (s *Service) TakeOut(ctx context.Context, in TakeOutInput) (*List, error) {
	var f input.Form
	f.Needed("reason", &in.Reason, 500)
	return s.do(ctx, act.Want{Action: ActionTakeOut, ID: in.ID, Version: in.ExpectedVersion, Fault: f.Err()}, func(ctx context.Context, m *matter, g access.Grant) (act.Line, error) {
		line := act.Line{Action: "connect_list.take_out", Detail: in.Reason}
		out, err := m.named(in.Assets)
		if err != nil {
			return line, err
		}
		c, err := m.approval(ctx)
		if err != nil {
			return line, err
		}
		if err := m.refuse(ctx, out, in.Reason); err != nil {
			return line, err
		}
		return line, s.approvals.Rebind(ctx, c, m.hash(), g)
	})
}

// named are the waiting lines of the assets: at least one, but not all of the list.
func (m *matter) named(assets []string) (out []*Line, err error) {
	wanted := map[db.ID]bool{}
	for _, global := range assets {
		key, err := db.ParseID("asset", global)
		if err != nil {
			return nil, err
		}
		wanted[key] = true
	}
	waiting := m.waiting()
	for _, l := range waiting {
		if wanted[l.Asset] {
			out = append(out, l)
		}
	}
	if len(out) == 0 || len(out) != len(wanted) {
		return nil, fault.User(fault.Invalid, chooseLines, "input.assets").By("5e")
	}
	if len(out) == len(waiting) {
		return nil, fault.User(fault.Invalid, nothingLeft, "input.assets").By("5e")
	}
	return out, nil
}

// WithdrawInput names a list and why it is taken back.
type WithdrawInput struct {
	ID              string
	ExpectedVersion int
	Reason          string
}

// Withdraw takes a list back before the Board decides; its assets wait for another.
func (s *Service) Withdraw(ctx context.Context, in WithdrawInput) (*List, error) {
	var f input.Form
	f.Needed("reason", &in.Reason, 500)
	return s.do(ctx, act.Want{Action: ActionWithdraw, ID: in.ID, Version: in.ExpectedVersion, Fault: f.Err()}, func(ctx context.Context, m *matter, g access.Grant) (act.Line, error) {
		c, err := m.approval(ctx)
		if err != nil {
			return act.Line{}, err
		}
		m.lapse(ctx, Withdrawn)
		return act.Line{Action: "connect_list.withdraw", Detail: in.Reason}, s.approvals.End(ctx, c, approval.Withdraw, g, in.Reason)
	})
}

func (s *Service) do(ctx context.Context, w act.Want, do func(ctx context.Context, m *matter, g access.Grant) (act.Line, error)) (*List, error) {
	m, err := s.acts.Do(ctx, w, do)
	if err != nil {
		return nil, err
	}
	return m.List, nil
}

// record notes in the open transaction what happened to the list. Nothing technical goes there.
func (s *Service) record(ctx context.Context, m *matter, l act.Line) error {
	err := s.audit.Record(ctx, audit.Event{Class: audit.Administration, Action: l.Action, Role: l.Grant.Role, OnBehalfOf: l.Grant.OnBehalfOf,
		SubjectKind: subjectKind, SubjectID: m.Key, Department: m.Department, After: keptLists.Digest(m.List), Article: "5e", Detail: l.Detail})
	if err != nil {
		return err
	}
	return s.feed.Record(ctx, subjectKind, m.Key, "connect_lists")
}
