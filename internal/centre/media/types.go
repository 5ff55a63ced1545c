package media

import (
	"archive/zip"
	"io"
	"mime"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gabriel-vasile/mimetype"

	"ttyt.example/ttyt/internal/base/text"
)

// MaxSize is how many bytes operators may allow a file to have, whatever its type.
const MaxSize = 100 << 20

// accepted is one type that is taken.
type accepted struct {
	media    string
	max      int64    // bytes, where operators allow as many
	suffixes []string // that names of it may end in, the usual one first
	packed   bool     // it is a ZIP inside
}

const (
	office = "application/vnd.openxmlformats-officedocument."
	odf    = "application/vnd.oasis.opendocument."
)

// types are those that are taken: what a health centre writes, photographs, records and receives. Programs, scripts, web pages,
// documents with macros and archives of other kinds are not among them.
var types = []accepted{
	{"text/plain", 4 << 20, []string{".txt", ".md", ".log"}, false},
	{"text/csv", 16 << 20, []string{".csv", ".txt"}, false},
	{"application/pdf", MaxSize, []string{".pdf"}, false},
	{office + "wordprocessingml.document", MaxSize, []string{".docx"}, true},
	{office + "spreadsheetml.sheet", MaxSize, []string{".xlsx"}, true},
	{office + "presentationml.presentation", MaxSize, []string{".pptx"}, true},
	{odf + "text", MaxSize, []string{".odt"}, true},
	{odf + "spreadsheet", MaxSize, []string{".ods"}, true},
	{odf + "presentation", MaxSize, []string{".odp"}, true},
	{"application/msword", MaxSize, []string{".doc"}, false},
	{"application/vnd.ms-excel", MaxSize, []string{".xls"}, false},
	{"application/vnd.ms-powerpoint", MaxSize, []string{".ppt"}, false},
	{"application/zip", MaxSize, []string{".zip"}, true},
	{"image/jpeg", 24 << 20, []string{".jpg", ".jpeg"}, false},
	{"image/png", 24 << 20, []string{".png"}, false},
	{"image/gif", 8 << 20, []string{".gif"}, false},
	{"image/webp", 24 << 20, []string{".webp"}, false},
	{"image/heic", 24 << 20, []string{".heic"}, false},
	{"video/mp4", MaxSize, []string{".mp4", ".m4v"}, false},
	{"audio/mpeg", MaxSize, []string{".mp3"}, false},
	{"audio/mp4", MaxSize, []string{".m4a"}, false},
}

// typeNamed returns the type, nil where it is not taken.
func typeNamed(media string) *accepted {
	i := slices.IndexFunc(types, func(t accepted) bool { return t.media == media })
	if i < 0 {
		return nil
	}
	return &types[i]
}

// detect tells the type of a file by what is in it, never by its name. nil is one that is not taken.
func detect(r *io.SectionReader) (*accepted, error) {
	found, err := mimetype.DetectReader(r)
	if err != nil {
		return nil, err
	}
	media, _, _ := mime.ParseMediaType(found.String())
	if t := typeNamed(media); t != nil && !t.packed {
		return t, nil
	}
	for m := found; m != nil; m = m.Parent() {
		if m.Is("application/zip") {
			return detectPacked(r)
		}
	}
	return nil, nil
}

// detectPacked tells the type of a ZIP by its members, of which a document names one. One with macros is not taken.
func detectPacked(r *io.SectionReader) (*accepted, error) {
	z, err := zip.NewReader(r, r.Size())
	if err != nil {
		return nil, nil //nolint:nilerr // what cannot be read is of no type that is taken
	}
	media := "application/zip"
	for _, m := range z.File {
		switch name := strings.ToLower(m.Name); {
		case path.Base(name) == "vbaproject.bin", name == "meta-inf/manifest.mf", name == "androidmanifest.xml":
			return nil, nil
		case name == "word/document.xml":
			media = office + "wordprocessingml.document"
		case name == "xl/workbook.xml":
			media = office + "spreadsheetml.sheet"
		case name == "ppt/presentation.xml":
			media = office + "presentationml.presentation"
		case name == "mimetype" && m.UncompressedSize64 < 200:
			if own := content(m); typeNamed(own) != nil && strings.HasPrefix(own, odf) {
				media = own
			}
		}
	}
	return typeNamed(media), nil
}

// content is a short member of a ZIP, "" where it cannot be read.
func content(m *zip.File) string {
	r, err := m.Open()
	if err != nil {
		return ""
	}
	defer r.Close() //nolint:errcheck // it is in memory
	b, err := io.ReadAll(io.LimitReader(r, 200))
	if err != nil {
		return ""
	}
	return string(b)
}

// maxName is how long a name is at most, in characters.
const maxName = 120

// named is the name under which a file of the type is kept: one line without folders, without characters that some system
// gives a meaning, or that turn the direction of reading, and with a suffix of its type. A name that says otherwise would have
// a reader's machine run as a program what the scanner has seen as a text.
func named(name string, t *accepted) string {
	name = text.Line(strings.ToValidUTF8(name, ""))
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`<>:"|?*;%`, r):
			return '_'
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, name)
	suffix := strings.ToLower(path.Ext(name))
	stem := strings.TrimSuffix(name, path.Ext(name))
	if !slices.Contains(t.suffixes, suffix) {
		stem, suffix = name, t.suffixes[0]
	}
	stem = strings.Trim(stem, " .")
	if room := maxName - len(suffix); utf8.RuneCountInString(stem) > room {
		stem = strings.TrimRight(string([]rune(stem)[:room]), " .")
	}
	if stem == "" {
		stem = "tep"
	}
	return stem + suffix
}
