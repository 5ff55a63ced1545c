package web

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"ttyt.example/ttyt/internal/base/calendar"
	"ttyt.example/ttyt/internal/base/fault"
)

// function is one that templates may call: how its arguments are checked, and how it is made for a language.
type function struct {
	check func(c *checker, args []*shape) (*shape, error)
	make  func(b binding) any // nil where the template language has it
}

// binding is what functions of a page's templates know.
type binding struct {
	schema *ast.Schema
	locale fault.Locale
	words  func(key string) (word, bool)
	labels func(enum, value string) word
	asset  func(name string) string
}

// functions are all that templates may call. None answers a map without a shape, and none does what the API should.
var functions map[string]function

func init() { // they name each other through the checker
	functions = map[string]function{
		"and": {check: oneOf}, "or": {check: oneOf},
		"not": {check: takes("Boolean", "any?")},
		"eq":  {check: compared(true)}, "ne": {check: compared(false)},
		"lt": {check: takes("Boolean", "Int", "Int")}, "le": {check: takes("Boolean", "Int", "Int")},
		"gt": {check: takes("Boolean", "Int", "Int")}, "ge": {check: takes("Boolean", "Int", "Int")},
		"len": {check: takes("Int", "list")},

		"t":     {check: checkText, make: makeText},
		"label": {check: checkLabel, make: makeLabel},
		"code":  {check: takes("String", "enum"), make: func(binding) any { return func(e enum) string { return e.value } }},
		"is":    {check: checkIs, make: makeIs},
		"args":  {check: checkArgs, make: func(binding) any { return argsOf }},

		"option":  {check: checkOption, make: func(binding) any { return optionOf }},
		"list":    {check: checkList, make: func(binding) any { return listed }},
		"choices": {check: checkChoices, make: makeChoices},
		"tone":    {check: checkTone, make: func(binding) any { return toneOf }},
		"enum":    {check: checkEnum, make: func(binding) any { return func(of, value string) enum { return enum{of, value} } }},
		"faulty":  {check: checkFaulty, make: func(binding) any { return faulty }},
		"icon":    {check: checkIcon, make: makeIcon},
		"plot":    {check: checkPlot, make: func(binding) any { return plotOf }},
		"address": {check: checkAddress, make: func(binding) any { return addressOf }},
		"filled":  {check: takes("Boolean", "Filter"), make: func(binding) any { return filled }},
		"spelt":   {check: takes("String", "String"), make: func(b binding) any { return func(text string) string { return spelt(b.locale, text) } }},
		"weekday": {check: takes("String", "String"), make: func(b binding) any { return func(text string) string { return weekdayOf(b.locale, text) } }},

		"lang":  {check: takes("String"), make: func(b binding) any { return func() string { return string(b.locale) } }},
		"link":  {check: takes("String", "String"), make: makeLink},
		"asset": {check: checkAsset, make: func(b binding) any { return b.asset }},

		"colours": {check: takes("String", "String", "String"), make: func(binding) any { return coloursAddress }},

		"find":       {check: checkFind, make: func(binding) any { return findIn }},
		"missing":    {check: takes("String"), make: func(binding) any { return func() (string, error) { return "", errMissing } }},
		"position":   {check: takes("Int", "Int"), make: func(binding) any { return func(i int) int { return i + 2 } }}, // of a crumb after the first page
		"structured": {check: checkStructured, make: func(binding) any { return structured }},
		"openings":   {check: checkOpenings, make: func(binding) any { return openings }},

		"date":     {check: takes("String", "time|day"), make: func(binding) any { return dateText }},
		"datetime": {check: takes("String", "time"), make: func(binding) any { return dateTimeText }},
		"posted":   {check: takes("String", "time"), make: func(b binding) any { return func(at time.Time) string { return postedText(b.locale, at) } }},
		"iso":      {check: takes("String", "time|day"), make: func(binding) any { return isoText }},
		"days":     {check: checkDays, make: makeDays},
		"dial":     {check: takes("String", "String"), make: func(binding) any { return dialled }},
		"size":     {check: takes("String", "Int"), make: func(b binding) any { return func(n int64) string { return sized(b.locale, n) } }},
		"number":   {check: takes("String", "Int"), make: func(b binding) any { return func(n int64) string { return grouped(b.locale, n) } }},

		"value":     {check: checkField("String", "String"), make: func(binding) any { return (*form).value }},
		"chosen":    {check: checkField("Boolean", "String", "Boolean"), make: func(binding) any { return (*form).chosen }},
		"sent":      {check: checkSent, make: func(binding) any { return (*form).sent }},
		"faults":    {check: checkFaults, make: func(binding) any { return (*form).faults }},
		"problems":  {check: checkProblems, make: func(binding) any { return (*form).problems }},
		"rows":      {check: checkRows, make: func(binding) any { return rowsOf }},
		"sub":       {check: checkSub, make: func(binding) any { return subOf }},
		"troubled":  {check: checkField("Boolean"), make: func(binding) any { return (*form).troubled }},
		"text":      {check: checkShownOf, make: func(binding) any { return shownOf }},
		"elements":  {check: checkElements, make: func(binding) any { return elementsOf }},
		"first":     {check: checkEnd, make: func(binding) any { return firstOf }},
		"last":      {check: checkEnd, make: func(binding) any { return lastOf }},
		"has":       {check: checkHas, make: func(binding) any { return hasElement }},
		"otherwise": {check: takes("String", "String", "String"), make: func(binding) any { return cmp.Or[string] }},
		"isoDay":    {check: takes("String", "String"), make: func(binding) any { return isoDay }},
		"action":    {check: checkAction, make: func(binding) any { return actionIn }},
		"fieldID":   {check: takes("String", "String"), make: func(binding) any { return fieldID }},
	}
}

