package texts_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"ttyt.example/ttyt/internal/base/texts"
)

// source is the file texts.go of a room with the declarations.
func source(declarations string) fstest.MapFS {
	return fstest.MapFS{"internal/centre/a/texts.go": {Data: []byte("package a\n\nimport \"x/fault\"\n\n" + declarations + "\n")}}
}

func TestReadFindsEveryMessage(t *testing.T) {
	t.Parallel()
	files := source(`var one = fault.Text{VI: "Một.", EN: "One."}

var (
	two = fault.Format{
		VI: "Hai %v " + "và %v.",
		EN: "Two %v " + "and %v.",
	}
	table = map[State]fault.Text{Open: {VI: "Mở", EN: "Open"}, {b.Closed, c.Late}: {VI: "Đóng", EN: "Closed"}}
	list  = []fault.Format{{VI: "Có %v", EN: "There are %v"}}
)`)
	files["internal/centre/a/a.go"] = &fstest.MapFile{Data: []byte("not looked at")}
	files[".git/texts.go"] = files["internal/centre/a/a.go"]
	files["base/fault/texts.go"] = &fstest.MapFile{Data: []byte("package fault\n\nvar own = Text{VI: `Lỗi.`, EN: `Fault.`}\n")}
	entries, err := texts.Read(files)
	var got []string
	for _, e := range entries {
		got = append(got, fmt.Sprint(e.At(), " ", e.Room, " ", e.Key, " ", e.VI, " ", e.EN, " ", e.Format))
	}
	a := "internal/centre/a/texts.go"
	want := []string{
		"base/fault/texts.go:3 base/fault own Lỗi. Fault. false",
		a + ":5 internal/centre/a one Một. One. false",
		a + ":8 internal/centre/a two Hai %v và %v. Two %v and %v. true",
		a + ":12 internal/centre/a table.Open Mở Open false",
		a + ":12 internal/centre/a table.Closed.Late Đóng Closed false",
		a + ":13 internal/centre/a list.0 Có %v There are %v true",
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%v\n got %s\nwant %s", err, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
}

// What cannot be read as a message is an error at its line: it would escape every check.
func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for declaration, want := range map[string]string{
		`func f() {}`:      ":5:1: only messages",
		`const a = "Một."`: ":5:1: only messages",
		`var a = "Một."`:   ":5:9: want a message",
		`var a = other.Text{VI: "Một.", EN: "One."}`:        "want a fault.Text",
		`var a = fault.Text{"Một.", "One."}`:                "name the languages",
		`var a = fault.Text{VI: "Một " + b, EN: "One."}`:    "want the message itself",
		`var a = fault.Text{VI: fmt.Sprint(1), EN: "One."}`: "want the message itself",
		`var a, b = fault.Text{}, fault.Text{}`:             "one message a variable",
		`var a = []string{"Một."}`:                          "want a message",
		`var a`:                                             "texts.go:",
	} {
		if _, err := texts.Read(source(declaration)); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "texts.go:5") {
			t.Errorf("%s: got %v, want %s", declaration, err, want)
		}
	}
}

// Each mistake is found, with its file, line and key; the good messages between them are not.
func TestCheckFinds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ vi, en, want string }{
		{"Cần nhập tên.", "Enter a name.", ""},
		{"tên", "a name", ""},
		{"Bộ phận Quản lý website đã đăng.", "The website section has published it.", ""},
		{"Tham số offset không được âm.", "offset must not be negative.", ""},
		{"Chỉ nhận POST dạng multipart/form-data.", "Use POST, as multipart/form-data.", ""},
		{"Không có dòng \"Đăng lúc\".", "There is no line \"Đăng lúc\".", ""},
		{"", "Enter a name.", "the Vietnamese is missing"},
		{"Cần nhập tên.", " ", "the English is missing"},
		{"Ca\u0302\u0300n nhập tên.", "Enter a name.", "normal form"},
		{"Cần  nhập tên.", "Enter a name.", "space or dots"},
		{"Cần nhập tên. ", "Enter a name.", "space or dots"},
		{"Cần nhập tên...", "Enter a name...", "space or dots"},
		{"Cần nhập tên.", "Enter a\u200b name.", "hidden"},
		{strings.Repeat("dài ", 101) + "quá", "long", "longer than"},
		{"Cần nhập tên.", "Enter a name", "the other does not"},
		{"Không ai được làm việc này ở đây cả", "Nobody may do this here at any time", "full stop"},
		{"Website", "Website", "the same"},
		{"Cần nhập input.", "Enter it.", `"input" is not Vietnamese`},
		{"Token đã hết hạn.", "The token has expired.", `"Token" is not Vietnamese`},
		{"Can nhap ten nguoi.", "Enter a name.", "no marks"},
		{"Cần nhập tên.", "Enter a tên.", "the English has the letter"},
		{"Hãy báo bộ phận Công nghệ thông tin.", "Tell the IT section.", "is not one of"},
		{"Hãy báo Bộ phận quản lý website.", "Tell the website section.", "is not one of"},
		{"Hãy báo ban giám đốc.", "Tell the Board.", "is not one of"},
		{"Hãy báo bộ phận CNTT.", "Tell the IT section.", "is not one of"},
		{"Hãy báo tổ CNTT.", "Tell the IT section.", "write CNTT out"},
		{"Người nào cũng được.", "It may come alone.", "say it plainly"},
		{"Nhiều nhất %v tệp.", "At most %v files.", "make it a fault.Format"},
	} {
		checked(t, texts.Entry{Key: "k", VI: c.vi, EN: c.en, File: "a/texts.go", Line: 7}, c.want)
	}
	for _, c := range []struct{ vi, en, want string }{
		{"Nhiều nhất %v tệp, %q.", "At most %v files, %q.", ""},
		{"Tệp %[2]q, dòng %[1]v.", "Line %v of the file %q.", ""},
		{"%v: %v", "%v: %v", ""},
		{"Đã dùng 100%% của %v.", "100%% of %v are used.", ""},
		{"Nhiều nhất %v tệp.", "At most %q files.", "takes the values"},
		{"Nhiều nhất %v tệp.", "At most %v of %v files.", "takes the values"},
		{"Nhiều nhất %d tệp.", "At most %d files.", "write values as"},
		{"Nhiều nhất %[2]v tệp.", "At most %[2]v files.", "none left out"},
		{"Nhiều nhất 3 tệp.", "At most 3 files.", "make it a fault.Text"},
	} {
		checked(t, texts.Entry{Key: "k", VI: c.vi, EN: c.en, File: "a/texts.go", Line: 7, Format: true}, c.want)
	}
	again := []texts.Entry{
		{Key: "one", VI: "Cần nhập tên.", EN: "Enter a name.", File: "a/texts.go", Line: 7},
		{Key: "two", VI: "Cần nhập tên.", EN: "Say the name.", File: "b/texts.go", Line: 9},
		{Key: "three", VI: "Cần có tên.", EN: "Enter a name.", File: "b/texts.go", Line: 12},
	}
	got := texts.Check(again)
	if len(got) != 2 || !strings.HasPrefix(got[0], "b/texts.go:9: two: ") || !strings.Contains(got[0], "a/texts.go:7") || !strings.HasPrefix(got[1], "b/texts.go:12: three: ") {
		t.Errorf("texts that stand twice: got %v", got)
	}
}

