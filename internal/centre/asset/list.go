package asset

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// Connection is a page of the register.
type (
	Connection = paging.Connection[*Asset]
	Edge       = paging.Edge[*Asset]
)

// Filter narrows the register.
type Filter struct {
	Department    string // the owning department's global id
	Subtree       bool   // and the departments below it
	Custodian     string
	CustodianLeft *bool // waits to be handed over, or not
	Kind          Kind
	State         State
	Connected     *bool
	Found         *bool  // connected without the Board's consent, or not
	Text          string // each word begins a word of the code, name, manufacturer, model, serial or place
	Technical     *TechnicalFilter

	WarrantyEnded      *bool
	WarrantyEndsBefore *db.Date
}

// TechnicalFilter narrows by what IT alone reads (Art. 5a).
type TechnicalFilter struct {
	IP     string
	MAC    string
	VLAN   *int
	Switch string // the global id of the network device that it is plugged into

	Licence string // the key of a licence, or how its product begins
}

// visible is where the actor may read assets.
func (s *Service) visible(ctx context.Context) access.Reach {
	return s.access.Reach(ctx, "asset", "read")
}

// Get returns the asset with the global id, else NotFound.
func (s *Service) Get(ctx context.Context, global string) (*Asset, error) {
	id, err := db.ParseID("asset", global)
	if err != nil {
		return nil, err
	}
	return s.one(ctx, s.visible(ctx), "id", id)
}

// Find returns the asset with the global id or the code, else NotFound.
func (s *Service) Find(ctx context.Context, global, code *string) (*Asset, error) {
	switch {
	case global != nil && code == nil:
		return s.Get(ctx, *global)
	case code != nil && global == nil:
		return s.one(ctx, s.visible(ctx), "code", Upper(*code))
	}
	return nil, fault.Bad(idOrCode)
}

// ByIDs returns the assets with the keys that the actor may read.
func (s *Service) ByIDs(ctx context.Context, ids []db.ID) (map[db.ID]*Asset, error) {
	return s.many(ctx, s.visible(ctx), ids)
}

// Technicals returns the protected part of each asset with its interfaces, for IT alone (Art. 5a).
func (s *Service) Technicals(ctx context.Context, ids []db.ID) (map[db.ID]*Technical, error) {
	all, err := s.many(ctx, s.access.Reach(ctx, "asset", "read_technical"), ids)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	interfaces, err := s.interfacesOf(ctx, ids)
	found := make(map[db.ID]*Technical, len(all))
	for id, a := range all {
		t := technicalOf(a, interfaces[id])
		found[id] = &t
	}
	return found, err
}

// TechnicalOf is the protected part of an asset. It is for features that have checked the permission.
func (s *Service) TechnicalOf(ctx context.Context, a *Asset) (Technical, error) {
	interfaces, err := s.interfacesOf(ctx, []db.ID{a.Key})
	return technicalOf(a, interfaces[a.Key]), err
}

// VersionFor is what a change of the asset has to expect, nil for those who may change nothing of it: it counts changes of the
// technical side for those alone who read that.
func (s *Service) VersionFor(ctx context.Context, a *Asset) *int {
	return s.acts.VersionFor(ctx, s.matter(ctx, a))
}

// ChangedFor is when the asset last changed, nil for those who may not read its technical side, of whose changes it tells too
// (Art. 5a).
func (s *Service) ChangedFor(ctx context.Context, a *Asset) *db.Time {
	if !s.access.Allowed(ctx, "asset", "read_technical", a.Target()) {
		return nil
	}
	return &a.UpdatedAt
}

// List returns a page of the register. To filter or sort by what the caller may not read is Forbidden.
func (s *Service) List(ctx context.Context, f Filter, o Order, args paging.Args) (*Connection, error) {
	plan, err := orders.Plan(o, s.access.Links(ctx), args)
	if err != nil {
		return nil, err
	}
	where, values, err := s.where(ctx, f)
	if err == nil && o.Field == ByUpdate { // technical changes move an asset in this order (Art. 5a)
		where, values, err = s.technically(ctx, where, values)
	}
	if err != nil {
		return nil, err
	}
	from := "assets"
	if (o.Field == "" || o.Field == ByCode) && f == (Filter{}) && s.access.Allowed(ctx, "asset", "read", access.Target{}) { // the whole register, by code
		from += s.db.Dialect.InOrderOf("assets_listed")
	}
	found, err := paging.Read[*Asset](ctx, s.db, plan, columns, from, where, values)
	if err == nil {
		s.shelved(found.Nodes()...)
	}
	return found, err
}

