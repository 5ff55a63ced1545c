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
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/core/feed"
	"ttyt.example/ttyt/internal/test/kit"
)

// replica is the centre's register as another replica of the program runs it.
func (c *centre) replica(t testing.TB) *centre {
	t.Helper()
	k := *c.Kit
	k.DB = c.Replica()
	k.Access = must(access.New(k.DB))(t)
	k.Audit, k.Feed = audit.New(k.DB, k.Access, []byte("an audit key of tests, 32 bytes!")), feed.New(k.DB)
	departments := department.New(k.DB, k.Access, k.Audit, k.Feed)
	people := staff.New(k.DB, k.Access, k.Audit, k.Feed, departments, kit.Accounts{DB: k.DB})
	other := *c
	other.Kit, other.Service = &k, asset.New(k.DB, k.Access, k.Audit, k.Feed, departments, people)
	return &other
}

func (c *centre) device(t testing.TB, code string) *asset.Asset {
	t.Helper()
	return c.register(t, code, func(in *asset.RegisterInput) { in.Kind = asset.NetworkDevice })
}

// at are interfaces at ports of a device.
func at(device *asset.Asset, ports ...string) *[]*asset.Interface {
	all := make([]*asset.Interface, len(ports))
	for i, p := range ports {
		all[i] = &asset.Interface{Name: fmt.Sprint("eth", i), Switch: device.Key, SwitchPort: p}
	}
	return &all
}

// A port holds one machine, however its name is written, through every way into the register.
func TestArticle5e_OnePortHoldsOneMachine(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		device, other, a, b := c.device(t, "SW-01"), c.device(t, "SW-02"), c.register(t, "PC-01", nil), c.register(t, "PC-02", nil)
		plug := func(m *asset.Asset, to *[]*asset.Interface) error {
			_, _, err := c.apply(m, asset.Patch{Interfaces: to})
			return err
		}
		if err := plug(a, at(device, "Gi 1/0/1", "gi1/0/1")); err != nil {
			t.Fatalf("two interfaces of one machine at one port: %v", err)
		}
		register := func(port string) error {
			_, err := c.Register(c.As(t, c.it), asset.RegisterInput{Code: "PC-03", Name: "Máy", Kind: asset.Workstation, Department: unit(c.ward),
				Interfaces: []*asset.InterfaceInput{{Name: "eth0", Switch: device.ID(), SwitchPort: port}}})
			return err
		}
		many := func(port string) error {
			return c.DB.InTx(c.As(t, c.it), func(ctx context.Context) error {
				e := asset.Asset{Key: db.NewID(), Code: "PC-04", Name: "Máy", Kind: asset.Workstation, Department: c.ward, State: asset.InStock, Source: asset.Imported}
				return c.RegisterMany(ctx, []asset.Entry{{Asset: &e, Interfaces: *at(device, port)}}, asset.Cause{Kind: asset.ByImport, Key: db.NewID()})
			})
		}
		for _, port := range []string{"Gi 1/0/1", "GI1/0/1", "gi1/0/1 "} {
			for door, err := range map[string]error{"apply": plug(b, at(device, port)), "register": register(port)} {
				if !fault.HasCode(err, fault.Taken) || !strings.Contains(err.Error(), "SW-01") || strings.Contains(err.Error(), "PC-01") != (door == "register") {
					t.Errorf("%s at %q: %v", door, port, err)
				}
			}
			if err := many(strings.TrimSpace(port)); !db.IsDuplicate(err) {
				t.Errorf("import at %q: %v", port, err)
			}
		}
		if err := plug(b, at(other, "Gi 1/0/1")); err != nil {
			t.Errorf("the same port of another device: %v", err)
		}
		if err := plug(b, at(device, "")); err != nil {
			t.Errorf("a device whose port nobody knows: %v", err)
		}
		if err := plug(a, at(device, "2")); err != nil {
			t.Fatal(err)
		}
		if err := plug(b, at(device, "gi1/0/1")); err != nil {
			t.Errorf("a port that was left: %v", err)
		}
		// What was there before a rule stays as it is, whatever else of it changes.
		k.Exec(t, "UPDATE asset_interfaces SET port_key = NULL, switch_port = '2' WHERE asset_id = ?", b.Key)
		if serial := "S-9"; c.only(b, asset.Patch{Serial: &serial}) != nil {
			t.Error("a new serial of a machine that shares a port")
		}
	})
}

func (c *centre) only(a *asset.Asset, p asset.Patch) error {
	_, _, err := c.apply(a, p)
	return err
}

// Nothing is plugged into itself, nor network devices into each other in a circle.
func TestArticle5e_NothingIsPluggedIntoItself(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		one, two, three := c.device(t, "SW-01"), c.device(t, "SW-02"), c.device(t, "SW-03")
		if err := c.only(one, asset.Patch{Interfaces: at(one, "1")}); !fault.HasCode(err, fault.Invalid) {
			t.Errorf("itself: %v", err)
		}
		for _, way := range [][2]*asset.Asset{{one, two}, {two, three}} {
			if err := c.only(way[0], asset.Patch{Interfaces: at(way[1], "24")}); err != nil {
				t.Fatal(err)
			}
		}
		if err := c.only(three, asset.Patch{Interfaces: at(one, "1")}); !fault.HasCode(err, fault.Cycle) {
			t.Errorf("a circle of three: %v", err)
		}
		if err := c.only(three, asset.Patch{Interfaces: at(two, "1")}); !fault.HasCode(err, fault.Cycle) {
			t.Errorf("a circle of two: %v", err)
		}
	})
}

// Two replicas plug two machines into one port at once, or two devices into each other: one is refused.
func TestArticle5e_TwoReplicasAtOnePort(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		replicas := []*centre{c, c.replica(t)}
		race := func(do func(c *centre, i int) error) []error {
			errs := make([]error, len(replicas))
			var all sync.WaitGroup
			for i, r := range replicas {
				all.Go(func() { errs[i] = do(r, i) })
			}
			all.Wait()
			return errs
		}
		for n := range 5 {
			device, other := c.device(t, fmt.Sprint("SW-A", n)), c.device(t, fmt.Sprint("SW-B", n))
			machines := []*asset.Asset{c.register(t, fmt.Sprint("A-", n), nil), c.register(t, fmt.Sprint("B-", n), nil)}
			for name, x := range map[string]struct {
				do   func(c *centre, i int) error
				want fault.UserCode
			}{
				"apply": {func(c *centre, i int) error { return c.only(machines[i], asset.Patch{Interfaces: at(device, "1")}) }, fault.Taken},
				"register": {func(c *centre, i int) error {
					_, err := c.Register(c.As(t, c.it), asset.RegisterInput{Code: fmt.Sprintf("R-%d-%d", n, i), Name: "Máy", Kind: asset.Printer, Department: unit(c.ward),
						Interfaces: []*asset.InterfaceInput{{Name: "eth0", Switch: device.ID(), SwitchPort: "2"}}})
					return err
				}, fault.Taken},
				"circle": {func(c *centre, i int) error {
					ends := []*asset.Asset{device, other}
					return c.only(ends[i], asset.Patch{Interfaces: at(ends[1-i], "48")})
				}, fault.Cycle},
			} {
				errs := race(x.do)
				if won := slices.Index(errs, nil); won < 0 || !fault.HasCode(errs[1-won], x.want) {
					t.Errorf("%s: got %v, want one done and %s for the other", name, errs, x.want)
				}
			}
		}
	})
}
