package db

import (
	"io"
	"regexp"
	"strconv"
	"time"

	"ttyt.example/ttyt/internal/base/fault"
)

// Node is anything with a global id.
type Node interface{ ID() string }

var (
	errDateTime = fault.Bad(malformedTime)
	errDate     = fault.Bad(malformedDay)
)

// The years a client may name: what the store's microseconds hold with room to compute.
const minYear, maxYear = 1900, 2200

// zone is where people read times: Viet Nam, which has kept one offset since 1975.
var zone = time.FixedZone("", 7*60*60)

// MarshalGQL writes the moment as RFC 3339 with the offset +07:00 of Viet Nam, null for the zero Time.
func (t Time) MarshalGQL(w io.Writer) {
	if t.IsZero() {
		_, _ = io.WriteString(w, "null")
		return
	}
	var text [len(`"2006-01-02T15:04:05.999999999+07:00"`)]byte
	_, _ = w.Write(t.In(zone).AppendFormat(text[:0], `"`+time.RFC3339Nano+`"`))
}

// rfc3339 is the form of a moment. Package time takes one-digit hours, decimal commas and offsets of any size as well.
var rfc3339 = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$`)

// UnmarshalGQL reads RFC 3339 with an offset, to the letter.
func (t *Time) UnmarshalGQL(v any) error {
	s, ok := v.(string)
	if !ok {
		return errDateTime
	}
	parsed, err := time.Parse(time.RFC3339, s)
	if err != nil || !rfc3339.MatchString(s) || parsed.Year() < minYear || parsed.Year() > maxYear {
		return errDateTime
	}
	*t = At(parsed)
	return nil
}

// MarshalGQL writes the day, null for the zero Date.
func (d Date) MarshalGQL(w io.Writer) {
	if d.IsZero() {
		_, _ = io.WriteString(w, "null")
		return
	}
	_, _ = io.WriteString(w, strconv.Quote(d.String()))
}

// UnmarshalGQL reads 2006-01-02.
func (d *Date) UnmarshalGQL(v any) error {
	s, ok := v.(string)
	if !ok {
		return errDate
	}
	parsed, err := time.Parse(time.DateOnly, s)
	if err != nil || parsed.Year() < minYear || parsed.Year() > maxYear {
		return errDate
	}
	*d = DateOf(parsed)
	return nil
}
