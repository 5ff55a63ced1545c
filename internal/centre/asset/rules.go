package asset

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// The actions.
const (
	ActionUpdate   act.Action = "UPDATE"
	ActionCare     act.Action = "CARE"
	ActionTransfer act.Action = "TRANSFER"
	ActionLink     act.Action = "LINK"
	ActionRetire   act.Action = "RETIRE"
	ActionUnplug   act.Action = "UNPLUG"
	ActionCorrect  act.Action = "CORRECT"
)

// rules are the actions in the order in which clients show them.
func rules() []act.Rule[*matter] {
	return []act.Rule[*matter]{
		{Action: ActionCare, Asks: "care", State: present}, {Action: ActionUpdate, Asks: "write", State: present},
		{Action: ActionTransfer, Asks: "write", State: present}, {Action: ActionLink, Asks: "write", State: present},
		{Action: ActionRetire, Asks: "write", State: retirable}, {Action: ActionUnplug, Asks: "write", State: unpluggable},
		{Action: ActionCorrect, Asks: "correct", State: uncorrected},
	}
}

func present(_ context.Context, m *matter, _ access.Grant) error {
	if m.State == Retired {
		return errRetired
	}
	return nil
}

// matter is an asset as one act has read it.
type matter struct {
	*Asset
	s       *Service
	was     Asset
	expects int  // the version that the caller was given
	beside  bool // the act changes what hangs on the asset, not its own row
}

// matter is the asset for an act of the caller. What changed out of their sight is no conflict with what they looked at (Art. 5a).
func (s *Service) matter(ctx context.Context, a *Asset) *matter {
	m := &matter{Asset: a, s: s, was: *a, expects: a.Version}
	if !s.access.Allowed(ctx, "asset", "read_technical", a.Target()) {
		m.expects -= a.HiddenChanges
	}
	return m
}

// open reads, for an act, an asset that the caller may see, and keeps it from others until the transaction ends.
func (s *Service) open(ctx context.Context, global string) (*matter, error) {
	a, err := s.Get(ctx, global)
	if err != nil {
		return nil, err
	}
	if a, err = s.OfForUpdate(ctx, a.Key); err != nil {
		return nil, err
	}
	return s.matter(ctx, a), nil
}

// keep saves the asset and records the act.
func (s *Service) keep(ctx context.Context, m *matter, l act.Line) error {
	if m.beside {
		return s.record(ctx, m.Asset, l)
	}
	if err := s.save(ctx, m.Asset); err != nil {
		return err
	}
	l.Before = keptRegister.Digest(m.was)
	return s.record(ctx, m.Asset, l)
}

// AvailableActions returns what the actor may do with the asset now and, if not, why.
func (s *Service) AvailableActions(ctx context.Context, a *Asset) ([]*act.Available, error) {
	return s.acts.Available(ctx, s.matter(ctx, a))
}

// Shelf is a list of assets of which it is read at once, when first asked for, how many others depend on each, and which are
// being corrected.
type Shelf struct {
	s          *Service
	keys       []db.ID
	needed     paging.Once[map[db.ID]int]
	correcting paging.Once[map[db.ID]bool]
}

// Shelf lets it be asked of the assets with the keys whether they are needed.
func (s *Service) Shelf(keys ...db.ID) *Shelf { return &Shelf{s: s, keys: keys} }

// shelved lets what is asked of the assets of one list be read together.
func (s *Service) shelved(assets ...*Asset) {
	l := s.Shelf()
	for _, a := range assets {
		l.keys = append(l.keys, a.Key)
		a.shelf = l
	}
}

// Unneeded returns a user error while other assets depend on the one with the key, or are plugged into it.
func (l *Shelf) Unneeded(ctx context.Context, key db.ID) error {
	found, err := l.needed.Get(func() (map[db.ID]int, error) { return l.s.needed(ctx, l.keys) })
	if n := found[key]; err == nil && n > 0 {
		return fault.User(fault.InUse, stillNeeded.With(n), "").By("2")
	}
	return err
}

// unneeded is Unneeded for an act or a list of assets.
func (m *matter) unneeded(ctx context.Context) error {
	if m.shelf == nil || m.s.db.InsideTx(ctx) {
		return m.s.Shelf(m.Key).Unneeded(ctx, m.Key)
	}
	return m.shelf.Unneeded(ctx, m.Key)
}

// corrected reports whether a correction of the asset is open.
func (m *matter) corrected(ctx context.Context) (bool, error) {
	l := m.shelf
	if l == nil || m.s.db.InsideTx(ctx) {
		l = m.s.Shelf(m.Key)
	}
	open, err := l.correcting.Get(func() (map[db.ID]bool, error) { return m.s.correcting(ctx, l.keys) })
	return open[m.Key], err
}
