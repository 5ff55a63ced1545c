package asset

import (
	"context"
	"fmt"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// What is connected without the Board's consent (Art. 5e). It is found so in the take-over of a new centre's stock or in an
// inventory round, and stays marked until the Board consents or it is unplugged.

// Found reports whether the asset was found connected, and the Board has not consented since.
func (a *Asset) Found() bool { return !a.FoundAt.IsZero() }

// Mark is that an asset was found connected.
type Mark struct {
	At                   db.Time
	By, Round, RefusedIn db.ID
}

// FoundConnected is the mark, nil for what has none.
func (a *Asset) FoundConnected() *Mark {
	if !a.Found() {
		return nil
	}
	return &Mark{a.FoundAt, a.FoundBy, a.FoundRound, a.RefusedIn}
}

// unmark takes the mark away.
func (a *Asset) unmark() {
	a.FoundAt, a.FoundBy, a.FoundRound, a.RefusedIn = db.Time{}, db.ID{}, db.ID{}, db.ID{}
}

func (s *Service) mark(ctx context.Context, a *Asset, round db.ID) {
	a.FoundAt, a.FoundBy, a.FoundRound, a.RefusedIn = s.db.Now(ctx), access.Of(ctx).StaffID, round, db.ID{}
}

// OnNetwork reports whether the asset is connected, or plugged into a port.
func (t Technical) OnNetwork() bool { return t.Connected || len(plugs(t.Interfaces)) > 0 }

// plugs are the places that interfaces are plugged into, as far as they are known.
func plugs(all []*Interface) map[string]bool {
	at := map[string]bool{}
	for _, n := range all {
		if !n.Switch.IsZero() || n.SwitchPort != "" {
			at[n.Switch.String()+string(SerialKey(n.SwitchPort))] = true
		}
	}
	return at
}

// plugsIn reports whether the other state puts an interface where none was before.
func (t Technical) plugsIn(to Technical) bool {
	was := plugs(t.Interfaces)
	for at := range plugs(to.Interfaces) {
		if !was[at] {
			return true
		}
	}
	return false
}

// Off is the protected part as it is once the asset is unplugged.
func (t Technical) Off() Technical {
	t.Connected, t.Interfaces = false, copied(t.Interfaces)
	for _, n := range t.Interfaces {
		n.Switch, n.SwitchPort, n.PortKey = db.ID{}, "", ""
	}
	return t
}

// Finding is the inventory round that found an asset connected which the register does not know. Claim ties the asset to
// what was seen there, once it is registered.
type Finding struct {
	Round db.ID
	Claim func(ctx context.Context, asset db.ID) error
}

func (f *Finding) cause() (c Cause) {
	if f != nil {
		c.Kind, c.Key = ByInventory, f.Round
	}
	return c
}

// RegisterFound is Register of what an inventory round found connected.
func (s *Service) RegisterFound(ctx context.Context, in RegisterInput, f Finding) (*Asset, error) {
	return asset(s.acts.Create(ctx, act.Creation{Operation: "asset.register", Key: in.IdempotencyKey, Input: in}, func(ctx context.Context) (*matter, error) {
		m, err := s.register(ctx, in, &f)
		if err != nil {
			return nil, err
		}
		return m, f.Claim(ctx, m.Key)
	}))
}

// admit marks a new asset that is on the network, and refuses it once the take-over of the centre's stock is over, unless
// an inventory round found it.
func (s *Service) admit(ctx context.Context, a *Asset, t Technical, f *Finding) error {
	if !t.OnNetwork() {
		return nil
	}
	if f != nil {
		s.mark(ctx, a, f.Round)
		return nil
	}
	open, err := s.takingOver(ctx)
	if err != nil {
		return err
	}
	if !open {
		return errUnfound(t)
	}
	s.mark(ctx, a, db.ID{})
	return nil
}

// admitMany is admit for a file, whose rows were checked before.
func (s *Service) admitMany(ctx context.Context, all []Entry) error {
	var marked []*Asset
	for _, e := range all {
		if technicalOf(e.Asset, e.Interfaces).OnNetwork() {
			marked = append(marked, e.Asset)
		}
	}
	if marked == nil {
		return nil
	}
	open, err := s.takingOver(ctx)
	if err == nil && !open {
		err = errUnfound(Technical{Connected: true})
	}
	for _, a := range marked {
		s.mark(ctx, a, db.ID{})
	}
	return err
}

// errUnfound refuses to register something as connected.
func errUnfound(t Technical) *fault.RuleError {
	path := "input.connected"
	if !t.Connected {
		path = "input.interfaces"
	}
	return fault.User(fault.RequestNeeded, Unfound, path).By("5e")
}

// MarkFound notes in the open transaction that an inventory round found an asset connected that the register has as not
// connected.
func (s *Service) MarkFound(ctx context.Context, key, round db.ID) error {
	a, err := s.OfForUpdate(ctx, key)
	if err != nil {
		return err
	}
	switch {
	case a.State == Retired:
		return errRetired
	case a.State == Quarantined:
		return errInQuarantine
	case a.Connected:
		return fault.User(fault.WrongState, alreadyConnected, "input.result").By("5e")
	}
	before, err := s.TechnicalOf(ctx, a)
	if err != nil {
		return err
	}
	after := before
	after.Connected = true
	s.mark(ctx, a, round)
	return s.settle(ctx, a, before, after, Cause{Kind: ByInventory, Key: round, Article: "5e"}, "asset.found", line{action: FoundConnected})
}

// settle writes what becomes of an asset that was found connected.
func (s *Service) settle(ctx context.Context, a *Asset, before, after Technical, c Cause, recorded string, what line) error {
	lines, err := s.differences(ctx, before, after)
	if err != nil {
		return err
	}
	a.Put(after)
	if err := s.save(ctx, a); err != nil {
		return err
	}
	if err := s.history(ctx, a.Key, c, append(lines, what)...); err != nil {
		return err
	}
	return s.record(ctx, a, act.Line{Action: recorded, Article: c.Article})
}

// Waiting returns the keys of what was found connected, by their order: by the round, or by none where it is zero; those
// of the keys alone, where some are given.
func (s *Service) Waiting(ctx context.Context, round db.ID, keys []db.ID, most int) ([]db.ID, error) {
	return s.waiting(ctx, round, keys, most)
}

// Consent takes the mark off an asset in the open transaction, since the Board consented to its connection as it was
// shown; done is false if it is no longer so.
func (s *Service) Consent(ctx context.Context, key db.ID, same func(Technical) bool, c Cause) (done bool, err error) {
	a, err := s.OfForUpdate(ctx, key)
	if err != nil || !a.Found() || !a.RefusedIn.IsZero() {
		return false, err
	}
	t, err := s.TechnicalOf(ctx, a)
	if err != nil || !same(t) {
		return false, err
	}
	a.unmark()
	return true, s.settle(ctx, a, t, t, c, "asset.connection_consented", line{action: ConnectConsented})
}

// Refuse notes in the open transaction that the Board refused the connection of an asset, which IT then unplugs. Without
// the mark there is nothing to unplug any more.
func (s *Service) Refuse(ctx context.Context, key db.ID, reason string, c Cause) error {
	a, err := s.OfForUpdate(ctx, key)
	if err != nil || !a.Found() {
		return err
	}
	t, err := s.TechnicalOf(ctx, a)
	if err != nil {
		return err
	}
	a.RefusedIn = c.Key
	return s.settle(ctx, a, t, t, c, "asset.connection_refused", line{action: ConnectRefused, after: reason})
}

// PassFound gives the mark to what takes the place of a marked asset, in the open transaction: the place was not consented
// to either way.
func (s *Service) PassFound(ctx context.Context, from, to db.ID, c Cause) error {
	old, err := s.OfForUpdate(ctx, from)
	if err != nil || !old.Found() {
		return err
	}
	fresh, err := s.OfForUpdate(ctx, to)
	if err != nil {
		return err
	}
	fresh.FoundAt, fresh.FoundBy, fresh.FoundRound, fresh.RefusedIn = old.FoundAt, old.FoundBy, old.FoundRound, old.RefusedIn
	old.unmark()
	for _, a := range []*Asset{old, fresh} {
		t, err := s.TechnicalOf(ctx, a)
		if err != nil {
			return err
		}
		if err := s.settle(ctx, a, t, t, c, "asset.passed_on", line{action: PassedOn, before: old.Code, after: fresh.Code}); err != nil {
			return err
		}
	}
	return nil
}

// UnplugInput says who took an asset off the network that was found connected, and when.
type UnplugInput struct {
	ID              string
	ExpectedVersion int
	UnpluggedBy     *string // the caller when left out
	At              db.Time // now when left out
}

// Unplug records that an asset that was found connected is off the network: because the Board refused its connection, or
// without waiting for the Board. It is then unconnected, and plugged in nowhere.
func (s *Service) Unplug(ctx context.Context, in UnplugInput) (*Asset, error) {
	var f input.Form
	f.Must(in.At.IsZero() || !in.At.After(s.db.Now(ctx).Time), "at", input.InFuture)
	w := act.Want{Action: ActionUnplug, ID: in.ID, Version: in.ExpectedVersion, Fault: f.Err()}
	return asset(s.acts.Do(ctx, w, func(ctx context.Context, m *matter, _ access.Grant) (act.Line, error) {
		return act.Line{Action: "asset.unplug", Article: "5e"}, s.unplug(ctx, m.Asset, in)
	}))
}

func (s *Service) unplug(ctx context.Context, a *Asset, in UnplugInput) error {
	who, at := access.Of(ctx).StaffID, in.At
	if at.IsZero() {
		at = s.db.Now(ctx)
	}
	if in.UnpluggedBy != nil {
		m, err := s.people.Get(ctx, *in.UnpluggedBy)
		if err != nil {
			return err
		}
		who = m.Key
	}
	before, err := s.TechnicalOf(ctx, a)
	if err != nil {
		return err
	}
	after := before.Off()
	lines, err := s.differences(ctx, before, after)
	if err != nil {
		return err
	}
	names, err := s.names(ctx, who)
	if err != nil {
		return err
	}
	c := Cause{Article: "5e"}
	if !a.RefusedIn.IsZero() {
		c.Kind, c.Key = ByConnectList, a.RefusedIn
	}
	a.Put(after)
	a.unmark()
	if err := s.rewire(ctx, after); err != nil {
		return err
	}
	return s.history(ctx, a.Key, c, append(lines, line{action: Unplugged, after: fmt.Sprintf("%s, %s", names[who], at.UTC().Format("2006-01-02T15:04:05Z"))})...)
}

var errInQuarantine = fault.User(fault.WrongState, inQuarantine, "").By("7c")

// unpluggable returns what keeps the asset from being recorded as unplugged now.
func unpluggable(_ context.Context, m *matter, _ access.Grant) error {
	switch {
	case m.State == Quarantined:
		return errInQuarantine
	case !m.Found():
		return fault.User(fault.WrongState, notFoundConnected, "").By("5e")
	}
	return nil
}

// TallyFound counts what List shows of what was found connected, all of it or that of each department, since it was found.
func (s *Service) TallyFound(ctx context.Context, f Filter, each bool) ([]paging.Tally, error) {
	where, values, err := s.where(ctx, f)
	if err != nil {
		return nil, err
	}
	by := ""
	if each {
		by = "assets.department_id"
	}
	return paging.Count(ctx, s.db, by, "assets.found_at", "assets", where, values)
}
