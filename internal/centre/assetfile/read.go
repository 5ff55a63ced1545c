package assetfile

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/table"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/centre/asset"
)

// maxRows is how many assets one file holds at most.
const maxRows = 100_000

// entry is one row of a file as it was read, before the register is asked.
type entry struct {
	row   int // of the file, without its header, from 0
	line  int // of the file, on which the row begins
	given fields
	asset asset.Asset // what is not protected
	technical
	department, custodian string // codes
	trouble
}

// technical are the protected cells of a row.
type technical struct {
	asset.Technical
	switches []string // codes, one for each interface
}

// importFile is a file of assets as it was read.
type importFile struct {
	columns map[string]int    // by field
	names   map[string]string // of the columns in the file, by field
	entries []*entry
	out     rowSet // rows that were wrong when they were checked
	kinds   faultKinds
	room    int   // how many more faults may be kept one by one
	counted Fault // the latest that is not
}

// readFile reads a whole file. What keeps it from being read as a table is a user error; what is wrong with single rows
// is in their faults.
func readFile(content []byte) (*importFile, error) {
	sheet, err := table.Read(content, func(heading string) bool { return fieldsByName[text.Fold(heading)] != "" })
	if err != nil {
		return nil, err
	}
	f := &importFile{columns: map[string]int{}, names: map[string]string{}, kinds: faultKinds{}, room: maxFaults}
	if err := f.header(sheet.Header); err != nil {
		return nil, err
	}
	for row, err := range sheet.Rows() {
		if err != nil {
			return nil, err
		}
		if len(f.entries) == maxRows {
			return nil, invalid(tooManyRows.With(maxRows))
		}
		f.entries = append(f.entries, f.read(row, len(sheet.Header)))
	}
	f.compare()
	return f, nil
}

func invalid(says fault.Text) *fault.RuleError {
	return fault.User(fault.Invalid, says, "")
}

// header finds the columns by their names, in Vietnamese, English or as the API has them.
func (f *importFile) header(headings []string) error {
	var unknown []string
	for i, name := range headings {
		field, ok := fieldsByName[text.Fold(name)]
		switch {
		case name == "":
		case !ok:
			unknown = append(unknown, name)
		case f.names[field] != "":
			return invalid(columnTwice.With(name))
		default:
			f.columns[field], f.names[field] = i, name
		}
	}
	if len(unknown) > 0 {
		list := text.Truncate(strings.Join(unknown, ", "), 200)
		return invalid(unknownColumns.With(list))
	}
	if f.names["code"] == "" {
		return invalid(codeColumnMissing)
	}
	return nil
}

// called is what the file calls a column, or, where it has none, what an export would.
func (f *importFile) called(field string) fault.Text {
	if name := f.names[field]; name != "" {
		return fault.Verbatim(name)
	}
	c := sheet[slices.IndexFunc(sheet, func(c column) bool { return c.field == field })]
	return kept(c.vi[0], c.en[0])
}

// read reads one row.
func (f *importFile) read(row table.Row, width int) *entry {
	e := &entry{row: len(f.entries), line: row.Line}
	e.technical.State = asset.InStock
	if len(row.Cells) > width && slices.ContainsFunc(row.Cells[width:], func(c table.Cell) bool { return c.Text != "" }) {
		e.fail(f, "", fault.Invalid, rowTooLong)
	}
	cell := func(field string) string {
		i, ok := f.columns[field]
		if !ok || i >= len(row.Cells) || row.Cells[i].Text == "" {
			return ""
		}
		c := row.Cells[i]
		if c.Day && !slices.Contains(dayFields, field) && field != "remarks" {
			c.Harm = table.DayOfText
		}
		if c.Harm != "" {
			e.fail(f, field, fault.Invalid, c.Harm.Says(c.Text))
			return ""
		}
		e.given.add(field)
		return c.Text
	}
	a, t := &e.asset, &e.technical
	a.Code, a.Name, a.Place, a.Remarks = cell("code"), cell("name"), cell("place"), cell("remarks")
	t.Manufacturer, t.Model, t.Serial = cell("manufacturer"), cell("model"), cell("serial")
	e.department, e.custodian = asset.Upper(text.Line(cell("department"))), asset.Upper(text.Line(cell("custodian")))
	if s := cell("kind"); s != "" {
		var ok bool
		if a.Kind, ok = kinds[text.Fold(s)]; !ok {
			e.fail(f, "kind", fault.Invalid, asset.NoSuchKind)
		}
	}
	if s := cell("state"); s != "" {
		var ok bool
		if t.State, ok = states[text.Fold(s)]; !ok {
			e.fail(f, "state", fault.Invalid, asset.NoSuchState)
		}
	}
	if s := cell("connected"); s != "" {
		word := text.Fold(s)
		t.Connected = slices.Contains(yes, word)
		if !t.Connected && !slices.Contains(no, word) {
			e.fail(f, "connected", fault.Invalid, yesOrNo)
		}
	}
	a.PurchasedOn, a.WarrantyUntil = e.day(f, "purchasedOn", cell("purchasedOn")), e.day(f, "warrantyUntil", cell("warrantyUntil"))
	e.interfaces(f, cell)
	e.check(f)
	return e
}

// dayFields are the columns of days.
var dayFields = []string{"purchasedOn", "warrantyUntil"}

