package table

import (
	"archive/zip"
	"bufio"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"time"
)

// Writer writes a table row by row, the header first. Nothing but a few rows is kept in memory.
type Writer interface {
	Write(cells []string) error
	Flush() error
	Close() error // ends the table; without it the file is seen to be cut
}

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

// The parts of a workbook with one sheet. Style 1 is text, which a spreadsheet leaves alone when somebody edits it, 2 a day, 3 a
// heading.
const (
	xmlHead      = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	office       = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	main         = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	packaged     = "http://schemas.openxmlformats.org/package/2006/"
	spreadsheet  = "application/vnd.openxmlformats-officedocument.spreadsheetml."
	contentTypes = xmlHead + `<Types xmlns="` + packaged + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="` + spreadsheet + `sheet.main+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="` + spreadsheet + `styles+xml"/>` +
		`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="` + spreadsheet + `worksheet+xml"/></Types>`
	rootRelations = xmlHead + `<Relationships xmlns="` + packaged + `relationships"><Relationship Id="rId1" Type="` + office + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	bookRelations = xmlHead + `<Relationships xmlns="` + packaged + `relationships"><Relationship Id="rId1" Type="` + office + `/worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="rId2" Type="` + office + `/styles" Target="styles.xml"/></Relationships>`
	styles = xmlHead + `<styleSheet xmlns="` + main + `"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>` +
		`<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		`<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
		`<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs></styleSheet>`
)

// NewXLSX writes a workbook with one sheet. Cells are text, whatever they look like; those of the columns that are days are days.
func NewXLSX(w io.Writer, sheet string, days []bool) (Writer, error) {
	z := zip.NewWriter(w)
	var name bytesOf
	if err := xml.EscapeText(&name, []byte(sheet)); err != nil {
		return nil, err
	}
	for _, p := range [][2]string{
		{"[Content_Types].xml", contentTypes}, {"_rels/.rels", rootRelations}, {"xl/_rels/workbook.xml.rels", bookRelations}, {"xl/styles.xml", styles},
		{"xl/workbook.xml", xmlHead + `<workbook xmlns="` + main + `" xmlns:r="` + office + `"><sheets><sheet name="` + string(name) + `" sheetId="1" r:id="rId1"/></sheets></workbook>`},
	} {
		part, err := z.Create(p[0])
		if err != nil {
			return nil, err
		}
		if _, err := io.WriteString(part, p[1]); err != nil {
			return nil, err
		}
	}
	part, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		return nil, err
	}
	x := &xlsxWriter{zip: z, out: bufio.NewWriter(part), days: days}
	_, err = fmt.Fprintf(x.out, `%s<worksheet xmlns="%s"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`+
		`<cols><col min="1" max="%d" width="18" customWidth="1"/></cols><sheetData>`, xmlHead, main, max(1, len(days)))
	return x, err
}

type bytesOf []byte

func (b *bytesOf) Write(p []byte) (int, error) {
	*b = append(*b, p...)
	return len(p), nil
}

type xlsxWriter struct {
	zip  *zip.Writer
	out  *bufio.Writer
	days []bool
	row  int
}

func (x *xlsxWriter) Write(cells []string) error {
	x.row++
	_, _ = x.out.WriteString(`<row r="` + strconv.Itoa(x.row) + `">`) // bufio keeps the error
	for i, s := range cells {
		x.cell(i, s)
	}
	_, err := x.out.WriteString("</row>")
	return err
}

func (x *xlsxWriter) cell(i int, s string) {
	if s == "" {
		return
	}
	at := columnName(i+1) + strconv.Itoa(x.row)
	if day, err := time.Parse(time.DateOnly, s); err == nil && i < len(x.days) && x.days[i] && x.row > 1 {
		if n := (day.Unix() - serialDay(0).Unix()) / 86_400; n >= 61 {
			_, _ = fmt.Fprintf(x.out, `<c r="%s" s="2"><v>%d</v></c>`, at, n)
			return
		}
	}
	style := 1
	if x.row == 1 {
		style = 3
	}
	_, _ = fmt.Fprintf(x.out, `<c r="%s" s="%d" t="inlineStr"><is><t xml:space="preserve">`, at, style)
	_ = xml.EscapeText(x.out, []byte(escaped(guarded(s, spoiled))))
	_, _ = x.out.WriteString("</t></is></c>")
}

// columnName is A for 1, AA for 27.
func columnName(n int) string {
	if n <= 26 {
		return string(rune('A' + n - 1))
	}
	return columnName((n-1)/26) + columnName((n-1)%26+1)
}

func (x *xlsxWriter) Flush() error {
	if err := x.out.Flush(); err != nil {
		return err
	}
	return x.zip.Flush()
}

func (x *xlsxWriter) Close() error {
	_, _ = x.out.WriteString("</sheetData></worksheet>")
	if err := x.out.Flush(); err != nil {
		return err
	}
	return x.zip.Close()
}
