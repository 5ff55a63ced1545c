package table_test

import (
	"encoding/binary"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/table"
	"ttyt.example/ttyt/internal/base/text"
)

func known(heading string) bool {
	return slices.Contains([]string{"ma tai san", "ten", "so se ri"}, text.Fold(heading))
}

// read is a whole table, one line a row.
func read(content []byte) (string, error) {
	t, err := table.Read(content, known)
	if err != nil {
		return "", err
	}
	all := []string{strings.Join(t.Header, "¦")}
	for row, err := range t.Rows() {
		if err != nil {
			return "", err
		}
		cells := []string{fmt.Sprint(row.Line)}
		for _, c := range row.Cells {
			cells = append(cells, c.Text+string(c.Harm))
		}
		all = append(all, strings.Join(cells, "¦"))
	}
	return strings.Join(all, "\n"), nil
}

func inUTF16(s string, order binary.AppendByteOrder) (b []byte) {
	for _, u := range utf16.Encode([]rune("\ufeff" + s)) {
		b = order.AppendUint16(b, u)
	}
	return b
}

// Whatever a spreadsheet separates cells with, ends lines with, encodes text in and puts above the header, the table is the same.
func TestEveryKindOfCSV(t *testing.T) {
	t.Parallel()
	encodings := map[string]func(string) []byte{
		"UTF-8":               func(s string) []byte { return []byte(s) },
		"UTF-8 with a mark":   func(s string) []byte { return []byte("\ufeff" + s) },
		"UTF-16":              func(s string) []byte { return inUTF16(s, binary.LittleEndian) },
		"UTF-16 of big bytes": func(s string) []byte { return inUTF16(s, binary.BigEndian) },
	}
	above := map[string]int{ // with how many lines
		"": 0, "\n\n": 2, "TRUNG TÂM Y TẾ\n\"Danh sách, năm 2026; tầng 1\"\n\n": 3, "sep=¦\n": 1, "\"sep=¦\"\n": 1, "sep=¦¦¦\n\nDanh sách\n": 3, "Mã đơn vị¦NOI¦¦\n": 1,
	}
	for name, encode := range encodings {
		for title, lines := range above {
			for _, separator := range []string{",", ";", "\t"} {
				for _, end := range []string{"\n", "\r\n", "\r"} {
					file := title + "\"Mã\ntài sản\"¦Tên¦\"Số sê-ri\"¦\nPC-1¦\"Máy, in; 24\"\"\"¦00123¦\n¦¦¦\nPC-2¦\"Hai\ndòng\"¦\"=\"\"007\"\"\"¦\n"
					file = strings.ReplaceAll(file, "¦", separator)
					if end != "\n" {
						file = quotedFeeds(file, end)
					}
					want := fmt.Sprintf("Mã tài sản¦Tên¦Số sê-ri¦\n%d¦PC-1¦Máy, in; 24\"¦00123¦\n%d¦PC-2¦Hai\ndòng¦007¦", lines+3, lines+5)
					if got, err := read(encode(file)); err != nil || got != want {
						t.Errorf("%s, %q, %q, lines end with %q: %v\n%s\nwant\n%s", name, title, separator, end, err, got, want)
					}
				}
			}
		}
	}
}

// quotedFeeds ends lines otherwise, but within quotes.
func quotedFeeds(s, end string) string {
	parts := strings.Split(s, `"`)
	for i := 0; i < len(parts); i += 2 {
		parts[i] = strings.ReplaceAll(parts[i], "\n", end)
	}
	return strings.Join(parts, `"`)
}

// A file that is no table is refused in words that say where.
func TestWhatIsNoTable(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]string{
		"":                                   "The file is empty.",
		"\ufeff\n \n\n":                      "The file is empty.",
		"Tên\nA\n\"B\n":                      "Line 3: the quotes do not match.",
		"sep=;\nTên\nA\n\"B\n":               "Line 4: the quotes do not match.",
		"Tên\r\nA\r\n\xe1\xba":               "The file is not UTF-8 (byte 0xe1 in line 3): save it as UTF-8.",
		"Tên\rA\r\xe1\xba":                   "The file is not UTF-8 (byte 0xe1 in line 3): save it as UTF-8.",
		"\xff\xfeT\x00\n\x00\x00":            "The file is UTF-16 and broken in line 2: save it as UTF-8.",
		"\xfe\xff\x00T\xd8\x00\x00T":         "The file is UTF-16 and broken in line 1: save it as UTF-8.",
		"Tên;\n" + strings.Repeat(";", 5000): "Line 2 has more than 1024 cells.",
	} {
		_, err := read([]byte(content))
		broken, other := fault.Split(err)
		if other != nil || len(broken) != 1 || broken[0].(*fault.RuleError).Text.EN != want {
			t.Errorf("%.40q: got %v, want %s", content, err, want)
		}
	}
}

