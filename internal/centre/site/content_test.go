package site

import (
	"bytes"
	"fmt"
	"reflect"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/calendar"
)

// filled is a content of which every field holds something that the number tells apart.
func filled(t *testing.T, n int) *Content {
	t.Helper()
	c := new(Content)
	fill(t, reflect.ValueOf(c).Elem(), n)
	return c
}

func fill(t *testing.T, v reflect.Value, n int) {
	t.Helper()
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprint("v", n))
	case reflect.Int:
		v.SetInt(int64(n))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem(), n)
	case reflect.Slice:
		if v.Type() == reflect.TypeFor[[]*entry]() && n < 0 {
			return // there is an end to what lies below an item
		}
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		if v.Type() == reflect.TypeFor[[]*entry]() {
			n = -n
		}
		fill(t, v.Index(0), n)
	case reflect.Array: // a key
		v.Index(0).SetUint(uint64(n & 0xff))
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i), n)
		}
	default:
		t.Fatalf("a %s in the content", v.Kind())
	}
}

// Every field of the content belongs to a part, which copies, compares and hashes it.
func TestEveryFieldOfTheContentIsDecidedOn(t *testing.T) {
	t.Parallel()
	one, other := filled(t, 1), filled(t, 2)
	c := difference(one, other)
	if len(c.Touched.V) != len(parts) {
		t.Errorf("%d of %d parts differ: %v", len(c.Touched.V), len(parts), c.Touched.V)
	}
	into := *one
	c.apply(&into)
	want := *other
	want.Categories = nil // which are no part of what the website keeps
	if !reflect.DeepEqual(into, want) {
		t.Errorf("applied: %+v, want %+v", into, want)
	}
	if c.overtaken(one) != "" || c.overtaken(other) == "" {
		t.Error("overtaken by nothing, or not by everything")
	}
	whole := c.hash()
	if c.Reason = "khác"; bytes.Equal(c.hash(), whole) {
		t.Error("the hash leaves out the reason")
	}
	c.Reason = ""
	vary(t, reflect.ValueOf(&c.Was.V).Elem(), "before", func(at string) {
		if bytes.Equal(c.hash(), whole) {
			t.Errorf("the hash leaves out %s", at)
		}
	})
	vary(t, reflect.ValueOf(&c.Is.V).Elem(), "after", func(at string) {
		if bytes.Equal(c.hash(), whole) {
			t.Errorf("the hash leaves out %s", at)
		}
	})
	for _, p := range parts {
		if names[p.field].VI == "" {
			t.Errorf("%s has no name for people", p.field)
		}
	}
}

// vary changes each plain value below v, one at a time.
func vary(t *testing.T, v reflect.Value, at string, check func(at string)) {
	t.Helper()
	switch v.Kind() {
	case reflect.Pointer:
		vary(t, v.Elem(), at, check)
	case reflect.Slice:
		if v.Len() == 0 {
			return
		}
		vary(t, v.Index(0), at+"[]", check)
		whole := reflect.ValueOf(v.Interface())
		v.Set(reflect.AppendSlice(v, v))
		check(at + " twice")
		v.Set(whole)
	case reflect.Struct:
		for i := range v.NumField() {
			vary(t, v.Field(i), at+"."+v.Type().Field(i).Name, check)
		}
	default:
		was := reflect.New(v.Type()).Elem()
		was.Set(v)
		fill(t, v, 7)
		check(at)
		v.Set(was)
	}
}

// The opening hours say whether the centre is open, and until when that holds; a public holiday is no day of the week.
func TestOpeningHours(t *testing.T) {
	t.Parallel()
	lines := []*Hours{
		{Days: []Day{Monday, Tuesday, Wednesday, Thursday, Friday}, Opens: "07:00", Closes: "11:30"},
		{Days: []Day{Monday}, Opens: "13:00", Closes: "24:00"},
		{Days: []Day{Holiday}, Opens: "08:00", Closes: "10:00"},
	}
	for _, c := range []struct {
		at, until string
		open      bool
	}{
		{"2026-03-02 06:59", "2026-03-02 07:00", false}, // a Monday
		{"2026-03-02 07:00", "2026-03-02 11:30", true},
		{"2026-03-02 11:30", "2026-03-02 13:00", false},
		{"2026-03-02 23:59", "2026-03-03 00:00", true},
		{"2026-03-03 13:30", "2026-03-04 00:00", false},
		{"2026-03-07 09:00", "2026-03-08 00:00", false}, // a Saturday
		{"2026-09-02 07:30", "2026-09-02 08:00", false}, // National Day, a Wednesday
		{"2026-09-02 08:00", "2026-09-02 10:00", true},
	} {
		at, err := time.ParseInLocation("2006-01-02 15:04", c.at, calendar.Zone)
		if err != nil {
			t.Fatal(err)
		}
		if open, until := openAt(lines, at); open != c.open || until.Format("2006-01-02 15:04") != c.until {
			t.Errorf("%s: open %v until %s", c.at, open, until)
		}
	}
}
