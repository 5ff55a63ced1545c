package table_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/table"
)

// book is a workbook made of parts; those that are not given are as Excel has them.
func book(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	const rels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	all := map[string]string{
		"_rels/.rels":     rels + `<Relationship Id="rId1" Type="` + office + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml": `<workbook xmlns:r="` + office + `"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": rels + `<Relationship Id="rId1" Type="` + office + `/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="` + office + `/worksheet" Target="/xl/worksheets/sheet2.xml"/>` +
			`<Relationship Id="rId3" Type="` + office + `/styles" Target="styles.xml"/><Relationship Id="rId4" Type="` + office + `/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
		"xl/styles.xml": `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-42A]dd\ mmmm\ yyyy;@"/><numFmt numFmtId="165" formatCode="00000"/><numFmt numFmtId="166" formatCode="#,##0&quot; day&quot;"/></numFmts>` +
			`<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="49"/></cellXfs></styleSheet>`,
		"xl/sharedStrings.xml":     `<sst><si><t>Mã tài sản</t></si><si><r><t>Tê</t></r><r><t xml:space="preserve">n </t></r><rPh sb="0" eb="1"><t>ten</t></rPh></si><si><t>a_x000D_b _x005F_x000D_</t></si></sst>`,
		"xl/worksheets/sheet1.xml": sheetOf(`<c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c>`, `<c t="inlineStr"><is><t>x</t></is></c>`),
	}
	for name, content := range parts {
		all[name] = content
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range all {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func sheetOf(rows ...string) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:ZZ9"/><sheetData>`)
	for i, r := range rows {
		fmt.Fprintf(&b, `<row r="%d">%s</row>`, i+1, r)
	}
	b.WriteString(`</sheetData></worksheet>`)
	return b.String()
}

// Cells of a workbook are what they show: texts that are shared or stand in them, days by the format of their number, numbers with
// their digits; what is rounded or an error is told.
func TestCellsOfAWorkbook(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{
		`t="s"><v>2</v>`:  "a\rb _x000D_",
		`t="s"><v>99</v>`: "",
		`t="inlineStr"><is><r><t>Máy </t></r><r><t>in</t></r></is>`: "Máy in",
		`t="str"><f>A1&amp;"x"</f><v>kq</v>`:                        "kq",
		`t="str"><v>8.93E+11</v>`:                                   "8.93E+11ROUNDED",
		`t="inlineStr"><is><t>'8.93E+11</t></is>`:                   "8.93E+11",
		`t="inlineStr"><is><t>=1+1</t></is>`:                        "=1+1",
		`t="inlineStr"><is><t>'=1+1</t></is>`:                       "'=1+1",
		`t="b"><v>1</v>`:                                            "true",
		`t="b"><v>0</v>`:                                            "false",
		`t="e"><v>#N/A</v>`:                                         "#N/AERRONEOUS",
		`t="d"><v>2024-03-02T00:00:00</v>`:                          "2024-03-02",
		`s="1"><v>44562</v>`:                                        "2022-01-01",
		`s="2"><v>44562.75</v>`:                                     "2022-01-01",
		`s="0"><v>44562</v>`:                                        "44562",
		`s="4"><v>44562</v>`:                                        "44562",
		`s="5"><v>44562</v>`:                                        "44562",
		`s="77"><v>44562</v>`:                                       "44562",
		`s="3"><v>123</v>`:                                          "00123",
		`s="3"><v>1234567</v>`:                                      "1234567",
		`t="n"><v>0.1</v>`:                                          "0.1",
		`><v>1.5E3</v>`:                                             "1500",
		`><v>893012345678</v>`:                                      "893012345678",
		`><v>999999999999999</v>`:                                   "999999999999999",
		`><v>1234567890123456</v>`:                                  "1.234567890123456E+15ROUNDED",
		`><v>8.9301E+18</v>`:                                        "8.9301E+18ROUNDED",
		`><f>1/0</f>`:                                               "",
		`><v>NaN</v>`:                                               "NaN",
	} {
		got, err := read(book(t, map[string]string{"xl/worksheets/sheet1.xml": sheetOf(``, `<c r="B2" t="s"><v>1</v></c><c r="D2" t="s"><v>0</v></c>`, `<c r="B3" `+cell+`</c><c r="D3"><v>7</v></c>`)}))
		if lines := "¦Tên¦¦Mã tài sản\n3¦¦" + want + "¦¦7"; err != nil || got != lines {
			t.Errorf("%s: got %q, %v; want %q", cell, got, err, lines)
		}
	}
	old := book(t, map[string]string{"xl/workbook.xml": `<workbook><workbookPr date1904="1"/><sheets><sheet name="A" id="rId1"/></sheets></workbook>`,
		"xl/worksheets/sheet1.xml": sheetOf(`<c t="s"><v>1</v></c>`, `<c s="1"><v>43100</v></c>`)})
	if got, err := read(old); err != nil || got != "Tên\n2¦2022-01-01" {
		t.Errorf("days that are counted from 1904: %q, %v", got, err)
	}
	two := book(t, map[string]string{"xl/workbook.xml": `<workbook><sheets><sheet name="A" id="rId1"/><sheet name="B" id="rId2"/></sheets></workbook>`,
		"xl/worksheets/sheet1.xml": sheetOf(`<c t="str"><v>Bìa</v></c>`), "xl/worksheets/sheet2.xml": sheetOf(`<c t="s"><v>1</v></c>`, `<c t="str"><v>Máy</v></c>`)})
	if got, err := read(two); err != nil || got != "Tên\n2¦Máy" {
		t.Errorf("the second of two sheets: %q, %v", got, err)
	}
}

// A workbook that is broken, too large or something else is refused in words, and takes no memory by what it says of itself.
func TestWhatIsNoWorkbook(t *testing.T) {
	t.Parallel()
	const damaged, large = "The workbook is damaged, or is not XLSX.", "The workbook is too large once unpacked."
	sheet := "xl/worksheets/sheet1.xml"
	for name, c := range map[string]struct {
		content []byte
		want    string
	}{
		"another archive":         {append([]byte("PK\x03\x04"), make([]byte, 100)...), damaged},
		"cut short":               {book(t, nil)[:900], damaged},
		"no workbook":             {book(t, map[string]string{"_rels/.rels": "<Relationships/>"}), damaged},
		"no sheet":                {book(t, map[string]string{"xl/workbook.xml": "<workbook/>"}), damaged},
		"no part of the sheet":    {book(t, map[string]string{"xl/workbook.xml": `<workbook><sheets><sheet id="rId9"/></sheets></workbook>`}), damaged},
		"no XML":                  {book(t, map[string]string{sheet: "<worksheet><sheetData><row><c t="}), damaged},
		"an entity":               {book(t, map[string]string{sheet: `<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData><row><c t="str"><v>&a;</v></c></row></sheetData></worksheet>`}), damaged},
		"rows out of order":       {book(t, map[string]string{sheet: `<worksheet><row r="3"><c t="s"><v>1</v></c></row><row r="2"><c><v>1</v></c></row></worksheet>`}), damaged},
		"a cell twice":            {book(t, map[string]string{sheet: sheetOf(`<c r="A1" t="s"><v>1</v></c><c r="A1" t="s"><v>1</v></c>`)}), damaged},
		"an empty sheet":          {book(t, map[string]string{sheet: sheetOf()}), "The file is empty."},
		"a wide row":              {book(t, map[string]string{sheet: sheetOf(`<c t="s"><v>1</v></c>`, `<c r="XFD2"><v>1</v></c>`)}), "Line 2 has more than 1024 cells."},
		"a large sheet":           {book(t, map[string]string{sheet: strings.Repeat(" ", 97<<20)}), large},
		"large styles":            {book(t, map[string]string{"xl/styles.xml": strings.Repeat(" ", 5<<20)}), large},
		"many shared texts":       {book(t, map[string]string{"xl/sharedStrings.xml": "<sst>" + strings.Repeat("<si/>", 2<<20+1) + "</sst>"}), large},
		"long shared texts":       {book(t, map[string]string{"xl/sharedStrings.xml": "<sst><si><t>" + strings.Repeat("a", 49<<20) + "</t></si></sst>"}), large},
		"an old or encrypted one": {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 "), "The file has a password, or is in the old .xls format: save it as .xlsx without a password."},
	} {
		_, err := read(c.content)
		broken, other := fault.Split(err)
		if other != nil || len(broken) != 1 || broken[0].(*fault.RuleError).Text.EN != c.want {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
}

// What is written as a workbook is read again as it was; days are days there.
func TestAWorkbookIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	rows := [][]string{{"Mã tài sản", "Tên", "Số sê-ri", "Ngày"}, {"A", "=1+1", "'8.93E+11", "2024-02-29"}, {"B", "8.93E+11", "#N/A", "1899-01-01"}, {"C", "a\n_x000D_<&\">", "", "9999-12-31"}, {"D", "'", "''2-Mar", "không"},
		{"_x0041_x0042_", "_x005F_x0041_", "a _x0041_ b_x", "_xD800_"}, {"a\r\nb\tc", "&lt;&#xA;", "=", "0001-01-01"}}
	var b bytes.Buffer
	w, err := table.NewXLSX(&b, "Tài sản & khác", []bool{false, false, false, true})
	for _, r := range rows {
		if err == nil {
			err = w.Write(r)
		}
		if err == nil {
			err = w.Flush()
		}
	}
	if err == nil && b.Len() > 0 {
		t.Error("it is begun before it is whole")
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	w.Discard()
	read, err := table.Read(b.Bytes(), known)
	if err != nil {
		t.Fatal(err)
	}
	i := 0
	for row, err := range read.Rows() {
		if i++; err != nil {
			t.Fatal(err)
		}
		for k, want := range rows[i] {
			var got table.Cell
			if k < len(row.Cells) {
				got = row.Cells[k]
			}
			if got.Text != want || got.Harm != "" || got.Day != (k == 3 && (want == "2024-02-29" || want == "9999-12-31")) {
				t.Errorf("%q is read as %+v", want, got)
			}
		}
	}
	if i != len(rows)-1 || row(read.Header) != row(rows[0]) {
		t.Errorf("%d rows below %q", i, read.Header)
	}
	for cut := range b.Len() {
		if cut%97 == 0 {
			if _, err := table.Read(b.Bytes()[:cut], known); err == nil && cut > 4 {
				t.Errorf("cut after %d bytes it passes for a whole one", cut)
			}
		}
	}
}

func row(cells []string) string { return strings.Join(cells, "¦") }

// A workbook tells what it is written to that it goes on, takes little memory however many rows it has, and leaves no file behind,
// whether it was ended or not.
func TestAWorkbookLeavesNothingBehind(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	for _, ended := range []bool{true, false} {
		to := &waiting{}
		w, err := table.NewXLSX(to, "A", nil)
		if err != nil {
			t.Fatal(err)
		}
		for range 40 {
			for range 500 {
				if err := w.Write([]string{strings.Repeat("Máy", 200), "", "x"}); err != nil {
					t.Fatal(err)
				}
			}
			if err := w.Flush(); err != nil {
				t.Fatal(err)
			}
		}
		if left, err := os.ReadDir(os.TempDir()); err != nil || len(left) != 1 {
			t.Errorf("rows of 16 MB are kept in %d files, %v", len(left), err)
		}
		if to.alive != 40 || to.pieces != 0 {
			t.Errorf("it told %d times that it goes on, and wrote %d pieces", to.alive, to.pieces)
		}
		if ended {
			if err := w.Close(); err != nil || to.pieces == 0 || to.largest > 64<<10 {
				t.Errorf("%v, %d pieces of at most %d bytes", err, to.pieces, to.largest)
			}
		}
		w.Discard()
		if left, err := os.ReadDir(os.TempDir()); err != nil || len(left) != 0 {
			t.Errorf("ended: %v, %d files are left, %v", ended, len(left), err)
		}
	}
}

// waiting is what a file is written to.
type waiting struct{ alive, pieces, largest int }

func (w *waiting) Alive() { w.alive++ }

func (w *waiting) Write(b []byte) (int, error) {
	w.pieces, w.largest = w.pieces+1, max(w.largest, len(b))
	return len(b), nil
}
