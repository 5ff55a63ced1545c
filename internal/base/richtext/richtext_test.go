package richtext_test

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"

	"ttyt.example/ttyt/internal/base/richtext"
	"ttyt.example/ttyt/internal/base/text"
)

func TestSanitise(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"what the website embeds stays",
			`<h2>Phòng bệnh</h2><p>Rửa tay bằng <strong>xà phòng</strong>.<br/>Ăn chín, <em>uống sôi</em>.</p><hr/><blockquote><p>Phòng hơn chữa</p></blockquote>`,
			`<h2>Phòng bệnh</h2><p>Rửa tay bằng <strong>xà phòng</strong>.<br/>Ăn chín, <em>uống sôi</em>.</p><hr/><blockquote><p>Phòng hơn chữa</p></blockquote>`},
		{"plain text becomes a paragraph", "Sốt trên 38 độ & đau đầu < 3 ngày", "<p>Sốt trên 38 độ &amp; đau đầu &lt; 3 ngày</p>"},
		{"headings stay between h2 and h4", "<h1>Một</h1><h5>Năm</h5><h6>Sáu</h6>", "<h2>Một</h2><h4>Năm</h4><h4>Sáu</h4>"},
		{"old marks get their names", "<b>a</b><i>b</i><strike>c</strike><ins>d</ins><tt>e</tt>", "<p><strong>a</strong><em>b</em><s>c</s><u>d</u><code>e</code></p>"},
		{"empty paragraphs go", "<p>&nbsp;</p><p><b> </b></p><p><br></p><h2></h2><ul><li></li></ul><p>Còn</p><div></div>", "<p>Còn</p>"},
		{"white space is folded", "<p> Trạm\u00a0 y tế \n xã <b> Quảng Minh </b> </p>", "<p>Trạm y tế xã <strong>Quảng Minh</strong></p>"},
		{"text is composed across tokens", "<p>Ha\u0309<span>i H</span>a<font>\u0300</font></p>", "<p>Hải Hà</p>"},
		{"a mark without a letter goes", "<p>\u0338script</p>", "<p>script</p>"},
		{"misnested marks", "<p><b>a<i>b</b>c</i>d</p>", "<p><strong>a<em>b</em></strong><em>c</em>d</p>"},
		{"neighbours of one style join", "<p><b>Bệnh</b> <b>sởi</b></p>", "<p><strong>Bệnh sởi</strong></p>"},
		{"a block inside a mark", "<b><p>Một</p><p>Hai</p></b>", "<p><strong>Một</strong></p><p><strong>Hai</strong></p>"},
		{"the wrapper of Google Docs is not bold", `<b style="font-weight:normal;" id="docs-internal-guid-1"><p><span style="font-size:11pt">Thông báo</span></p></b>`, "<p>Thông báo</p>"},
		{"divs end paragraphs", "<div>Một</div>Hai<section>Ba</section>", "<p>Một</p><p>Hai</p><p>Ba</p>"},
		{"lists nest", "<ul><li>Một<ol><li>Hai</li></ol></li><li><p>Ba</p></li></ul>", "<ul><li>Một<ol><li>Hai</li></ol></li><li>Ba</li></ul>"},
		{"a list right inside a list joins the item before", "<ul><li>Một</li><ul><li>Hai</li></ul></ul>", "<ul><li>Một<ul><li>Hai</li></ul></li></ul>"},
		{"an item of several paragraphs keeps them", "<ul><li><p>Một</p><p>Hai</p></li></ul>", "<ul><li><p>Một</p><p>Hai</p></li></ul>"},
		{"a stray item gets its list", "<li>Một<li>Hai", "<ul><li>Một</li><li>Hai</li></ul>"},
		{"tables", `<table border=1 width="100%"><caption>Lịch khám</caption><thead><tr><th scope=col class=x>Ngày<th scope="COL">Giờ</thead><tr><td colspan="2" rowspan=1>Thứ Hai</td></tr><tr><td></td><td><p>8 giờ</p></td></tr></table>`,
			`<table><caption>Lịch khám</caption><thead><tr><th scope="col">Ngày</th><th scope="col">Giờ</th></tr></thead><tbody><tr><td colspan="2">Thứ Hai</td></tr><tr><td></td><td>8 giờ</td></tr></tbody></table>`},
		{"an oversized span is bounded", `<table><tr><td colspan="100000" rowspan="-1" scope="x">a</table>`, `<table><tbody><tr><td colspan="99">a</td></tr></tbody></table>`},
		{"a mark left open ends with its cell", "<table><tr><td><b>a<td>b</table>c", "<table><tbody><tr><td><strong>a</strong></td><td>b</td></tr></tbody></table><p>c</p>"},
		{"an empty table goes", "<table><tr><td>&nbsp;<td></table>", ""},
		{"text astray in a table stays", "<table>Ghi chú<tr><td>a</table>", "<table><tbody><tr><td>Ghi chú</td></tr><tr><td>a</td></tr></tbody></table>"},
		{"code keeps its white space", "<pre>\n\n  a\n\tb  \n</pre>", "<pre>  a\n\tb</pre>"},
		{"a figure without its picture leaves its caption", `<figure><img src="a.jpg"><figcaption>Ảnh: Khoa Nhi</figcaption></figure>`, "<p>Ảnh: Khoa Nhi</p>"},
		{"a figure around a table stays", "<figure><table><tr><td>1</table><figcaption>Bảng 1</figcaption></figure>", "<figure><table><tbody><tr><td>1</td></tr></tbody></table><figcaption>Bảng 1</figcaption></figure>"},
		{"a paragraph in a heading is a line", "<h2><p>Điều 1.</p><div>Phạm vi</div></h2>", "<h2>Điều 1.<br/>Phạm vi</h2>"},
		{"a picture is a figure of its own", `<p>Một<img src="/media/AA" alt="Hai" width=640>Ba</p>`, `<p>Một</p><figure><img src="/media/AA" alt="Hai" width="640"/></figure><p>Ba</p>`},
		{"a picture keeps its caption", `<figure><img src="https://a.vn/media/AA/640/x.jpg?s=1" srcset="x"><figcaption>Một</figcaption></figure>`,
			`<figure><img src="/media/AA"/><figcaption>Một</figcaption></figure>`},
		{"a picture in a cell, an item and a quotation", `<table><tr><td><img src=/media/A alt=""></table><ul><li><img src=/media/B width=50%></ul><blockquote><img src=/media/C width=0></blockquote>`,
			`<table><tbody><tr><td><figure><img src="/media/A" alt=""/></figure></td></tr></tbody></table><ul><li><figure><img src="/media/B"/></figure></li></ul><blockquote><figure><img src="/media/C"/></figure></blockquote>`},
		{"a picture from elsewhere goes", `<p>a<img src="https://a.vn/x.png" alt="b">c</p>`, "<p>ac</p>"},
		{"words of a picture are bounded and on one line", `<img src=/media/A alt="` + strings.Repeat("e\u0301 ", 300) + `" width=99999>`,
			`<figure><img src="/media/A" alt="` + strings.TrimSpace(strings.Repeat("é ", 150)) + `" width="1920"/></figure>`},
		{"a link to a file names it alone", `<p><a href="/media/AA/mau.pdf?s=1#x">Mẫu</a> <a href="https://a.vn/media/AA/b">b</a> <a href="/media/a.b">c</a></p>`,
			`<p><a href="/media/AA">Mẫu</a> <a href="https://a.vn/media/AA/b" rel="nofollow noopener">b</a> <a href="/media/a.b">c</a></p>`},
		{"nothing", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := richtext.Parse(c.in).HTML()
			if got != c.want {
				t.Errorf("Sanitise(%q)\n got %s\nwant %s", c.in, got, c.want)
			}
			checkSafe(t, c.in, got)
		})
	}
}

