package assetfile_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/assetfile"
	"ttyt.example/ttyt/internal/test/kit"
)

// words are what a cell may be made of: what separates cells, values or lines, what spreadsheets run or spoil, and what typing
// leaves behind.
var words = []string{"|", `\`, `\|`, "\"", "\"\"", ";", ",", "\t", "'", "=", "+", "-", "@", "=1+1", "#N/A", "8.93E+11", "1,5E+20", "########", "2-Mar", `="007"`, "sep=;",
	"Máy in", "Mấy in", "ma\u0301y", "Đ", "phòng", "x", "0", "007", "44562", "123456789012345678", "TRUE", "*", "&", "<b>", "\u200b", "\u00a0", "🖨", "_x000D_"}

// made is a random text of the words, at most so long.
func made(r *rand.Rand, most int) string {
	var b strings.Builder
	for range r.IntN(5) {
		w := words[r.IntN(len(words))]
		if len([]rune(b.String()+w)) >= most {
			break
		}
		b.WriteString(w)
		if r.IntN(3) == 0 {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// random registers assets that have all that the register takes, some of them retired by now.
func (c *centre) random(t *testing.T, r *rand.Rand, n int) (retired []string) {
	t.Helper()
	ctx := c.As(t, c.it)
	left := c.Staff(t, c.ward, "Người đã nghỉ")
	device := must(c.assets.Register(ctx, asset.RegisterInput{Code: "SW-1", Name: "Chuyển mạch", Kind: asset.NetworkDevice, Department: db.GlobalID("department", c.ward)}))(t)
	days := []string{"", "", "1903-02-28", "1949-12-31", "1950-01-01", "2020-02-29", "2200-12-31", "2201-01-01", "9999-12-31"}
	for i := range n {
		in := asset.RegisterInput{Code: fmt.Sprintf("M-%03d", i), Name: made(r, 180) + "n", Kind: asset.Kinds[r.IntN(len(asset.Kinds))], Department: db.GlobalID("department", c.ward),
			Manufacturer: made(r, 100), Model: made(r, 100), Place: made(r, 100), Remarks: made(r, 400)}
		if r.IntN(2) == 0 {
			in.Remarks += "\n" + made(r, 400) + "\r\n\n" + made(r, 100)
			in.Serial = fmt.Sprintf("%s%d", made(r, 40), i)
		}
		if r.IntN(3) == 0 {
			in.Custodian = db.GlobalID("staff", left)
		}
		day := func() db.Date {
			d, err := time.Parse(time.DateOnly, days[r.IntN(len(days))])
			if err != nil {
				return db.Date{}
			}
			return db.DateOf(d)
		}
		if in.PurchasedOn, in.WarrantyUntil = day(), day(); !in.WarrantyUntil.IsZero() && in.WarrantyUntil.Before(in.PurchasedOn.Time) {
			in.PurchasedOn, in.WarrantyUntil = in.WarrantyUntil, in.PurchasedOn
		}
		gone := r.IntN(4) == 0
		if in.Connected = !gone && r.IntN(3) == 0; r.IntN(3) > 0 {
			for k := range 1 + r.IntN(3) {
				p := &asset.InterfaceInput{Name: made(r, 50), VLAN: r.IntN(3) * 20}
				if r.IntN(2) == 0 {
					p.MAC = fmt.Sprintf("02:00:00:00:%02x:%02x", i, k)
				}
				switch r.IntN(3) {
				case 0:
					p.IP = fmt.Sprintf("10.0.%d.%d", i%250, k+1)
				case 1:
					p.IP, p.Shared = "192.168.1.1", true
				}
				if !gone && r.IntN(2) == 0 {
					p.Switch, p.SwitchPort = device.ID(), fmt.Sprintf("%s%d-%d", made(r, 20), i, k)
				}
				in.Interfaces = append(in.Interfaces, p)
			}
		}
		a, err := c.assets.Register(ctx, in)
		if err != nil {
			t.Fatalf("%+v: %v", in, err)
		}
		if gone {
			must(c.assets.Retire(ctx, asset.RetireInput{ID: a.ID(), ExpectedVersion: a.Version, Reason: "hỏng"}))(t)
			retired = append(retired, a.Code)
		}
	}
	c.Exec(t, "UPDATE staff SET state = 'LEFT' WHERE id = ?", left)
	return retired
}

// told is what is wrong in the file, a line for each.
func (c *centre) told(t testing.TB, i *assetfile.Import) (all []string) {
	t.Helper()
	for _, x := range must(c.Faults(c.As(t, c.it), i, assetfile.FaultOrder{}, paging.Args{}))(t).Nodes() {
		all = append(all, fmt.Sprintf("%d %s %s %s", x.Row, x.Column, x.Code, x.EN))
	}
	return all
}

func (c *centre) export(t testing.TB, as assetfile.Format, l fault.Locale) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Export(fault.WithLocale(c.As(t, c.it), l), asset.Filter{}, as, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Whatever the register holds, its export is imported again without a fault and without a change, in either format and language: when it is
// checked and when it is written. What is exported then is the same file.
func TestWhatIsExportedImportsUnchanged(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		seed := uint64(time.Now().UnixNano())
		r := rand.New(rand.NewPCG(seed, 0))
		const n = 150
		c.random(t, r, n)
		for _, x := range []struct {
			as     assetfile.Format
			locale fault.Locale
		}{{assetfile.CSV, fault.Vietnamese}, {assetfile.CSV, fault.English}, {assetfile.XLSX, fault.Vietnamese}, {assetfile.XLSX, fault.English}} {
			file := c.export(t, x.as, x.locale)
			events := c.count(t, "SELECT COUNT(*) FROM asset_events")
			i := c.work(t, c.bring(t, file))
			if i.State != assetfile.Checked || i.BadRows != 0 || i.Unchanged != n+1 {
				t.Fatalf("seed %d: %s of %v, %d of %d rows unchanged: %s\n%s\n%s", seed, i.State, x, i.Unchanged, i.Rows, i.FailureEN, strings.Join(c.told(t, i), "\n"), c.export(t, assetfile.CSV, x.locale))
			}
			must(c.Apply(c.As(t, c.it), assetfile.ApplyInput{ID: i.ID(), ExpectedVersion: i.Version}))(t)
			if i = c.work(t, i); i.State != assetfile.Applied || i.BadRows != 0 || i.Unchanged != n+1 || c.count(t, "SELECT COUNT(*) FROM asset_events") != events {
				t.Errorf("seed %d: written: %+v\n%s", seed, i, strings.Join(c.told(t, i), "\n"))
			}
			if again := c.export(t, x.as, x.locale); again != file {
				t.Errorf("seed %d: another %s is exported afterwards", seed, x.as)
			}
		}
	})
}

// A retired asset is left alone; a cell that would change it is told by its column, whichever it is.
func TestARetiredRowThatChangesIsTold(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		ctx := c.As(t, c.it)
		k.Department(t, "CLINICAL", "NGOAI", db.ID{})
		a := must(c.assets.Register(ctx, asset.RegisterInput{Code: "OLD", Name: "Máy cũ", Kind: asset.Printer, Department: db.GlobalID("department", c.ward), Serial: "S1", Place: "Kho"}))(t)
		must(c.assets.Retire(ctx, asset.RetireInput{ID: a.ID(), ExpectedVersion: a.Version, Reason: "hỏng"}))(t)
		for row, want := range map[string]string{
			"name=Máy cũ;state=Đã thanh lý;serial=S1;place=Kho": "",
			"place=":                         "", // an empty cell leaves what is there
			"name=Mấy cũ":                    "name WRONG_STATE",
			"place=Phòng 1":                  "place WRONG_STATE",
			"remarks=x":                      "remarks WRONG_STATE",
			"department=NGOAI":               "department WRONG_STATE",
			"state=In stock":                 "state WRONG_STATE",
			"serial=S2":                      "serial WRONG_STATE",
			"purchasedOn=2020-01-02;model=M": "model WRONG_STATE; purchasedOn WRONG_STATE",
			"ip=10.0.0.1":                    "ip WRONG_STATE",
			"kind=Server":                    "kind INVALID",
		} {
			head, cells := "code", "OLD"
			for cell := range strings.SplitSeq(row, ";") {
				field, value, _ := strings.Cut(cell, "=")
				head, cells = head+";"+field, cells+";"+value
			}
			i := c.work(t, c.bring(t, head+"\n"+cells+"\n"))
			var got []string
			for _, x := range must(c.Faults(ctx, i, assetfile.FaultOrder{}, paging.Args{}))(t).Nodes() {
				got = append(got, x.Column+" "+string(x.Code))
			}
			slices.Sort(got)
			if all := strings.Join(got, "; "); all != want || want == "" && i.Unchanged != 1 {
				t.Errorf("%s: got %q, want %q; %+v", row, all, want, i)
			}
		}
	})
}

// Cells that a spreadsheet spoiled are faults of their rows, in every column that one may spoil; nothing of them is written.
func TestSpoiledCellsAreTold(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		right := map[string]string{"code": "A-1", "name": "Máy", "kind": "Printer", "department": "NOI"}
		for _, field := range []string{"code", "name", "kind", "state", "department", "custodian", "manufacturer", "model", "serial", "place", "purchasedOn", "warrantyUntil",
			"connected", "remarks", "interface", "mac", "ip", "vlan", "switch", "switchPort"} {
			for _, spoiled := range []string{"8.93E+11", "8,939E+18", "#N/A", "#REF!", "########", "2-Mar", "44562"} {
				if day := strings.HasSuffix(field, "On") || strings.HasSuffix(field, "Until"); spoiled == "44562" && !day {
					continue
				}
				head, cells := field, spoiled
				for f, v := range right {
					if f != field {
						head, cells = head+";"+f, cells+";"+v
					}
				}
				i := c.work(t, c.bring(t, head+"\n"+cells+"\n"))
				if told := c.told(t, i); i.BadRows != 1 || len(told) != 1 || !strings.HasPrefix(told[0], "2 "+field+" INVALID The spreadsheet ") || !strings.Contains(told[0], spoiled) {
					t.Errorf("%s = %s: %+v %q", field, spoiled, i, told)
				}
			}
		}
		i := c.work(t, c.bring(t, "\ufeffsep=;\r\nMã tài sản;Tên tài sản;Loại;Trạng thái;Mã đơn vị;Số sê-ri\r\nTHU-14;Máy in;Máy in;Trong kho;NOI;\"=\"\"00123456\"\"\"\r\n"))
		must(c.Apply(c.As(t, c.it), assetfile.ApplyInput{ID: i.ID(), ExpectedVersion: i.Version}))(t)
		c.work(t, i)
		if n := c.count(t, "SELECT COUNT(*) FROM assets WHERE serial = '00123456'"); n != 1 || c.count(t, "SELECT COUNT(*) FROM assets") != 1 {
			t.Error("a serial that is kept as text by a formula is not read")
		}
		i = c.work(t, c.bring(t, "Mã tài sản;Tên tài sản;Loại;Trạng thái;Mã đơn vị;Số sê-ri\rTHU-01;Máy in;Máy in;Trong kho;NOI;A1\rTHU-02;Máy in;Máy in;Trong kho;NOI;A2\r"))
		if i.State != assetfile.Checked || i.Created != 2 {
			t.Errorf("lines that end with a carriage return: %+v", i)
		}
	})
}

// A name that differs by its marks alone is another name.
func TestANameOfOtherMarksIsAChange(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		c.register(t, "A", "")
		for _, name := range []string{"Máy in", "Mấy in", "May in", "máy in", "Máy In"} {
			for _, updated := range []int{1, 0} { // the second time it has the name
				i := c.work(t, c.bring(t, "code;name\nA; "+name+" \n"))
				if i.Updated != updated || i.Unchanged != 1-updated || i.BadRows != 0 {
					t.Errorf("%q: %+v", name, i)
				}
				must(c.Apply(c.As(t, c.it), assetfile.ApplyInput{ID: i.ID(), ExpectedVersion: i.Version}))(t)
				c.work(t, i)
			}
			if got := must(c.assets.Find(c.As(t, c.it), nil, new("A")))(t).Name; got != name {
				t.Errorf("%q is kept as %q", name, got)
			}
		}
	})
}
