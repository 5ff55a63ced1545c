package textfile_test

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"ttyt.example/ttyt/internal/base/richtext"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/base/textfile"
)

const webPage = `Trạm Y tế xã Hoa Sen

Quy chế trực

Đăng lúc: Thứ tư - 21/11/2018 02:28 - Người đăng bài viết: vanthu
Quy chế trực
Chương I
 NHỮNG QUY ĐỊNH CHUNG
Điều 1. Phạm vi
Áp dụng cho mọi người trực, kể cả < 24 giờ:
- Bác sĩ
- Điều dưỡng

Chương II
TỔ CHỨC
VÀ THỰC HIỆN
Điều 2: Ca trực
Điều 2 của quy chế cũ bãi bỏ.
CHƯƠNG III: ĐIỀU KHOẢN
Chương V của quy chế cũ bãi bỏ.

Đánh giá bài viết
Tổng số điểm: 0`

const webHTML = `<h2>Chương I<br/>NHỮNG QUY ĐỊNH CHUNG</h2><h3>Điều 1. Phạm vi</h3><p>Áp dụng cho mọi người trực, kể cả &lt; 24 giờ:</p>` +
	`<ul><li>Bác sĩ</li><li>Điều dưỡng</li></ul><h2>Chương II<br/>TỔ CHỨC<br/>VÀ THỰC HIỆN</h2><h3>Điều 2: Ca trực</h3>` +
	`<p>Điều 2 của quy chế cũ bãi bỏ.</p><h2>CHƯƠNG III: ĐIỀU KHOẢN</h2><p>Chương V của quy chế cũ bãi bỏ.</p>`

