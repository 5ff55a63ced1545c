package asset_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
)

func TestMain(m *testing.M) { kit.Main(m) }

// centre is a ward and the IT section, each with people, over a register.
type centre struct {
	*kit.Kit
	*asset.Service
	ward, section   db.ID
	it, head, nurse db.ID
}

func newCentre(t testing.TB, k *kit.Kit) *centre {
	t.Helper()
	departments := department.New(k.DB, k.Access, k.Audit, k.Feed)
	people := staff.New(k.DB, k.Access, k.Audit, k.Feed, departments, kit.Accounts{DB: k.DB})
	c := &centre{Kit: k, Service: asset.New(k.DB, k.Access, k.Audit, k.Feed, departments, people)}
	root := k.Department(t, "CENTRE", "TTYT", db.ID{})
	c.ward, c.section = k.Department(t, "CLINICAL", "NOI", root), k.Department(t, "UNIT", "CNTT", root)
	c.it, c.head, c.nurse = k.Staff(t, c.section, "Kỹ sư", access.IT), k.Staff(t, c.ward, "Trưởng khoa"), k.Staff(t, c.ward, "Điều dưỡng")
	k.Position(t, c.head, c.ward, "HEAD")
	return c
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func unit(id db.ID) string { return db.GlobalID("department", id) }

// register puts a workstation of the ward into the register.
func (c *centre) register(t testing.TB, code string, change func(in *asset.RegisterInput)) *asset.Asset {
	t.Helper()
	in := asset.RegisterInput{Code: code, Name: "Máy " + code, Kind: asset.Workstation, Department: unit(c.ward)}
	if change != nil {
		change(&in)
	}
	return must(c.Register(c.As(t, c.it), in))(t)
}

// apply changes protected fields as a carried out change request does.
func (c *centre) apply(a *asset.Asset, p asset.Patch) (before, after asset.Technical, err error) {
	return c.applyBy(asset.Cause{Kind: asset.ByChangeRequest, Key: db.NewID(), Article: "5d"}, a, p)
}

func (c *centre) applyBy(cause asset.Cause, a *asset.Asset, p asset.Patch) (before, after asset.Technical, err error) {
	err = c.DB.InTx(context.Background(), func(ctx context.Context) error {
		before, after, err = c.Apply(ctx, a.Key, p, cause)
		return err
	})
	return before, after, err
}

func TestArticle5d_ApplyChangesWhatIsProtected(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		device := c.register(t, "SW-01", func(in *asset.RegisterInput) { in.Kind = asset.NetworkDevice })
		a := c.register(t, "PC-01", func(in *asset.RegisterInput) { in.Serial = "SN 1" })
		other := c.register(t, "PC-02", func(in *asset.RegisterInput) {
			in.Serial = "SN 2"
			in.Interfaces = []*asset.InterfaceInput{{Name: "eth0", MAC: "3C-52-82-4B-19-0E", IP: "10.0.0.2"}}
		})
		yes, inUse, model := true, asset.InUse, "OptiPlex"
		p := must(c.Patch(k.As(t, c.it), asset.PatchInput{Model: &model, State: &inUse, Connected: &yes,
			Interfaces: []*asset.InterfaceInput{{Name: "eth0", MAC: "3c:52:82:4b:19:0f", IP: "::ffff:10.0.0.3", VLAN: 20, Switch: device.ID(), SwitchPort: "12"}}}))(t)
		before, after, err := c.apply(a, p)
		if err != nil || before.Connected || !after.Connected || len(after.Interfaces) != 1 || after.Interfaces[0].IP != "10.0.0.3" {
			t.Fatalf("got %+v, %+v, %v", before, after, err)
		}
		now := must(c.Of(t.Context(), a.Key))(t)
		if now.State != asset.InUse || now.Model != model || now.Version != a.Version+1 {
			t.Errorf("got %+v", now)
		}
		if _, _, err := c.apply(a, p); err != nil || must(c.Of(t.Context(), a.Key))(t).Version != now.Version {
			t.Errorf("a patch that changes nothing leaves no trace: %v", err)
		}
		taken, serial := []*asset.Interface{{MAC: "3c:52:82:4b:19:0e"}}, "sn2"
		address := []*asset.Interface{{IP: "10.0.0.2"}}
		shared := []*asset.Interface{{IP: "10.0.0.2", Shared: true}}
		retired := asset.Retired
		for name, x := range map[string]struct {
			p    asset.Patch
			want fault.UserCode
		}{
			"a MAC address used twice": {asset.Patch{Interfaces: &taken}, fault.Taken},
			"an IP address used twice": {asset.Patch{Interfaces: &address}, fault.Taken},
			"a serial seen before":     {asset.Patch{Serial: &serial}, fault.Taken},
			"connected and retired":    {asset.Patch{State: &retired}, fault.Invalid},
		} {
			if _, _, err := c.apply(a, x.p); !fault.HasCode(err, x.want) || !strings.Contains(fmt.Sprint(err), "PC-02") && x.want == fault.Taken {
				t.Errorf("%s: got %v, want %s", name, err, x.want)
			}
		}
		if _, _, err := c.apply(a, asset.Patch{Interfaces: &shared}); err != nil {
			t.Errorf("an address that others share: %v", err)
		}
		lines := must(c.History(k.As(t, c.it), now, paging.Args{}))(t).Nodes()
		var told []string
		for _, l := range lines {
			told = append(told, fmt.Sprintf("%s %s %q %q %v %s", l.Action, l.Field, l.Before, l.After, l.Technical, l.Article))
		}
		want := `CHANGED interfaces "" "eth0 3c:52:82:4b:19:0f 10.0.0.3 VLAN 20 SW-01/12" true 5d`
		if !strings.Contains(strings.Join(told, "\n"), want) {
			t.Errorf("got\n%s\nwant %s", strings.Join(told, "\n"), want)
		}
		for _, l := range must(c.History(k.As(t, c.nurse), now, paging.Args{}))(t).Nodes() {
			if l.Technical || strings.Contains(l.After+l.Before, "10.0.0") {
				t.Errorf("the ward reads %+v", l)
			}
		}
		if n := c.count(t, "SELECT COUNT(*) FROM audit_log WHERE subject_id = ? AND detail LIKE '%10.0%'", a.Key); n != 0 {
			t.Error("the record that managers read tells addresses")
		}
		quarantine := asset.Quarantined
		if _, _, err := c.apply(other, asset.Patch{State: &quarantine}); err == nil {
			t.Error("a change request puts a machine into quarantine")
		}
		gone := c.register(t, "SW-99", func(in *asset.RegisterInput) { in.Kind = asset.NetworkDevice })
		plug := must(c.Patch(k.As(t, c.it), asset.PatchInput{Interfaces: []*asset.InterfaceInput{{Name: "eth1", Switch: gone.ID(), SwitchPort: "1"}}}))(t)
		must(c.Retire(k.As(t, c.it), asset.RetireInput{ID: gone.ID(), ExpectedVersion: gone.Version, Reason: "Hỏng."}))(t)
		if _, _, err := c.apply(other, plug); err == nil {
			t.Error("a machine is plugged into a device that is written off")
		}
		infection := asset.Cause{Kind: asset.ByInfection, Key: db.NewID(), Article: "7c"}
		if _, _, err := c.applyBy(infection, other, asset.Patch{State: &quarantine}); err != nil || must(c.Of(t.Context(), other.Key))(t).StateBeforeQuarantine != asset.InStock {
			t.Errorf("quarantine: %v", err)
		}
	})
}

