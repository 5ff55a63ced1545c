package asset

import (
	"context"
	"reflect"
	"strconv"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// Facts are what a correction puts right where it was mistyped (Art. 5d). Nothing happens to the machine itself: what does
// takes a change request.
type Facts struct {
	Code      string
	Kind      Kind
	Serial    string
	Connected bool
	// Interfaces are there where the connection is corrected: what the asset is plugged into.
	Interfaces []*Interface `json:",omitempty"`
}

// FactsInput states what is right; what is nil is right already.
type FactsInput struct {
	Code      *string
	Kind      *Kind
	Serial    *string
	Connected *bool
	// Interfaces are all that there are, where the asset is corrected to be connected.
	Interfaces []*InterfaceInput
}

// Reconnects reports whether the correction to the other facts is of the connection: whether the asset is on the network, and where.
func (f *Facts) Reconnects(to *Facts) bool {
	return f.Connected != to.Connected || !reflect.DeepEqual(sealed(f.Interfaces), sealed(to.Interfaces))
}

// ToOrFromNetwork reports whether the correction to the other facts makes the asset a part of the network itself, or none.
func (f *Facts) ToOrFromNetwork(to *Facts) bool {
	return f.Kind != to.Kind && (f.Kind.Network() || to.Kind.Network())
}

// Rule is the article that decides who consents to the correction to the other facts.
func (f *Facts) Rule(to *Facts) string {
	switch {
	case f.Reconnects(to):
		return "5e"
	case f.ToOrFromNetwork(to):
		return "5f"
	}
	return "5d"
}

// Sealed are the values of the facts for a hash of what is decided on, in an order that never changes.
func (f *Facts) Sealed() []any {
	return append([]any{f.Code, string(f.Kind), f.Serial, f.Connected}, sealed(f.Interfaces)...)
}

// Correcting runs inside an act on the asset with the global id: a correction of it is asked for.
func (s *Service) Correcting(ctx context.Context, global string, version int, wrong error, do func(ctx context.Context, a *Asset) error) error {
	_, err := s.acts.Do(ctx, act.Want{Action: ActionCorrect, ID: global, Version: version, Fault: wrong}, func(ctx context.Context, m *matter, _ access.Grant) (act.Line, error) {
		return act.Line{}, do(ctx, m.Asset) // the asset stays as it is until somebody has decided
	})
	return err
}

// uncorrected returns what keeps a correction from being asked for now.
func uncorrected(ctx context.Context, m *matter, _ access.Grant) error {
	open, err := m.corrected(ctx)
	if err == nil && open {
		err = fault.User(fault.WrongState, correctionOpen, "").By("5d")
	}
	return err
}

// Restated returns the facts as the register has them and as the input states them, in their stored form; user errors where
// a value breaks a rule by itself, or nothing is corrected.
func (s *Service) Restated(ctx context.Context, a *Asset, in FactsInput) (before, after *Facts, err error) {
	before = &Facts{Code: a.Code, Kind: a.Kind, Serial: a.Serial, Connected: a.Connected}
	stated := *before
	after = &stated
	set(&after.Code, in.Code)
	set(&after.Kind, in.Kind)
	set(&after.Serial, in.Serial)
	if err := s.replug(ctx, a, before, after, in); err != nil {
		return nil, nil, err
	}
	var f input.Form
	own := *a
	own.Code, own.Kind = after.Code, after.Kind
	own.Check(&f)
	t := Technical{Asset: a.Key, Serial: after.Serial, State: a.State, Connected: after.Connected, Interfaces: after.Interfaces}
	t.Check(&f)
	after.Code, after.Serial = own.Code, t.Serial
	if err := f.Err(); err != nil {
		return nil, nil, err
	}
	if reflect.DeepEqual(before.Sealed(), after.Sealed()) {
		return nil, nil, fault.User(fault.Invalid, nothingToCorrect, "input").By("5d")
	}
	return before, after, nil
}

// replug states the connection, where it is corrected: what is connected is plugged in somewhere, as by a CONNECT, and what
// is not holds no port.
func (s *Service) replug(ctx context.Context, a *Asset, before, after *Facts, in FactsInput) error {
	plugged := in.Connected != nil && *in.Connected && !a.Connected
	stated, err := s.interfaces(ctx, in.Interfaces)
	if err != nil {
		return err
	}
	if in.Interfaces != nil && !plugged {
		return NeedsRequest("input.interfaces", "interfaces")
	}
	if in.Connected == nil || *in.Connected && a.Connected {
		return nil
	}
	t, err := s.TechnicalOf(ctx, a)
	if err != nil {
		return err
	}
	before.Interfaces, after.Interfaces, after.Connected = t.Interfaces, t.Off().Interfaces, *in.Connected
	switch {
	case !plugged:
		return nil
	case in.Interfaces != nil:
		after.Interfaces = stated
	default:
		after.Interfaces = copied(t.Interfaces)
	}
	if len(plugs(after.Interfaces)) == 0 {
		return fault.User(fault.Required, plugMissing, "input.interfaces").By("5e")
	}
	return nil
}

// Correctable returns a user error where the facts that are corrected are no longer as they were shown, or cannot become what
// is stated.
func (s *Service) Correctable(ctx context.Context, a *Asset, before, after *Facts) error {
	t, err := s.TechnicalOf(ctx, a)
	if err != nil {
		return err
	}
	if err := outdated(a, t, before, after); err != nil {
		return err
	}
	if err := s.clean(ctx, a, before, after); err != nil {
		return err
	}
	if err := s.becomes(ctx, a, before, after); err != nil {
		return err
	}
	return s.unique(ctx, a, before, after)
}

// outdated returns which facts have changed since the correction was asked for.
func outdated(a *Asset, t Technical, before, after *Facts) error {
	var changed fault.UserErrors
	note := func(corrected bool, field fault.Text, was, is string) {
		if corrected && was != is {
			changed.Add(fault.User(fault.StaleHash, factChanged.With(field, was, is), "").By("5d"))
		}
	}
	note(before.Code != after.Code, assetCode, before.Code, a.Code)
	note(before.Kind != after.Kind, assetKind, string(before.Kind), string(a.Kind))
	note(before.Serial != after.Serial, assetSerial, before.Serial, a.Serial)
	if now := (&Facts{Connected: a.Connected, Interfaces: t.Interfaces}); before.Reconnects(after) && before.Reconnects(now) {
		changed.Add(fault.User(fault.StaleHash, connectionChanged, "").By("5e"))
	}
	return changed.Err()
}

// clean returns a user error where the correction would lead past the handling of an infection, which goes by what the asset
// is and where it is plugged in (Art. 7c).
func (s *Service) clean(ctx context.Context, a *Asset, before, after *Facts) error {
	if before.Kind == after.Kind && !before.Reconnects(after) {
		return nil
	}
	infected, err := s.infected(ctx, a.Key)
	if err == nil && (infected || a.State == Quarantined) {
		err = fault.User(fault.WrongState, infectionHandled, "").By("7c")
	}
	return err
}

// becomes returns a user error where what rests on the asset's kind or place forbids the correction.
func (s *Service) becomes(ctx context.Context, a *Asset, before, after *Facts) error {
	if before.Reconnects(after) && a.State == Retired {
		return errRetired
	}
	if before.Kind != after.Kind {
		if err := s.unrelied(ctx, a, after.Kind); err != nil {
			return err
		}
	}
	corrected := *a
	corrected.Kind = after.Kind
	return s.Wires(ctx, &corrected, after.Interfaces)
}

// unrelied returns a user error while something relies on the asset being of another kind: what is plugged into a network
// device, or a tool's account, which belongs to a system that talks to ours.
func (s *Service) unrelied(ctx context.Context, a *Asset, to Kind) error {
	if a.Kind == NetworkDevice {
		n, err := s.pluggedInto(ctx, a.Key)
		if err != nil {
			return err
		}
		if n > 0 {
			return fault.User(fault.InUse, stillPluggedIn.With(n), "input.kind").By("2")
		}
	}
	if to.Serves() {
		return nil
	}
	n, err := s.servedBy(ctx, a.Key)
	if err == nil && n > 0 {
		err = fault.User(fault.InUse, stillServed.With(n), "input.kind").By("2")
	}
	return err
}

// unique returns a user error where the code, the serial, an address or the port that is stated belongs to another asset.
func (s *Service) unique(ctx context.Context, a *Asset, before, after *Facts) error {
	if before.Code != after.Code {
		if err := s.codeFree(ctx, a.Key, after.Code); err != nil {
			return err
		}
	}
	t, err := after.stored(a)
	if err != nil {
		return err
	}
	if before.Serial == after.Serial {
		t.Serial = ""
	}
	if !after.Connected {
		t.Interfaces = nil
	}
	return s.clash(ctx, t)
}

// Correct puts the facts right in the open transaction, of a retired asset too. It asks for no right: its caller carries out
// what was decided. The errors are those of Correctable.
func (s *Service) Correct(ctx context.Context, key db.ID, before, after *Facts, c Cause) error {
	a, err := s.OfForUpdate(ctx, key)
	if err != nil {
		return err
	}
	if err := s.Correctable(ctx, a, before, after); err != nil {
		return err
	}
	was, lines := *a, s.corrections(before, after)
	if before.Code != after.Code {
		a.Code = after.Code
	}
	if before.Kind != after.Kind {
		a.Kind = after.Kind
	}
	if before.Serial != after.Serial {
		a.Serial = after.Serial
	}
	if before.Reconnects(after) {
		more, err := s.reconnected(ctx, a, before, after)
		if err != nil {
			return err
		}
		lines = append(lines, more...)
	}
	if err := s.save(ctx, a); err != nil {
		return err
	}
	if err := s.history(ctx, a.Key, c, lines...); err != nil {
		return err
	}
	return s.record(ctx, a, act.Line{Action: "asset.correct", Article: c.Article, Before: keptRegister.Digest(was)})
}

// corrections are the lines of the history about what was mistyped, except where the asset is plugged in.
func (s *Service) corrections(before, after *Facts) (lines []line) {
	add := func(field, article, was, is string) {
		if was != is {
			lines = append(lines, line{action: Corrected, field: field, article: article, before: was, after: is})
		}
	}
	kind := "5d"
	if before.ToOrFromNetwork(after) {
		kind = "5f"
	}
	add("code", "5d", before.Code, after.Code)
	add("kind", kind, string(before.Kind), string(after.Kind))
	add("serial", articles["serial"], before.Serial, after.Serial)
	add("connected", articles["connected"], strconv.FormatBool(before.Connected), strconv.FormatBool(after.Connected))
	return lines
}

// reconnected puts the connection right, and returns the lines of the history that tell where the asset is plugged in. A
// director has decided on it, so that a mark of what was found connected goes.
func (s *Service) reconnected(ctx context.Context, a *Asset, before, after *Facts) ([]line, error) {
	lines, err := s.differences(ctx, Technical{Interfaces: before.Interfaces}, Technical{Interfaces: after.Interfaces})
	if err != nil {
		return nil, err
	}
	for i := range lines {
		lines[i].action, lines[i].article = Corrected, articles["interfaces"]
	}
	if a.Found() && after.Connected {
		lines = append(lines, line{action: ConnectConsented, article: "5e"})
	}
	a.Connected = after.Connected
	a.unmark()
	t, err := after.stored(a)
	if err != nil {
		return nil, err
	}
	return lines, s.rewire(ctx, t)
}

// stored are the facts as the protected part of the asset in its stored form.
func (f *Facts) stored(a *Asset) (Technical, error) {
	t := technicalOf(a, copied(f.Interfaces))
	t.Serial = f.Serial
	var form input.Form
	t.Check(&form)
	return t, form.Err()
}
