package asset_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/role"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/test/kit"
)

// shownBy is what an order sorts by, as the test itself reads it from what was put into the store.
var shownBy = map[asset.OrderField]func(row map[string]string) string{
	asset.ByCode:       func(r map[string]string) string { return r["code"] },
	asset.ByName:       func(r map[string]string) string { return text.SortKey(r["name"], 240) },
	asset.ByKind:       func(r map[string]string) string { return r["kind"] },
	asset.ByState:      func(r map[string]string) string { return r["state"] },
	asset.ByDepartment: func(r map[string]string) string { return r["department"] },
	asset.ByPurchase:   func(r map[string]string) string { return cmp.Or(r["purchased_on"], "9999") },
	asset.ByWarranty:   func(r map[string]string) string { return cmp.Or(r["warranty_until"], "9999") },
	asset.ByLastScan:   func(r map[string]string) string { return r["scan"] },
	asset.ByUpdate:     func(r map[string]string) string { return r["updated"] },
}

// The register is listed in every order both ways, page by page with cursors, without losing or repeating what has the
// same value or none.
func TestTheRegisterIsListedInEveryOrder(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		rows, keys := map[db.ID]map[string]string{}, []db.ID{}
		names := []string{"Máy đo", "Máy dò", "Ấm", "an", "Đầu đọc"}
		start := k.Clock.Now()
		for i := range 14 {
			id, owner, code := db.NewID(), c.ward, "NOI"
			if i%3 == 0 {
				owner, code = c.section, "CNTT"
			}
			r := map[string]string{"code": fmt.Sprintf("A-%02d", 20-i), "name": names[i%len(names)], "kind": []string{"SERVER", "PRINTER", "WEBSITE"}[i%3],
				"state": []string{"IN_USE", "IN_STOCK"}[i%2], "department": code}
			at := db.At(start.Add(time.Duration(i%4) * time.Hour))
			r["updated"] = fmt.Sprint(at.UnixMicro())
			row := kit.Row{"id": id, "code": r["code"], "name": r["name"], "sort_name": text.SortKey(r["name"], 240), "kind": r["kind"], "state": r["state"], "version": 1,
				"department_id": owner, "updated_at": at}
			if i%2 == 0 {
				r["purchased_on"] = fmt.Sprintf("202%d-01-05", i%3)
				row["purchased_on"] = r["purchased_on"]
			}
			if i%3 != 1 {
				r["warranty_until"] = fmt.Sprintf("202%d-03-05", i%4)
				row["warranty_until"] = r["warranty_until"]
			}
			c.Insert(t.Context(), t, "assets", row)
			r["scan"] = "0"
			if i%3 != 2 {
				r["scan"] = fmt.Sprint(at.UnixMicro())
				c.Insert(t.Context(), t, "asset_protections", kit.Row{"asset_id": id, "last_scan_at": at})
			}
			rows[id], keys = r, append(keys, id)
		}
		for field, shown := range shownBy {
			for _, d := range []paging.Direction{paging.Ascending, paging.Descending} {
				want := slices.Clone(keys)
				slices.SortFunc(want, func(a, b db.ID) int {
					n := cmp.Or(strings.Compare(shown(rows[a]), shown(rows[b])), a.Compare(b))
					if d == paging.Descending {
						n = -n
					}
					return n
				})
				if got := c.walk(t, asset.Order{Field: field, Direction: d}); !slices.Equal(got, want) {
					t.Errorf("%s %s:\n%v\nwant\n%v", field, d, got, want)
				}
			}
		}
		first := 3
		some := must(c.List(c.As(t, c.it), asset.Filter{}, asset.Order{Field: asset.ByWarranty}, paging.Args{First: &first}))(t)
		if _, err := c.List(c.As(t, c.it), asset.Filter{}, asset.Order{Field: asset.ByName}, paging.Args{After: some.PageInfo.EndCursor()}); !fault.Is(err, fault.BadInput) {
			t.Errorf("a cursor of another order: %v", err)
		}
	})
}

// walk reads the whole register three at a time, forwards, and checks the last page backwards.
func (c *centre) walk(t *testing.T, o asset.Order) (all []db.ID) {
	t.Helper()
	three, ctx := 3, c.As(t, c.it)
	var after *string
	for range 20 {
		page := must(c.List(ctx, asset.Filter{}, o, paging.Args{First: &three, After: after}))(t)
		for _, a := range page.Nodes() {
			all = append(all, a.Key)
		}
		if more := must(page.PageInfo.HasNextPage(ctx))(t); !more {
			break
		}
		after = page.PageInfo.EndCursor()
	}
	back := must(c.List(ctx, asset.Filter{}, o, paging.Args{Last: &three}))(t).Nodes()
	for i, a := range back {
		if a.Key != all[len(all)-3+i] {
			t.Errorf("%v: the last three are not those that come last", o)
		}
	}
	return all
}

