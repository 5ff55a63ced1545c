package importer

import (
	"bytes"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"

	"ttyt/internal/richtext"
	ours "ttyt/internal/text"
)

// HTML within Markdown stays: the posts sanitise the whole.
var dialect = goldmark.New(
	goldmark.WithExtensions(extension.Table, extension.Strikethrough),
	goldmark.WithRendererOptions(html.WithUnsafe()),
)

// markdown reads a text whose title is the first-level heading that it begins with.
func markdown(s string) (Draft, error) {
	source := []byte(s)
	document := dialect.Parser().Parse(text.NewReader(source))
	heading, ok := document.FirstChild().(*ast.Heading)
	if !ok || heading.Level != 1 {
		return Draft{}, invalid("Không có tiêu đề: văn bản phải bắt đầu bằng một dòng như # Tiêu đề.",
			"There is no title: the text has to begin with a line such as # Title.")
	}
	title, err := rendered(heading, source)
	if err != nil {
		return Draft{}, err
	}
	d := Draft{Title: ours.Line(richtext.Plain(title))}
	if d.Title == "" {
		return Draft{}, invalid("Tiêu đề trống.", "The title is empty.")
	}
	document.RemoveChild(document, heading)
	d.HTML, err = rendered(document, source)
	return d, err
}

func rendered(n ast.Node, source []byte) (string, error) {
	var b bytes.Buffer
	err := dialect.Renderer().Render(&b, source, n)
	return b.String(), err
}
