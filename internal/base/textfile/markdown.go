package textfile

import (
	"bytes"
	"strings"

	"github.com/gohugoio/hugo-goldmark-extensions/extras"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"

	"ttyt.example/ttyt/internal/base/richtext"
	ours "ttyt.example/ttyt/internal/base/text"
)

// HTML within Markdown stays: the posts sanitise the whole. H~2~O and x^2^ are as in formulas; what is struck through has two
// tildes.
var dialect = goldmark.New(
	goldmark.WithExtensions(extension.Table, extras.New(extras.Config{
		Superscript: extras.SuperscriptConfig{Enable: true},
		Subscript:   extras.SubscriptConfig{Enable: true},
		Delete:      extras.DeleteConfig{Enable: true},
	})),
	goldmark.WithRendererOptions(html.WithUnsafe()),
)

// Bounds far above any hand-written text. The parser's time grows with their square.
const (
	maxMarks = 1_000 // brackets, or signs of emphasis, between two empty lines
	maxLevel = 100   // quotations and lists within each other, opened on one line
)

// tame reports whether the text can be parsed in a time that grows with its length.
func tame(s string) bool {
	brackets, emphasis := 0, 0
	for line := range strings.Lines(s) {
		if strings.TrimSpace(line) == "" {
			brackets, emphasis = 0, 0
			continue
		}
		brackets += strings.Count(line, "[")
		emphasis += strings.Count(line, "*") + strings.Count(line, "_") + strings.Count(line, "~") + strings.Count(line, "^")
		if brackets > maxMarks || emphasis > maxMarks || level(line) > maxLevel {
			return false
		}
	}
	return true
}

// level counts the quotations and lists that the line opens, at most.
func level(line string) (n int) {
	opening := line[:len(line)-len(strings.TrimLeft(line, " \t>-+*.)0123456789"))]
	for _, mark := range []string{">", "- ", "+ ", "* ", ". ", ") ", "-\t", "+\t", "*\t", ".\t", ")\t"} {
		n += strings.Count(opening, mark)
	}
	return n
}

// markdown reads a text whose title is the first-level heading that it begins with.
func markdown(s string) (Draft, error) {
	if len(s) > richtext.MaxBytes || !tame(s) {
		return Draft{}, invalid(markdownTooLong.With(richtext.MaxBytes))
	}
	source := []byte(s)
	document := dialect.Parser().Parse(text.NewReader(source))
	heading, ok := document.FirstChild().(*ast.Heading)
	if !ok || heading.Level != 1 {
		return Draft{}, invalid(noHeading)
	}
	title, err := rendered(heading, source)
	if err != nil {
		return Draft{}, err
	}
	d := Draft{Title: ours.Line(richtext.Parse(title).Plain())}
	if d.Title == "" {
		return Draft{}, invalid(titleEmpty)
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
