package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"strings"
)

// What search engines are told of a page is JSON in the words of schema.org, put together by args.

func checkStructured(_ *checker, args []*shape) (*shape, error) {
	if len(args) != 1 || args[0].kind != record {
		return nil, errors.New("it takes what args puts together")
	}
	return plain("JSON"), plainRecord(args[0])
}

func plainRecord(s *shape) error {
	for _, name := range sorted(s.fields) {
		f := s.fields[name]
		if f.kind == list {
			f = f.elem
		}
		err := printable(f)
		if f.kind == record {
			err = plainRecord(f)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// structured writes JSON that no text can end: the encoder escapes the signs of HTML. What is empty is left out: it would say that
// there is none.
func structured(fields map[string]any) (template.JS, error) {
	text, err := json.Marshal(stated(fields))
	return template.JS(text), err
}

// stated is a value without what is empty; nil where nothing is left but a type.
func stated(value any) any {
	switch value := value.(type) {
	case string:
		if value != "" {
			return value
		}
		return nil
	case []any:
		var out []any
		for _, one := range value {
			if one = stated(one); one != nil {
				out = append(out, one)
			}
		}
		if out == nil {
			return nil
		}
		return out
	case map[string]any:
		out := map[string]any{}
		says := false
		for name, one := range value {
			if one = stated(one); one != nil {
				out[name] = one
				says = says || !strings.HasPrefix(name, "@")
			}
		}
		if !says {
			return nil
		}
		return out
	}
	return value
}

// hoursType is the type of one line of the website's opening hours.
const hoursType = "SiteHours"

// checkOpenings is the check of openings, which answers opening hours as schema.org has them.
func checkOpenings(_ *checker, args []*shape) (*shape, error) {
	if len(args) != 1 || args[0].kind != list || args[0].elem.name != hoursType {
		return nil, errors.New("it takes a list of " + hoursType)
	}
	for _, name := range []string{"days", "opens", "closes"} {
		if _, err := args[0].elem.certain().field(name); err != nil {
			return nil, err
		}
	}
	return listOf(recordOf("opening", map[string]*shape{"opens": plain("String")})), nil
}

// dayNames are the days of schema.org.
var dayNames = map[string]string{
	"MONDAY": "Monday", "TUESDAY": "Tuesday", "WEDNESDAY": "Wednesday", "THURSDAY": "Thursday", "FRIDAY": "Friday", "SATURDAY": "Saturday",
	"SUNDAY": "Sunday", "HOLIDAY": "PublicHolidays",
}

func openings(hours []any) (out []any) {
	for _, h := range hours {
		line, _ := h.(map[string]any)
		days, _ := line["days"].([]any)
		var named []any
		for _, d := range days {
			e, _ := d.(enum)
			named = append(named, "https://schema.org/"+dayNames[e.value])
		}
		closes, _ := line["closes"].(string)
		if closes == "24:00" { // which no reader of schema.org takes
			closes = "23:59"
		}
		out = append(out, map[string]any{"@type": "OpeningHoursSpecification", "dayOfWeek": named, "opens": line["opens"], "closes": closes})
	}
	return out
}