// where turns the filter and the actor's reach into a condition.
func (s *Service) where(ctx context.Context, f Filter) (string, []any, error) {
	reach := s.visible(ctx)
	var c db.Conditions
	c.Add(reach.SQL, reach.Args...)
	if f.Department != "" {
		department, err := db.ParseID("department", f.Department)
		if err != nil {
			return "", nil, err
		}
		if f.Subtree {
			c.Add("assets.department_id IN (SELECT descendant_id FROM department_paths WHERE ancestor_id = ?)", department)
		} else {
			c.Add("assets.department_id = ?", department)
		}
	}
	if f.Custodian != "" {
		person, err := db.ParseID("staff", f.Custodian)
		if err != nil {
			return "", nil, err
		}
		c.Add("assets.custodian_id = ?", person)
	}
	if f.Kind != "" {
		c.Add("assets.kind = ?", f.Kind)
	}
	if f.State != "" {
		c.Add("assets.state = ?", f.State)
	}
	if f.Connected != nil {
		c.Add("assets.connected = ?", *f.Connected)
	}
	c.Flag(f.Found, "assets.found_at IS NOT NULL")
	c.Flag(f.CustodianLeft, waiting)
	c.Flag(f.WarrantyEnded, "assets.warranty_until IS NOT NULL AND assets.warranty_until < ?", s.today(ctx))
	if f.WarrantyEndsBefore != nil {
		c.Add("assets.warranty_until < ?", *f.WarrantyEndsBefore)
	}
	terms, err := input.Terms(f.Text)
	if err != nil {
		return "", nil, err
	}
	for _, term := range terms {
		c.Add("assets.search LIKE ?", "% "+term+"%")
	}
	if f.Technical != nil {
		if err := s.technical(ctx, *f.Technical, &c); err != nil {
			return "", nil, err
		}
	}
	where, values := c.All()
	return where, values, nil
}

// technically narrows the condition to where the actor may read the technical side; Forbidden if that is nowhere.
func (s *Service) technically(ctx context.Context, where string, values []any) (string, []any, error) {
	reach := s.access.Reach(ctx, "asset", "read_technical")
	if reach.None() {
		return "", nil, fault.Refused("5a")
	}
	return where + " AND " + reach.SQL, append(values, reach.Args...), nil
}

// technical adds the conditions that IT alone may set.
func (s *Service) technical(ctx context.Context, f TechnicalFilter, c *db.Conditions) error {
	reach := s.access.Reach(ctx, "asset", "read_technical")
	if reach.None() {
		return fault.Refused("5a")
	}
	if f.Licence != "" {
		c.Add("assets.id IN ("+licensedSQL+")", licensed(f.Licence)...)
	}
	if f.IP == "" && f.MAC == "" && f.VLAN == nil && f.Switch == "" && f.Licence != "" {
		c.Add(reach.SQL, reach.Args...)
		return nil
	}
	var own db.Conditions // of one interface
	own.Add("1 = 1")
	if f.IP != "" {
		ip, ok := ParseIP(f.IP)
		if !ok {
			return fault.Bad(MalformedIP)
		}
		own.Add("n.ip = ?", ip)
	}
	if f.MAC != "" {
		mac, ok := ParseMAC(f.MAC)
		if !ok {
			return fault.Bad(MalformedMAC)
		}
		own.Add("n.mac = ?", mac)
	}
	if f.VLAN != nil {
		own.Add("n.vlan = ?", *f.VLAN)
	}
	if f.Switch != "" {
		device, err := db.ParseID("asset", f.Switch)
		if err != nil {
			return err
		}
		own.Add("n.switch_id = ?", device)
	}
	where, values := own.All()
	c.Add("assets.id IN (SELECT n.asset_id FROM asset_interfaces n WHERE "+where+") AND "+reach.SQL, append(values, reach.Args...)...)
	return nil
}
