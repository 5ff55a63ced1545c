package table

import (
	"errors"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

// format is how a cell shows its number.
type format struct {
	day    bool
	digits int // zeros fill it up to so many, as in 00123; 0 for as many as it has
}

// readStyles reads how cells show their numbers.
func (b *workbook) readStyles() error {
	if b.targets["styles"] == "" {
		return nil
	}
	custom, cells := map[string]string{}, false
	return b.walk(b.targets["styles"], maxSmall, func(e element) error {
		switch {
		case e.name == "numFmt":
			custom[e.attr("numFmtId")] = e.attr("formatCode")
		case e.name == "cellXfs":
			cells = !e.end
		case e.name == "xf" && cells && !e.end:
			b.formats = append(b.formats, formatOf(e.attr("numFmtId"), custom))
		}
		return nil
	})
}

var (
	beside = regexp.MustCompile(`"[^"]*"|\\.|_.|\*.|\[[^\]]*\]`) // what a format writes as it stands, colours and languages
	zeros  = regexp.MustCompile(`^0{2,}$`)
)

// formatOf reads a number format: by its number where it is one of the built-in ones.
func formatOf(id string, custom map[string]string) format {
	if code, ok := custom[id]; ok {
		code, _, _ = strings.Cut(beside.ReplaceAllString(code, ""), ";")
		if zeros.MatchString(code) {
			return format{digits: len(code)}
		}
		return format{day: strings.ContainsAny(code, "dDyY") && !strings.Contains(code, "General")}
	}
	n, err := strconv.Atoi(id)
	return format{day: err == nil && (n >= 14 && n <= 17 || n == 22 || n >= 27 && n <= 31 || n == 36 || n >= 50 && n <= 54 || n == 57 || n == 58)}
}

// rows reads a sheet row by row. Its cells are numbered, so that what is empty may be missing.
func (b *workbook) rows(part string) (source, error) {
	next, done, err := b.elements(part, maxPart)
	if err != nil {
		return nil, err
	}
	row := Row{}
	return func() (Row, error) {
		for {
			line := row.Line
			err := b.row(next, &row)
			switch {
			case errors.Is(err, io.EOF):
				done()
				return Row{}, err
			case err == nil && row.Line <= line:
				err = damaged()
			}
			if err != nil {
				done()
				return Row{}, err
			}
			if !row.blank() {
				return row, nil
			}
		}
	}, nil
}

// row reads the next row.
func (b *workbook) row(next func() (element, error), row *Row) error {
	var cell, value element
	var text strings.Builder
	at, spoken := 0, false
	for {
		e, err := next()
		switch {
		case errors.Is(err, io.EOF):
			return io.EOF
		case err != nil:
			return damaged()
		case e.name == "row" && !e.end:
			row.Cells = row.Cells[:0]
			if row.Line++; e.attr("r") != "" {
				if row.Line, err = strconv.Atoi(e.attr("r")); err != nil {
					return damaged()
				}
			}
		case e.name == "row":
			return nil
		case e.name == "c" && !e.end:
			cell, value = e, element{}
			text.Reset()
			if n := columnOf(e.attr("r")); n > 0 {
				at = n
			} else {
				at++
			}
		case e.name == "v" && !e.end:
			value = e
		case e.name == "rPh":
			spoken = !e.end
		case e.name == "t" && !e.end && !spoken:
			text.WriteString(unescaped(e.text))
		case e.name == "c":
			found := b.cell(cell, value.text, text.String())
			if found.Text == "" {
				continue
			}
			if at > maxCells {
				return tooWide(row.Line)
			}
			if at <= len(row.Cells) { // out of order, or there already
				return damaged()
			}
			for len(row.Cells) < at-1 {
				row.Cells = append(row.Cells, Cell{})
			}
			row.Cells = append(row.Cells, found)
		}
	}
}

// columnOf is the number of the column of a cell such as AB12, 0 if it is not told.
func columnOf(reference string) (n int) {
	for _, c := range reference {
		if c < 'A' || c > 'Z' || n > maxCells {
			break
		}
		n = n*26 + int(c-'A') + 1
	}
	return n
}

// cell reads a cell by its type.
func (b *workbook) cell(c element, value, inline string) Cell {
	switch c.attr("t") {
	case "s":
		n, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || n < 0 || n >= len(b.strings) {
			return Cell{}
		}
		return textCell(b.strings[n])
	case "inlineStr":
		return textCell(inline)
	case "str":
		return textCell(unescaped(value))
	case "b":
		if strings.TrimSpace(value) == "1" {
			return Cell{Text: "true"}
		}
		return Cell{Text: "false"}
	case "e":
		return Cell{Text: strings.TrimSpace(value), Harm: Erroneous}
	case "d":
		day, _, _ := strings.Cut(strings.TrimSpace(value), "T")
		return Cell{Text: day, Day: true}
	}
	var shown format
	if n, err := strconv.Atoi(c.attr("s")); err == nil && n >= 0 && n < len(b.formats) {
		shown = b.formats[n]
	}
	return b.number(strings.TrimSpace(value), shown)
}

// number is a cell that holds a number: as a day, or with its digits. A spreadsheet keeps fifteen of them, so that more are lost.
func (b *workbook) number(value string, shown format) Cell {
	f, err := strconv.ParseFloat(value, 64)
	switch {
	case err != nil || math.IsInf(f, 0) || math.IsNaN(f):
		return Cell{Text: value}
	case shown.day && f >= firstDay && f < 2_958_466:
		return Cell{Text: serialDay(f + float64(b.since)).Format(time.DateOnly), Day: true}
	case math.Abs(f) >= 1e15:
		return Cell{Text: strconv.FormatFloat(f, 'E', -1, 64), Harm: Rounded}
	}
	s := strconv.FormatFloat(f, 'f', -1, 64)
	if n := shown.digits - len(s); n > 0 && f >= 0 && f == math.Trunc(f) {
		s = strings.Repeat("0", n) + s
	}
	return Cell{Text: s}
}

// coded is a character that XML cannot hold, as the format writes it.
var coded = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// unescaped reads a text as the format keeps it. Characters are written in units of UTF-16.
func unescaped(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return coded.ReplaceAllStringFunc(s, func(c string) string {
		n, err := strconv.ParseUint(c[2:6], 16, 16)
		if err != nil || utf16.IsSurrogate(rune(n)) {
			return c
		}
		return string(rune(n))
	})
}
