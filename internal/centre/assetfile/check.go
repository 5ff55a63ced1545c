package assetfile

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/staff"
)

// lookup is what the register and the centre say about rows of a file: read in few statements, however many rows there
// are.
type lookup struct {
	departments map[string]*unit
	people      map[string]*person
	assets      map[string]*asset.Asset // by code: those of the rows, and the devices that they are plugged into
	interfaces  map[db.ID][]*asset.Interface
	takesOver   bool                  // what is connected may be registered so
	ports       map[asset.Port]string // of the devices among the assets, with the codes of what holds them
	asset.Held
}

// look reads what the rows have to be compared with.
func (s *Service) look(ctx context.Context, rows []*entry) (*lookup, error) {
	var codes, staffCodes []string
	var serials, macs, ips []asset.Optional
	for _, e := range rows {
		codes = append(append(codes, e.asset.Code), e.switches...)
		staffCodes = append(staffCodes, e.custodian)
		if k := asset.SerialKey(e.Serial); k != "" {
			serials = append(serials, k)
		}
		for _, n := range e.Interfaces {
			macs, ips = append(macs, n.MAC), append(ips, n.IPKey)
		}
	}
	l := &lookup{}
	var err error
	if l.departments, err = s.units(ctx); err != nil {
		return nil, err
	}
	if l.people, err = s.persons(ctx, staffCodes); err != nil {
		return nil, err
	}
	if l.assets, err = s.assets.ByCodes(ctx, codes); err != nil {
		return nil, err
	}
	keys := make([]db.ID, 0, len(l.assets))
	for _, a := range l.assets {
		keys = append(keys, a.Key)
	}
	if l.interfaces, err = s.assets.InterfacesOf(ctx, keys); err != nil {
		return nil, err
	}
	if l.takesOver, err = s.assets.Accepts(ctx); err != nil {
		return nil, err
	}
	if l.ports, err = s.assets.PortHolders(ctx, l.devices()); err != nil {
		return nil, err
	}
	l.Held, err = s.assets.Holders(ctx, serials, macs, ips)
	return l, err
}

// devices are the network devices among the assets.
func (l *lookup) devices() (keys []db.ID) {
	for _, a := range l.assets {
		if a.Kind == asset.NetworkDevice {
			keys = append(keys, a.Key)
		}
	}
	slices.SortFunc(keys, db.ID.Compare)
	return keys
}

// outcome is what a row would do to the register. Its asset is the one to write; before is nil for a new one.
type outcome struct {
	row    *entry
	asset  *asset.Asset
	before *asset.Asset
}

func (o *outcome) changed() bool { return o.before == nil || *o.asset != *o.before }

// judge compares the rows with the register. Rows with something wrong get faults and no outcome. planned are the codes
// of network devices of earlier rows, which are there by the time when the row is written.
func (l *lookup) judge(f *importFile, rows []*entry, planned map[string]db.ID) []*outcome {
	var all []*outcome
	for _, e := range rows {
		before := l.assets[e.asset.Code]
		o := &outcome{row: e, before: before}
		if before == nil {
			o.asset = l.new(f, e)
		} else {
			o.asset = l.known(f, e, before)
		}
		l.days(f, e, before)
		l.taken(f, e)
		l.wired(f, e, planned)
		if e.any {
			continue
		}
		if o.asset.Kind == asset.NetworkDevice {
			planned[o.asset.Code] = o.asset.Key
		}
		all = append(all, o)
	}
	return all
}

// new is the asset that a row with an unknown code registers.
func (l *lookup) new(f *importFile, e *entry) *asset.Asset {
	a := e.asset
	for _, field := range []string{"code", "name", "kind", "department"} {
		if !e.given.has(field) && !e.told(f, field) {
			e.fail(f, field, fault.Required, newNeeds.With(f.called(field)))
		}
	}
	if e.technical.State == asset.Quarantined || e.technical.State == asset.Retired {
		e.fail(f, "state", fault.Invalid, asset.NotNew)
	}
	if !l.takesOver {
		e.offNetwork(f)
	}
	l.place(f, e, &asset.Asset{}, &a)
	a.Put(e.Technical)
	a.Key, a.Source = db.NewID(), asset.Imported
	return &a
}