func TestSanitiseLinks(t *testing.T) {
	const rel = ` rel="nofollow noopener"`
	for href, want := range map[string]string{
		"https://moh.gov.vn/tin?a=1&b=2":            `href="https://moh.gov.vn/tin?a=1&amp;b=2"` + rel,
		"HTTP://moh.gov.vn":                         `href="http://moh.gov.vn"` + rel,
		"https://a.vn/Tài liệu.pdf":                 `href="https://a.vn/T%C3%A0i%20li%E1%BB%87u.pdf"` + rel,
		"mailto:ttyt@quangninh.gov.vn":              `href="mailto:ttyt@quangninh.gov.vn"`,
		"tel:0203 3879 115":                         `href="tel:02033879115"`,
		"/tin-tuc/tiem-chung#lich":                  `href="/tin-tuc/tiem-chung#lich"`,
		"\n /lien-\nhe\t ":                          `href="/lien-he"`,
		"javascript:alert(1)":                       "",
		"JaVa\tScRiPt:alert(1)":                     "",
		"\x01javascript:alert(1)":                   "",
		"data:text/html,<script>":                   "",
		"vbscript:x":                                "",
		"//evil.example/":                           "",
		`/\evil.example`:                            "",
		`https:\\evil.example`:                      "",
		"/\t/evil.example":                          "",
		"https:///x":                                "",
		"https://moh.gov.vn@evil.vn":                "",
		"file:///etc/passwd":                        "",
		"tin-tuc":                                   "",
		"":                                          "",
		"https://a.vn/" + strings.Repeat("a", 2048): "",
	} {
		in := `<a title="x" target=_top onclick="alert(1)" href="` + html.EscapeString(href) + `">Xem</a>`
		full := "<p>Xem</p>"
		if want != "" {
			full = "<p><a " + want + ">Xem</a></p>"
		}
		if got := richtext.Parse(in).HTML(); got != full {
			t.Errorf("link to %q\n got %s\nwant %s", href, got, full)
		}
	}
}

