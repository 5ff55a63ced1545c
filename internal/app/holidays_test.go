package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/app"
	"ttyt.example/ttyt/internal/base/calendar"
)

// A start takes the years of a holidays file; one that is wrong, or is not there, stops it by the line, and nothing of it counts.
func TestAStartReadsTheHolidays(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "holidays.csv")
	if err := app.UseHolidays(t.Context(), file); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("a file that is not there: %v", err)
	}
	day := time.Date(2098, 3, 12, 12, 0, 0, 0, calendar.Zone)
	for _, c := range []struct {
		content, want string
		works         bool
	}{
		{"date,kind,name\n2098-03-12,off,Nghỉ\n2098-03-12,off,Nghỉ\n", file + ": line 3: 2098-03-12 is in line 2 already", true},
		{"date,kind,name\n2098-03-12,off,Nghỉ\n", "", false},
	} {
		if err := os.WriteFile(file, []byte(c.content), 0o600); err != nil {
			t.Fatal(err)
		}
		err := app.UseHolidays(t.Context(), file)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %s", c.content, err, c.want)
		}
		if calendar.IsWorkingDay(day) != c.works {
			t.Errorf("%q: one works on %s: %v", c.content, day, !c.works)
		}
	}
	if calendar.Covers(2098) {
		t.Error("a year with one day is covered")
	}
}
