package assetfile_test

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
	"ttyt.example/ttyt/internal/centre/assetfile"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
)

func TestMain(m *testing.M) { kit.Main(m) }

// centre is a ward, and an engineer who brings files into its register.
type centre struct {
	*kit.Kit
	*assetfile.Service
	assets   *asset.Service
	ward, it db.ID
}

func newCentre(t testing.TB, k *kit.Kit) *centre {
	t.Helper()
	departments := department.New(k.DB, k.Access, k.Audit, k.Feed)
	people := staff.New(k.DB, k.Access, k.Audit, k.Feed, departments, kit.Accounts{DB: k.DB})
	c := &centre{Kit: k, assets: asset.New(k.DB, k.Access, k.Audit, k.Feed, departments, people)}
	c.Service = assetfile.New(k.DB, k.Access, k.Audit, people, c.assets)
	root := k.Department(t, "CENTRE", "TTYT", db.ID{})
	c.ward = k.Department(t, "CLINICAL", "NOI", root)
	c.it = k.Staff(t, k.Department(t, "UNIT", "CNTT", root), "Kỹ sư", access.IT)
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

// register puts a workstation of the ward into the register by hand.
func (c *centre) register(t testing.TB, code, serial string) {
	t.Helper()
	must(c.assets.Register(c.As(t, c.it), asset.RegisterInput{Code: code, Name: "Máy " + code, Kind: asset.Workstation, Department: db.GlobalID("department", c.ward), Serial: serial}))(t)
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
func (c *centre) bring(t testing.TB, content string) *assetfile.Import {
	t.Helper()
	ctx, part := c.As(t, c.it), 1<<20
	head := content[:min(part, len(content))]
	rest := content[len(head):]
	i := must(c.Start(ctx, assetfile.StartInput{File: input.File{Name: "tài sản.csv", Content: []byte(head)}, More: rest != ""}))(t)
	for n := 2; rest != ""; n++ {
		next := rest[:min(part, len(rest))]
		rest = rest[len(next):]
		i = must(c.AddPart(ctx, assetfile.PartInput{Import: i.ID(), Part: n, File: input.File{Content: []byte(next)}, More: rest != ""}))(t)
	}
	return i
}

func (c *centre) work(t testing.TB, i *assetfile.Import) *assetfile.Import {
	t.Helper()
	if err := c.Run(access.AsSystem(t.Context())); err != nil {
		t.Fatal(err)
	}
	return must(c.Get(c.As(t, c.it), i.ID()))(t)
}

// Every one of the bad rows of a large file is reported, nothing is written before it is asked for, and the good ones are
// written then.
func TestALargeFileWithBadRows(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		const rows, bad = 50_000, 200
		i := c.work(t, c.bring(t, file(rows, bad)))
		if i.State != assetfile.Checked || i.Rows != rows || i.BadRows != bad || i.Created != rows-bad || i.Done != rows {
			t.Fatalf("got %+v", i)
		}
		faults := must(c.Faults(c.As(t, c.it), i, assetfile.FaultOrder{}, paging.Args{}))(t)
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

// Of many faults the first are kept one by one, all are counted by kind, and every wrong row is left out.
func TestFaultsAreCountedByKind(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		const rows, bad = 3000, 1500
		i := c.work(t, c.bring(t, file(rows, bad)))
		want := []assetfile.FaultKind{{Column: "Mã đơn vị", Code: fault.Invalid, Count: bad, Kept: 500}, {Column: "Địa chỉ IP", Code: fault.Invalid, Count: bad, Kept: 500}}
		if got := i.FaultKinds(); i.State != assetfile.Checked || i.BadRows != bad || !slices.Equal(got, want) || got[0].More() != 1000 {
			t.Errorf("%s, %d bad rows: %v, want %v", i.State, i.BadRows, got, want)
		}
		if n, last := c.count(t, "SELECT COUNT(*) FROM asset_import_faults"), c.count(t, "SELECT MAX(line) FROM asset_import_faults"); n != 1000 || last != 1001 {
			t.Errorf("%d faults are kept, up to line %d; want the first 1000", n, last)
		}
		k.Exec(t, "UPDATE departments SET code = 'KHONG-CO' WHERE code = 'NOI'") // rows that were wrong would be right now, and the others wrong
		must(c.Apply(c.As(t, c.it), assetfile.ApplyInput{ID: i.ID(), ExpectedVersion: i.Version, SkipBadRows: true}))(t)
		if i = c.work(t, i); i.State != assetfile.Applied || c.count(t, "SELECT COUNT(*) FROM assets") != 0 || i.BadRows != rows {
			t.Errorf("%s, %d bad rows", i.State, i.BadRows)
		}
		want = []assetfile.FaultKind{{Column: "Mã đơn vị", Code: fault.Invalid, Count: rows, Kept: 500}, want[1]}
		if got := i.FaultKinds(); !slices.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
	})
}

// An import shows the most frequent kinds of faults, up to a bound, however many it counts.
func TestKindsOfFaultsHaveABound(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		i := c.work(t, c.bring(t, file(4, 2)))
		var kinds assetfile.Kinds
		for n := range 201 {
			kinds.V = append(kinds.V, assetfile.FaultKind{Column: fmt.Sprintf("Cột %d", n), Code: fault.Invalid, Count: 500 - n})
		}
		k.Exec(t, "UPDATE asset_imports SET fault_kinds = ?", kinds)
		shown := must(c.Get(c.As(t, c.it), i.ID()))(t).FaultKinds()
		if !slices.Equal(shown, kinds.V[:200]) {
			t.Errorf("shows %d kinds", len(shown))
		}
	})
}

