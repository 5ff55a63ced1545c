package table_test

import (
	"bytes"
	"runtime"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

const mainPart = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`

// opened is a workbook of excelize whose only sheet is the XML.
func opened(t *testing.T, sheet string) *excelize.File {
	t.Helper()
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	content := book(t, map[string]string{
		"[Content_Types].xml":      `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"xl/workbook.xml":          `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="` + office + `"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/styles.xml":            `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
		"xl/sharedStrings.xml":     `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>`,
		"xl/worksheets/sheet1.xml": sheet,
	})
	f, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{UnzipSizeLimit: 1 << 20, UnzipXMLSizeLimit: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// streamed is a sheet as excelize reads it row by row.
func streamed(t *testing.T, sheet string, raw bool) string {
	t.Helper()
	rows, err := opened(t, sheet).Rows("A")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for rows.Next() {
		cells, err := rows.Columns(excelize.Options{RawCellValue: raw})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, row(cells))
	}
	if err := rows.Close(); err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, "\n")
}

// Workbooks are written by excelize, and would be read by it as soon as one of these fails: then its rows tell what a register has to
// know of a cell, or a sheet can be asked for it within bounds.
func TestWhatExcelizeCannotTellOfASheet(t *testing.T) {
	head := mainPart + `<row r="1">`
	for name, pair := range map[string][2]string{
		"a serial that was rounded to fifteen digits from a text": {`<c r="A1"><v>1234567890123450</v></c>`, `<c r="A1" t="inlineStr"><is><t>1234567890123450</t></is></c>`},
		"a number from a text that looks like one":                {`<c r="A1"><v>44562</v></c>`, `<c r="A1" t="inlineStr"><is><t>44562</t></is></c>`},
	} {
		for _, raw := range []bool{true, false} {
			if a, b := streamed(t, head+pair[0]+`</row></sheetData></worksheet>`, raw), streamed(t, head+pair[1]+`</row></sheetData></worksheet>`, raw); a != b || a == "" {
				t.Errorf("it tells %s (raw: %v): %q, %q", name, raw, a, b)
			}
		}
	}
	day, number := head+`<c r="A1" s="1"><v>44562</v></c></row></sheetData></worksheet>`, head+`<c r="A1"><v>44562</v></c></row></sheetData></worksheet>`
	if a, b := streamed(t, day, true), streamed(t, number, true); a != b {
		t.Errorf("it tells a day from a number with its exact value: %q, %q", a, b)
	}
	if a := streamed(t, day, false); a != "01-01-22" {
		t.Errorf("it tells a day otherwise than with two digits of its year: %q", a)
	}
	for name, sheet := range map[string]string{
		"a sheet that breaks off":    head + `<c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c`,
		"a cell that is there twice": head + `<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row></sheetData></worksheet>`,
	} {
		if got := streamed(t, sheet, true); got == "" {
			t.Errorf("%s: nothing is read", name)
		}
		if got, err := read(book(t, map[string]string{"xl/worksheets/sheet1.xml": sheet})); err == nil {
			t.Errorf("%s: we read %q", name, got)
		}
	}
	var before, after runtime.MemStats
	f := opened(t, mainPart+`<row r="1"><c r="XFD1"/></row></sheetData></worksheet>`)
	runtime.ReadMemStats(&before)
	if _, err := f.GetCellType("A", "A1"); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took < 2<<20 {
		t.Errorf("to learn the type of a cell it takes only %d bytes for a row of one empty cell", took)
	}
}
