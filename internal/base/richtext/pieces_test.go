package richtext_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/richtext"
)

func shown(html string) string {
	var b strings.Builder
	for _, p := range richtext.Parse(html).Pieces() {
		b.WriteString(p.Text)
	}
	return b.String()
}

func TestPieces(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                                  "",
		"<p>Một</p><p>Hai<br>Ba</p>":        "Một\nHai\nBa",
		"<h2>Một</h2><hr><p>Hai</p>":        "## Một\n---\nHai",
		`<p><a href="/x">Một</a></p>`:       "[Một](/x)",
		"<ol><li>Một</li><li>Hai</li></ol>": "1. Một\n2. Hai",
		"<p>A</p><ul><li>Một<ol><li>Hai</ol></li></ul><ul><li>Ba</ul>":                                              "A\n\n- Một\n\n  1. Hai\n\n- Ba",
		"<p><b>10<sup>5</sup></b> <s>không</s> <i>m</i><u>n</u><code>c</code></p>":                                  "**10<sup>5</sup>** ~~không~~ _m_<u>n</u>`c`",
		`<p>a</p><img src=/media/A alt="b c" width=5><figure><img src=/media/B><figcaption>d</figcaption></figure>`: "a\n\n<figure> ![b c](/media/A =5)\n\n<figure> ![?](/media/B)\n  <figcaption> d",
		"<blockquote><p>Một</p><p>Hai</p></blockquote>":                                                             "> Một\n> Hai",
		"<table><caption>Lịch</caption><thead><tr><th scope=col>Ngày<th>Giờ</thead><tr><td colspan=2>Hai</table>":   "<caption> Lịch\n<thead> | <th scope=\"col\"> Ngày | <th> Giờ\n| <td colspan=\"2\"> Hai",
	} {
		if got := shown(in); got != want {
			t.Errorf("%s\n got %q\nwant %q", in, got, want)
		}
	}
}

// Small documents of every element, many of which differ in one element only: documents with the same pieces have the same
// HTML, and the other way round.
func TestPiecesLeaveNothingOut(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	html := map[string]string{}
	see := func(source string) {
		d := richtext.Parse(source)
		key, got := fmt.Sprint(pairs(d.Pieces())), d.HTML()
		if other, known := html[key]; known && other != got {
			t.Fatalf("the same pieces %s:\n%s\n%s", key, other, got)
		}
		if again := fmt.Sprint(pairs(richtext.Parse(got).Pieces())); again != key {
			t.Fatalf("%s, read again, has the pieces %s instead of %s", got, again, key)
		}
		html[key] = got
	}
	for _, alike := range []string{
		"<ul><li>x</li></ul><ul><li>x</li></ul>", "<ul><li>x</li><li>x</li></ul>", "<ul><li><p>x</p><p>x</p></li></ul>", "<ul><li>x<br>x</li></ul>",
		"<blockquote>x</blockquote><blockquote>x</blockquote>", "<blockquote><p>x</p><p>x</p></blockquote>", "<blockquote>x<br>x</blockquote>",
		"<table><tr><td>x</table><table><tr><td>x</table>", "<table><tr><td>x<tr><td>x</table>", "<table><tr><td>x<td>x</table>", "<table><tr><td>x<p>x</table>",
		"<table><tr><td><table><tr><td>x</table><td>x</table>", "<table><tr><td><table><tr><td>x<td>x</table></table>",
		"<table><thead><tr><td>x</thead><tr><td>x</table>", "<table><tr><td>x</tr><thead><tr><td>x</thead></table>",
		"<ul><li>x<ul><li>x</ul><li>x</ul>", "<ul><li>x<ul><li>x<li>x</ul></ul>", "<ul><li>x<ul><li>x</ul><p>x</ul>",
		"<p><a href=/x>x</a><a href=/y>x</a>", "<p><a href=/x>x</a>x", "<p><s>x</s>x", "<p>x<s>x</s>", "<p><b>x</b><i>x</i>", "<p><i>x</i><b>x</b>",
		"<pre>x\nx</pre>", "<pre>x</pre><pre>x</pre>", "<p>x<br>x", "<p>x<p>x", "<p>x x",
	} {
		see(alike)
	}
	for range 20_000 {
		var b strings.Builder
		write(&b, rng, 1+rng.IntN(3), 1+rng.IntN(3))
		see(b.String())
	}
	if len(html) < 5_000 {
		t.Errorf("only %d documents differ: they show little", len(html))
	}
}

