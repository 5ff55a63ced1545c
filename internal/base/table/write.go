package table

import (
	"encoding/csv"
	"io"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// Writer writes a table row by row, the header first.
type Writer interface {
	Write(cells []string) error
	Flush() error
	Close() error // ends the table; without it there is no whole file
	Discard()     // gives back what the table takes, whether it was ended or not
}

// Waiter is what a file is written to and that waits for it: each Flush of a file that is not sent yet tells it that there is progress.
type Waiter interface{ Alive() }

// NewCSV writes CSV in UTF-8 with a byte order mark, by which spreadsheets know it. Its cells are guarded.
func NewCSV(w io.Writer) (Writer, error) {
	_, err := io.WriteString(w, "\ufeff")
	out := csv.NewWriter(w)
	out.UseCRLF = true
	return &csvWriter{out}, err
}

type csvWriter struct{ w *csv.Writer }

func (c *csvWriter) Write(cells []string) error {
	safe := make([]string, len(cells))
	for i, s := range cells {
		safe[i] = Guarded(s)
	}
	return c.w.Write(safe)
}

func (c *csvWriter) Flush() error {
	c.w.Flush()
	return c.w.Error()
}

func (c *csvWriter) Close() error { return c.Flush() }

func (c *csvWriter) Discard() {}

// NewXLSX writes a workbook with one sheet. Cells are text, whatever they look like, which a spreadsheet leaves alone when somebody
// edits it; those of the columns that are days are days. Its rows are gathered, in a temporary file once they are many, and nothing
// is written to w before they are whole.
func NewXLSX(w io.Writer, sheet string, days []bool) (Writer, error) {
	x := &xlsxWriter{to: w, file: excelize.NewFile(), days: days}
	if err := x.begin(sheet); err != nil {
		x.Discard()
		return nil, err
	}
	return x, nil
}

type xlsxWriter struct {
	to                 io.Writer
	file               *excelize.File
	rows               *excelize.StreamWriter
	days               []bool
	row                int
	text, day, heading int // styles
}

// noProperties replace those that excelize gives every file, which name its own author and the year 2006. A time would make
// files with the same content differ.
const noProperties = `<coreProperties xmlns="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>`

// begin prepares the sheet: columns of a width that shows most of what they hold, below a header that stays in sight.
func (x *xlsxWriter) begin(sheet string) (err error) {
	if err := x.file.SetSheetName(x.file.GetSheetName(0), sheet); err != nil {
		return err
	}
	x.file.Pkg.Store("docProps/core.xml", []byte(noProperties))
	const asText = 49 // "@", a built-in number format
	format := "dd/mm/yyyy"
	for _, s := range []struct {
		id    *int
		style excelize.Style
	}{{&x.text, excelize.Style{NumFmt: asText}}, {&x.day, excelize.Style{CustomNumFmt: &format}}, {&x.heading, excelize.Style{NumFmt: asText, Font: &excelize.Font{Bold: true}}}} {
		if *s.id, err = x.file.NewStyle(&s.style); err != nil {
			return err
		}
	}
	if x.rows, err = x.file.NewStreamWriter(sheet); err != nil {
		return err
	}
	if err := x.rows.SetColWidth(1, max(1, len(x.days)), 18); err != nil {
		return err
	}
	return x.rows.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

func (x *xlsxWriter) Write(cells []string) error {
	x.row++
	row := make([]any, len(cells))
	for i, s := range cells {
		if s != "" {
			row[i] = x.cell(i, s)
		}
	}
	at, err := excelize.CoordinatesToCellName(1, x.row)
	if err != nil {
		return err
	}
	return x.rows.SetRow(at, row)
}

func (x *xlsxWriter) cell(i int, s string) excelize.Cell {
	if x.row == 1 {
		return excelize.Cell{StyleID: x.heading, Value: textOf(s)}
	}
	if day, err := time.Parse(time.DateOnly, s); err == nil && i < len(x.days) && x.days[i] {
		if n := (day.Unix() - serialDay(0).Unix()) / 86_400; n >= firstDay {
			return excelize.Cell{StyleID: x.day, Value: n}
		}
	}
	return excelize.Cell{StyleID: x.text, Value: textOf(guarded(s, spoiled))}
}

// textOf is a text as excelize takes it. What looks like the format's code of a character is cut into runs, none of which is one:
// excelize loses those of half a character (_xD800_), and takes _x0041_x0042_ apart otherwise than it is read.
func textOf(s string) any {
	if !coded.MatchString(s) {
		return s
	}
	var runs []excelize.RichTextRun
	for part := range strings.SplitAfterSeq(s, "_x") {
		runs = append(runs, excelize.RichTextRun{Text: part})
	}
	return runs
}

// Flush says that there is progress: excelize keeps the rows until they are whole.
func (x *xlsxWriter) Flush() error {
	if w, ok := x.to.(Waiter); ok {
		w.Alive()
	}
	return nil
}

// piece is how much of a whole file is written at once, so that a slow reader has time for each.
const piece = 64 << 10

func (x *xlsxWriter) Close() error {
	if err := x.rows.Flush(); err != nil {
		return err
	}
	whole, err := x.file.WriteToBuffer()
	for err == nil && whole.Len() > 0 {
		_, err = x.to.Write(whole.Next(piece))
	}
	return err
}

// Discard removes the temporary file.
func (x *xlsxWriter) Discard() { _ = x.file.Close() }
