package asset_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
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

// file is a CSV file with so many assets, every so many of which are wrong.
func file(rows, bad int) string {
	var b strings.Builder
	b.WriteString("Mã tài sản;Tên tài sản;Loại;Mã đơn vị;Số sê-ri;Nơi đặt;Ngày mua;Nối mạng;Cổng mạng;Địa chỉ MAC;Địa chỉ IP;VLAN;Ghi chú\r\n")
	every := rows + 1
	if bad > 0 {
		every = rows / bad
	}
	for i := range rows {
		unit, ip := "NOI", fmt.Sprintf("10.%d.%d.%d", 1+i/62500, i/250%250, 1+i%250)
		if i%every == every-1 {
			unit, ip = "KHONG-CO", "10.0.0.300"
		}
		fmt.Fprintf(&b, "PC-%06d;Máy trạm số %d;Máy trạm;%s;SN%08d;Phòng %d, tầng %d;0%d/03/2024;có;eth0;02:00:00:%02x:%02x:%02x;%s;20;Dell OptiPlex 3000, màn hình 24 inch\r\n",
			i, i, unit, i, i%40, i%4, 1+i%9, i>>16&255, i>>8&255, i&255, ip)
	}
	return b.String()
}

// bring takes a file in parts.
func (c *centre) bring(t testing.TB, content string) *asset.Import {
	t.Helper()
	ctx, part := c.As(t, c.it), 1<<20
	head := content[:min(part, len(content))]
	rest := content[len(head):]
	i := must(c.StartImport(ctx, asset.ImportInput{File: input.File{Name: "tài sản.csv", Content: []byte(head)}, More: rest != ""}))(t)
	for n := 2; rest != ""; n++ {
		next := rest[:min(part, len(rest))]
		rest = rest[len(next):]
		i = must(c.AddPart(ctx, asset.PartInput{Import: i.ID(), Part: n, File: input.File{Content: []byte(next)}, More: rest != ""}))(t)
	}
	return i
}

func (c *centre) work(t testing.TB, i *asset.Import) *asset.Import {
	t.Helper()
	if err := c.RunImports(access.AsSystem(t.Context())); err != nil {
		t.Fatal(err)
	}
	return must(c.Import(c.As(t, c.it), i.ID()))(t)
}

// Every one of the bad rows of a large file is reported, nothing is written before it is asked for, and the good ones are
// written then.
func TestALargeFileWithBadRows(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		const rows, bad = 50_000, 200
		i := c.work(t, c.bring(t, file(rows, bad)))
		if i.State != asset.Checked || i.Rows != rows || i.BadRows != bad || i.Created != rows-bad || i.Done != rows {
			t.Fatalf("got %+v", i)
		}
		faults := must(c.Faults(c.As(t, c.it), i, paging.Args{}))(t)
		if n := must(faults.TotalCount(t.Context()))(t); n != 2*bad {
			t.Errorf("got %d faults, want the department and the address of %d rows", n, bad)
		}
		if x := faults.Nodes()[0]; x.Row != 251 || x.Column != "Địa chỉ IP" || x.Code != fault.Invalid {
			t.Errorf("got %+v", x)
		}
		if n := c.count(t, "SELECT COUNT(*) FROM assets"); n != 0 {
			t.Errorf("%d assets were written by a check", n)
		}
	})
}

