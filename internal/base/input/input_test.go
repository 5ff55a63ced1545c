package input_test

import (
	"slices"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
)

func TestFormCollectsEveryMistakeAtItsPath(t *testing.T) {
	t.Parallel()
	var f input.Form
	name, note, long, empty := "  Khoa \u00a0Nho\u0323c ", "\n một\r\nhai \x00", strings.Repeat("ơ", 6), " "
	f.Needed("name", &name, 10)
	f.Lines("note", &note, 10)
	if err := f.Err(); err != nil {
		t.Errorf("good fields: %v", err)
	}
	if name != "Khoa Nhọc" || note != "một\nhai" {
		t.Errorf("the stored form: got %q and %q", name, note)
	}
	f.Line("long", &long, 5)
	f.Needed("empty", &empty, 5)
	f.Must(true, "good", fault.Text{})
	f.Must(false, "bad", fault.Text{VI: "Sai.", EN: "Wrong."})

	errs, err := fault.Split(f.Err())
	var got []string
	for _, e := range errs {
		got = append(got, string(e.UserCode())+" "+strings.Join(e.(*fault.RuleError).Path, "."))
	}
	if want := []string{"TOO_LONG input.long", "REQUIRED input.empty", "INVALID input.bad"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v; want %v", got, err, want)
	}
}
