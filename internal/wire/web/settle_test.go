package web

import (
	"html/template"
	"strings"
	"testing"
	"text/template/parse"
)

// What a template says of itself alone is escaped as the library would, and where it would do otherwise it is left to it.
func TestTextsThatStandInATemplateAreSettled(t *testing.T) {
	t.Parallel()
	call := template.FuncMap{
		"t":    func(_ string, _ ...any) string { return `a < b & "c's"` },
		"link": func(path string) string { return "/en" + path },
	}
	for source, want := range map[string]string{
		`<p>{{t "x"}}</p>`:              `<p>a &lt; b &amp; &#34;c&#39;s&#34;</p>`,
		`<p title="{{t "x"}}"></p>`:     `<p title="a &lt; b &amp; &#34;c&#39;s&#34;"></p>`,
		`<a href="{{link "/tim"}}">`:    `<a href="/en/tim">`,
		`{{if .}}{{t "x"}}{{end}}`:      `{{if .}}a &lt; b &amp; &#34;c&#39;s&#34;{{end}}`,
		`{{t "x" .name}}`:               `{{t "x" .name}}`,
		`{{link .path}}`:                `{{link .path}}`,
		`{{$x := t "x"}}{{$x}}`:         `{{$x := t "x"}}{{$x}}`,
		`<p title={{t "x"}}></p>`:       `<p title={{t "x"}}></p>`,
		`{{with .x}}{{link .p}}{{end}}`: `{{with .x}}{{link .p}}{{end}}`,
		`<script type="application/ld+json">{"a": {{t "x"}}}</script>`: `<script type="application/ld+json">{"a": {{t "x"}}}</script>`,
	} {
		trees, err := parse.Parse("page", source, "", "", map[string]any{"t": 1, "link": 1})
		if err != nil {
			t.Fatal(err)
		}
		settle(trees["page"], call)
		if got := trees["page"].Root.String(); got != want {
			t.Errorf("%s: %s, not %s", source, got, want)
		}
		if strings.Contains(want, "{{") {
			continue
		}
		plain, err := template.New("page").Funcs(call).Parse(source)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		if err := plain.Execute(&b, nil); err != nil || b.String() != want {
			t.Errorf("%s: the library writes %s: %v", source, b.String(), err)
		}
	}
}