func checked(t *testing.T, e texts.Entry, want string) {
	t.Helper()
	got := texts.Check([]texts.Entry{e})
	switch {
	case want == "" && len(got) > 0:
		t.Errorf("%q, %q: got %v", e.VI, e.EN, got)
	case want != "" && (len(got) != 1 || !strings.HasPrefix(got[0], "a/texts.go:7: k: ") || !strings.Contains(got[0], want)):
		t.Errorf("%q, %q: got %v, want %s", e.VI, e.EN, got, want)
	}
}

func TestTables(t *testing.T) {
	t.Parallel()
	entries := []texts.Entry{{Room: "internal/centre/a", Key: "one", VI: "Một | hai\nba", EN: "One\ttwo"}}
	for _, c := range []struct {
		name  string
		write func(w *strings.Builder) error
		want  string
	}{
		{"Markdown", func(w *strings.Builder) error { return texts.Markdown(w, entries) }, "| room | key | vi | en |\n| --- | --- | --- | --- |\n| centre/a | one | Một \\| hai<br>ba | One\ttwo |\n"},
		{"TSV", func(w *strings.Builder) error { return texts.TSV(w, entries) }, "room\tkey\tvi\ten\ncentre/a\tone\tMột | hai ba\tOne two\n"},
	} {
		var got strings.Builder
		if err := c.write(&got); err != nil || got.String() != c.want {
			t.Errorf("%s: %v, got %q, want %q", c.name, err, got.String(), c.want)
		}
	}
}

// The texts of pages stand in the same table, and none of them says what a message says already.
func TestTextsOfPagesAreRead(t *testing.T) {
	t.Parallel()
	files := source(`var one = fault.Text{VI: "Mật khẩu", EN: "Password"}`)
	const page = "internal/wire/web/console/a.texts"
	files[page] = &fstest.MapFile{Data: []byte("# key | Vietnamese | English\n\na.left | Còn %[1]s trang | %[1]s pages left\na.password | Mật khẩu | Password\n")}
	entries, err := texts.Read(files)
	if err != nil || len(entries) != 3 {
		t.Fatalf("%v, %v", entries, err)
	}
	want := texts.Entry{Room: "internal/wire/web/console", Key: "a.left", VI: "Còn %[1]s trang", EN: "%[1]s pages left", Format: true, Page: true, File: page, Line: 3}
	if entries[1] != want {
		t.Errorf("got %+v", entries[1])
	}
	found := texts.Check(entries)
	if len(found) != 1 || !strings.HasPrefix(found[0], page+":4: a.password: \"Mật khẩu\" stands at internal/centre/a/texts.go") {
		t.Errorf("found %q", found)
	}
	files[page].Data = []byte("a.password | Mật khẩu | Pass phrase\nState.NEW | Mới | New\nOther.NEW | Mới | New\n")
	entries, err = texts.Read(files)
	if err != nil || len(entries) != 4 || len(texts.Check(entries)) > 0 {
		t.Errorf("words of pages with one language in common, and labels: %v, %q", err, texts.Check(entries))
	}
	files[page].Data = []byte("a.left | Còn\n")
	if _, err := texts.Read(files); err == nil || err.Error() != page+":1: want key | Vietnamese | English" {
		t.Errorf("got %v", err)
	}
}
