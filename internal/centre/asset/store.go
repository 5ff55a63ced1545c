package asset

import (
	"context"
	"fmt"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
)

const columns = `assets.id, assets.code, assets.name, assets.kind, assets.manufacturer, assets.model, assets.serial, assets.serial_key,
	assets.department_id, assets.custodian_id, assets.place, assets.purchased_on, assets.warranty_until, assets.state,
	assets.state_before_quarantine, assets.connected, assets.remarks, assets.source, assets.confirmed_at, assets.confirmed_by,
	assets.found_at, assets.found_by, assets.found_round_id, assets.refused_in, assets.search, assets.sort_name, assets.version, assets.hidden_changes, assets.created_at, assets.updated_at`

const interfaceColumns = "id, asset_id, position, name, mac, ip, ip_key, vlan, switch_id, switch_port, port_key, shared"

// one reads an asset that the reach covers, else NotFound.
func (s *Service) one(ctx context.Context, reach access.Reach, column string, value any) (*Asset, error) {
	a := new(Asset)
	err := s.db.From(ctx).Get(ctx, a, "SELECT "+columns+" FROM assets WHERE assets."+column+" = ? AND "+reach.SQL, append([]any{value}, reach.Args...)...)
	if err != nil {
		return nil, err
	}
	return a, nil
}

// many reads the assets with the keys that the reach covers.
func (s *Service) many(ctx context.Context, reach access.Reach, ids []db.ID) (map[db.ID]*Asset, error) {
	found := make(map[db.ID]*Asset, len(ids))
	if reach.None() || len(ids) == 0 {
		return found, nil
	}
	all, err := db.All[*Asset](ctx, s.db.From(ctx), "SELECT "+columns+" FROM assets WHERE assets.id IN (?) AND "+reach.SQL, append([]any{ids}, reach.Args...)...)
	for _, a := range all {
		found[a.Key] = a
	}
	return found, err
}

// everywhere is the reach of a caller who has settled the right already.
var everywhere = access.Reach{SQL: "1 = 1"}

// Of returns the asset with the key, or NotFound. It is for features that have checked the permission.
func (s *Service) Of(ctx context.Context, key db.ID) (*Asset, error) {
	return s.one(ctx, everywhere, "id", key)
}

// OfForUpdate is Of inside a transaction that is going to change the asset, or rests on its staying as it is: until it
// ends, others wait.
func (s *Service) OfForUpdate(ctx context.Context, key db.ID) (*Asset, error) {
	a := new(Asset)
	if err := s.db.From(ctx).Get(ctx, a, "SELECT "+columns+" FROM assets WHERE assets.id = ?"+s.db.ForUpdate(ctx), key); err != nil {
		return nil, err
	}
	a.asRead()
	return a, nil
}

// needed counts the assets that depend on each of those with the keys, or are plugged into it.
func (s *Service) needed(ctx context.Context, keys []db.ID) (map[db.ID]int, error) {
	of := map[db.ID]int{}
	for _, query := range []string{
		"SELECT to_id AS id, COUNT(*) AS n FROM asset_links WHERE to_id IN (?) GROUP BY to_id",
		"SELECT switch_id AS id, COUNT(DISTINCT asset_id) AS n FROM asset_interfaces WHERE switch_id IN (?) AND asset_id <> switch_id GROUP BY switch_id",
	} {
		var rows []struct {
			Key db.ID `db:"id"`
			N   int   `db:"n"`
		}
		if err := s.db.From(ctx).Select(ctx, &rows, query, keys); err != nil {
			return nil, err
		}
		for _, r := range rows {
			of[r.Key] += r.N
		}
	}
	return of, nil
}

// interfacesOf reads the interfaces of the assets in their order.
func (s *Service) interfacesOf(ctx context.Context, ids []db.ID) (map[db.ID][]*Interface, error) {
	all, err := db.All[*Interface](ctx, s.db.From(ctx), "SELECT "+interfaceColumns+" FROM asset_interfaces WHERE asset_id IN (?) ORDER BY asset_id, position, id", ids)
	of := make(map[db.ID][]*Interface, len(ids))
	for _, n := range all {
		of[n.Asset] = append(of[n.Asset], n)
	}
	return of, err
}

