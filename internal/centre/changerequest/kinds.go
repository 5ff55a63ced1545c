package changerequest

import (
	"encoding/json"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/asset"
)

// may returns which protected fields a kind of change may touch. Quarantine and retirement have rules of their own.
var may = map[Kind]struct{ identity, state, connected, interfaces bool }{
	Repair:    {identity: true, state: true}, // though no other make or model: see remakes
	Replace:   {},                            // its values follow from the two assets
	Install:   {identity: true, state: true, interfaces: true},
	Connect:   {state: true, connected: true, interfaces: true},
	Configure: {interfaces: true},
}

// states are those that a change may lead to.
var states = []asset.State{asset.InStock, asset.InUse, asset.InRepair}

// fits returns a user error where the change touches what its kind may not.
func (k Kind) fits(p asset.Patch) error {
	m := may[k]
	var errs fault.UserErrors
	refuse := func(given, allowed bool, field, article string) {
		if given && !allowed {
			errs.Add(fault.User(fault.Invalid, notOfThisKind, "input.change."+field).By(article))
		}
	}
	refuse(p.Manufacturer != nil, m.identity, "manufacturer", "5d")
	refuse(p.Model != nil, m.identity, "model", "5d")
	refuse(p.Serial != nil, m.identity, "serial", "5d")
	refuse(p.State != nil, m.state && p.State != nil && slices.Contains(states, *p.State), "state", "5d")
	refuse(p.Connected != nil, m.connected, "connected", "5e")
	refuse(p.Interfaces != nil, m.interfaces, "interfaces", "5f")
	if k == Connect && p.Connected == nil {
		errs.Add(fault.User(fault.Required, connectedMissing, "input.change.connected").By("5e"))
	}
	return errs.Err()
}

// inPlace is how an asset and its replacement change: the new one takes the place of the old one in the network, with hardware
// addresses of its own, and the old one goes to stock unless it is being repaired.
func inPlace(old, replacement asset.Technical) (leaving, coming asset.Patch) {
	state, use, off, none := old.State, asset.InUse, false, []*asset.Interface{}
	if state == asset.InUse {
		state = asset.InStock
	}
	ports := make([]*asset.Interface, len(old.Interfaces))
	for i, n := range old.Interfaces {
		port := *n
		port.MAC = ""
		if i < len(replacement.Interfaces) {
			port.MAC = replacement.Interfaces[i].MAC
		}
		ports[i] = &port
	}
	connected := old.Connected
	return asset.Patch{State: &state, Connected: &off, Interfaces: &none}, asset.Patch{State: &use, Connected: &connected, Interfaces: &ports}
}

// withRepair is why no manager endorses a repair: it starts from an incident.
const withRepair = "REPAIR"

// Why the Board is not asked.
const (
	becauseMinorRepair = "REPAIR_WITHIN_COST"
	becauseLikeForLike = "LIKE_FOR_LIKE"
	becauseMinor       = "OFF_NETWORK_WITHIN_COST"
	becauseEndDevice   = "NO_NETWORK_DEVICE"
)

// withoutBoard is why IT decides alone, "" where a director consents (Art. 5d to 5f). What changes decides, not what the
// request is called: whatever reconfigures the network, newly puts an asset onto it, or costs more than the limit goes to
// the Board.
func (c *Request) withoutBoard(of asset.Kind, limit int64) string {
	switch {
	case c.Cost > limit || c.reconfigures(of) || c.plugsIn():
		return ""
	case c.Kind == Repair:
		return becauseMinorRepair
	case c.Kind == Configure:
		return becauseEndDevice
	case c.Kind == Replace && c.likeForLike():
		return becauseLikeForLike
	case (c.Kind == Install || c.Kind == Replace) && !c.touchesNetwork():
		return becauseMinor
	}
	return ""
}

// surelyAtBoard reports whether a director consents whatever IT's assessment is.
func (c *Request) surelyAtBoard(of *asset.Asset) bool {
	return c.Kind == Connect || c.Kind != Repair && of.Kind.Network() || c.Kind == Install && of.Connected
}

