package web

import (
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/fault"
)

// Days in a row are shown by the first and the last; public holidays are in no row.
func TestDaysInARow(t *testing.T) {
	t.Parallel()
	b := binding{schema: schema(), locale: fault.Vietnamese, labels: func(_, value string) word { return word{vi: value[:3]} }}
	show, ok := makeDays(b).(func([]any) string)
	if !ok {
		t.Fatal("the function of the templates takes something else")
	}
	for days, want := range map[string]string{
		"": "", "MONDAY": "MON", "HOLIDAY": "HOL", "MONDAY TUESDAY": "MON, TUE", "MONDAY TUESDAY WEDNESDAY": "MON – WED",
		"MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY":                         "MON – FRI",
		"MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY SUNDAY":         "MON – SUN",
		"MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY SUNDAY HOLIDAY": "MON – SUN, HOL",
		"MONDAY WEDNESDAY FRIDAY":                                          "MON, WED, FRI",
		"MONDAY WEDNESDAY THURSDAY FRIDAY SUNDAY HOLIDAY":                  "MON, WED – FRI, SUN, HOL",
		"SATURDAY SUNDAY HOLIDAY":                                          "SAT, SUN, HOL",
	} {
		var given []any
		for _, d := range strings.Fields(days) {
			given = append(given, enum{dayType, d})
		}
		if got := show(given); got != want {
			t.Errorf("%q is shown as %q, wanted %q", days, got, want)
		}
	}
}

// A telephone is told the digits of a number alone.
func TestNumbersAreDialled(t *testing.T) {
	t.Parallel()
	for number, want := range map[string]string{"0203 3000 115": "02033000115", "(0203) 3.000-115": "02033000115", "+84 203 3000 115": "+842033000115", "115": "115"} {
		if got := dialled(number); got != want {
			t.Errorf("%q is dialled as %q, wanted %q", number, got, want)
		}
	}
}
