package assetfile

import (
	"context"
	"io"
	"slices"
	"strconv"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/table"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/core/access"
)

// exportedAtOnce is how many assets an export reads at once.
const exportedAtOnce = 500

// Format is a kind of file.
type Format string

// The formats that an export has.
const (
	CSV  Format = "csv"
	XLSX Format = "xlsx"
)

// Export writes the assets that the filter leaves and the actor may read, as a file of the format. The columns are called as the
// locale has them; those that are technical are there for IT alone (Art. 5a). It reads and writes some rows at a time. Before
// it writes anything it may return a fault.
func (s *Service) Export(ctx context.Context, f asset.Filter, as Format, w io.Writer) error {
	pages, err := s.assets.Pages(ctx, f, exportedAtOnce)
	if err != nil {
		return err
	}
	names, err := s.codes(ctx)
	if err != nil {
		return err
	}
	x := &exporter{codes: names, locale: fault.LocaleOf(ctx), columns: sheet}
	if !s.access.Allowed(ctx, "asset", "read_technical", access.Target{}) {
		x.columns = slices.DeleteFunc(slices.Clone(sheet), func(c column) bool { return c.technical })
	}
	out, err := x.file(as, w)
	if err != nil {
		return err
	}
	defer out.Discard()
	if err := out.Write(x.header()); err != nil {
		return err
	}
	for some, err := range pages {
		if err != nil {
			return err
		}
		if err := s.exportSome(ctx, x, some, out); err != nil {
			return err
		}
	}
	return out.Close()
}

// file begins a file of the format.
func (x *exporter) file(as Format, w io.Writer) (table.Writer, error) {
	if as == CSV {
		return table.NewCSV(w)
	}
	days := make([]bool, len(x.columns))
	for i, c := range x.columns {
		days[i] = slices.Contains(dayFields, c.field)
	}
	return table.NewXLSX(w, x.in(sheetName), days)
}

func (s *Service) exportSome(ctx context.Context, x *exporter, some []*asset.Asset, out table.Writer) error {
	var keys, people []db.ID
	for _, a := range some {
		keys, people = append(keys, a.Key), append(people, a.Custodian)
	}
	custodians, err := s.people.ByIDs(ctx, people)
	if err != nil {
		return err
	}
	x.custodians = map[db.ID]string{}
	for id, m := range custodians {
		x.custodians[id] = m.Code
	}
	technicals, err := s.assets.Technicals(ctx, keys)
	if err != nil {
		return err
	}
	if err := s.switchCodes(ctx, x, technicals); err != nil {
		return err
	}
	for _, a := range some {
		var t asset.Technical
		if found := technicals[a.Key]; found != nil {
			t = *found
		}
		if err := out.Write(x.row(a, t)); err != nil {
			return err
		}
	}
	return out.Flush()
}

// switchCodes adds the codes of the devices that the assets are plugged into.
func (s *Service) switchCodes(ctx context.Context, x *exporter, technicals map[db.ID]*asset.Technical) error {
	var unknown []db.ID
	for _, t := range technicals {
		for _, n := range t.Interfaces {
			if _, ok := x.codes[n.Switch]; !ok && !n.Switch.IsZero() {
				unknown = append(unknown, n.Switch)
			}
		}
	}
	devices, err := s.assets.ByIDs(ctx, unknown)
	for id, d := range devices {
		x.codes[id] = d.Code
	}
	return err
}

// codes are those of all departments.
func (s *Service) codes(ctx context.Context) (map[db.ID]string, error) {
	units, err := s.units(ctx)
	codes := make(map[db.ID]string, len(units))
	for code, u := range units {
		codes[u.Key] = code
	}
	return codes, err
}

// exporter turns assets into rows.
type exporter struct {
	columns    []column
	locale     fault.Locale
	codes      map[db.ID]string // of departments and switches
	custodians map[db.ID]string
}

func (x *exporter) header() []string {
	names := make([]string, len(x.columns))
	for i, c := range x.columns {
		names[i] = c.heading(x.locale)
	}
	return names
}

func (x *exporter) row(a *asset.Asset, t asset.Technical) []string {
	cells := make([]string, len(x.columns))
	for i, c := range x.columns {
		cells[i] = x.cell(c.field, a, t)
	}
	return cells
}

func (x *exporter) cell(field string, a *asset.Asset, t asset.Technical) string {
	switch field {
	case "code":
		return a.Code
	case "name":
		return a.Name
	case "kind":
		return x.in(kindNames[a.Kind])
	case "state":
		return x.in(stateNames[a.State])
	case "department":
		return x.codes[a.Department]
	case "custodian":
		return x.custodians[a.Custodian]
	case "manufacturer":
		return a.Manufacturer
	case "model":
		return a.Model
	case "serial":
		return a.Serial
	case "place":
		return a.Place
	case "purchasedOn":
		return a.PurchasedOn.String()
	case "warrantyUntil":
		return a.WarrantyUntil.String()
	case "connected":
		if a.Connected {
			return x.in(isSo)
		}
		return x.in(isNotSo)
	case "remarks":
		return a.Remarks
	}
	return x.wiring(field, t)
}

// wiring is a cell about interfaces: a value for each, with a vertical line between them.
func (x *exporter) wiring(field string, t asset.Technical) string {
	values := make([]string, len(t.Interfaces))
	for i, n := range t.Interfaces {
		switch field {
		case "interface":
			values[i] = n.Name
		case "mac":
			values[i] = string(n.MAC)
		case "ip":
			if values[i] = string(n.IP); n.Shared {
				values[i] += sharedMark
			}
		case "vlan":
			if n.VLAN > 0 {
				values[i] = strconv.Itoa(n.VLAN)
			}
		case "switch":
			values[i] = x.codes[n.Switch]
		case "switchPort":
			values[i] = n.SwitchPort
		}
	}
	return join(values)
}

func (x *exporter) in(t fault.Text) string {
	if x.locale == fault.English {
		return t.EN
	}
	return t.VI
}
