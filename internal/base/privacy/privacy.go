// Package privacy finds personal data of patients in text that is about to be
// published. A finding is a warning for those who decide, never a verdict: the
// centre's own hot line is a telephone number too.
package privacy

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"ttyt.example/ttyt/internal/base/text"
)

// Rules is the version of what Scan finds. It goes up with every change of that, so that findings which were stored under
// earlier rules are known to be out of date.
const Rules = 2

// Most bounds the findings of one text: a hundred are warning enough.
const Most = 100

// A Kind is a kind of personal data.
type Kind string

// The kinds of personal data that Scan finds.
const (
	IdentityNumber  Kind = "IDENTITY_NUMBER"  // citizen identity (CCCD, 12 digits) or older identity card (CMND, 9 digits)
	InsuranceNumber Kind = "INSURANCE_NUMBER" // health insurance card, 2 letters and 13 digits
	PhoneNumber     Kind = "PHONE_NUMBER"     // Vietnamese mobile or landline number
	BirthDate       Kind = "BIRTH_DATE"       // a full date next to words for birth, or a year after s.
)

// A Finding is one piece of personal data in a text.
type Finding struct {
	Kind    Kind   `json:"kind"`
	Excerpt string `json:"excerpt"` // the data with at least half of its digits masked, fit to be shown and stored
	Start   int    `json:"-"`       // offset of its first byte in the text in form text.NFC
	End     int    `json:"-"`       // offset after its last byte
}

// Scan returns the personal data in s in the order of its place in the text,
// without overlaps, the first Most of it. Offsets refer to text.NFC(s). It is
// nil when there is none. The time it takes is proportional to the length of s;
// the only error is the context's.
func Scan(ctx context.Context, s string) ([]Finding, error) {
	found, _, err := scan(ctx, text.NFC(s))
	return found, err
}

// scan also counts its steps: the places it looks at, as often as it does.
func scan(ctx context.Context, s string) (found []Finding, steps int, err error) {
	rest := []byte(s) // what earlier detectors found is blotted out
	for _, d := range detectors {
		if err := ctx.Err(); err != nil {
			return nil, steps, err
		}
		r := &reader{s: string(rest)}
		for _, span := range d.find(r) {
			found = append(found, Finding{Kind: d.kind, Start: span.start, End: span.end})
			for i := span.start; i < span.end; i++ {
				rest[i] = '\n'
			}
		}
		steps += r.steps
	}
	slices.SortFunc(found, func(a, b Finding) int { return cmp.Compare(a.Start, b.Start) })
	found = slices.Clone(found[:min(len(found), Most)])
	for i, f := range found {
		found[i].Excerpt = mask(s[f.Start:f.End])
	}
	return found, steps, nil
}

// mask hides all digits of s but a quarter at either end.
func mask(s string) string {
	digits := onlyDigits(s)
	keep := len(digits) / 4
	n := 0
	return strings.Map(func(r rune) rune {
		if !isDigit(r) {
			return r
		}
		n++
		if n > keep && n <= len(digits)-keep {
			return '•'
		}
		return r
	}, s)
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if isDigit(r) {
			return r
		}
		return -1
	}, s)
}

// A span is where a piece of data is.
type span struct{ start, end int }

// A detector finds one kind of data by its shape. Where shapes overlap, the
// earlier detector wins.
type detector struct {
	kind   Kind
	begins string                                  // the bytes that data may begin with
	shape  func(r *reader, at int) (data, end int) // where data of the shape that begins at a place is, and ends
	ok     func(r *reader, whole, data span) bool
}

const (
	figures = "0123456789"
	letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

var detectors = []detector{
	{InsuranceNumber, letters, insuranceShape, func(r *reader, m, _ span) bool { return r.standsAlone(m) }},
	{IdentityNumber, figures, citizenShape, isCitizenNumber},
	{PhoneNumber, "(+08", phoneShape, isPhone},
	{IdentityNumber, figures, cardShape, isCardNumber},
	{BirthDate, "sSnN" + "ſ"[:1], birthShape, isBirth},
}

// find returns the pieces of data in the text. A match that turns out to be
// something else may hide a true one that begins inside it, so the search goes
// on after its first character, or its first digits: nothing stands alone in the
// middle of those.
func (d detector) find(r *reader) (spans []span) {
	var begins [256]bool
	for _, b := range []byte(d.begins) {
		begins[b] = true
	}
	for at := 0; at < len(r.s); {
		r.steps++
		if !begins[r.s[at]] {
			at++
			continue
		}
		first, size := utf8.DecodeRuneInString(r.s[at:])
		data, end := d.shape(r, at)
		switch {
		case end < 0:
			at += size
		case d.ok(r, span{at, end}, span{data, end}):
			spans = append(spans, span{data, end})
			at = end
		default:
			for at += size; isDigit(first) && at < len(r.s) && isDigit(rune(r.s[at])); at++ {
				r.steps++
			}
		}
	}
	return spans
}