// offNetwork notes the cells that would register something as connected.
func (e *entry) offNetwork(f *importFile) {
	plugged := func(field string, on bool) {
		if on && !e.told(f, field) {
			e.fail(f, field, fault.RequestNeeded, asset.Unfound).Article = "5e"
		}
	}
	plugged("connected", e.Connected)
	for i, n := range e.Interfaces {
		plugged("switch", e.switches[i] != "")
		plugged("switchPort", n.SwitchPort != "")
	}
}

// known is what becomes of an asset that the register has. What is protected has to be as it is (Art. 5d to 5f); an empty
// cell leaves what is there.
func (l *lookup) known(f *importFile, e *entry, before *asset.Asset) *asset.Asset {
	a := *before
	if e.given.has("kind") && e.asset.Kind != before.Kind && !e.told(f, "kind") {
		e.fail(f, "kind", fault.Invalid, kindStays)
	}
	for _, p := range []struct {
		field string
		same  bool
	}{
		{"manufacturer", e.Manufacturer == before.Manufacturer}, {"model", e.Model == before.Model}, {"serial", e.Serial == before.Serial},
		{"state", e.technical.State == before.State}, {"connected", e.Connected == before.Connected},
	} {
		if e.given.has(p.field) && !p.same && !e.told(f, p.field) {
			e.protected(f, before, p.field, p.field)
		}
	}
	for _, field := range interfaceFields {
		if e.given.has(field) && !e.sameWiring(field, l.interfaces[before.Key], l.assets) {
			by := "interfaces"
			if field == "switch" || field == "switchPort" { // another port is a connection
				by = "connected"
			}
			e.protected(f, before, field, by)
		}
	}
	for field, write := range map[string]func(){
		"name": func() { a.Name = e.asset.Name }, "place": func() { a.Place = e.asset.Place }, "remarks": func() { a.Remarks = e.asset.Remarks },
		"purchasedOn":   func() { a.PurchasedOn = e.asset.PurchasedOn },
		"warrantyUntil": func() { a.WarrantyUntil = e.asset.WarrantyUntil },
	} {
		if e.given.has(field) {
			write()
		}
	}
	if !a.PurchasedOn.IsZero() && !a.WarrantyUntil.IsZero() && a.WarrantyUntil.Before(a.PurchasedOn.Time) && !e.told(f, "warrantyUntil") {
		e.fail(f, "warrantyUntil", fault.Invalid, asset.WarrantyBeforePurchase)
	}
	l.place(f, e, before, &a)
	if before.State == asset.Retired {
		e.unchanged(f, before, &a)
	}
	return &a
}

// unchanged notes the cells that would change what is retired.
func (e *entry) unchanged(f *importFile, before, after *asset.Asset) {
	for _, c := range []struct {
		field string
		same  bool
	}{
		{"name", after.Name == before.Name}, {"department", after.Department == before.Department}, {"custodian", after.Custodian == before.Custodian},
		{"place", after.Place == before.Place}, {"purchasedOn", after.PurchasedOn == before.PurchasedOn},
		{"warrantyUntil", after.WarrantyUntil == before.WarrantyUntil}, {"remarks", after.Remarks == before.Remarks},
	} {
		if !c.same && !e.told(f, c.field) {
			e.fail(f, c.field, fault.WrongState, asset.NoLongerChanges)
		}
	}
}

// days notes days that are hardly meant, unless the register has them.
func (l *lookup) days(f *importFile, e *entry, before *asset.Asset) {
	had := asset.Asset{}
	if before != nil {
		had = *before
	}
	for _, d := range []struct {
		field    string
		day, had db.Date
	}{{"purchasedOn", e.asset.PurchasedOn, had.PurchasedOn}, {"warrantyUntil", e.asset.WarrantyUntil, had.WarrantyUntil}} {
		if d.day != d.had && !likely(d.day) && !e.told(f, d.field) {
			e.fail(f, d.field, fault.Invalid, yearRange)
		}
	}
}