// kindOf is the kind of a plain value, as functions ask for it.
func kindOf(s *shape) string {
	switch s.kind {
	case object:
		return "object"
	case list:
		return "list"
	case record:
		return "record"
	}
	switch s.name {
	case "DateTime":
		return "time"
	case "Date":
		return "day"
	case "VND":
		return "Int"
	case "ID", "Slug":
		return "String"
	}
	if s.enum {
		return "enum"
	}
	return s.name
}

// takes is the check of a function that takes values of the kinds, and answers a plain value. A kind that ends in ? may be null.
func takes(answer string, kinds ...string) func(*checker, []*shape) (*shape, error) {
	return func(_ *checker, args []*shape) (*shape, error) {
		if len(args) != len(kinds) {
			return nil, fmt.Errorf("it takes %d values, not %d", len(kinds), len(args))
		}
		for i, a := range args {
			if err := fits(a, kinds[i]); err != nil {
				return nil, err
			}
		}
		return plain(answer), nil
	}
}

func fits(is *shape, kinds string) error {
	kinds, mayBeNull := strings.CutSuffix(kinds, "?")
	if is.nullable && !mayBeNull {
		return fmt.Errorf("it takes no %s that may be null: test it with if or with first", is.name)
	}
	if kinds == "any" {
		return nil
	}
	for kind := range strings.SplitSeq(kinds, "|") {
		if kindOf(is) == kind {
			return nil
		}
	}
	return fmt.Errorf("it takes %s, not a %s", kinds, is.name)
}

// oneOf is the check of and and or, which answer one of their values: they stand in conditions alone.
func oneOf(_ *checker, args []*shape) (*shape, error) {
	if len(args) < 2 {
		return nil, errors.New("it joins two conditions or more")
	}
	return plain("Boolean"), nil
}

// compared is the check of eq and ne, for plain values of one kind.
func compared(equal bool) func(*checker, []*shape) (*shape, error) {
	return func(_ *checker, args []*shape) (*shape, error) {
		if len(args) != 2 {
			return nil, errors.New("it compares two values")
		}
		a, b := args[0], args[1]
		if a.kind != leaf || b.kind != leaf || kindOf(a) != kindOf(b) || kindOf(a) == "time" || kindOf(a) == "enum" {
			return nil, fmt.Errorf("it compares plain values of one kind, not a %s and a %s; the value of an enum is compared by its code", a.name, b.name)
		}
		if a.literal == nil || b.literal == nil {
			return plain("Boolean"), nil
		}
		return &shape{kind: leaf, name: "Boolean", settled: new((*a.literal == *b.literal) == equal)}, nil
	}
}

func checkText(c *checker, args []*shape) (*shape, error) {
	if len(args) == 0 || args[0].literal == nil {
		return nil, errors.New("the key stands in the template")
	}
	key := *args[0].literal
	w, ok := c.words(key)
	if !ok {
		return nil, fmt.Errorf("no file of texts has the key %q", key)
	}
	c.used[key] = true
	if len(args)-1 != w.args {
		return nil, fmt.Errorf("%q shows %d values and gets %d", key, w.args, len(args)-1)
	}
	for _, a := range args[1:] {
		if err := printable(a); err != nil {
			return nil, err
		}
	}
	return plain("String"), nil
}

func makeText(b binding) any {
	return func(key string, values ...any) string {
		w, _ := b.words(key)
		text := w.in(b.locale)
		for i, v := range values {
			text = strings.ReplaceAll(text, "%["+strconv.Itoa(i+1)+"]s", fmt.Sprint(v))
		}
		return text
	}
}

