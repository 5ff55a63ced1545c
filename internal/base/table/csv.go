package table

import (
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"ttyt.example/ttyt/internal/base/text"
)

// separators are what stands between cells: spreadsheets in Viet Nam write semicolons, and what is copied from one has tabs.
var separators = []rune{',', ';', '\t'}

// openCSV prepares a CSV file for reading, again and again. Its separator is named by a line such as sep=; or else the one by
// which the header is found best.
func openCSV(content []byte, known func(string) bool) (func() source, error) {
	s, err := text.Decode(content)
	if err != nil {
		return nil, err
	}
	s, skipped := lineFeeds(s), 0
	candidates := separators
	if first, rest, _ := strings.Cut(s, "\n"); named(first) != 0 {
		candidates, s, skipped = []rune{named(first)}, rest, 1
	}
	best, chosen := score{known: -1}, candidates[0]
	for _, c := range candidates {
		if _, found, err := header(rowsOf(s, c, skipped), known); err == nil && found.beats(best) {
			best, chosen = found, c
		}
	}
	return func() source { return rowsOf(s, chosen, skipped) }, nil
}

// sepLine is a spreadsheet's own first line, which names the separator; cells may have been put behind it.
var sepLine = regexp.MustCompile(`^"?(?i:sep)=([^"\r\n\x00])["\r,;\t ]*$`)

// named is the separator that the first line names, 0 where it names none.
func named(line string) rune {
	m := sepLine.FindStringSubmatch(line)
	if m == nil || m[1] == string(utf8.RuneError) {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(m[1])
	return r
}

// lineFeeds ends each line with a line feed where lines end with a carriage return alone, as in "CSV (Macintosh)". A line feed
// stands inside quoted cells there.
func lineFeeds(s string) string {
	inside := false
	for i := range len(s) {
		switch {
		case s[i] == '"':
			inside = !inside
		case inside || s[i] != '\r' && s[i] != '\n':
		case s[i] == '\n' || strings.HasPrefix(s[i:], "\r\n"):
			return s
		default:
			return feed(s)
		}
	}
	return s
}

func feed(s string) string {
	b, inside := []byte(s), false
	for i, c := range b {
		if c == '"' {
			inside = !inside
		}
		if c == '\r' && !inside && (i+1 == len(b) || b[i+1] != '\n') {
			b[i] = '\n'
		}
	}
	return string(b)
}

// rowsOf reads CSV row by row.
func rowsOf(s string, separator rune, skipped int) source {
	r := csv.NewReader(strings.NewReader(s))
	r.Comma, r.FieldsPerRecord, r.ReuseRecord = separator, -1, true
	var cells []Cell
	return func() (Row, error) {
		for {
			record, err := r.Read()
			if err != nil {
				return Row{}, unreadable(err, skipped)
			}
			line, _ := r.FieldPos(0)
			if len(record) > maxCells {
				return Row{}, tooWide(line + skipped)
			}
			cells = cells[:0]
			for _, c := range record {
				cells = append(cells, cellOf(c))
			}
			if row := (Row{Line: line + skipped, Cells: cells}); !row.blank() {
				return row, nil
			}
		}
	}
}

// unreadable says where a file stops being a table.
func unreadable(err error, skipped int) error {
	var p *csv.ParseError
	if errors.Is(err, io.EOF) || !errors.As(err, &p) {
		return err
	}
	return invalid(quotesDiffer.With(p.Line + skipped))
}