// hostile inputs, also the seeds of the fuzz test.
var hostile = []string{
	`<script>alert(1)</script>a`,
	`<scr<script>ipt>alert(1)</scr</script>ipt>`,
	`<img src=x onerror=alert(1)>`,
	`<svg><style><img src=x onerror=alert(1)></style></svg>`,
	`<svg/onload=alert(1)>a`,
	`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`,
	`<p style="background:url(javascript:alert(1))" class=x id=location>a</p>`,
	`<iframe srcdoc="<script>alert(1)</script>"></iframe>`,
	`<a href="jav&#x09;ascript:alert(1)">a</a>`,
	`<a href='"><script>alert(1)</script>'>a</a>`,
	`<a href="https://a.vn/?q='&quot;onclick=alert(1)">a</a>`,
	`<table><caption><script>alert(1)</script></caption><td onmouseover=alert(1)>a`,
	`<noscript><p title="</noscript><img src=x onerror=alert(1)>">`,
	`<textarea></textarea><img src=x onerror=alert(1)>`,
	`<title><b title="</title><script>alert(1)</script>">`,
	`<!--><script>alert(1)</script>-->`,
	`<![CDATA[<script>alert(1)</script>]]>`,
	`<?xml version="1.0"?><script>alert(1)</script>`,
	`<plaintext><script>alert(1)</script>`,
	`<form action="javascript:alert(1)"><input type=submit><button formaction=javascript:alert(1)>a`,
	`<base href="https://evil.example/"><meta http-equiv=refresh content="0;url=javascript:alert(1)"><link rel=stylesheet href=//evil>a`,
	"<p>\u0338<\u0338script>alert(1)</script>",
	"&lt;script&gt;alert(1)&lt;/script&gt;",
	"<a href=https://a.vn><p>a<p>b</a><b><table><td><i>c</b>d</i></table>",
	"<pre>\n\u0301\n a <b>\u0301 </b></pre><p>e<b>\u0301</b>\u1161",
	"<ul>a<ul>b</ul><li><table>c<caption>d</table></ul></li><figure><figcaption>e<figure>f",
	"\xff<p\x00>a\x00</p\xff>",
	`<h2 id="muc-2">a</h2><a name="_Toc1"></a><p align=right>b<a href="#_Toc1">c</a> <a href="#muc-2">d</a><a href="#x">e</a>`,
	`<center>a<p style="text-align:LEFT !important">b</p></center><div align=right><table><td class="align-center x">c<li id=X><a href="#X">d</a> <a href="#y">e</a><p id=y>f`,
	`<p id="a"><a id="&quot;onclick=alert(1)" href="#%22onclick=alert(1)">a</a><pre id=A align=center> b </pre><a href="#A">c</a>`,
	`<p>a<img src=/media/AA alt="x &quot;>" width=5000>b</p><h2><img src="https://evil.example/media/B_-/x.png?a#b">c</h2><figure><figcaption>d<img src=/media/C><img src=/media/D alt>`,
	`<a href="/media/AA/x.pdf?y#z">a<img src=/media/AA alt="/media/BB">b</a><table><caption><img src=/media/E>f</caption><tr><td><img src=//evil/media/F></table><pre>g<img src=/media/G>`,
	`<img src="/media/W" width="99999999999999999999"><img src="javascript:/media/H"><img src="data:/media/I"><img src="/media/J.K"><img src="/media/"><img src="\\media\L"><img src="/x/../media/M">`,
	strings.Repeat("<blockquote>", 30) + "<figure><figure>" + strings.Repeat("<blockquote>", 30) + `<img src=/media/N><figcaption>o</figcaption></figure>p`,
	word,
}