// By warranty: what has ended, what ends before a day; what has none on record has not ended.
func TestAssetsAreFoundByTheirWarranty(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		today := k.Clock.Now()
		day := func(days int) db.Date { return db.DateOf(today.AddDate(0, 0, days)) }
		for code, until := range map[string]db.Date{"GONE": day(-3), "SOON": day(5), "LATE": day(90), "NONE": {}} {
			c.register(t, code, func(in *asset.RegisterInput) { in.WarrantyUntil = until })
		}
		yes, no, limit := true, false, day(30)
		for _, x := range []struct {
			f    asset.Filter
			want string
		}{
			{asset.Filter{WarrantyEnded: &yes}, "GONE"}, {asset.Filter{WarrantyEnded: &no}, "LATE NONE SOON"},
			{asset.Filter{WarrantyEndsBefore: &limit}, "GONE SOON"}, {asset.Filter{WarrantyEndsBefore: &limit, WarrantyEnded: &no}, "SOON"},
		} {
			if got := c.codes(t, c.it, x.f); got != x.want {
				t.Errorf("%+v: %q, want %q", x.f, got, x.want)
			}
		}
	})
}

// codes are those of the assets that somebody finds.
func (c *centre) codes(t *testing.T, who db.ID, f asset.Filter) string {
	t.Helper()
	var codes []string
	for _, a := range must(c.List(c.As(t, who), f, asset.Order{}, paging.Args{}))(t).Nodes() {
		codes = append(codes, a.Code)
	}
	return strings.Join(codes, " ")
}

// IT finds a machine by what it has at hand of it, in any notation; for everybody else such a search is refused, whether
// there is such a machine or not (Art. 5a).
func TestArticle5a_ITAloneFindsByAddressesAndLicences(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		a := c.register(t, "PC-01", nil)
		c.register(t, "PC-02", nil)
		if _, _, err := c.apply(a, asset.Patch{Interfaces: &[]*asset.Interface{{Name: "eth0", MAC: "02:aa:bb:cc:dd:0e", IP: "10.0.0.7"}}}); err != nil {
			t.Fatal(err)
		}
		if _, err := c.AddLicence(c.As(t, c.it), asset.LicenceInput{Asset: a.ID(), Product: "Windows 11 Pro", Key: "AB12-cd34 EF56"}); err != nil {
			t.Fatal(err)
		}
		for want, all := range map[string][]asset.TechnicalFilter{
			"PC-01": {{MAC: "02:AA:BB:CC:DD:0E"}, {MAC: "02-aa-bb-cc-dd-0e"}, {MAC: "02aa.bbcc.dd0e"}, {MAC: "02aabbccdd0e"}, {IP: "10.0.0.7"}, {IP: "::ffff:10.0.0.7"},
				{Licence: "ab12cd34ef56"}, {Licence: "AB12-CD34-EF56"}, {Licence: "windows 11"}, {Licence: "Windows", IP: "10.0.0.7"}},
			"": {{MAC: "02:aa:bb:cc:dd:0f"}, {IP: "10.0.0.8"}, {Licence: "AB12"}, {Licence: "Office"}, {Licence: "Windows", IP: "10.0.0.8"}, {Licence: "%"}, {Licence: "-"}},
		} {
			for _, f := range all {
				if got := c.codes(t, c.it, asset.Filter{Technical: &f}); got != want {
					t.Errorf("%+v finds %q, want %q", f, got, want)
				}
				for _, who := range []db.ID{c.head, c.nurse} {
					_, err := c.List(c.As(t, who), asset.Filter{Technical: &f}, asset.Order{}, paging.Args{})
					if !fault.Is(err, fault.Forbidden) {
						t.Errorf("%+v by another: %v", f, err)
					}
				}
			}
		}
	})
}

// The end of a warranty is told once, within 30 days before it, to IT and the managers of the department; a new end anew.
func TestAWarrantyThatEndsIsToldOnce(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		departments := department.New(k.DB, k.Access, k.Audit, k.Feed)
		people := staff.New(k.DB, k.Access, k.Audit, k.Feed, departments, kit.Accounts{DB: k.DB})
		c.Tells(inbox.New(k.DB, k.Access, k.Feed), role.New(k.DB, k.Access, k.Audit, k.Feed, departments, people))
		day := func(days int) db.Date { return db.DateOf(k.Clock.Now().AddDate(0, 0, days)) }
		a := c.register(t, "SOON", func(in *asset.RegisterInput) { in.WarrantyUntil = day(29) })
		c.register(t, "LATE", func(in *asset.RegisterInput) { in.WarrantyUntil = day(40) })
		c.register(t, "GONE", func(in *asset.RegisterInput) { in.WarrantyUntil = day(-1) })
		told := func() string {
			if err := c.TellWarranties(context.Background()); err != nil {
				t.Fatal(err)
			}
			return fmt.Sprint(c.count(t, "SELECT COUNT(*) FROM inbox_items WHERE kind = 'WARRANTY_ENDS' AND staff_id = ?", c.it),
				c.count(t, "SELECT COUNT(*) FROM inbox_items WHERE kind = 'WARRANTY_ENDS' AND staff_id = ?", c.head),
				c.count(t, "SELECT COUNT(*) FROM inbox_items WHERE kind = 'WARRANTY_ENDS'"))
		}
		for range 2 {
			if got := told(); got != "1 1 2" {
				t.Errorf("told: %s", got)
			}
		}
		until := graphql.OmittableOf(day(20))
		if _, err := c.Update(c.As(t, c.it), asset.UpdateInput{ID: a.ID(), ExpectedVersion: 1, WarrantyUntil: until}); err != nil {
			t.Fatal(err)
		}
		if got := told(); got != "2 2 4" {
			t.Errorf("after it was put on record anew: %s", got)
		}
	})
}
