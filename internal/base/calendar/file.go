package calendar

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"ttyt.example/ttyt/internal/base/table"
	"ttyt.example/ttyt/internal/base/text"
)

//go:embed holidays.csv
var builtIn string

// known are the days that depart from the usual week, replaced as a whole.
var known atomic.Pointer[holidays]

func init() {
	own, err := read([]byte(builtIn))
	if err != nil {
		panic("calendar: holidays.csv: " + err.Error()) // the tests of this package find it before anyone else does
	}
	known.Store(own)
}

// holidays holds whether one works on the days that depart from the usual week, and what is missing of each year with such days.
type holidays struct {
	works   map[date]bool
	missing map[int][]string
}

// Use replaces the years that the program knows by those of a holidays file, each year as a whole. A file with an error changes
// nothing, and the error names the line. Use returns what the years in the file still lack.
func Use(content []byte) (missing map[int][]string, err error) {
	file, err := read(content)
	if err != nil {
		return nil, err
	}
	old := known.Load()
	all := &holidays{works: maps.Clone(file.works), missing: maps.Clone(old.missing)}
	maps.Copy(all.missing, file.missing)
	for d, works := range old.works {
		if _, replaced := file.missing[d.year]; !replaced {
			all.works[d] = works
		}
	}
	known.Store(all)
	return file.missing, nil
}

// read parses a holidays file: CSV as any spreadsheet saves it, with the columns date, kind and name.
func read(content []byte) (*holidays, error) {
	sheet, err := table.Read(content, func(h string) bool { return columnOf(h) >= 0 })
	if err != nil {
		return nil, err
	}
	at := [3]int{-1, -1, -1}
	for i, heading := range sheet.Header {
		if c := columnOf(heading); c >= 0 {
			at[c] = i
		}
	}
	if at[0] < 0 || at[1] < 0 || at[2] < 0 {
		return nil, fmt.Errorf("want the columns date, kind and name, found %q", sheet.Header)
	}
	h, lines, swapped := &holidays{works: map[date]bool{}, missing: map[int][]string{}}, map[date]int{}, map[date]bool{}
	for row, err := range sheet.Rows() {
		if err != nil {
			return nil, err
		}
		if strings.HasPrefix(row.Cells[0].Text, "#") {
			continue
		}
		cell := func(column int) string {
			if i := at[column]; i < len(row.Cells) {
				return row.Cells[i].Text
			}
			return ""
		}
		day, err := time.ParseInLocation(time.DateOnly, cell(0), Zone)
		if err != nil {
			return nil, fmt.Errorf("line %d: %q is not a day such as 2027-02-05", row.Line, cell(0))
		}
		kind, d, weekend := cell(1), dateOf(day), day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
		switch {
		case lines[d] > 0:
			return nil, fmt.Errorf("line %d: %s is in line %d already", row.Line, cell(0), lines[d])
		case kind != "off" && kind != "work" && kind != "swap":
			return nil, fmt.Errorf("line %d: the kind %q is not off, swap or work", row.Line, kind)
		case weekend != (kind == "work"):
			return nil, fmt.Errorf("line %d: %s is a %s, which %s does not go with", row.Line, cell(0), day.Weekday(), kind)
		case cell(2) == "":
			return nil, fmt.Errorf("line %d: %s has no name", row.Line, cell(0))
		}
		lines[d], h.works[d], swapped[d], h.missing[d.year] = row.Line, kind == "work", kind == "swap", nil
	}
	if len(h.works) == 0 {
		return nil, fmt.Errorf("there are no days in it")
	}
	for year := range h.missing {
		h.missing[year] = missingOf(year, func(d date) bool { works, there := h.works[d]; return there && !works && !swapped[d] })
	}
	return h, nil
}

// columnOf is the place of a heading among the columns, -1 for none.
func columnOf(heading string) int {
	return slices.IndexFunc([][]string{{"date", "ngày"}, {"kind", "loại"}, {"name", "tên"}}, func(names []string) bool { return slices.Contains(names, text.Key(heading)) })
}

// season is a public holiday of the Labour Code (Art. 112): how many weekdays are off for it from one day to another, whichever
// weekdays it falls on, since a holiday at a weekend moves to the next working day (Art. 111).
type season struct {
	name     string
	from, to string
	days     func(year int) int
}

func always(n int) func(int) int { return func(int) int { return n } }

var seasons = []season{
	{"Tết Dương lịch", "01-01", "01-04", always(1)},
	{"Tết Nguyên đán", "01-18", "03-02", always(5)},
	{"Giỗ Tổ Hùng Vương", "03-28", "04-29", always(1)},
	{"Ngày Chiến thắng, Quốc tế Lao động", "04-30", "05-06", always(2)},
	{"Quốc khánh", "08-31", "09-06", func(year int) int {
		if year < 2021 {
			return 1
		}
		return 2
	}},
}

// missingOf names the public holidays of a year for which days are missing.
func missingOf(year int, off func(date) bool) (names []string) {
	for _, s := range seasons {
		from, _ := time.ParseInLocation(time.DateOnly, fmt.Sprintf("%04d-%s", year, s.from), Zone)
		n := 0
		for day := from; day.Format("01-02") <= s.to; day = nextDay(day) {
			if off(dateOf(day)) {
				n++
			}
		}
		if want := s.days(year); n < want {
			names = append(names, fmt.Sprintf("%s (%d of %d days)", s.name, n, want))
		}
	}
	return names
}

// Missing names the public holidays of a year for which days are missing; ok is false for a year that has no days at all.
func Missing(year int) (names []string, ok bool) {
	names, ok = known.Load().missing[year]
	return names, ok
}

// Covers reports whether the year is on file with all of its public holidays. In other years every day from Monday to Friday
// counts as a working day unless it is on file.
func Covers(year int) bool {
	missing, ok := Missing(year)
	return ok && len(missing) == 0
}
