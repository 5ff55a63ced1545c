package table

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"ttyt.example/ttyt/internal/base/fault"
)

// Harm is what a spreadsheet did to a cell, so that its true value is lost.
type Harm string

// The harms.
const (
	Rounded   Harm = "ROUNDED"   // digits taken for a number: 8.93E+11
	Erroneous Harm = "ERRONEOUS" // what a formula could not find: #N/A
	Narrow    Harm = "NARROW"    // a column too narrow for its number: ######
	DayOfText Harm = "DAY"       // a text taken for a day: 2-3 became 2-Mar
)

var harms = []struct {
	harm Harm
	form *regexp.Regexp
}{
	{Rounded, regexp.MustCompile(`(?i)^[+-]?\d{1,3}(?:[.,]\d+)?E[+]\d+$`)},
	{Erroneous, regexp.MustCompile(`^(?:#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|GETTING_DATA)|Err:\d{3})$`)},
	{Narrow, regexp.MustCompile(`^#{2,}$`)},
	{DayOfText, regexp.MustCompile(`(?i)^(?:\d{1,2}-` + month + `|` + month + `-\d{1,2})$`)},
}

const month = `(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|thg ?\d{1,2})`

// harmOf returns what a spreadsheet did to the cell. The short test first: every cell of a large file is asked.
func harmOf(cell string) Harm {
	if n := len(cell); n < 2 || n > 32 || !strings.ContainsAny(cell, "#+-:") {
		return ""
	}
	for _, h := range harms {
		if h.form.MatchString(cell) {
			return h.harm
		}
	}
	return ""
}

// Says tells the person what to do about the cell.
func (h Harm) Says(cell string) fault.Text {
	return harmed[h].With(cell)
}

// formula are the beginnings of a cell that a spreadsheet would run.
const formula = "=+-@\t\r"

// runs reports whether a spreadsheet would run the text in CSV, or whether it would be read as spoiled.
func runs(s string) bool { return strings.IndexByte(formula, s[0]) >= 0 || spoiled(s) }

// spoiled reports whether the text would be read as spoiled.
func spoiled(s string) bool { return harmOf(s) != "" }

// Guarded is a cell of CSV that says s and that no spreadsheet runs: an apostrophe stands before what would be. Read takes it away
// again.
func Guarded(s string) string { return guarded(s, runs) }

// guarded puts an apostrophe before what needs one; those that stand there already count for nothing.
func guarded(s string, needs func(string) bool) string {
	if bare := strings.TrimLeft(s, "'"); bare != "" && needs(bare) {
		return "'" + s
	}
	return s
}

// unguarded takes the apostrophe away; ok says that there was one.
func unguarded(s string, needs func(string) bool) (bare string, ok bool) {
	if !strings.HasPrefix(s, "'") || guarded(s, needs) == s {
		return s, false
	}
	return strings.TrimSpace(s[1:]), true
}

// cellOf reads a cell of CSV: one that is guarded, one that is written as a formula so that it stays text (="00123"), or what it
// says as it stands.
func cellOf(cell string) Cell {
	s, guarded := unguarded(strings.TrimSpace(cell), runs)
	if guarded {
		return Cell{Text: s}
	}
	if n := len(s); n >= 3 && strings.HasPrefix(s, `="`) && s[n-1] == '"' {
		return Cell{Text: strings.TrimSpace(strings.ReplaceAll(s[2:n-1], `""`, `"`))}
	}
	return Cell{Text: s, Harm: harmOf(s)}
}

// textCell reads a cell that is text in a workbook, where nothing is run.
func textCell(s string) Cell {
	s, guarded := unguarded(strings.TrimSpace(s), spoiled)
	if guarded {
		return Cell{Text: s}
	}
	return Cell{Text: s, Harm: harmOf(s)}
}

// Serial is the day that a number stands for in a spreadsheet that counts from 1900; ok only for days of living memory.
func Serial(cell string) (day time.Time, ok bool) {
	n, err := strconv.ParseFloat(strings.Replace(cell, ",", ".", 1), 64)
	if err != nil || n < 10_000 || n > 110_000 { // 1927 to 2201
		return time.Time{}, false
	}
	return serialDay(n), true
}

// firstDay is the number of 1 March 1900: the numbers before are off by a day, for the count has a 29 February 1900 that never was.
const firstDay = 61

// serialDay is the day with the number, from firstDay on.
func serialDay(n float64) time.Time {
	return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(n))
}