// protected notes a cell that would change a protected field of the register.
func (e *entry) protected(f *importFile, before *asset.Asset, column, field string) {
	if before.State == asset.Retired {
		e.fail(f, column, fault.WrongState, asset.NoLongerChanges)
		return
	}
	rule := asset.NeedsRequest("", field)
	e.fail(f, column, rule.Code, rule.Text).Article = rule.Rule
}

// sameWiring reports whether one column about interfaces says what the register says.
func (e *entry) sameWiring(field string, has []*asset.Interface, assets map[string]*asset.Asset) bool {
	if len(has) != len(e.Interfaces) {
		return false
	}
	for i, n := range e.Interfaces {
		h := has[i]
		var device db.ID
		if d := assets[e.switches[i]]; d != nil {
			device = d.Key
		}
		same := map[string]bool{"interface": n.Name == h.Name, "mac": n.MAC == h.MAC, "ip": n.IP == h.IP && n.Shared == h.Shared, "vlan": n.VLAN == h.VLAN,
			"switch": device == h.Switch && (e.switches[i] == "") == h.Switch.IsZero(), "switchPort": n.SwitchPort == h.SwitchPort}
		if !same[field] {
			return false
		}
	}
	return true
}

// place reads the owning department and the custodian, who has to work there.
func (l *lookup) place(f *importFile, e *entry, before, a *asset.Asset) {
	if e.given.has("department") {
		switch u := l.departments[e.department]; {
		case u == nil:
			e.fail(f, "department", fault.Invalid, noSuchDepartment)
		case u.Kind == department.Centre:
			e.fail(f, "department", fault.Invalid, asset.NotTheCentre)
		case u.Key != a.Department:
			a.Department = u.Key
			if !e.given.has("custodian") {
				a.Custodian = db.ID{}
			}
		}
	}
	if !e.given.has("custodian") {
		return
	}
	p := l.people[e.custodian]
	if p != nil && p.Key == a.Custodian && a.Department == before.Department { // as it was, though the person may have left
		return
	}
	if p == nil {
		e.fail(f, "custodian", fault.Invalid, noSuchPerson)
		return
	}
	for _, u := range l.departments {
		if u.Key == a.Department && (p.State == staff.Left || !u.below[p.Department]) {
			e.fail(f, "custodian", fault.Invalid, asset.CustodianElsewhere).Article = "5b"
		}
	}
	a.Custodian = p.Key
}

// taken notes a serial or an address that another asset has.
func (l *lookup) taken(f *importFile, e *entry) {
	note := func(field, value, holder, article string) {
		if holder != "" && holder != e.asset.Code {
			e.fail(f, field, fault.Taken, takenBy.With(value, holder)).Article = article
		}
	}
	note("serial", e.Serial, l.Serials[asset.SerialKey(e.Serial)], "")
	for _, n := range e.Interfaces {
		note("mac", string(n.MAC), l.MACs[n.MAC], "5a")
		note("ip", string(n.IP), l.IPs[n.IPKey], "5a")
	}
}

// wired finds the devices that the row is plugged into, at ports that no other asset has.
func (l *lookup) wired(f *importFile, e *entry, planned map[string]db.ID) {
	for i, code := range e.switches {
		device := l.assets[code]
		switch {
		case code == "":
		case device != nil && device.Kind == asset.NetworkDevice && device.State != asset.Retired:
			e.Interfaces[i].Switch = device.Key
		case device == nil && !planned[code].IsZero():
			e.Interfaces[i].Switch = planned[code]
		default:
			e.fail(f, "switch", fault.Invalid, noSuchDevice)
		}
		if holder := l.ports[e.Interfaces[i].At()]; holder != "" && holder != e.asset.Code {
			e.fail(f, "switchPort", fault.Taken, asset.PortTaken.With(e.Interfaces[i].SwitchPort, code)).Article = "5e"
		}
	}
}
