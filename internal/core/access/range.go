package access

import (
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
)

// Range is a set of assets: those named, and those of the kinds in the departments. The zero Range holds none.
type Range struct {
	Assets      []db.ID
	Departments []db.ID  // where the assets of the kinds belong; none for everywhere, if there are kinds
	Kinds       []string // none for all, if there are departments
}

// covers reports whether the target is an asset of the range.
func (r Range) covers(t Target) bool {
	if t.Asset.IsZero() {
		return false
	}
	if slices.Contains(r.Assets, t.Asset) {
		return true
	}
	return len(r.Departments)+len(r.Kinds) > 0 &&
		(len(r.Departments) == 0 || slices.Contains(r.Departments, t.Department)) &&
		(len(r.Kinds) == 0 || slices.Contains(r.Kinds, t.AssetKind))
}

// sql is the range as a condition over the register.
func (r Range) sql() (string, []any) {
	var parts, set []string
	var args []any
	if len(r.Assets) > 0 {
		parts, args = append(parts, "assets.id IN (?)"), append(args, r.Assets)
	}
	if len(r.Departments) > 0 {
		set, args = append(set, "assets.department_id IN (?)"), append(args, r.Departments)
	}
	if len(r.Kinds) > 0 {
		set, args = append(set, "assets.kind IN (?)"), append(args, r.Kinds)
	}
	if set != nil {
		parts = append(parts, "("+strings.Join(set, " AND ")+")")
	}
	if parts == nil {
		return nowhere, nil
	}
	return "(" + strings.Join(parts, " OR ") + ")", args
}