func checkAsset(c *checker, args []*shape) (*shape, error) {
	if len(args) != 1 || args[0].literal == nil {
		return nil, errors.New("the name of the file stands in the template")
	}
	if !c.hasAsset(*args[0].literal) {
		return nil, fmt.Errorf("%s has no file %q", assetsFolder, *args[0].literal)
	}
	return plain("String"), nil
}

func checkLabel(c *checker, args []*shape) (*shape, error) {
	if err := one(args, "enum"); err != nil {
		return nil, err
	}
	return plain("String"), c.schema.labelled(args[0].name)
}

func makeLabel(b binding) any {
	return func(e enum) string {
		return b.labels(e.of, e.value).in(b.locale)
	}
}

func one(args []*shape, kind string) error {
	if len(args) != 1 {
		return fmt.Errorf("it takes one value, not %d", len(args))
	}
	return fits(args[0], kind)
}

func checkIs(_ *checker, args []*shape) (*shape, error) {
	if len(args) != 2 || args[1].literal == nil {
		return nil, errors.New(`it asks for the type of a value: is .subject "Post"`)
	}
	_, err := args[0].narrowed(*args[1].literal)
	return plain("Boolean"), err
}

func makeIs(b binding) any {
	return func(value any, name string) bool {
		fields, _ := value.(map[string]any)
		of, _ := fields[typename].(string)
		return of == name || slices.ContainsFunc(b.schema.PossibleTypes[name], func(d *ast.Definition) bool { return d.Name == of })
	}
}

func checkArgs(_ *checker, args []*shape) (*shape, error) {
	if len(args)%2 != 0 {
		return nil, errors.New("it takes a name and a value, again and again")
	}
	fields := map[string]*shape{}
	for i := 0; i < len(args); i += 2 {
		if args[i].literal == nil {
			return nil, errors.New("the names stand in the template")
		}
		fields[*args[i].literal] = args[i+1]
	}
	of := recordOf("args", fields)
	of.read = map[string]bool{}
	return of, nil
}

func argsOf(pairs ...any) map[string]any {
	out := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		out[pairs[i].(string)] = ofTemplate(pairs[i+1]) // the names are literals
	}
	return out
}

func dateText(at any) string { return timeOf(at).Format("02/01/2006") }

func isoText(at any) string {
	if d, ok := at.(day); ok {
		return d.Format(time.DateOnly)
	}
	return timeOf(at).Format(time.RFC3339)
}

func timeOf(at any) time.Time {
	if d, ok := at.(day); ok {
		return d.Time
	}
	t, _ := at.(time.Time)
	return t
}

func dateTimeText(at time.Time) string { return at.In(calendar.Zone).Format("15:04, 02/01/2006") }

// postedText is a time as the website shows it under a title: "Thứ tư, 21/11/2018 02:28".
func postedText(l fault.Locale, at time.Time) string {
	at = at.In(calendar.Zone)
	return in(l, weekdays[at.Weekday()]) + ", " + at.Format("02/01/2006 15:04")
}

// sized is a number of bytes in the largest unit of which there is one, with one digit after the point at most.
func sized(l fault.Locale, n int64) string {
	units := []string{"B", "KiB", "MiB", "GiB"}
	tenths, unit := n*10, 0
	for tenths >= 10<<10 && unit < len(units)-1 {
		tenths, unit = tenths>>10, unit+1
	}
	if tenths%10 == 0 || unit == 0 {
		return grouped(l, tenths/10) + " " + units[unit]
	}
	point := "."
	if l == fault.Vietnamese {
		point = ","
	}
	return grouped(l, tenths/10) + point + strconv.FormatInt(tenths%10, 10) + " " + units[unit]
}

// grouped is a number with its thousands apart, as the language writes it.
func grouped(l fault.Locale, n int64) string {
	digits, mark := strconv.FormatInt(n, 10), "."
	if l == fault.English {
		mark = ","
	}
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + mark + digits[at:]
	}
	return sign + digits
}

// checkFind is the check of find, which answers the first element of a list whose field has the value: it may be null.
func checkFind(c *checker, args []*shape) (*shape, error) {
	if len(args) != 3 || args[0].kind != list || args[1].literal == nil {
		return nil, errors.New("it takes a list, the name of a field that stands in the template, and a value")
	}
	field, err := args[0].elem.field(*args[1].literal)
	if err == nil {
		err = fits(field, "String|enum")
	}
	if err == nil {
		err = cmp.Or(c.among(field, args[2]), fits(args[2], "String"))
	}
	found := *args[0].elem
	found.nullable = true
	return &found, err
}

func findIn(elements []any, field, value string) any {
	for _, e := range elements {
		if one, _ := e.(map[string]any); fmt.Sprint(one[field]) == value {
			return one
		}
	}
	return nil
}
