package asset

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
)

// Port is where a cable ends at a network device.
type Port struct {
	Switch db.ID
	Key    Optional
}

// At is the port that the interface is plugged into, zero where the device or the port is unknown.
func (n *Interface) At() Port {
	if n.Switch.IsZero() || n.SwitchPort == "" {
		return Port{}
	}
	return Port{n.Switch, SerialKey(n.SwitchPort)}
}

// keyPorts gives the first of the interfaces of one asset at each port the key that no other asset may have there.
func keyPorts(all []*Interface) {
	var seen []Port
	for _, n := range all {
		at := n.At()
		n.PortKey = ""
		if at != (Port{}) && !slices.Contains(seen, at) {
			n.PortKey, seen = at.Key, append(seen, at)
		}
	}
}

// PortHolders returns the code of the asset that holds each port of the devices, without checking rights.
func (s *Service) PortHolders(ctx context.Context, devices []db.ID) (map[Port]string, error) {
	held := map[Port]string{}
	return held, db.Listed(devices, func(some []db.ID) error {
		rows, err := s.holdingPorts(ctx, some)
		for _, r := range rows {
			held[Port{r.Switch, r.Key}] = r.Code
		}
		return err
	})
}

// crowded returns a user error where another asset holds one of the ports (Art. 5e). It names the place, and the other asset
// to those alone who may see it.
func (s *Service) crowded(ctx context.Context, t Technical) error {
	var devices []db.ID
	for _, n := range t.Interfaces {
		if n.PortKey != "" {
			devices = append(devices, n.Switch)
		}
	}
	if devices == nil {
		return nil
	}
	rows, err := s.holdingPorts(ctx, devices)
	if err != nil {
		return err
	}
	var found fault.UserErrors
	for _, n := range t.Interfaces {
		for _, r := range rows {
			if r.Asset == t.Asset || n.PortKey == "" || (Port{r.Switch, r.Key}) != n.At() {
				continue
			}
			seen, err := s.codesWithin(ctx, s.visible(ctx), []string{r.Code})
			if err != nil {
				return err
			}
			found.Add(errPort(n.SwitchPort, r.Device, slices.Contains(seen, r.Code), r.Code))
		}
	}
	return found.Err()
}

// errPort says that a port of a device holds another asset, which it names where the caller sees it.
func errPort(port, device string, seen bool, holder string) *fault.RuleError {
	says := PortTaken.With(port, device)
	if seen {
		says = portTakenBy.With(port, device, holder)
	}
	return fault.User(fault.Taken, says, "input.interfaces").By("5e")
}

// Wires returns a user error where what a change would plug the asset into can never be: itself, or a circle of network
// devices. It is told before anybody decides on it; whether a port is free shows when it is done.
func (s *Service) Wires(ctx context.Context, a *Asset, to []*Interface) error {
	for _, n := range to {
		if n.Switch == a.Key {
			return errItself
		}
	}
	return s.looped(ctx, a, to)
}

var errItself = fault.User(fault.Invalid, pluggedIntoItself, "input.interfaces").By("5e")

// portsLock lets one transaction at a time plug network devices into each other, so that two never close a circle.
const portsLock = "asset_ports"

// looped returns a user error where a network device would be plugged into one that is plugged into it, at whatever
// distance.
func (s *Service) looped(ctx context.Context, a *Asset, to []*Interface) error {
	var level []db.ID
	for _, n := range to {
		if !n.Switch.IsZero() && !slices.Contains(level, n.Switch) {
			level = append(level, n.Switch)
		}
	}
	if a.Kind != NetworkDevice || level == nil {
		return nil
	}
	if s.db.InsideTx(ctx) { // else it is only asked, and nothing is plugged in
		if err := s.db.Lock(ctx, portsLock); err != nil {
			return err
		}
	}
	for seen := level; len(level) > 0; {
		if slices.Contains(level, a.Key) {
			return fault.User(fault.Cycle, pluggedInLoop, "input.interfaces").By("5e")
		}
		next, err := s.devicesOf(ctx, level)
		if err != nil {
			return err
		}
		level = slices.DeleteFunc(next, func(k db.ID) bool { return slices.Contains(seen, k) })
		seen = append(seen, level...)
	}
	return nil
}
