package web

import (
	"errors"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/fault"
)

// dayType is the enum of the days of the website's opening hours.
const dayType = "SiteDay"

// week are the days of the week as the schema names them, in its order. Public holidays follow them there, and stand apart.
var week = []string{"MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"}

// shortest is how many days in a row are worth a dash.
const shortest = 3

// checkDays is the check of days, which shows days in a row as the first and the last of them.
func checkDays(_ *checker, args []*shape) (*shape, error) {
	if len(args) != 1 || args[0].kind != list || args[0].elem.name != dayType {
		return nil, errors.New("it takes a list of " + dayType)
	}
	return plain("String"), nil
}

func makeDays(b binding) any {
	return func(days []any) string {
		var shown []string
		for len(days) > 0 {
			run := inRow(days)
			if run < shortest {
				run = 1
			}
			text := dayText(b.locale, days[0])
			if run > 1 {
				text += " – " + dayText(b.locale, days[run-1])
			}
			shown, days = append(shown, text), days[run:]
		}
		return strings.Join(shown, ", ")
	}
}

// inRow is how many of the days, from the first on, follow each other in the week.
func inRow(days []any) int {
	run := 1
	for first := inWeek(days[0]); first >= 0 && run < len(days) && inWeek(days[run]) == first+run; {
		run++
	}
	return run
}

// inWeek is the place of a day in the week, -1 for public holidays.
func inWeek(day any) int {
	e, _ := day.(enum)
	return slices.Index(week, e.value)
}

func dayText(l fault.Locale, day any) string {
	at := inWeek(day)
	if at < 0 {
		return in(l, onHolidays)
	}
	return in(l, weekdays[(at+1)%len(week)]) // which begin with Sunday
}

// dialled is a phone number as a telephone takes it: its digits, and the sign of a country before them.
func dialled(number string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, number)
}

// weekdayOf is a day as it was typed, with its day of the week, "" where there is no such day. It repeats the day: beside a field in which
// somebody types another, the weekday alone would be wrong.
func weekdayOf(l fault.Locale, text string) string {
	at, ok := dayTyped(text)
	if !ok {
		return ""
	}
	return in(l, weekdays[at.Weekday()]) + ", " + at.Format("02/01/2006")
}
