package token

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/core/access"
)

// scanScope lets a tool report scans, of the assets alone for which a director consented to its token (Art. 7c).
const scanScope = "scan.record"

// RangeInput names the assets that a tool reports scans of.
type RangeInput struct {
	Assets     []string
	Department string
	Kinds      []asset.Kind
}

// maxNamed bounds how many assets a token names one by one.
const maxNamed = 200

// scanRange is the same as a token keeps it.
type scanRange struct {
	ScanAssets     string `db:"scan_assets"`        // global ids between spaces, in order
	ScanDepartment db.ID  `db:"scan_department_id"` // all below it count too
	ScanKinds      string `db:"scan_kinds"`         // words between spaces, in order
}

// Range is the assets that a token may report scans of, for those who decide on it.
type Range struct {
	Assets     []db.ID
	Department db.ID
	Kinds      []asset.Kind
}

// Scans is the token's range, nil where it records no scans.
func (t *Token) Scans() *Range {
	if t.scanRange == (scanRange{}) {
		return nil
	}
	r := &Range{Assets: t.named(), Department: t.ScanDepartment, Kinds: []asset.Kind{}}
	for _, k := range strings.Fields(t.ScanKinds) {
		r.Kinds = append(r.Kinds, asset.Kind(k))
	}
	return r
}

// Named are those of the assets of the range that are named one by one and that the caller may see, by code.
func (s *Service) Named(ctx context.Context, r *Range) ([]*asset.Asset, error) {
	found, err := s.assets.ByIDs(ctx, r.Assets)
	all := slices.Collect(maps.Values(found))
	slices.SortFunc(all, func(a, b *asset.Asset) int { return strings.Compare(a.Code, b.Code) })
	return all, err
}

// named are the assets that are named one by one.
func (r scanRange) named() []db.ID {
	keys := []db.ID{}
	for _, global := range strings.Fields(r.ScanAssets) {
		if key, err := db.ParseID("asset", global); err == nil { // bind wrote nothing else
			keys = append(keys, key)
		}
	}
	return keys
}

// bind checks the assets that a new token is asked for with, and keeps them in it: wanted with the scope, and not without.
func (s *Service) bind(ctx context.Context, t *Token, in *RangeInput) error {
	var f input.Form
	scans := slices.Contains(t.Scopes(), scanScope)
	if in == nil {
		f.Present("scanRange", !scans)
		return f.Err()
	}
	if err := db.Malformed(append([]string{in.Department}, in.Assets...)...); err != nil {
		return err
	}
	f.Must(scans, "scanRange", scanScopeOnly.With(scanScope))
	f.Must(len(in.Assets)+len(in.Kinds) > 0 || in.Department != "", "scanRange", emptyRange)
	f.Must(len(in.Assets) <= maxNamed, "scanRange.assets", tooManyNamed)
	if err := f.Err(); err != nil {
		return err
	}
	for i, global := range in.Assets {
		a, err := s.assets.Get(ctx, global)
		if err != nil {
			return err
		}
		f.Must(a.State != asset.Retired, "scanRange.assets."+strconv.Itoa(i), retiredInRange)
	}
	if in.Department != "" {
		d, err := s.departments.Get(ctx, in.Department)
		if err != nil {
			return err
		}
		t.ScanDepartment = d.Key
	}
	kinds := make([]string, len(in.Kinds))
	for i, k := range in.Kinds {
		kinds[i] = string(k)
	}
	t.ScanAssets, t.ScanKinds = sorted(in.Assets), sorted(kinds)
	return f.Err()
}

// scans is a range as permission rules look at it.
func (s *Service) scans(ctx context.Context, r scanRange) (access.Range, error) {
	scans := access.Range{Assets: r.named(), Kinds: strings.Fields(r.ScanKinds)}
	if r.ScanDepartment.IsZero() {
		return scans, nil
	}
	var err error
	if scans.Departments, err = s.departments.Subtree(ctx, r.ScanDepartment); err == nil && len(scans.Departments) == 0 {
		err = fault.ErrNotFound
	}
	return scans, err
}