// The good rows of a file are written when that is asked for, the wrong ones left out; who goes on after a stop repeats
// nothing, and what went wrong since the check is told.
func TestAFileIsWrittenOnDemand(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		const rows, bad = 2000, 8
		i := c.work(t, c.bring(t, file(rows, bad)))
		apply := asset.ApplyImportInput{ID: i.ID(), ExpectedVersion: i.Version}
		if _, err := c.ApplyImport(c.As(t, c.it), apply); !fault.HasCode(err, fault.Invalid) {
			t.Errorf("with bad rows: got %v, want INVALID", err)
		}
		apply.ExpectedVersion, apply.SkipBadRows = 1, true
		if _, err := c.ApplyImport(c.As(t, c.it), apply); !fault.HasCode(err, fault.Conflict) {
			t.Errorf("another version: got %v, want CONFLICT", err)
		}
		apply.ExpectedVersion = i.Version
		must(c.ApplyImport(c.As(t, c.it), apply))(t)
		c.register(t, "PC-000600", nil)                                                       // since the check: serials differ, so row 602 now speaks of a known asset
		c.register(t, "MAY-KHAC", func(in *asset.RegisterInput) { in.Serial = "SN00000001" }) // since the check: the serial of line 3
		// A stop after the first step: another process goes on.
		stopped, stop := context.WithCancel(access.AsSystem(t.Context()))
		go func() {
			for {
				n, err := db.One[int](context.Background(), k.DB.From(context.Background()), "SELECT done FROM asset_imports")
				if err != nil || n > 0 {
					stop()
					return
				}
			}
		}()
		_ = c.RunImports(stopped)
		stop()
		i = c.work(t, i)
		if i.State != asset.Applied || i.Created != rows-bad-2 || i.Done != rows || i.BadRows != bad+2 {
			t.Errorf("got %+v", i)
		}
		if n := c.count(t, "SELECT COUNT(*) FROM asset_interfaces"); n != rows-bad-2 {
			t.Errorf("got %d interfaces", n)
		}
		if n := c.count(t, "SELECT COUNT(*) FROM asset_events WHERE action = 'FIRST_REGISTRATION' AND cause_id = ? AND staff_id = ?", i.Key, c.it); n != rows-bad-2 {
			t.Errorf("got %d lines of history", n)
		}
		if n := c.count(t, "SELECT COUNT(*) FROM asset_import_parts"); n != 0 {
			t.Errorf("%d parts of the file are kept", n)
		}
		if n := c.count(t, "SELECT COUNT(*) FROM asset_import_faults WHERE line = 3 AND code = 'TAKEN' AND column_name = 'Số sê-ri'"); n != 1 {
			t.Errorf("got %d faults in line 3, want 1", n)
		}
	})
}

// Two replicas that both believe the file to be theirs write each row once, and count it once.
func TestTwoReplicasWriteAFile(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		const rows = 3000
		i := c.work(t, c.bring(t, file(rows, 0)))
		must(c.ApplyImport(c.As(t, c.it), asset.ApplyImportInput{ID: i.ID(), ExpectedVersion: i.Version}))(t)
		var both sync.WaitGroup
		for range 2 {
			both.Go(func() { _ = c.RunImports(access.AsSystem(t.Context())) }) // one of them is told that it moved on
		}
		both.Wait()
		i = c.work(t, i)
		if n := c.count(t, "SELECT COUNT(*) FROM assets"); n != rows || i.State != asset.Applied || i.Created != rows || i.Unchanged != 0 {
			t.Errorf("got %d assets, %+v", n, i)
		}
	})
}

// Whoever may no longer write the register when the rows are written has nothing written.
func TestAnImportEndsWithTheRight(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		i := c.work(t, c.bring(t, file(3, 0)))
		must(c.ApplyImport(c.As(t, c.it), asset.ApplyImportInput{ID: i.ID(), ExpectedVersion: i.Version}))(t)
		k.Exec(t, "UPDATE role_assignments SET live = NULL")
		if err := c.RunImports(access.AsSystem(t.Context())); err != nil {
			t.Fatal(err)
		}
		if n := c.count(t, "SELECT COUNT(*) FROM assets") + c.count(t, "SELECT COUNT(*) FROM asset_imports WHERE state <> 'FAILED'"); n != 0 {
			t.Errorf("got %d", n)
		}
	})
}

// What a file left behind goes in time: soon where the rest of it never came.
func TestImportsAreForgotten(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		c.work(t, c.bring(t, file(4, 2)))
		must(c.StartImport(c.As(t, c.it), asset.ImportInput{File: input.File{Name: "a.csv", Content: []byte("Mã")}, More: true}))(t)
		for _, x := range []struct {
			after           time.Duration
			imports, faults int
		}{{time.Hour, 2, 4}, {24 * time.Hour, 1, 4}, {7 * 24 * time.Hour, 0, 0}} {
			k.Clock.Advance(x.after)
			if err := c.PruneImports(access.AsSystem(t.Context())); err != nil {
				t.Fatal(err)
			}
			if n, m := c.count(t, "SELECT COUNT(*) FROM asset_imports"), c.count(t, "SELECT COUNT(*) FROM asset_import_faults"); n != x.imports || m != x.faults {
				t.Errorf("after %s more: %d imports and %d faults, want %d and %d", x.after, n, m, x.imports, x.faults)
			}
		}
	})
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