// pairs are the kinds and texts of pieces: what comparisons go by.
func pairs(pieces []richtext.Piece) []string {
	var list []string
	for _, p := range pieces {
		list = append(list, fmt.Sprintf("%d%q", p.Kind, p.Text))
	}
	return list
}

// write writes a few blocks, at most depth within each other.
func write(b *strings.Builder, rng *rand.Rand, depth, blocks int) {
	for range blocks {
		tags := []string{"p", "p", "h2", "h3", "pre", "hr", "img", "ul", "ol", "blockquote", "table", "figure"}
		if depth == 0 {
			tags = tags[:7]
		}
		switch tag := tags[rng.IntN(len(tags))]; tag {
		case "hr":
			b.WriteString("<hr>")
		case "img":
			b.WriteString(pick(rng, "<img src=/media/x>", "<img src=/media/x alt>", "<img src=/media/x alt=x>", "<img src=/media/y alt=x>", "<img src=/media/x alt='x x' width=5>"))
		case "ul", "ol":
			inside(b, rng, tag, func() { inside(b, rng, "li", func() { write(b, rng, depth-1, 1+rng.IntN(2)) }) })
		case "blockquote":
			b.WriteString("<blockquote>")
			write(b, rng, depth-1, 1+rng.IntN(2))
			b.WriteString("</blockquote>")
		case "figure":
			b.WriteString("<figure>")
			write(b, rng, depth-1, 1)
			b.WriteString("<figcaption>x</figcaption></figure>")
		case "table":
			inside(b, rng, "table", func() {
				section := pick(rng, "thead", "tbody")
				b.WriteString("<" + section + ">")
				inside(b, rng, "tr", func() {
					b.WriteString(pick(rng, "<td>", "<th>", "<td colspan=2>", "<td rowspan=2>", "<th scope=row>"))
					if rng.IntN(4) > 0 {
						write(b, rng, depth-1, 1+rng.IntN(2))
					}
				})
			})
			if rng.IntN(3) == 0 {
				b.WriteString("<table><caption>x</caption><tr><td>x</table>")
			}
		default:
			b.WriteString("<" + tag + ">")
			for range 1 + rng.IntN(3) {
				mark := pick(rng, "strong", "em", "u", "s", "sub", "sup", "code", "a href=/x", "a href=https://x.vn", "span")
				b.WriteString("<" + mark + ">" + pick(rng, "x", "y ", " x", "<br>", "- x", "1. x", "**", "x|", "> ", "x") + "</" + strings.Fields(mark)[0] + ">")
			}
			b.WriteString("</" + tag + ">")
		}
	}
}

// inside writes one or two elements of the tag around what content writes.
func inside(b *strings.Builder, rng *rand.Rand, tag string, content func()) {
	b.WriteString("<" + tag + ">")
	content()
	if rng.IntN(2) == 0 {
		content()
	}
	b.WriteString("</" + tag + ">")
}

func pick(rng *rand.Rand, of ...string) string { return of[rng.IntN(len(of))] }

func TestHosts(t *testing.T) {
	t.Parallel()
	d := richtext.Parse(`<p><a href="https://MOH.gov.vn/a">a</a> <a href="http://x.vn:8080">b <b>c</b></a> <a href="/d">d</a></p>
		<ul><li><a href="mailto:a@Mail.vn?subject=x">e</a> <a href="tel:113">f</a></ul>`)
	if got, want := slices.Collect(d.Hosts()), []string{"moh.gov.vn", "x.vn:8080", "mail.vn"}; !slices.Equal(got, want) {
		t.Errorf("hosts %q, want %q", got, want)
	}
}
