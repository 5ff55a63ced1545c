package changerequest

import (
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/asset"
)

// may tells which protected fields a kind of change may touch. What is quarantined or retired is so by other rules.
var may = map[Kind]struct{ identity, state, connected, interfaces bool }{
	Repair:    {identity: true, state: true},
	Replace:   {}, // its values follow from the two assets
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
			errs.Add(fault.User(fault.Invalid, fault.Text{
				VI: "Loại yêu cầu này không thay đổi thông tin đó.", EN: "This kind of change does not touch that."}, "input.change."+field).By(article))
		}
	}
	refuse(p.Manufacturer != nil, m.identity, "manufacturer", "5d")
	refuse(p.Model != nil, m.identity, "model", "5d")
	refuse(p.Serial != nil, m.identity, "serial", "5d")
	refuse(p.State != nil, m.state && p.State != nil && slices.Contains(states, *p.State), "state", "5d")
	refuse(p.Connected != nil, m.connected, "connected", "5e")
	refuse(p.Interfaces != nil, m.interfaces, "interfaces", "5f")
	if k == Connect && p.Connected == nil {
		errs.Add(fault.User(fault.Required, fault.Text{VI: "Cần nêu nối vào hay ngắt khỏi mạng.", EN: "Say whether it goes onto the network or off it."}, "input.change.connected").By("5e"))
	}
	return errs.Err()
}

// inPlace is how an asset and its replacement change: the new one takes the old one's place in the network, with hardware
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

// networkKind reports whether assets of the kind are the network itself.
func networkKind(k asset.Kind) bool { return k == asset.NetworkDevice || k == asset.InternetLine }

// Why the Board is not asked.
const (
	becauseRepair      = "REPAIR"
	becauseLikeForLike = "LIKE_FOR_LIKE"
	becauseMinor       = "OFF_NETWORK_WITHIN_COST"
	becauseEndDevice   = "NO_NETWORK_DEVICE"
)

// withoutBoard is why IT decides alone, "" where a director consents (Art. 5f): to CONFIGURE of network devices, and to
// CONNECT, INSTALL and REPLACE that touch the network or cost more than the limit. A replacement by the same make and
// model touches nothing; what it costs still counts.
func (c *Request) withoutBoard(of, replacement *asset.Asset, limit int64) string {
	dear := c.Cost > limit
	switch {
	case c.Kind == Repair:
		return becauseRepair
	case c.Kind == Configure && !networkKind(of.Kind):
		return becauseEndDevice
	case c.Kind == Replace && !dear && alike(of, replacement):
		return becauseLikeForLike
	case (c.Kind == Install || c.Kind == Replace) && !dear && !c.touchesNetwork(of):
		return becauseMinor
	}
	return ""
}

// alike reports whether the replacement is of the same kind, make and model.
func alike(of, replacement *asset.Asset) bool {
	return replacement != nil && of.Model != "" && of.Kind == replacement.Kind && of.Manufacturer == replacement.Manufacturer && of.Model == replacement.Model
}

func (c *Request) touchesNetwork(of *asset.Asset) bool {
	return networkKind(of.Kind) || of.Connected || c.Wanted.V.Interfaces != nil
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
		return fault.User(fault.WrongState, fault.Text{VI: "Tài sản đã thanh lý thì không thay đổi nữa.", EN: "What is retired changes no more."}, path).By("5d")
	case asset.Quarantined:
		return fault.User(fault.WrongState, fault.Text{
			VI: "Thiết bị đang bị cách ly: chỉ thay đổi sau khi đã quét sạch.", EN: "The machine is quarantined: it changes after a clean scan."}, path).By("7c")
	}
	return nil
}

// replaces returns a user error unless the asset is in stock and could take the place of the other.
func replaces(of, replacement *asset.Asset) error {
	if replacement.Key == of.Key || replacement.Kind != of.Kind || replacement.State != asset.InStock || replacement.Connected {
		return fault.User(fault.Invalid, fault.Text{
			VI: "Thiết bị thay thế phải cùng loại và đang ở trong kho.", EN: "A replacement is of the same kind, and in stock."}, "input.replacement").By("5d")
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