// An import that was checked before wrong rows were noted leaves out those with faults.
func TestAnImportFromBeforeLeavesOutItsWrongRows(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		const rows, bad = 40, 4
		i := c.work(t, c.bring(t, file(rows, bad)))
		k.Exec(t, "UPDATE asset_imports SET fault_kinds = NULL, wrong_rows = NULL")
		must(c.Apply(c.As(t, c.it), assetfile.ApplyInput{ID: i.ID(), ExpectedVersion: i.Version, SkipBadRows: true}))(t)
		if i = c.work(t, i); i.State != assetfile.Applied || i.Created != rows-bad || i.BadRows != bad || len(i.FaultKinds()) != 0 {
			t.Errorf("%+v", i)
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
		apply := assetfile.ApplyInput{ID: i.ID(), ExpectedVersion: i.Version}
		if _, err := c.Apply(c.As(t, c.it), apply); !fault.HasCode(err, fault.Invalid) {
			t.Errorf("with bad rows: got %v, want INVALID", err)
		}
		apply.ExpectedVersion, apply.SkipBadRows = 1, true
		if _, err := c.Apply(c.As(t, c.it), apply); !fault.HasCode(err, fault.Conflict) {
			t.Errorf("another version: got %v, want CONFLICT", err)
		}
		apply.ExpectedVersion = i.Version
		must(c.Apply(c.As(t, c.it), apply))(t)
		c.register(t, "PC-000600", "")          // since the check: serials differ, so row 602 now speaks of a known asset
		c.register(t, "MAY-KHAC", "SN00000001") // since the check: the serial of line 3
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
		_ = c.Run(stopped)
		stop()
		i = c.work(t, i)
		if i.State != assetfile.Applied || i.Created != rows-bad-2 || i.Done != rows || i.BadRows != bad+2 {
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
		must(c.Apply(c.As(t, c.it), assetfile.ApplyInput{ID: i.ID(), ExpectedVersion: i.Version}))(t)
		var both sync.WaitGroup
		for range 2 {
			both.Go(func() { _ = c.Run(access.AsSystem(t.Context())) }) // one of them is told that it moved on
		}
		both.Wait()
		i = c.work(t, i)
		if n := c.count(t, "SELECT COUNT(*) FROM assets"); n != rows || i.State != assetfile.Applied || i.Created != rows || i.Unchanged != 0 {
			t.Errorf("got %d assets, %+v", n, i)
		}
	})
}

// Nothing is written if the person who started the import may no longer write the register by then.
func TestAnImportEndsWithTheRight(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		i := c.work(t, c.bring(t, file(3, 0)))
		must(c.Apply(c.As(t, c.it), assetfile.ApplyInput{ID: i.ID(), ExpectedVersion: i.Version}))(t)
		k.Exec(t, "UPDATE role_assignments SET live = NULL")
		if err := c.Run(access.AsSystem(t.Context())); err != nil {
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
		must(c.Start(c.As(t, c.it), assetfile.StartInput{File: input.File{Name: "a.csv", Content: []byte("Mã")}, More: true}))(t)
		for _, x := range []struct {
			after           time.Duration
			imports, faults int
		}{{time.Hour, 2, 4}, {24 * time.Hour, 1, 4}, {7 * 24 * time.Hour, 0, 0}} {
			k.Clock.Advance(x.after)
			if err := c.Prune(access.AsSystem(t.Context())); err != nil {
				t.Fatal(err)
			}
			if n, m := c.count(t, "SELECT COUNT(*) FROM asset_imports"), c.count(t, "SELECT COUNT(*) FROM asset_import_faults"); n != x.imports || m != x.faults {
				t.Errorf("after %s more: %d imports and %d faults, want %d and %d", x.after, n, m, x.imports, x.faults)
			}
		}
	})
}