func TestSanitiseHostileInput(t *testing.T) {
	for _, in := range hostile {
		checkSafe(t, in, richtext.Parse(in).HTML())
	}
}

var block = []string{"id", "class"}

// allowed lists the elements of the result with their attributes.
var allowed = map[string][]string{
	"h2": block, "h3": block, "h4": block, "p": block, "br": nil, "hr": nil, "pre": block, "blockquote": nil,
	"ul": nil, "ol": nil, "li": nil, "figure": nil, "figcaption": block, "img": {"src", "alt", "width"},
	"table": nil, "caption": block, "thead": nil, "tbody": nil, "tr": nil,
	"td": {"colspan", "rowspan", "class"}, "th": {"colspan", "rowspan", "scope", "class"},
	"strong": nil, "em": nil, "u": nil, "s": nil, "sub": nil, "sup": nil, "code": nil,
	"a": {"href", "rel"},
}

// checkSafe fails unless out, made from in, is safe, canonical and balanced, and
// says the same as in.
func checkSafe(t *testing.T, in, out string) {
	t.Helper()
	read, stored := richtext.Parse(in), richtext.Parse(out)
	if again := stored.HTML(); again != out {
		t.Errorf("not idempotent for %q\n once %s\ntwice %s", in, out, again)
	}
	if was, is := read.Plain(), stored.Plain(); was != is {
		t.Errorf("the text of %q\nread   %q\nstored %q", in, was, is)
	}
	for _, runes := range []int{1, 18, 300} {
		whole := text.Truncate(stored.Excerpt(1<<30), runes)
		if was, is := read.Excerpt(runes), stored.Excerpt(runes); was != is || is != whole {
			t.Errorf("the excerpt of %q\nread   %q\nstored %q\nof all %q", in, was, is, whole)
		}
	}
	if ids, want := richtext.Named(out), stored.Files(); !slices.Equal(ids, want) || !slices.Equal(want, read.Files()) {
		t.Errorf("the files of %q are %q, of its stored form %q, of its text %q", in, read.Files(), want, ids)
	}
	if same := richtext.Resolve(out, written, func(id string) string { return "/media/" + id }); same != out {
		t.Errorf("resolved to itself, %q becomes %q", out, same)
	}
	if !norm.NFC.IsNormalString(out) {
		t.Errorf("not in form NFC for %q: %q", in, out)
	}
	var open []string
	ids := map[string]bool{}
	z := html.NewTokenizer(strings.NewReader(out))
	for z.Next() != html.ErrorToken {
		switch tok := z.Token(); tok.Type {
		case html.StartTagToken, html.SelfClosingTagToken:
			attrs, ok := allowed[tok.Data]
			if !ok {
				t.Errorf("element %s for %q", tok, in)
			}
			for _, a := range tok.Attr {
				if !slices.Contains(attrs, a.Key) {
					t.Errorf("attribute %s for %q", a.Key, in)
				}
				switch place := strings.TrimPrefix(a.Val, "#"); {
				case a.Key == "id" && (!placeID.MatchString(a.Val) || ids[a.Val]):
					t.Errorf("id %q for %q", a.Val, in)
				case a.Key == "id":
					ids[a.Val] = true
				case a.Key == "class" && !slices.Contains([]string{"align-left", "align-center", "align-right"}, a.Val):
					t.Errorf("class %q for %q", a.Val, in)
				case a.Key == "src" && !strings.HasPrefix(a.Val, "/media/"):
					t.Errorf("picture from %q for %q", a.Val, in)
				case a.Key == "href" && place != a.Val:
					if !strings.Contains(out, ` id="`+place+`"`) {
						t.Errorf("link to %q, which is not there, for %q", a.Val, in)
					}
				case a.Key == "href" && !safeLink(a.Val):
					t.Errorf("link to %q for %q", a.Val, in)
				}
			}
			if tok.Type == html.StartTagToken {
				open = append(open, tok.Data)
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != tok.Data {
				t.Fatalf("</%s> closes %v for %q: %s", tok.Data, open, in, out)
			}
			open = open[:len(open)-1]
		case html.CommentToken, html.DoctypeToken:
			t.Errorf("%s for %q", tok, in)
		}
	}
	if !errors.Is(z.Err(), io.EOF) || len(open) > 0 {
		t.Errorf("%v left open for %q: %s", open, in, out)
	}
	if tree := reparsed(t, out); tree != out {
		t.Errorf("a browser reads another document for %q\nwrote %s\n read %s", in, out, tree)
	}
}

// written is a picture in its stored form.
func written(p richtext.Picture) string {
	alt, width := "", ""
	if p.Described {
		alt = ` alt="` + html.EscapeString(p.Alt) + `"`
	}
	if p.Width > 0 {
		width = fmt.Sprintf(` width="%d"`, p.Width)
	}
	return `<img src="/media/` + p.ID + `"` + alt + width + "/>"
}

var placeID = regexp.MustCompile(`^muc-[a-z0-9-]+$`)

func safeLink(s string) bool {
	for _, p := range []string{"https://", "http://", "mailto:", "tel:"} {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return strings.HasPrefix(s, "/") && !strings.HasPrefix(s, "//") && !strings.HasPrefix(s, `/\`)
}

// reparsed returns the HTML after it went through a standard HTML parser, which
// shows whether the nesting means to a browser what was written.
func reparsed(t *testing.T, s string) string {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(s), nil)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, n := range nodes {
		if err := html.Render(&b, n); err != nil {
			t.Fatal(err)
		}
	}
	body := strings.TrimPrefix(b.String(), "<html><head></head><body>")
	return strings.TrimSuffix(body, "</body></html>")
}

// word is what Word puts on the clipboard, abridged.
const word = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset=utf-8>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]-->
<style><!-- p.MsoNormal {mso-style-unhide:no; font-family:"Times New Roman";} --></style></head>
<body lang=VI style='tab-interval:36.0pt'><!--StartFragment-->
<p class=MsoTitle align=center style='text-align:center'><b><span style='font-size:14.0pt;mso-fareast-language:VI'>THÔNG BÁO<o:p></o:p></span></b></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal style='mso-margin-top-alt:auto'><font face=Arial>Người dân cần <i style='mso-bidi-font-style:normal'>chủ động</i>
phòng bệnh:</font><o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>Rửa
tay<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;mso-list:l0 level2 lfo1'><!--[if !supportLists]--><span
style='font-family:"Courier New"'><span style='mso-list:Ignore'>o<span>&nbsp;&nbsp; </span></span></span><!--[endif]-->Trước khi <b>ăn</b></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp; </span></span>Diệt lăng quăng</p>
<p class=MsoNormal>Hồ sơ gồm:</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]>1.<span>&nbsp; </span><![endif]>Đơn</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]>2.<span>&nbsp; </span><![endif]>Bản sao</p>
<!--EndFragment--></body></html>`

func TestSanitiseWord(t *testing.T) {
	item := func(marker, text string) string {
		return `<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>` +
			marker + `<span>&nbsp;</span></span><![endif]>` + text + `</p>`
	}
	for _, c := range []struct{ name, in, want string }{
		{"a whole paste", word,
			`<p class="align-center"><strong>THÔNG BÁO</strong></p>` + "<p>Người dân cần <em>chủ động</em> phòng bệnh:</p>" +
				"<ul><li>Rửa tay<ul><li>Trước khi <strong>ăn</strong></li></ul></li><li>Diệt lăng quăng</li></ul>" +
				"<p>Hồ sơ gồm:</p><ol><li>Đơn</li><li>Bản sao</li></ol>"},
		{"letters count too", item("a)", "Một") + item("b)", "Hai"), "<ol><li>Một</li><li>Hai</li></ol>"},
		{"another kind of marker is another list", item("·", "Một") + item("1.", "Hai"), "<ul><li>Một</li></ul><ol><li>Hai</li></ol>"},
		{"a number that HTML would not draw stays text", item("Điều 3.", "Phạm vi"), "<p>Điều 3. Phạm vi</p>"},
		{"a list that goes on after a paragraph keeps its numbers", item("1.", "Một") + "<p>Xen</p>" + item("2.", "Hai") + item("3.", "Ba"),
			"<ol><li>Một</li></ol><p>Xen</p><p>2. Hai</p><p>3. Ba</p>"},
		{"a list paragraph without a marker is a paragraph", "<p class=MsoListParagraph>Một</p>", "<p>Một</p>"},
		{"a marker without text is nothing", item("·", "<o:p></o:p>") + "<p>Hai</p>", "<p>Hai</p>"},
		{"a heading keeps its number", `<h2 style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>I.<span>&nbsp;</span></span><![endif]>Mục đích</h2>`, "<h2>I. Mục đích</h2>"},
		{"a list ends with its cell", "<table><tr><td>" + item("·", "Một") + "</td><td>" + item("·", "Hai") + "</td></tr></table>",
			"<table><tbody><tr><td><ul><li>Một</li></ul></td><td><ul><li>Hai</li></ul></td></tr></tbody></table>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := richtext.Parse(c.in).HTML()
			if got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			checkSafe(t, c.in, got)
		})
	}
}

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		word: "THÔNG BÁO\nNgười dân cần chủ động phòng bệnh:\n- Rửa tay\n- Trước khi ăn\n- Diệt lăng quăng\nHồ sơ gồm:\n- Đơn\n- Bản sao",
		"<h2>Lịch</h2><table><caption>Khám</caption><tr><th>Ngày<th>Giờ<tr><td>2/9<td><p>7</p><p>8</p></table>": "Lịch\nKhám\nNgày\tGiờ\n2/9\t7 8",
		"<p>a &lt; b &amp;&amp; c<br>d</p><hr><script>e</script>":                                               "a < b && c\nd",
		"<p>a</p><img src=/media/A alt=b><img src=/media/B><ul><li><img src=/media/C alt=c></ul>":               "a\nb\n- c",
		"": "",
	} {
		if got := richtext.Parse(in).Plain(); got != want {
			t.Errorf("Plain(%q)\n got %q\nwant %q", in, got, want)
		}
	}
}

func TestExcerpt(t *testing.T) {
	in := "<h2>Bệnh sởi</h2><ul><li>Sốt cao</li><li>Phát ban</li></ul>"
	for runes, want := range map[int]string{100: "Bệnh sởi Sốt cao Phát ban", 18: "Bệnh sởi Sốt cao…", 0: ""} {
		if got := richtext.Parse(in).Excerpt(runes); got != want {
			t.Errorf("Excerpt(%d) = %q, want %q", runes, got, want)
		}
	}
}

func TestCheck(t *testing.T) {
	if err := richtext.Check(strings.Repeat("a", richtext.MaxBytes)); err != nil {
		t.Errorf("the longest text: %v", err)
	}
	if err := richtext.Check(strings.Repeat("a", richtext.MaxBytes+1)); !errors.Is(err, richtext.ErrTooLong) {
		t.Errorf("a longer text: %v, want ErrTooLong", err)
	}
}

// floods returns inputs of about n bytes that make naive sanitisers slow.
func floods(n int) map[string]string {
	fill := func(s string) string { return strings.Repeat(s, n/len(s)) }
	return map[string]string{
		"nested quotations": fill("<blockquote>a"),
		"nested lists":      fill("<ul><li>a"),
		"nested tables":     fill("<table><tr><td>a"),
		"open marks":        "<b><i><u><s><sub><sup><code>" + fill("<p>a"),
		"misnested marks":   fill("<b><p><i>a</b></p></i>"),
		"different fonts":   fill(`<font size=1 color=x><p>`),
		"open comments":     fill("<!--"),
		"open tags":         fill("<a href='"),
		"open svg":          fill("<svg><script>"),
		"marks of accent":   "a" + fill("\u0301"),
		"items of Word":     fill("<p style='mso-list:l0 level9'><span style='mso-list:ignore'>1.</span>a"),
		"stray end tags":    "<ul>" + fill("</li></b></td>"),
		"pictures":          fill("<img src=/media/A>"),
		"one long link":     "<a href='https://a.vn/" + strings.Repeat("a", 2000) + "'>" + fill("<p>a"),
	}
}

func TestSanitiseFloods(t *testing.T) {
	for name, in := range floods(20_000) {
		t.Run(name, func(t *testing.T) {
			out := richtext.Parse(in).HTML()
			checkSafe(t, in, out)
			if len(out) > 30*len(in) {
				t.Errorf("%d bytes grew to %d", len(in), len(out))
			}
		})
	}
}

func FuzzSanitise(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		checkSafe(t, in, richtext.Parse(in).HTML())
	})
}