func (c *centre) count(t testing.TB, query string, args ...any) int {
	t.Helper()
	return must(db.One[int](t.Context(), c.DB.From(t.Context()), query, args...))(t)
}

// Two links that would close a circle together, made at once: one is refused.
func TestTwoLinksAtOnce(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		a, b, ctx := c.register(t, "A", nil), c.register(t, "B", nil), c.As(t, c.it)
		errs := make([]error, 2)
		var both sync.WaitGroup
		for i, in := range []asset.LinkInput{{Asset: a.ID(), DependsOn: b.ID()}, {Asset: b.ID(), DependsOn: a.ID()}} {
			both.Go(func() { _, errs[i] = c.Link(ctx, in) })
		}
		both.Wait()
		if won := slices.Index(errs, nil); won < 0 || !fault.HasCode(errs[1-won], fault.Cycle) {
			t.Errorf("got %v, want one link and CYCLE for the other", errs)
		}
	})
}

// Two assets registered at once with one serial: one is refused.
func TestTwoOfOneSerialAtOnce(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		ctx := c.As(t, c.it)
		for round := range 5 {
			errs := make([]error, 2)
			var both sync.WaitGroup
			for i := range errs {
				both.Go(func() {
					_, errs[i] = c.Register(ctx, asset.RegisterInput{Code: fmt.Sprintf("M-%d-%d", round, i), Name: "Máy", Kind: asset.Server, Department: unit(c.section), Serial: fmt.Sprint("S", round),
						Interfaces: []*asset.InterfaceInput{{IP: fmt.Sprintf("10.9.0.%d", round+1)}}})
				})
			}
			both.Wait()
			if won := slices.Index(errs, nil); won < 0 || !fault.HasCode(errs[1-won], fault.Taken) {
				t.Errorf("got %v, want one asset and TAKEN for the other", errs)
			}
		}
	})
}
