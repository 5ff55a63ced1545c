package assetfile

import (
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/text"
)

// column is one column of a file of assets, in and out: the field of the API that it is, and what people call it. The
// first names are those of an export.
type column struct {
	field     string
	vi, en    []string
	technical bool // for IT alone (Art. 5a)
}

// sheet is every column that files of assets have, in the order of an export.
var sheet = []column{
	{"code", []string{"Mã tài sản", "Mã"}, []string{"Code", "Asset code"}, false},
	{"name", []string{"Tên tài sản", "Tên"}, []string{"Name"}, false},
	{"kind", []string{"Loại", "Loại tài sản"}, []string{"Kind", "Type"}, false},
	{"state", []string{"Trạng thái", "Tình trạng"}, []string{"State", "Status"}, false},
	{"department", []string{"Mã đơn vị", "Đơn vị", "Khoa phòng"}, []string{"Department", "Department code"}, false},
	{"custodian", []string{"Mã người giữ", "Người giữ"}, []string{"Custodian", "Custodian code"}, false},
	{"manufacturer", []string{"Hãng sản xuất", "Hãng"}, []string{"Manufacturer"}, false},
	{"model", []string{"Kiểu máy", "Kiểu", "Model máy"}, []string{"Model"}, false},
	{"serial", []string{"Số sê-ri", "Số seri", "Số máy"}, []string{"Serial", "Serial number"}, false},
	{"place", []string{"Nơi đặt", "Vị trí"}, []string{"Place", "Location"}, false},
	{"purchasedOn", []string{"Ngày mua"}, []string{"Purchased on", "Purchase date"}, false},
	{"warrantyUntil", []string{"Bảo hành đến", "Hạn bảo hành"}, []string{"Warranty until"}, false},
	{"connected", []string{"Nối mạng"}, []string{"Connected"}, false},
	{"remarks", []string{"Ghi chú"}, []string{"Remarks", "Notes"}, false},
	{"interface", []string{"Cổng mạng"}, []string{"Interface"}, true},
	{"mac", []string{"Địa chỉ MAC", "MAC"}, []string{"MAC address"}, true},
	{"ip", []string{"Địa chỉ IP", "IP"}, []string{"IP address"}, true},
	{"vlan", []string{"VLAN"}, []string{"Virtual network"}, true},
	{"switch", []string{"Mã thiết bị chuyển mạch", "Thiết bị chuyển mạch"}, []string{"Switch", "Switch code"}, true},
	{"switchPort", []string{"Cổng chuyển mạch"}, []string{"Switch port", "Port"}, true},
}

// fieldsByName finds a column by any of its names, folded.
var fieldsByName = func() map[string]string {
	found := map[string]string{}
	for _, c := range sheet {
		for _, name := range slices.Concat(c.vi, c.en, []string{c.field}) {
			found[text.Fold(name)] = c.field
		}
	}
	return found
}()

// fields is a set of columns, small enough to have one for each row of a large file.
type fields uint32

var bits = func() map[string]fields {
	of := map[string]fields{}
	for i, c := range sheet {
		of[c.field] = 1 << i
	}
	return of
}()

func (s *fields) add(field string) { *s |= bits[field] }

func (s fields) has(field string) bool { return s&bits[field] != 0 }

// heading is what an export calls the column.
func (c column) heading(l fault.Locale) string {
	if l == fault.English {
		return c.en[0]
	}
	return c.vi[0]
}

// kinds and states find a value by what a cell says, folded: in either language, or as the API spells it.
var kinds, states = byName(kindNames), byName(stateNames)

func byName[T ~string](names map[T]fault.Text) map[string]T {
	found := map[string]T{}
	for v, n := range names {
		for _, name := range []string{n.VI, n.EN, string(v)} {
			found[text.Fold(name)] = v
		}
	}
	return found
}

// yes and no are how files say whether something is so.
var (
	yes = []string{"co", "yes", "true", "1", "x"}
	no  = []string{"khong", "no", "false", "0"}
)

// sharedMark stands behind an address that others use too, as in the history of an asset.
const sharedMark = "*"

// join puts the values of one cell together, with a vertical line between them and a backslash before one that is part of a
// value. It is empty where all of them are.
func join(values []string) string {
	escaped, any := make([]string, len(values)), false
	for i, v := range values {
		escaped[i] = escape.Replace(v)
		any = any || v != ""
	}
	if !any {
		return ""
	}
	return strings.Join(escaped, " | ")
}

var escape = strings.NewReplacer(`\`, `\\`, "|", `\|`)

// split takes apart what join put together.
func split(cell string) (values []string) {
	var b strings.Builder
	for i := 0; i < len(cell); i++ {
		switch c := cell[i]; {
		case c == '|':
			values = append(values, b.String())
			b.Reset()
		case c == '\\' && i+1 < len(cell) && (cell[i+1] == '|' || cell[i+1] == '\\'):
			i++
			b.WriteByte(cell[i])
		default:
			b.WriteByte(c)
		}
	}
	return append(values, b.String())
}
