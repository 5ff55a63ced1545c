package asset

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/core/act"
)

// Apply changes protected fields of an asset inside the open transaction, and returns what they were and are. It asks
// for no right: its callers carry out what was consented to (Art. 5d to 5f), or what Art. 7c orders. A patch that changes
// nothing leaves no trace. User errors where the change breaks a rule or clashes with another asset.
func (s *Service) Apply(ctx context.Context, key db.ID, p Patch, c Cause) (before, after Technical, err error) {
	a, err := s.OfForUpdate(ctx, key)
	if err != nil {
		return before, after, err
	}
	return s.ApplyTo(ctx, a, p, c)
}

// ApplyTo is Apply to an asset that its caller has read with OfForUpdate.
func (s *Service) ApplyTo(ctx context.Context, a *Asset, p Patch, c Cause) (before, after Technical, err error) {
	if before, err = s.TechnicalOf(ctx, a); err != nil {
		return before, after, err
	}
	after = before.patch(p)
	if p.Interfaces != nil { // checking puts them into their stored form
		after.Interfaces = copied(*p.Interfaces)
	}
	var f input.Form
	after.Check(&f)
	if err := f.Err(); err != nil {
		return before, after, err
	}
	if a.State == Retired {
		return before, after, errRetired
	}
	if err := isolated(a, after, c); err != nil {
		return before, after, err
	}
	if p.Interfaces != nil {
		if err := s.Wires(ctx, a, after.Interfaces); err != nil {
			return before, after, err
		}
	}
	lines, err := s.differences(ctx, before, after)
	if err != nil || len(lines) == 0 {
		return before, after, err
	}
	return before, after, s.apply(ctx, a, after, p.Interfaces != nil, c, lines)
}

// isolated returns a user error where the change puts an asset into quarantine, takes it out, or connects it meanwhile,
// otherwise than by the handling of an infection (Art. 7c).
func isolated(a *Asset, after Technical, c Cause) error {
	touches := (a.State == Quarantined) != (after.State == Quarantined) || a.State == Quarantined && after.Connected && !a.Connected
	if !touches || c.Kind == ByInfection {
		return nil
	}
	return fault.User(fault.WrongState, quarantineByHandling, "").By("7c")
}

func (s *Service) apply(ctx context.Context, a *Asset, after Technical, rewire bool, c Cause, lines []line) error {
	fresh := after
	if !rewire { // its addresses and ports are its own already
		fresh.Interfaces = nil
	}
	if err := s.clash(ctx, fresh); err != nil {
		return err
	}
	was := *a
	a.Put(after)
	if err := s.save(ctx, a); err != nil {
		return err
	}
	if rewire {
		if err := s.rewire(ctx, after); err != nil {
			return err
		}
	}
	if err := s.history(ctx, a.Key, c, lines...); err != nil {
		return err
	}
	return s.record(ctx, a, act.Line{Action: "asset.apply", Article: c.Article, Before: keptRegister.Digest(was)})
}

func copied(all []*Interface) []*Interface {
	own := make([]*Interface, len(all))
	for i, n := range all {
		c := *n
		own[i] = &c
	}
	return own
}

var errRetired = fault.User(fault.WrongState, NoLongerChanges, "")

// differences are the lines of the history that tell one protected state from another.
func (s *Service) differences(ctx context.Context, before, after Technical) (lines []line, err error) {
	add := func(field, was, is string, technical bool) {
		if was != is {
			lines = append(lines, line{action: Changed, field: field, before: was, after: is, technical: technical})
		}
	}
	add("manufacturer", before.Manufacturer, after.Manufacturer, false)
	add("model", before.Model, after.Model, false)
	add("serial", before.Serial, after.Serial, false)
	add("state", string(before.State), string(after.State), false)
	add("connected", strconv.FormatBool(before.Connected), strconv.FormatBool(after.Connected), false)
	var switches []db.ID
	for _, n := range slices.Concat(before.Interfaces, after.Interfaces) {
		if !n.Switch.IsZero() {
			switches = append(switches, n.Switch)
		}
	}
	devices, err := s.many(ctx, everywhere, switches)
	add("interfaces", told(before.Interfaces, devices), told(after.Interfaces, devices), true)
	return lines, err
}

// told are interfaces in the form of the history, one a line.
func told(all []*Interface, switches map[db.ID]*Asset) string {
	lines := make([]string, len(all))
	for i, n := range all {
		lines[i] = n.line(switches)
	}
	return strings.Join(lines, "\n")
}
