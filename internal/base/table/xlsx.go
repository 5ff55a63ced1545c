package table

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
)

// The bounds of a workbook, whatever it says of itself: how much its parts may hold once they are unpacked, how many there are,
// and how many sheets are looked at.
const (
	maxParts   = 2000
	maxPart    = 96 << 20
	maxSmall   = 4 << 20  // a part that is no sheet and holds no texts
	maxStrings = 48 << 20 // bytes of texts that cells share
	maxShared  = 2 << 20  // such texts
	maxSheets  = 10
)

// Beginnings of files: XLSX is a ZIP archive; an old or encrypted workbook is a compound file.
var (
	archive  = []byte("PK\x03\x04")
	compound = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
)

// workbook is what has to be known of an XLSX file to read one of its sheets: no formula is ever computed, and nothing outside
// the file is looked at.
type workbook struct {
	parts   map[string]*zip.File
	base    string            // of the workbook's own parts
	targets map[string]string // parts by relationship
	sheets  []string          // relationships of the sheets that are shown
	strings []string          // that cells share
	formats []format          // of cells, by style
	since   int               // days to add to the number of a day
}

// openXLSX prepares the sheet of a workbook in which the header is found best.
func openXLSX(content []byte, known func(string) bool) (func() source, error) {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, damaged()
	}
	if len(z.File) > maxParts {
		return nil, tooMuch()
	}
	b := &workbook{parts: map[string]*zip.File{}, targets: map[string]string{}}
	for _, f := range z.File {
		b.parts[strings.TrimPrefix(f.Name, "/")] = f
	}
	for _, read := range []func() error{b.readRoot, b.readWorkbook, b.readStyles, b.readStrings} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	var best score
	var chosen string
	for i, id := range b.sheets[:min(len(b.sheets), maxSheets)] {
		next, err := b.rows(b.targets[id])
		if err != nil {
			return nil, err
		}
		if _, found, err := header(next, known); err == nil && (chosen == "" || found.known > best.known) || i == 0 {
			best, chosen = found, b.targets[id]
		}
	}
	if chosen == "" {
		return nil, damaged()
	}
	return func() source {
		next, err := b.rows(chosen)
		if err != nil {
			return func() (Row, error) { return Row{}, err }
		}
		return next
	}, nil
}

// readRoot finds the workbook in the archive.
func (b *workbook) readRoot() error {
	return b.walk("_rels/.rels", maxSmall, func(e element) error {
		if e.name == "Relationship" && strings.HasSuffix(e.attr("Type"), "/officeDocument") {
			b.targets[""] = strings.TrimPrefix(e.attr("Target"), "/")
		}
		return nil
	})
}

// readWorkbook finds the sheets and where the other parts are.
func (b *workbook) readWorkbook() error {
	book := b.targets[""]
	b.base = path.Dir(book)
	err := b.walk(book, maxSmall, func(e element) error {
		switch {
		case e.end:
		case e.name == "workbookPr":
			if v := e.attr("date1904"); v == "1" || v == "true" {
				b.since = 1462
			}
		case e.name == "sheet":
			if state := e.attr("state"); state == "" || state == "visible" {
				b.sheets = append(b.sheets, e.attr("id"))
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return b.walk(path.Join(b.base, "_rels", path.Base(book)+".rels"), maxSmall, func(e element) error {
		if e.name != "Relationship" || e.end {
			return nil
		}
		at := e.attr("Target")
		if !strings.HasPrefix(at, "/") {
			at = path.Join(b.base, at)
		}
		at = strings.TrimPrefix(at, "/")
		b.targets[e.attr("Id")] = at
		for _, kind := range []string{"sharedStrings", "styles"} {
			if strings.HasSuffix(e.attr("Type"), "/"+kind) {
				b.targets[kind] = at
			}
		}
		return nil
	})
}

// readStrings reads the texts that cells share, without what tells how they are spoken.
func (b *workbook) readStrings() error {
	if b.targets["sharedStrings"] == "" {
		return nil
	}
	var text strings.Builder
	spoken, total := false, 0
	return b.walk(b.targets["sharedStrings"], maxPart, func(e element) error {
		switch {
		case e.name == "rPh":
			spoken = !e.end
		case e.name == "si" && !e.end:
			text.Reset()
		case e.name == "t" && !e.end && !spoken:
			text.WriteString(unescaped(e.text))
			if total += len(e.text); total > maxStrings {
				return tooMuch()
			}
		case e.name == "si":
			if len(b.strings) == maxShared {
				return tooMuch()
			}
			b.strings = append(b.strings, text.String())
		}
		return nil
	})
}

// element is the beginning or the end of an element, with the text right after its beginning.
type element struct {
	name  string
	end   bool
	attrs []xml.Attr
	text  string
}

func (e element) attr(name string) string {
	for _, a := range e.attrs {
		if a.Name.Local == name && !e.end {
			return a.Value
		}
	}
	return ""
}

// elements gives the elements of a part one by one. They are read as tokens, so that neither depth nor breadth takes memory.
func (b *workbook) elements(part string, most int64) (func() (element, error), func(), error) {
	f := b.parts[part]
	if f == nil {
		return nil, nil, damaged()
	}
	if f.UncompressedSize64 > uint64(most) {
		return nil, nil, tooMuch()
	}
	file, err := f.Open()
	if err != nil {
		return nil, nil, damaged()
	}
	d := xml.NewDecoder(io.LimitReader(file, most))
	d.Strict = true
	var ahead xml.Token
	return func() (e element, err error) {
		token := ahead
		for ahead = nil; ; token = nil {
			if token == nil {
				if token, err = d.RawToken(); err != nil {
					return e, err
				}
			}
			switch t := token.(type) {
			case xml.EndElement:
				return element{name: t.Name.Local, end: true}, nil
			case xml.StartElement:
				e = element{name: t.Name.Local, attrs: slices.Clone(t.Attr)}
				for {
					if token, err = d.RawToken(); err != nil {
						return e, err
					}
					if text, ok := token.(xml.CharData); ok {
						e.text += string(text)
						continue
					}
					ahead = xml.CopyToken(token)
					return e, nil
				}
			}
		}
	}, func() { _ = file.Close() }, nil
}

// walk reads a part from its beginning to its end.
func (b *workbook) walk(part string, most int64, see func(element) error) error {
	next, done, err := b.elements(part, most)
	if err != nil {
		return err
	}
	defer done()
	for {
		e, err := next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return damaged()
		}
		if err := see(e); err != nil {
			return err
		}
	}
}

func damaged() error {
	return invalid(notXLSX)
}

func tooMuch() error {
	return invalid(workbookTooLarge)
}

func tooOld() error {
	return invalid(oldWorkbook)
}