// What a spreadsheet spoiled is told; what somebody may have written so is left alone.
func TestHarm(t *testing.T) {
	t.Parallel()
	for harm, cells := range map[table.Harm][]string{
		table.Rounded:   {"8.93E+11", "8,9301E+18", "1,23E+15", "-1E+20", "123.4E+12", "8.93e+11"},
		table.Erroneous: {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "Err:502"},
		table.Narrow:    {"########", "##"},
		table.DayOfText: {"2-Mar", "Mar-02", "03-Thg2", "12-thg 3", "Jan-99"},
		"":              {"5E10", "1234E5", "SN8.93E+11", "8.93E11", "#1", "#", "#NA", "N/A", "E+11", "+84 241 3800", "2-3", "Mar-2026", "2-Marx", "C#", "44562", "-", "Err:", "12E+5x"},
	} {
		for _, cell := range cells {
			if got, err := read([]byte("Tên;\n " + cell + " ;\n")); err != nil || got != "Tên¦\n2¦"+cell+string(harm)+"¦" {
				t.Errorf("%q: got %q, %v; want %q", cell, got, err, harm)
			}
			if got, err := read([]byte("Tên;\n" + table.Guarded(cell) + ";\n")); err != nil || got != "Tên¦\n2¦"+cell+"¦" {
				t.Errorf("%q leaves as %q and comes back as %q, %v", cell, table.Guarded(cell), got, err)
			}
			if says := harm.Says(cell); harm != "" && (!strings.Contains(says.VI, cell) || !strings.Contains(says.EN, cell) || strings.Contains(says.EN, "  ")) {
				t.Errorf("%q: %v", cell, says)
			}
		}
	}
}

func TestSerial(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{"44562": "2022-01-01", "44562.75": "2022-01-01", "44562,5": "2022-01-01", "25569": "1970-01-01", "9999": "", "2022": "", "1000000": "", "x": "", "": ""} {
		day, ok := table.Serial(cell)
		if got := day.Format("2006-01-02"); ok != (want != "") || ok && got != want {
			t.Errorf("%q is %s, %v; want %q", cell, got, ok, want)
		}
	}
}

// A cell that a spreadsheet would run or that would be read otherwise is guarded on its way out, and is itself again on its way in.
func FuzzGuarded(f *testing.F) {
	for _, s := range []string{"", "=1+1", "+84", "-1", "@x", "'", "'=1", "''=1", "Máy trạm", "\"=1", `="007"`, `'="007"`, "#N/A", "'8.93E+11", "a\nb", "a\rb"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		cell = strings.TrimSpace(text.NFC(cell)) // as it is kept
		if cell == "" {
			return
		}
		out := table.Guarded(cell)
		if strings.ContainsRune("=+-@", rune(out[0])) {
			t.Errorf("%q leaves as %q", cell, out)
		}
		var b strings.Builder
		w := csv.NewWriter(&b)
		w.UseCRLF = true
		if err := w.WriteAll([][]string{{"Tên", "ma tai san"}, {out, "x"}}); err != nil {
			t.Fatal(err)
		}
		if got, err := read([]byte("\ufeff" + b.String())); err != nil || got != "Tên¦ma tai san\n2¦"+cell+"¦x" {
			t.Errorf("%q comes back as %q, %v", cell, got, err)
		}
	})
}

// Whatever bytes come as a file, they are a table or refused in words, and lines are counted within the file.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"", "Mã;Tên\nPC-1;Máy\n", "\xff\xfea\x00", "sep=\t\nTên\r\r\n", "sep=", "\"", "Tên\r\"a\nb\"\r", "\"a\r\"\n;\r;"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		sheet, err := table.Read(content, known)
		if err == nil {
			last := 0
			for row, failed := range sheet.Rows() {
				if err = failed; err == nil && (row.Line <= last || row.Line > 1+strings.Count(string(content), "\n")+strings.Count(string(content), "\r") || len(row.Cells) > 1024) {
					t.Fatalf("%q: %+v after line %d", content, row, last)
				}
				last = row.Line
			}
		}
		if broken, other := fault.Split(err); err != nil && (other != nil || len(broken) != 1) {
			t.Fatalf("%q: %v", content, err)
		}
	})
}
