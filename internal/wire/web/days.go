package web

import (
	"errors"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// Days of the website's opening hours, as the schema names them.
const (
	dayType = "SiteDay"
	holiday = "HOLIDAY" // follows the days of the week, and is none
)

// shortest is how many days in a row are worth a dash.
const shortest = 3

// checkDays is the check of days, which shows days in a row as the first and the last of them.
func checkDays(c *checker, args []*shape) (*shape, error) {
	if len(args) != 1 || args[0].kind != list || args[0].elem.name != dayType {
		return nil, errors.New("it takes a list of " + dayType)
	}
	return plain("String"), c.schema.labelled(dayType)
}

func makeDays(b binding) any {
	label := func(day any) string {
		e, _ := day.(enum)
		return b.labels(e.of, e.value).in(b.locale)
	}
	return func(days []any) string {
		var shown []string
		for len(days) > 0 {
			run := inRow(b.schema.Types[dayType].EnumValues, days)
			if run < shortest {
				run = 1
			}
			text := label(days[0])
			if run > 1 {
				text += " – " + label(days[run-1])
			}
			shown, days = append(shown, text), days[run:]
		}
		return strings.Join(shown, ", ")
	}
}

// inRow is how many of the days, from the first on, follow each other.
func inRow(week ast.EnumValueList, days []any) int {
	at := func(day any) int {
		e, _ := day.(enum)
		return slices.IndexFunc(week, func(d *ast.EnumValueDefinition) bool { return d.Name == e.value })
	}
	run := 1
	for run < len(days) && at(days[run]) == at(days[run-1])+1 && days[run] != (enum{dayType, holiday}) {
		run++
	}
	return run
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
