// Package table reads tables that people bring as files: CSV as spreadsheets save it, and XLSX. Whatever reads a table reads it here, so
// that what one door takes every door takes: any usual separator and line end, UTF-8 or UTF-16, titles above the header. It writes them, too. What
// a spreadsheet spoiled in a cell is told, never taken for a value.
package table

import (
	"bytes"
	"errors"
	"io"
	"iter"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/text"
)

// Cell is what one cell says, without white space around it.
type Cell struct {
	Text string
	Harm Harm // "" where the cell is as somebody wrote it
	Day  bool // a workbook has it as a day
}

// Row is one row of a table. Its cells are read over by the next one.
type Row struct {
	Line  int // of the file, on which the row begins, from 1
	Cells []Cell
}

// blank reports whether no cell says anything.
func (r Row) blank() bool {
	for _, c := range r.Cells {
		if c.Text != "" {
			return false
		}
	}
	return true
}

// Table is a table whose header was found.
type Table struct {
	Header []string // white space folded
	next   source
}

// source gives the next row that says anything, io.EOF after the last.
type source func() (Row, error)

const (
	maxTitles = 30   // rows in which the header is looked for
	maxCells  = 1024 // of a row
)

// Read finds the header of a table: of its first rows the one with the most headings that are known. What stands above it are
// titles; a row in which the file stops being a table is a user error.
func Read(content []byte, known func(heading string) bool) (*Table, error) {
	read := openCSV
	switch {
	case bytes.HasPrefix(content, archive):
		read = openXLSX
	case bytes.HasPrefix(content, compound):
		return nil, tooOld()
	}
	open, err := read(content, known)
	if err != nil {
		return nil, err
	}
	at, _, err := header(open(), known)
	if err != nil {
		return nil, err
	}
	t := &Table{next: open()}
	for range at {
		if _, err := t.next(); err != nil {
			return nil, err
		}
	}
	row, err := t.next()
	for _, c := range row.Cells {
		t.Header = append(t.Header, text.Line(c.Text))
	}
	return t, err
}

// score returns how much a row looks like a header.
type score struct{ known, cells int }

func (s score) beats(o score) bool {
	return s.known > o.known || s.known == o.known && s.cells > o.cells
}

// header finds the row with the most known headings, the first where there are several or none.
func header(next source, known func(string) bool) (at int, best score, err error) {
	for i := range maxTitles {
		row, err := next()
		if err != nil {
			if i > 0 { // it is read again, and told then
				return at, best, nil
			}
			if errors.Is(err, io.EOF) {
				err = invalid(text.EmptyFile)
			}
			return 0, best, err
		}
		s := score{cells: len(row.Cells)}
		for _, c := range row.Cells {
			if known(text.Line(c.Text)) {
				s.known++
			}
		}
		if i == 0 || s.known > best.known {
			at, best = i, s
		}
	}
	return at, best, nil
}

// Rows are the rows below the header that say anything. An error ends them.
func (t *Table) Rows() iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for {
			row, err := t.next()
			if errors.Is(err, io.EOF) || !yield(row, err) || err != nil {
				return
			}
		}
	}
}

func invalid(t fault.Text) error { return fault.User(fault.Invalid, t, "") }

func tooWide(line int) error {
	return invalid(tooManyCells.With(line, maxCells))
}