func BenchmarkSanitise(b *testing.B) {
	inputs := floods(1_000_000)
	inputs["paste from Word"] = strings.Repeat(word, 1_000_000/len(word))
	for name, in := range inputs {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(in)))
			for b.Loop() {
				richtext.Parse(in).HTML()
			}
		})
	}
}

func TestResolve(t *testing.T) {
	picture := func(p richtext.Picture) string {
		return fmt.Sprintf("[%s %q %v %d]", p.ID, p.Alt, p.Described, p.Width)
	}
	file := func(id string) string {
		if id == "gone" {
			return ""
		}
		return "https://a.vn/" + id + "?a&b"
	}
	for in, want := range map[string]string{
		`<p>a</p><img src=/media/A alt="b &amp; &quot;c&quot;" width=5>`: `<p>a</p><figure>[A "b & \"c\"" true 5]</figure>`,
		`<img src=/media/A>`: `<figure>[A "" false 0]</figure>`,
		`<p><a href="/media/A">x</a> <b><a href="/media/gone">y</a></b></p>`: `<p><a href="https://a.vn/A?a&amp;b">x</a> <strong>y</strong></p>`,
		`<p>="/media/A" <a href="/x">y</a></p>`:                              `<p>=&#34;/media/A&#34; <a href="/x">y</a></p>`,
	} {
		if got := richtext.Resolve(richtext.Parse(in).HTML(), picture, file); got != want {
			t.Errorf("%s\n got %s\nwant %s", in, got, want)
		}
	}
}