// insert writes a new asset with its interfaces. A code in use is a user error.
func (s *Service) insert(ctx context.Context, a *Asset, t Technical) error {
	err := s.db.From(ctx).Insert(ctx, "assets", a)
	if db.IsDuplicate(err) {
		if err := s.clash(ctx, t); err != nil { // registered a moment ago
			return err
		}
		return errCode
	}
	if err != nil {
		return err
	}
	return s.insertInterfaces(ctx, t)
}

// plugged returns a user error unless the devices that are plugged into are still there, and keeps them so until the
// transaction ends: retiring one counts what is plugged in under the same lock.
func (s *Service) plugged(ctx context.Context, all []*Interface) error {
	var keys []db.ID
	for _, n := range all {
		if !n.Switch.IsZero() && !slices.Contains(keys, n.Switch) {
			keys = append(keys, n.Switch)
		}
	}
	slices.SortFunc(keys, db.ID.Compare)
	if len(keys) > 0 {
		if err := s.db.From(ctx).Hold(ctx, "assets", keys...); err != nil {
			return err
		}
	}
	for _, key := range keys {
		device, err := s.OfForUpdate(ctx, key)
		if err != nil {
			return err
		}
		if device.State == Retired {
			return fault.User(fault.WrongState, deviceRetired.With(device.Code), "input.interfaces").By("5f")
		}
	}
	return nil
}

// rewire replaces the asset's interfaces by these.
func (s *Service) rewire(ctx context.Context, t Technical) error {
	if err := s.clear(ctx, "asset_interfaces", "asset_id", t.Asset); err != nil {
		return err
	}
	return s.insertInterfaces(ctx, t)
}

// detach takes away what an asset is plugged into and what it depends on.
func (s *Service) detach(ctx context.Context, asset db.ID) error {
	if err := s.clear(ctx, "asset_interfaces", "asset_id", asset); err != nil {
		return err
	}
	return s.clear(ctx, "asset_links", "from_id", asset)
}

// clear deletes the rows of a table that belong to an asset.
func (s *Service) clear(ctx context.Context, table, column string, asset db.ID) error {
	h := s.db.From(ctx)
	keys, err := db.All[db.ID](ctx, h, "SELECT id FROM "+table+" WHERE "+column+" = ?", asset)
	if err != nil || len(keys) == 0 {
		return err
	}
	_, err = h.Exec(ctx, "DELETE FROM "+table+" WHERE id IN (?)", keys)
	for _, key := range keys {
		h.Gone(table, key)
	}
	return err
}

