package web

import (
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/fault"
)

// Days in a row are shown by the first and the last; public holidays are in no row.
func TestDaysInARow(t *testing.T) {
	t.Parallel()
	show, ok := makeDays(binding{locale: fault.English}).(func([]any) string)
	if !ok {
		t.Fatal("the function of the templates takes something else")
	}
	enumerated := schema().Types[dayType].EnumValues
	for i, d := range enumerated {
		if at := inWeek(enum{dayType, d.Name}); at != i && (at != -1 || i != len(week)) {
			t.Errorf("%s is day %d of the schema, and %d here", d.Name, i, at)
		}
	}
	for days, want := range map[string]string{
		"": "", "MONDAY": "Monday", "HOLIDAY": "Public holidays", "MONDAY TUESDAY": "Monday, Tuesday", "MONDAY TUESDAY WEDNESDAY": "Monday – Wednesday",
		"MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY":                         "Monday – Friday",
		"MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY SUNDAY":         "Monday – Sunday",
		"MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY SUNDAY HOLIDAY": "Monday – Sunday, Public holidays",
		"MONDAY WEDNESDAY FRIDAY":                                          "Monday, Wednesday, Friday",
		"MONDAY WEDNESDAY THURSDAY FRIDAY SUNDAY HOLIDAY":                  "Monday, Wednesday – Friday, Sunday, Public holidays",
		"SATURDAY SUNDAY HOLIDAY":                                          "Saturday, Sunday, Public holidays",
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
