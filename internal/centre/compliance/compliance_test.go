package compliance_test

import (
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/compliance"
	"ttyt.example/ttyt/internal/centre/malware"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
	"ttyt.example/ttyt/internal/test/product"
)

func TestMain(m *testing.M) { kit.Main(m) }

// Who is told what is open, and where: managers of their department, IT and the Board of all.
func TestArticle12_WhoIsToldWhatIsOpen(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := product.NewCentre(t, k)
		other := k.Department(t, "CLINICAL", "MAT", db.ID{})
		ok := func(err error) bool { return err == nil }
		forbidden := func(err error) bool { return fault.Is(err, fault.Forbidden) }
		for name, x := range map[string]struct {
			by                       db.ID
			centre, ward, other, all func(error) bool
		}{
			"a director":   {c.Director, ok, ok, ok, ok},
			"IT":           {c.IT, ok, ok, ok, ok},
			"the head":     {c.Head, forbidden, ok, forbidden, ok},
			"a nurse":      {c.Nurse, forbidden, forbidden, forbidden, forbidden},
			"another ward": {c.Elsewhere, forbidden, forbidden, forbidden, forbidden},
		} {
			ctx := k.As(t, x.by)
			for global, want := range map[string]func(error) bool{"": x.centre, db.GlobalID("department", c.Ward): x.ward, db.GlobalID("department", other): x.other} {
				if _, err := c.Duties.Report(ctx, global); !want(err) {
					t.Errorf("%s of %q: %v", name, global, err)
				}
				if _, err := c.Duties.Subjects(ctx, compliance.OpenIncidents, global, paging.Args{}); !want(err) {
					t.Errorf("%s of the incidents of %q: %v", name, global, err)
				}
			}
			if _, err := c.Duties.Reports(ctx); !x.all(err) {
				t.Errorf("%s of all theirs: %v", name, err)
			}
		}
		if _, err := c.Duties.Report(access.With(t.Context(), &access.Actor{}), ""); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("a stranger: %v", err)
		}
	})
}

// A figure counts what its list shows, of the centre and of each department alike, since the oldest of it.
func TestArticle12_AFigureIsTheCountOfItsList(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := product.NewCentre(t, k)
		pc, isolated := c.Asset(t, "PC-1", "WORKSTATION"), c.Asset(t, "PC-2", "WORKSTATION")
		c.Asset(t, "PC-3", "WORKSTATION") // never scanned
		for _, of := range []string{pc, isolated} {
			i, _, err := c.Malware.Report(k.As(t, c.Nurse), malware.ReportInput{Asset: &of})
			if err == nil && of == isolated {
				_, err = c.Malware.Isolate(k.As(t, c.IT), malware.IsolateInput{ID: i.ID(), ExpectedVersion: i.Version})
			}
			if err != nil {
				t.Fatal(err)
			}
			k.Clock.Advance(time.Hour)
		}
		want := map[compliance.Matter]int{compliance.OpenIncidents: 2, compliance.QuarantinedMachines: 1, compliance.IsolatedMachines: 1,
			compliance.OverdueScans: 1, compliance.OverduePatches: 1, compliance.OldSignatures: 1}
		ward := db.GlobalID("department", c.Ward)
		for _, by := range []db.ID{c.Head, c.IT, c.Director} {
			ctx := k.As(t, by)
			r, err := c.Duties.Report(ctx, ward)
			if err != nil {
				t.Fatal(err)
			}
			each, err := c.Duties.Reports(ctx)
			if err != nil {
				t.Fatal(err)
			}
			for n, f := range r.Figures {
				list, err := c.Duties.Subjects(ctx, f.Matter, ward, paging.Args{})
				if err != nil {
					t.Fatal(err)
				}
				total, err := list.TotalCount(ctx)
				if err != nil || f.Count != total || f.Count != len(list.Nodes()) {
					t.Errorf("%s: %d, and %d listed, %v", f.Matter, f.Count, total, err)
				}
				if w, known := want[f.Matter]; known && f.Count != w || f.Count > 0 == f.Since.IsZero() {
					t.Errorf("%s: %d since %s, want %d", f.Matter, f.Count, f.Since, w)
				}
				for _, other := range each {
					if other.Department == c.Ward && other.Figures[n].Count != f.Count {
						t.Errorf("%s: %d among all, %d alone", f.Matter, other.Figures[n].Count, f.Count)
					}
				}
			}
		}
	})
}

// A service stops with what it is plugged into, at whatever distance and whatever keeps that from working; it works while
// that is in use.
func TestArticle4_AServiceStopsWithWhatItIsPluggedInto(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := product.NewCentre(t, k)
		ids := map[string]db.ID{}
		for code, kind := range map[string]string{"HIS": "SOFTWARE_SYSTEM", "MC": "SERVER", "SW-1": "NETWORK_DEVICE", "SW-2": "NETWORK_DEVICE"} {
			ids[code], _ = db.ParseID("asset", c.Asset(t, code, kind))
		}
		c.Insert(t.Context(), t, "asset_links", kit.Row{"id": db.NewID(), "from_id": ids["HIS"], "to_id": ids["MC"]})
		for from, to := range map[string]string{"MC": "SW-1", "SW-1": "SW-2", "SW-2": "SW-1"} { // two devices, plugged into each other
			c.Insert(t.Context(), t, "asset_interfaces", kit.Row{"id": db.NewID(), "asset_id": ids[from], "switch_id": ids[to], "switch_port": from, "port_key": from})
		}
		for _, device := range []string{"SW-1", "SW-2"} {
			for _, state := range asset.States {
				k.Exec(t, "UPDATE assets SET state = ? WHERE id = ?", state, ids[device])
				all, err := c.Duties.Statuses(k.As(t, c.Nurse))
				if err != nil {
					t.Fatal(err)
				}
				want := compliance.Down
				if state == asset.InUse {
					want = compliance.Up
				}
				found := false
				for _, s := range all {
					if s.Asset == ids["HIS"] || s.Asset == ids["MC"] {
						if found = true; s.Health != want {
							t.Errorf("%s while %s is %s: %s", s.Name, device, state, s.Health)
						}
					}
				}
				if !found {
					t.Error("no status of what runs")
				}
			}
			k.Exec(t, "UPDATE assets SET state = 'IN_USE'")
		}
	})
}
