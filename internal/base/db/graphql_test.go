package db

import (
	"encoding/json"
	"strings"
	"testing"
)

// Moments are read as RFC 3339 has them, to the letter, and days as ISO 8601 has them.
func TestScalarsAreStrict(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		want string // the moment or the day as it is answered, "" if it is refused
		day  bool
	}{
		{text: "2026-03-02T09:00:00+07:00", want: "2026-03-02T09:00:00+07:00"},
		{text: "2026-03-02T02:00:00Z", want: "2026-03-02T09:00:00+07:00"},
		{text: "2026-03-02T02:00:00.25Z", want: "2026-03-02T09:00:00.25+07:00"},
		{text: "2026-03-02T01:00:00-23:59", want: "2026-03-03T07:59:00+07:00"},
		{text: "2026-03-02T9:00:00+07:00"},
		{text: "2026-03-02T09:00:00,25+07:00"},
		{text: "2026-03-02T09:00:00+24:01"},
		{text: "2026-03-02T09:00:00+07:60"},
		{text: "2026-03-02T09:00:00+7:00"},
		{text: "2026-03-02T09:00:00+0700"},
		{text: "2026-03-02T09:00:00"},
		{text: "2026-03-02T09:00+07:00"},
		{text: "2026-03-02 09:00:00+07:00"},
		{text: "2026-03-02t09:00:00z"},
		{text: "2026-03-02T24:00:00Z"},
		{text: "2026-02-29T09:00:00Z"},
		{text: "2026-3-2T09:00:00Z"},
		{text: " 2026-03-02T09:00:00Z"},
		{text: "1899-12-31T00:00:00Z"},
		{text: "2201-01-01T00:00:00Z"},
		{text: ""},
		{day: true, text: "2026-03-02", want: "2026-03-02"},
		{day: true, text: "2026-3-2"},
		{day: true, text: "2026-02-29"},
		{day: true, text: "02-03-2026"},
		{day: true, text: "2026-03-02T00:00:00Z"},
		{day: true, text: "2026-03-02 "},
		{day: true, text: "20260302"},
		{day: true, text: ""},
	} {
		var moment Time
		var day Date
		err := moment.UnmarshalGQL(c.text)
		got, refused := written(moment), err != nil
		if c.day {
			err = day.UnmarshalGQL(c.text)
			got, refused = day.String(), err != nil
		}
		if refused != (c.want == "") || got != c.want {
			t.Errorf("%q: %q, %v", c.text, got, err)
		}
	}
	for _, v := range []any{nil, 1, json.Number("1772416800"), true, []any{"2026-03-02"}, map[string]any{}} {
		if new(Time).UnmarshalGQL(v) == nil || new(Date).UnmarshalGQL(v) == nil {
			t.Errorf("%v is taken", v)
		}
	}
}

// written is the moment as it is answered, "" for none.
func written(t Time) string {
	if t.IsZero() {
		return ""
	}
	var b strings.Builder
	t.MarshalGQL(&b)
	return strings.Trim(b.String(), `"`)
}
