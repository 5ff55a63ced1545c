package post

import (
	"strconv"
	"strings"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/richtext"
)

// manner is how a diff shows a field.
type manner int

const (
	asIs  manner = iota // its values
	day                 // a date
	prose               // a text, word by word too
	rich                // HTML, word by word too
)

// show are the values as a reader reads them.
func (m manner) show(values []string) []string {
	shown := make([]string, len(values))
	for i, v := range values {
		switch m {
		case rich:
			v = textOf(richtext.Parse(v).Pieces())
		case day:
			v, _, _ = strings.Cut(v, "T")
		}
		shown[i] = v
	}
	return shown
}

// pieces are those of a text.
func (m manner) pieces(values []string) (pieces []richtext.Piece) {
	for _, v := range values {
		if m == rich {
			pieces = append(pieces, richtext.Parse(v).Pieces()...)
			continue
		}
		pieces = append(pieces, richtext.Cut(v)...)
	}
	return pieces
}

// manners are how the fields are shown that are not shown as they are. Every field of the items of a list stands here.
var manners = map[string]manner{
	"byline":                                prose,
	"seo.title":                             prose,
	"seo.description":                       prose,
	"content.healthGuide.reviewDueOn":       day,
	"content.recruitmentNotice.positions.*": asIs,
	"content.recruitmentNotice.positions.*.position":     prose,
	"content.recruitmentNotice.positions.*.number":       asIs,
	"content.recruitmentNotice.positions.*.requirements": prose,
	"content.recruitmentNotice.contact":                  prose,
	"content.tenderNotice.packageNumber":                 prose,
	"content.tenderNotice.packageName":                   prose,
	"content.tenderNotice.issuedOn":                      day,
	"content.departmentPage.functions":                   rich,
	"content.departmentPage.duties":                      rich,
	"content.departmentPage.processes":                   rich,
	"content.departmentPage.contact":                     prose,
	"content.staffProfile.professionalTitle":             prose,
}

// labelOf returns how a reader knows the field, and how it is shown. A field without a label goes by its own name.
func labelOf(name string) (fault.Text, manner) {
	parts, number := strings.Split(name, "."), 0
	for i, part := range parts {
		if n, err := strconv.Atoi(part); err == nil {
			parts[i], number = "*", n+1
		}
	}
	pattern := strings.Join(parts, ".")
	if label, shown, ofFile := fileLabel(parts, number); ofFile {
		return label, shown
	}
	shown, mannered := manners[pattern]
	if number > 0 && mannered {
		return itemLabels[pattern].With(number), shown
	}
	if label, known := labels[pattern]; known {
		return label, shown
	}
	return fault.Verbatim(name), asIs
}

// fileLabel is how a reader knows a part of an attached file, and how it is shown.
func fileLabel(parts []string, number int) (label fault.Text, shown manner, ok bool) {
	part := parts[len(parts)-1]
	if part == "alt" || part == "caption" || part == "credit" || part == "licence" {
		shown = prose
	}
	switch parts[0] {
	case "cover":
		return coverLabel.With(fileLabels[part]), shown, true
	case "gallery", "attachments", "embedded":
		return fileLists[parts[0]].With(number, fileLabels[part]), shown, true
	}
	return label, asIs, false
}