// reconfigures reports whether the network itself gets another configuration or identity. A repair alone may leave both as
// they are: the settings of a network device are more than the register knows.
func (c *Request) reconfigures(of asset.Kind) bool {
	before, after := c.Before.V.Asset, c.After.V.Asset
	before.State, after.State = "", "" // the place is neither
	return of.Network() && (c.Kind != Repair || !alike(before, after))
}

// plugsIn reports whether the change connects the asset, or puts it onto a port, where it was not before (Art. 5e). What
// takes the place of another asset does so as that one stood there.
func (c *Request) plugsIn() bool {
	if c.Kind == Replace || c.Before.V == nil || c.After.V == nil {
		return false
	}
	before, after := c.Before.V.Asset, c.After.V.Asset
	return after.Connected && !before.Connected || len(newPorts(before, after)) > 0
}

// newPorts are the ports that an asset is on afterwards and was not on before.
func newPorts(before, after asset.Technical) []port {
	was := portsOf(before)
	return slices.DeleteFunc(portsOf(after), func(p port) bool { return slices.Contains(was, p) })
}

// port is where an asset is plugged in.
type port struct {
	device db.ID
	name   string
}

func portsOf(t asset.Technical) (ports []port) {
	for _, n := range t.Interfaces {
		if p := (port{n.Switch, n.SwitchPort}); p != (port{}) {
			ports = append(ports, p)
		}
	}
	return ports
}

// likeForLike reports whether an end device of the same make and model takes the place of one, which was connected if it
// was on a port at all.
func (c *Request) likeForLike() bool {
	old, replacement := c.Before.V.Asset, c.Before.V.Replacement
	return replacement != nil && old.Model != "" && old.Manufacturer == replacement.Manufacturer && old.Model == replacement.Model &&
		(old.Connected || len(portsOf(old)) == 0)
}

// touchesNetwork reports whether the asset is on the network before or after, or changes how it is set up for it.
func (c *Request) touchesNetwork() bool {
	before, after := c.Before.V.Asset, c.After.V.Asset
	rewired := len(before.Interfaces)+len(after.Interfaces) > 0 && !alike(before.Interfaces, after.Interfaces)
	return before.Connected || after.Connected || len(portsOf(before)) > 0 || rewired
}

// remakes returns a user error where a repair would leave an asset of another make or model: that is a REPLACE, whatever
// it is called.
func (c *Request) remakes() error {
	before, after := c.Before.V.Asset, c.After.V.Asset
	var errs fault.UserErrors
	refuse := func(other bool, field string) {
		if c.Kind == Repair && other {
			errs.Add(fault.User(fault.Invalid, notRepair, "input.change."+field).By("5d"))
		}
	}
	refuse(before.Manufacturer != after.Manufacturer, "manufacturer")
	refuse(before.Model != after.Model, "model")
	return errs.Err()
}

// alike reports whether two moments look the same in the store.
func alike(one, other any) bool {
	a, errA := json.Marshal(one)
	b, errB := json.Marshal(other)
	return errA == nil && errB == nil && string(a) == string(b)
}

// patchBack turns protected fields back into what they were.
func patchBack(to asset.Technical) asset.Patch {
	interfaces := slices.Clone(to.Interfaces)
	if interfaces == nil {
		interfaces = []*asset.Interface{}
	}
	return asset.Patch{Manufacturer: &to.Manufacturer, Model: &to.Model, Serial: &to.Serial, State: &to.State, Connected: &to.Connected, Interfaces: &interfaces}
}

// movable returns a user error for an asset that no request may touch now.
func movable(a *asset.Asset, path string) error {
	switch a.State {
	case asset.Retired:
		return fault.User(fault.WrongState, assetRetired, path).By("5d")
	case asset.Quarantined:
		return fault.User(fault.WrongState, assetQuarantined, path).By("7c")
	}
	return nil
}

// replaces returns a user error unless the asset is in stock and could take the place of the other.
func replaces(of, replacement *asset.Asset) error {
	if replacement.Key == of.Key || replacement.Kind != of.Kind || replacement.State != asset.InStock || replacement.Connected {
		return fault.User(fault.Invalid, replacementUnfit, "input.replacement").By("5d")
	}
	return nil
}

// keys are the assets that the request is about.
func (c *Request) keys() []db.ID {
	if c.Replacement.IsZero() {
		return []db.ID{c.Asset}
	}
	return []db.ID{c.Asset, c.Replacement}
}