func TestParse(t *testing.T) {
	t.Parallel()
	at := time.Date(2018, 11, 20, 19, 28, 0, 0, time.UTC)
	page := textfile.Draft{Title: "Quy chế trực", HTML: webHTML, Origin: textfile.Origin{PostedAt: at, PostedBy: "vanthu"}}
	for name, c := range map[string]struct {
		file, content string
		want          textfile.Draft
	}{
		"a page as it was copied": {"trang.txt", webPage, page},
		"byte order mark, CRLF, decomposed letters, no-break spaces": {"TRANG.TXT",
			"\ufeff" + strings.NewReplacer("\n", "\r\n", "bài viết", "bài\u00a0viết").Replace(norm.NFD.String(webPage)), page},
		"without a day of the week": {"a.txt", "T\nĐăng lúc: 1/2/2020 7:05 - Người đăng bài viết: Ban Biên tập\nX",
			textfile.Draft{Title: "T", HTML: "<p>X</p>", Origin: textfile.Origin{PostedAt: time.Date(2020, 2, 1, 0, 5, 0, 0, time.UTC), PostedBy: "Ban Biên tập"}}},
		"plain text": {"a.txt", "\n  Thông báo \nKhám từ 7 giờ.\nĐánh giá bài viết\n- Một", textfile.Draft{Title: "Thông báo",
			HTML: "<p>Khám từ 7 giờ.</p><p>Đánh giá bài viết</p><ul><li>Một</li></ul>"}},
		"a chapter's title in small letters": {"a.txt", "T\nChương 1\nQuy định chung\nMọi người trực.", textfile.Draft{Title: "T",
			HTML: "<h2>Chương 1<br/>Quy định chung</h2><p>Mọi người trực.</p>"}},
		"a chapter without a title": {"a.txt", "T\nChương I\nĐiều 1.\nX", textfile.Draft{Title: "T", HTML: "<h2>Chương I</h2><h3>Điều 1.</h3><p>X</p>"}},
		"Markdown": {"a.md", "# Rửa *tay* &amp; sát khuẩn\r\n\r\nSáu **bước**:\r\n\r\n1. Làm ướt\r\n\r\n| a | b |\r\n|---|---|\r\n| 1 | H<sub>2</sub>O |\r\n", textfile.Draft{
			Title: "Rửa tay & sát khuẩn",
			HTML: "<p>Sáu <strong>bước</strong>:</p>\n<ol>\n<li>Làm ướt</li>\n</ol>\n<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n" +
				"<tbody>\n<tr>\n<td>1</td>\n<td>H<sub>2</sub>O</td>\n</tr>\n</tbody>\n</table>\n"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := textfile.Parse(c.file, []byte(c.content))
			if err != nil {
				t.Fatal(err)
			}
			if !got.Origin.PostedAt.Equal(c.want.Origin.PostedAt) || got.Origin.PostedBy != c.want.Origin.PostedBy {
				t.Errorf("origin %v, want %v", got.Origin, c.want.Origin)
			}
			if got.Title != c.want.Title || got.HTML != c.want.HTML {
				t.Errorf("got  %q\n%s\nwant %q\n%s", got.Title, got.HTML, c.want.Title, c.want.HTML)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ file, content, want string }{
		"another kind of file":  {"a.docx", "x", "end in .txt or .md"},
		"too long":              {"a.txt", strings.Repeat("a", textfile.MaxBytes+1), "longer than 1048576 bytes"},
		"an 8-bit encoding":     {"a.txt", "Một\nhai \xe9", "byte 0xe9 in line 2"},
		"UTF-16 cut short":      {"a.txt", "\xff\xfea\x00b", "UTF-16"},
		"an empty file":         {"a.txt", " \n\u00a0\r\n", "empty"},
		"a title alone":         {"a.txt", "Thông báo\n\n", "Nothing follows"},
		"a page without a text": {"a.txt", "T\nĐăng lúc: 1/2/2020 7:05 - Người đăng bài viết: a\nT\nĐánh giá bài viết\n0", "Nothing follows"},
		"a page without title":  {"a.txt", "Đăng lúc: 1/2/2020 7:05 - Người đăng bài viết: a\nX", "no title above"},
		"an impossible day":     {"a.txt", "T\n\nĐăng lúc: 31/2/2020 7:05 - Người đăng bài viết: a\nX", "Line 3: the time 31/2/2020 7:05 does not exist"},
		"an impossible year":    {"a.txt", "T\nĐăng lúc: 1/2/0000 7:05 - Người đăng bài viết: a\nX", "Line 2: the time 1/2/0000 7:05 does not exist"},
		"Markdown, no title":    {"a.md", "Sáu bước\n\n# Rửa tay", "begin with a line such as # Title"},
		"Markdown, empty":       {"a.md", "", "begin with a line"},
		"Markdown, bare #":      {"a.md", "#\n\nx", "The title is empty"},
		"Markdown, title alone": {"a.md", "# Rửa tay\n", "Nothing follows"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if d, err := textfile.Parse(c.file, []byte(c.content)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, %v; want %q", d, err, c.want)
			}
		})
	}
}

// No Markdown holds a core: the parser alone would take minutes for some of these.
func TestHostileMarkdownIsRefusedAtOnce(t *testing.T) {
	t.Parallel()
	for _, piece := range []string{"> ", "- ", "1. ", "![](", "[a]: x\n", "a**b_", "*a ", "~~a~", "~a^b", "^a ", "x~"} {
		for _, size := range []int{190_000, textfile.MaxBytes - 10} {
			start := time.Now()
			if _, err := textfile.Parse("a.md", []byte("# T\n\n"+strings.Repeat(piece, size/len(piece)))); err == nil {
				t.Errorf("%q is taken", piece)
			}
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("%q took %v", piece, took)
			}
		}
	}
}

// Whatever is parsed has a title and a text; what plain text becomes loses nothing when it is
// sanitised, and says nothing that the file does not.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{webPage, "# T\n\n> x\n\n<script>y</script>", "# T\n\nH~2~O, x^2^, ~~a~~ ~~~b~ ^^c^", "T\n- a\n- \n-b\nĐiều 1.\n\u0323\nx\u200b", "T\nChương I\n- a\nĐIỀU 2:x", "T\nChương I\nA\nB\n\x00c", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		if d, err := textfile.Parse("a.md", []byte(content)); err == nil && (d.Title == "" || d.Title != text.Line(d.Title) || d.HTML == "") {
			t.Errorf("%+v", d)
		}
		d, err := textfile.Parse("a.txt", []byte(content))
		if err != nil {
			return
		}
		if d.Title == "" || d.Title != text.Line(d.Title) {
			t.Errorf("title %q", d.Title)
		}
		if was, is := richtext.Parse(d.HTML).Plain(), richtext.Parse(richtext.Parse(d.HTML).HTML()).Plain(); is != was {
			t.Errorf("sanitised\n%q was\n%q", is, was)
		}
		said := text.Words(content)
		known := make(map[string]bool, len(said))
		for _, w := range said {
			known[w] = true
		}
		for _, w := range text.Words(richtext.Parse(d.HTML).Plain()) {
			if !known[w] {
				t.Errorf("%q is not in the file", w)
			}
		}
	})
}
