package richtext_test

import (
	"testing"

	"ttyt.example/ttyt/internal/base/richtext"
)

// Links within a page lead on, to ids that no script of the site goes by; text stays aligned.
func TestPlacesAndAlignment(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`<p><a href="#muc-2">Mục 2</a></p><h2 id="muc-2">Hai</h2>`:                           `<p><a href="#muc-2">Mục 2</a></p><h2 id="muc-2">Hai</h2>`,
		`<h1 id="location">A</h1><a href="#location">b</a>`:                                  `<h2 id="muc-location">A</h2><p><a href="#muc-location">b</a></p>`,
		`<h2><a name="_Toc99"></a>A</h2><p><a href="#_Toc99">b</a>`:                          `<h2 id="muc-toc99">A</h2><p><a href="#muc-toc99">b</a></p>`,
		`<p><a name="x"></a></p><p>A</p><p><a href="#x">b</a>`:                               `<p id="muc-x">A</p><p><a href="#muc-x">b</a></p>`,
		`<div id="x"><h2 id="y">A</h2></div><a href="#x">b</a> <a href="#y">c</a>`:           `<h2 id="muc-x">A</h2><p><a href="#muc-x">b c</a></p>`,
		`<h2 id="Điều 5">A</h2><a href="#%C4%90i%E1%BB%81u%205">b</a>`:                       `<h2 id="muc-dieu-5">A</h2><p><a href="#muc-dieu-5">b</a></p>`,
		`<h2 id="x">A</h2><h2 id="X">B</h2><a href="#X">b</a>`:                               `<h2 id="muc-x">A</h2><h2>B</h2><p>b</p>`,
		`<a href="#">a</a> <a href="#nowhere">b</a>`:                                         `<p>a b</p>`,
		`<ul><li id="x">A</li></ul><a href="#x">b</a>`:                                       `<ul><li><p id="muc-x">A</p></li></ul><p><a href="#muc-x">b</a></p>`,
		`<p style="color:red;text-align:center">a</p>`:                                       `<p class="align-center">a</p>`,
		`<p align="RIGHT">a</p><p align=justify>b</p>`:                                       `<p class="align-right">a</p><p>b</p>`,
		`<p class="x align-left y">a</p>`:                                                    `<p class="align-left">a</p>`,
		`<p class="align-top" style="text-align:expression(1)">a</p>`:                        `<p>a</p>`,
		`<center>a<h3>b</h3></center><p>c</p>`:                                               `<p class="align-center">a</p><h3 class="align-center">b</h3><p>c</p>`,
		`<div style="text-align:right"><div>a</div>b</div>c`:                                 `<p class="align-right">a</p><p class="align-right">b</p><p>c</p>`,
		`<table><tr><th align=center>a</th><td style="text-align:right">1</td></tr></table>`: `<table><tbody><tr><th class="align-center">a</th><td class="align-right">1</td></tr></tbody></table>`,
	} {
		got := richtext.Parse(in).HTML()
		if got != want {
			t.Errorf("%s\n got %s\nwant %s", in, got, want)
		}
		checkSafe(t, in, got)
	}
}

// Blank is told of canonical HTML.
func TestBlank(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]bool{"": true, "<hr>": true, "<p> \u00a0\u200b</p>": true, "<table><td> <td></table>": true, "<!-- x -->": true,
		"<p>a</p>": false, "<hr><ul><li>a": false, "<table><td>1</table>": false, "&lt;": false} {
		if got := richtext.Blank(richtext.Parse(in).HTML()); got != want {
			t.Errorf("%q: %v", in, got)
		}
	}
}