func (s *Service) insertInterfaces(ctx context.Context, t Technical) error {
	if err := s.plugged(ctx, t.Interfaces); err != nil {
		return err
	}
	for _, n := range t.Interfaces {
		own := *n
		own.Key, own.Asset = db.NewID(), t.Asset
		err := s.db.From(ctx).Insert(ctx, "asset_interfaces", own)
		if db.IsDuplicate(err) {
			if err := s.clash(ctx, t); err != nil {
				return err
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// save writes the asset when it still has the version that was read, and raises it. A change that IT alone sees counts as such.
func (s *Service) save(ctx context.Context, a *Asset) error {
	a.derive()
	if a.changedOutOfSight() {
		a.HiddenChanges++
	}
	expected := a.Version
	a.Version, a.UpdatedAt = expected+1, s.db.Now(ctx)
	saved, err := s.db.From(ctx).Update(ctx, "assets", a, a.Key, expected, "id", "source", "created_at")
	if db.IsDuplicate(err) {
		return s.taken(ctx, a)
	}
	if err == nil && !saved {
		err = fault.Changed("asset", a.ID())
	}
	if err == nil {
		a.asRead()
	}
	return err
}

// taken says which of the unique values another asset got a moment ago.
func (s *Service) taken(ctx context.Context, a *Asset) error {
	if err := s.codeFree(ctx, a.Key, a.Code); err != nil {
		return err
	}
	if err := s.clash(ctx, Technical{Asset: a.Key, Serial: a.Serial}); err != nil {
		return err
	}
	return fault.Changed("asset", a.ID())
}

// clash returns a user error where the serial or an address is on record with another asset, or another has a port.
func (s *Service) clash(ctx context.Context, t Technical) error {
	var found fault.UserErrors
	h := s.db.From(ctx)
	if key := SerialKey(t.Serial); key != "" {
		codes, err := db.All[string](ctx, h, "SELECT code FROM assets WHERE serial_key = ? AND id <> ?", key, t.Asset)
		if err != nil {
			return err
		}
		for _, code := range codes {
			found.Add(errSerial(code))
		}
	}
	var macs, ips []Optional
	for _, n := range t.Interfaces {
		macs, ips = append(macs, n.MAC), append(ips, n.IPKey)
	}
	for _, x := range []struct {
		column string
		values []Optional
		name   string
	}{{"mac", macs, "MAC"}, {"ip_key", ips, "IP"}} {
		if len(x.values) == 0 {
			continue
		}
		var taken []struct {
			Value Optional `db:"value"`
			Code  string   `db:"code"`
		}
		err := h.Select(ctx, &taken, "SELECT n."+x.column+" AS value, assets.code FROM asset_interfaces n JOIN assets ON assets.id = n.asset_id WHERE n."+x.column+" IN (?) AND n.asset_id <> ?", x.values, t.Asset)
		if err != nil {
			return err
		}
		for _, c := range taken {
			found.Add(errAddress(x.name, string(c.Value), c.Code))
		}
	}
	if err := found.Err(); err != nil {
		return err
	}
	return s.crowded(ctx, t)
}

// errSerial says with which asset the serial is on record; only IT meets it.
func errSerial(code string) *fault.RuleError {
	return fault.User(fault.Taken, serialTaken.With(code), "input.serial")
}

func errAddress(what, value, code string) *fault.RuleError {
	return fault.User(fault.Taken, addressTaken.With(what, value, code), "input.interfaces").By("5a")
}

// heldBy are the assets that a person looks after.
func (s *Service) heldBy(ctx context.Context, person db.ID) ([]db.ID, error) {
	return db.All[db.ID](ctx, s.db.From(ctx), "SELECT id FROM assets WHERE custodian_id = ? ORDER BY id", person)
}

// heldOutside are those of them that neither a department nor one above it owns.
func (s *Service) heldOutside(ctx context.Context, person, department db.ID) ([]db.ID, error) {
	return db.All[db.ID](ctx, s.db.From(ctx), `SELECT id FROM assets WHERE custodian_id = ? AND department_id NOT IN
		(SELECT ancestor_id FROM department_paths WHERE descendant_id = ?) ORDER BY id`, person, department)
}

// names are those of departments and people, as the history names them.
func (s *Service) names(ctx context.Context, ids ...db.ID) (map[db.ID]string, error) {
	rows, err := db.All[struct {
		Key  db.ID  `db:"id"`
		Name string `db:"name"`
	}](ctx, s.db.From(ctx), "SELECT id, CONCAT(name, ' (', code, ')') AS name FROM departments WHERE id IN (?) UNION ALL SELECT id, CONCAT(name, ' (', code, ')') FROM staff WHERE id IN (?)", ids, ids)
	names := make(map[db.ID]string, len(rows))
	for _, r := range rows {
		names[r.Key] = r.Name
	}
	return names, err
}

// applications reads the software systems that are not retired.
func (s *Service) applications(ctx context.Context, most int) ([]*Asset, error) {
	return db.All[*Asset](ctx, s.db.From(ctx), "SELECT "+columns+" FROM assets WHERE assets.kind = ? AND assets.state <> ? ORDER BY assets.id LIMIT ?", SoftwareSystem, Retired, most)
}

// running reads the services in use that the reach covers.
func (s *Service) running(ctx context.Context, reach access.Reach, most int) ([]*Asset, error) {
	return db.All[*Asset](ctx, s.db.From(ctx), "SELECT "+columns+" FROM assets WHERE assets.kind IN (?) AND assets.state IN (?) AND "+reach.SQL+
		fmt.Sprint(" ORDER BY assets.id LIMIT ", most),
		append([]any{ServiceKinds, []State{InUse, InRepair, Quarantined}}, reach.Args...)...)
}

// having is an asset with an IP address, which it may share with others.
type having struct {
	Asset  db.ID `db:"asset_id"`
	Shared bool  `db:"shared"`
}

func (s *Service) havingIP(ctx context.Context, ip Optional) ([]having, error) {
	return db.All[having](ctx, s.db.From(ctx), "SELECT asset_id, MAX(shared) AS shared FROM asset_interfaces WHERE ip = ? GROUP BY asset_id", ip)
}
