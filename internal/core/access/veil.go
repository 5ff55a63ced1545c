package access

import (
	"context"
	"maps"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
)

// The veil of Art. 6d. Who reported a matter of security is known to those whom the policy lets read_reporter: the person
// themselves, and the Board. Whatever else names that person beside the matter asks the same rule, at the moment of reading:
// an incident may become a matter of security long after it was written down who did what.

// telling says which rows of a table tell, by the people whom they name, who reported a matter of security.
var telling = map[string]string{
	"incidents":  "incidents.confidential = 1",
	"infections": secret(incidents, "i.id = infections.incident_id"),
	// Others may have reported the same machine later.
	"infection_events": "infection_events.kind = 'REPORTED' AND " + secret(ofInfections, "x.id = infection_events.infection_id"),
	// A repair starts from an incident of the requester or of their department.
	"change_requests": secret(incidents, "i.id = change_requests.incident_id"),
	"approvals":       "approvals.subject_kind = 'change_request' AND " + secret(ofRequests, "c.id = approvals.subject_id"),
	"decisions": "decisions.verdict = 'WITHDRAW' AND " + secret("approvals p JOIN change_requests c ON c.id = p.subject_id JOIN incidents i ON i.id = c.incident_id",
		"p.id = decisions.approval_id AND p.subject_kind = 'change_request' AND c.requester_id = decisions.staff_id"),
	// Reporting an infection puts the machine into quarantine in the same transaction, and hence at the same moment.
	"asset_events": "asset_events.cause_kind = 'infection' AND " +
		secret(ofInfections, "x.id = asset_events.cause_id AND x.reporter_id = asset_events.staff_id AND x.suspected_at = asset_events.at"),
	// Rows about an incident carry its department until it is a matter of security, and none from then on.
	"audit_log": "(audit_log.subject_kind = 'incident' AND audit_log.department_id IS NOT NULL AND " + secret(incidents, "i.id = audit_log.subject_id") +
		" OR audit_log.subject_kind = 'infection' AND audit_log.action = 'infection.reported' AND " + secret(ofInfections, "x.id = audit_log.subject_id") +
		" OR audit_log.subject_kind = 'asset' AND " +
		secret(ofInfections, "x.asset_id = audit_log.subject_id AND x.suspected_at = audit_log.at AND x.reporter_id = audit_log.staff_id") +
		" OR audit_log.subject_kind = 'change_request' AND " + secret(ofRequests, "c.id = audit_log.subject_id AND c.requester_id = audit_log.staff_id") + ")",
}

const (
	incidents    = "incidents i"
	ofInfections = "infections x JOIN incidents i ON i.id = x.incident_id"
	ofRequests   = "change_requests c JOIN incidents i ON i.id = c.incident_id"
)

// secret is true where a matter of security is found. It counts, so that it is looked up row by row: what EXISTS asks for
// would be collected whole first.
func secret(from, where string) string {
	return "(SELECT COUNT(*) FROM " + from + " WHERE " + where + " AND i.confidential = 1) > 0"
}

// Veil is true for the rows of a table that tell who reported a matter of security, where the actor of the context may not
// know them. It is true or false, never NULL.
func (a *Access) Veil(ctx context.Context, table string) Reach {
	known := a.ReachOver(ctx, "incident", table, "read_reporter")
	if known.SQL == everywhere {
		return Reach{SQL: nowhere}
	}
	return Reach{SQL: "(" + telling[table] + " AND (" + known.SQL + ") IS NOT TRUE)", Args: known.Args}
}

// Beyond narrows a list to what lies outside the veil of its table.
func (r Reach) Beyond(veil Reach) Reach {
	if veil.None() {
		return r
	}
	return Reach{SQL: "(" + r.SQL + " AND NOT " + veil.SQL + ")", Args: slices.Concat(r.Args, veil.Args), Own: r.Own}
}

// And is where both reach.
func (r Reach) And(other Reach) Reach {
	return Reach{SQL: "(" + r.SQL + " AND " + other.SQL + ")", Args: slices.Concat(r.Args, other.Args), Own: r.Own || other.Own}
}

// Or is where either reaches.
func (r Reach) Or(other Reach) Reach {
	switch {
	case r.None():
		return other
	case other.None():
		return r
	}
	return Reach{SQL: "(" + r.SQL + " OR " + other.SQL + ")", Args: slices.Concat(r.Args, other.Args), Own: r.Own && other.Own}
}

// Veiled returns those rows that lie behind the veil, of keys by their table.
func (a *Access) Veiled(ctx context.Context, rows map[string][]db.ID) (map[db.ID]bool, error) {
	var parts []part
	for _, table := range slices.Sorted(maps.Keys(rows)) {
		if veil := a.Veil(ctx, table); !veil.None() && len(rows[table]) > 0 {
			parts = append(parts, part{table, table, rows[table], veil})
		}
	}
	return a.pick(ctx, parts)
}

// Cover hides what tells who reported in those of a table's rows that lie behind the veil. key names the row, zero where there
// is nothing to hide.
func Cover[T any](ctx context.Context, a *Access, table string, rows []T, key func(T) db.ID, hide func(T)) error {
	var keys []db.ID
	for _, r := range rows {
		if k := key(r); !k.IsZero() {
			keys = append(keys, k)
		}
	}
	veiled, err := a.Veiled(ctx, map[string][]db.ID{table: keys})
	for _, r := range rows {
		if veiled[key(r)] {
			hide(r)
		}
	}
	return err
}

// sights are where objects are read whose names other things repeat: the kind in the policy, and the table.
var sights = map[string]struct{ kind, table, from string }{
	"asset":          {"asset", "assets", "assets"},
	"scan":           {"asset", "scans", "scans JOIN assets ON assets.id = scans.asset_id"},
	"incident":       {"incident", "incidents", "incidents"},
	"infection":      {"infection", "infections", "infections JOIN assets ON assets.id = infections.asset_id"},
	"change_request": {"change_request", "change_requests", "change_requests"},
}

// Unseen returns those of the objects, by their kind, that the actor may not read, so that what was written of them is not
// shown either. It can tell of assets, scans, incidents, infections and change requests.
func (a *Access) Unseen(ctx context.Context, objects map[string][]db.ID) (map[db.ID]bool, error) {
	var parts []part
	unseen := map[db.ID]bool{}
	for _, kind := range slices.Sorted(maps.Keys(objects)) {
		s, ok := sights[kind]
		if !ok {
			continue
		}
		for _, key := range objects[kind] {
			unseen[key] = true
		}
		if reach := a.Reach(ctx, s.kind, "read"); !reach.None() && len(objects[kind]) > 0 {
			parts = append(parts, part{s.table, s.from, objects[kind], reach})
		}
	}
	seen, err := a.pick(ctx, parts)
	maps.DeleteFunc(unseen, func(key db.ID, _ bool) bool { return seen[key] })
	return unseen, err
}

// part is a choice from among rows of one table.
type part struct {
	table, from string
	keys        []db.ID
	where       Reach
}