// day reads a day as 2026-03-02 or 2/3/2026.
func (e *entry) day(f *importFile, field, s string) db.Date {
	if s == "" {
		return db.Date{}
	}
	for _, layout := range []string{time.DateOnly, "2/1/2006", "2-1-2006", "2.1.2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return db.DateOf(t)
		}
	}
	if d, ok := table.Serial(s); ok {
		e.fail(f, field, fault.Invalid, dayAsNumber.With(s, kept(d.Format("02/01/2006"), d.Format(time.DateOnly))))
	} else {
		e.fail(f, field, fault.Invalid, malformedDay)
	}
	return db.Date{}
}

// likely reports whether something may have been bought on the day, or its warranty end then. What the register has already
// may be older.
func likely(d db.Date) bool { return d.IsZero() || d.Year() >= 1950 && d.Year() <= 2200 }

// interfaceFields are the columns that tell of interfaces; where an asset has more than one, their cells hold as many
// values, joined as join does.
var interfaceFields = []string{"interface", "mac", "ip", "vlan", "switch", "switchPort"}

func (e *entry) interfaces(f *importFile, cell func(string) string) {
	values, n := make(map[string][]string, len(interfaceFields)), 0
	for _, field := range interfaceFields {
		if s := cell(field); s != "" {
			values[field] = split(s)
			n = max(n, len(values[field]))
		}
	}
	if n > asset.MaxInterfaces {
		e.fail(f, "interface", fault.TooLong, asset.TooManyInterfaces.With(asset.MaxInterfaces))
		return
	}
	for i := range n {
		at := func(field string) string {
			if i < len(values[field]) {
				return strings.TrimSpace(values[field][i])
			}
			return ""
		}
		p := &asset.Interface{Name: at("interface"), SwitchPort: at("switchPort")}
		var ok bool
		ip, shared := strings.CutSuffix(at("ip"), sharedMark)
		p.Shared = shared
		if p.MAC, ok = asset.ParseMAC(at("mac")); !ok {
			e.fail(f, "mac", fault.Invalid, asset.MalformedMAC)
		}
		if p.IP, ok = asset.ParseIP(ip); !ok {
			e.fail(f, "ip", fault.Invalid, asset.MalformedIP)
		}
		if s := at("vlan"); s != "" {
			var err error
			if p.VLAN, err = strconv.Atoi(s); err != nil || p.VLAN < 0 || p.VLAN > 4094 {
				p.VLAN = 0
				e.fail(f, "vlan", fault.Invalid, asset.MalformedVLAN)
			}
		}
		e.Interfaces, e.switches = append(e.Interfaces, p), append(e.switches, asset.Upper(at("switch")))
	}
}

// check brings the row into its stored form and notes what breaks a rule by itself. What a new asset needs is only known
// once the register is asked.
func (e *entry) check(f *importFile) {
	var rules input.Form
	a := e.asset
	if a.Name == "" {
		a.Name = "-" // a known asset keeps its own
	}
	if a.Kind == "" {
		a.Kind = asset.Workstation
	}
	a.Check(&rules)
	e.technical.Check(&rules)
	e.asset.Code, e.asset.Place, e.asset.Remarks = a.Code, a.Place, a.Remarks
	if e.given.has("name") {
		e.asset.Name = a.Name
	}
	broken, _ := fault.Split(rules.Err())
	for _, b := range broken {
		rule := b.(*fault.RuleError)
		field := rule.Path[len(rule.Path)-1]
		if field == "interfaces" {
			field = "interface"
		}
		if field == "state" && !e.given.has("state") || e.told(f, field) {
			continue
		}
		e.fail(f, field, rule.Code, rule.Text)
	}
}

// told reports whether something is wrong with the column already.
func (e *entry) told(f *importFile, field string) bool {
	return f.names[field] != "" && e.columns.has(field)
}

// fail notes what is wrong with a cell, "" for the row as a whole.
func (e *entry) fail(f *importFile, field string, code fault.UserCode, says fault.Text) *Fault {
	x := &f.counted
	if f.room > 0 {
		f.room--
		x = new(Fault)
		e.faults = append(e.faults, x)
	}
	*x = Fault{Row: e.line, Column: f.names[field], Code: code, VI: says.VI, EN: says.EN}
	e.any = true
	e.columns.add(field)
	f.kinds.of(x).Count++
	return x
}

// ports are the places that the row is plugged in at, each once.
func (e *entry) ports() (all []string) {
	for i, n := range e.Interfaces {
		at := e.switches[i] + " " + string(asset.SerialKey(n.SwitchPort))
		if e.switches[i] != "" && n.SwitchPort != "" && !slices.Contains(all, at) {
			all = append(all, at)
		}
	}
	return all
}

// compare notes rows that repeat what an earlier row of the file has for itself alone.
func (f *importFile) compare() {
	seen := map[string]int{}
	for _, e := range f.entries {
		once := func(field, value string) {
			if value == "" {
				return
			}
			key := field + " " + value
			if first, ok := seen[key]; ok {
				e.fail(f, field, fault.Taken, lineBefore.With(first))
				return
			}
			seen[key] = e.line
		}
		once("code", e.asset.Code)
		once("serial", string(asset.SerialKey(e.Serial)))
		for _, n := range e.Interfaces {
			once("mac", string(n.MAC))
			once("ip", string(n.IPKey))
		}
		for _, port := range e.ports() {
			once("switchPort", port)
		}
	}
}
