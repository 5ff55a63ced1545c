package calendar_test

import (
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/calendar"
)

// at reads a date and time in Viet Nam.
func at(t *testing.T, s string) time.Time {
	t.Helper()
	v, err := time.ParseInLocation("2006-01-02 15:04", s, calendar.Zone)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestIsWorkingDay(t *testing.T) {
	for _, c := range []struct {
		day  string
		want bool
		why  string
	}{
		{"2018-11-21", true, "an ordinary Wednesday"},
		{"2026-03-07", false, "a Saturday"},
		{"2026-03-08", false, "a Sunday"},
		{"2018-02-16", false, "the first day of Mậu Tuất"},
		{"2018-02-20", false, "in lieu of a Tết day on a Sunday"},
		{"2018-02-21", true, "the first day after Tết"},
		{"2018-09-03", false, "in lieu of a National Day on a Sunday"},
		{"2018-09-04", true, "a single National Day until 2020"},
		{"2024-04-18", false, "the Hùng Kings, tenth of the third month of Giáp Thìn"},
		{"2024-04-29", false, "swapped with a Saturday"},
		{"2024-05-04", true, "the Saturday worked for it"},
		{"2025-01-27", false, "the 28th of the last month of Giáp Thìn"},
		{"2025-02-03", true, "the sixth day of Ất Tỵ"},
		{"2025-09-01", false, "the day next to National Day"},
		{"2026-02-17", false, "the first day of Bính Ngọ"},
		{"2026-02-23", true, "the first day after Tết"},
		{"2026-04-27", false, "in lieu of the Hùng Kings on a Sunday"},
		{"2026-08-31", false, "swapped with a Saturday"},
		{"2027-05-03", false, "in lieu of a Labour Day on a Saturday"},
		{"2028-05-02", false, "in lieu of a Victory Day on the Sunday before Labour Day"},
		{"2030-02-04", false, "Tết comes a day earlier than in China"},
		{"2035-01-01", true, "no holidays on file"},
	} {
		if got := calendar.IsWorkingDay(at(t, c.day+" 12:00")); got != c.want {
			t.Errorf("%s (%s): %t, want %t", c.day, c.why, got, c.want)
		}
	}
}

func TestIsWorkingDayCountsInVietNam(t *testing.T) {
	friday := time.Date(2026, 3, 6, 17, 30, 0, 0, time.UTC) // already Saturday 00:30
	if calendar.IsWorkingDay(friday) {
		t.Errorf("%s is a Saturday in Viet Nam", friday)
	}
}

// Dates of the civil calendar that are off, or replaced, in every covered year.
func TestFixedHolidays(t *testing.T) {
	for year := 2018; year <= 2030; year++ {
		if !calendar.Covers(year) {
			continue
		}
		for _, d := range []string{"01-01", "04-30", "05-01", "09-02"} {
			day := time.Date(year, 1, 1, 12, 0, 0, 0, calendar.Zone).Format("2006-") + d
			if calendar.IsWorkingDay(at(t, day+" 12:00")) {
				t.Errorf("%s is a working day", day)
			}
		}
	}
}

func TestAddWorkingDays(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-03-02 09:15", 1, "2026-03-03 09:15"},
		{"2026-03-06 16:45", 1, "2026-03-09 16:45"},
		{"2026-03-07 10:00", 1, "2026-03-09 10:00"}, // from a Saturday
		{"2026-02-13 17:00", 1, "2026-02-23 17:00"}, // over Tết
		{"2026-02-13 17:00", 5, "2026-02-27 17:00"},
		{"2026-08-21 08:00", 1, "2026-08-22 08:00"}, // a Saturday worked
		{"2026-08-28 08:00", 1, "2026-09-03 08:00"},
		{"2024-12-31 08:00", 1, "2025-01-02 08:00"},
		{"2026-03-07 10:00", 0, "2026-03-07 10:00"},
		{"2026-03-07 10:00", -3, "2026-03-07 10:00"},
	} {
		if got := calendar.AddWorkingDays(at(t, c.from), c.n); !got.Equal(at(t, c.want)) {
			t.Errorf("%s and %d working days: %s, want %s", c.from, c.n, got.Format("2006-01-02 15:04"), c.want)
		}
	}
}

func TestNextWorkingDay(t *testing.T) {
	for from, want := range map[string]string{
		"2026-03-02 07:00": "2026-03-03 08:00",
		"2026-03-06 23:59": "2026-03-09 08:00",
		"2026-04-24 12:00": "2026-04-28 08:00",
		"2018-02-13 18:00": "2018-02-21 08:00",
	} {
		if got := calendar.NextWorkingDay(at(t, from)); !got.Equal(at(t, want)) {
			t.Errorf("after %s: %s, want %s", from, got.Format("2006-01-02 15:04"), want)
		}
	}
	utc := time.Date(2026, 3, 1, 18, 0, 0, 0, time.UTC) // Monday 01:00 in Viet Nam
	if got, want := calendar.NextWorkingDay(utc), at(t, "2026-03-03 08:00"); !got.Equal(want) {
		t.Errorf("after %s: %s, want %s", utc, got, want)
	}
}

func TestCovers(t *testing.T) {
	for year, want := range map[int]bool{2017: false, 2018: true, 2019: false, 2023: false, 2024: true, 2025: true, 2026: true, 2027: false, 2028: false, 2029: true, 2030: false, 2031: false} {
		if got := calendar.Covers(year); got != want {
			t.Errorf("Covers(%d) = %t, want %t", year, got, want)
		}
	}
}

func TestAddWorkingTime(t *testing.T) {
	for _, c := range []struct {
		from string
		d    time.Duration
		want string
	}{
		{"2026-03-02 09:15", time.Hour, "2026-03-02 10:15"},
		{"2026-03-02 11:30", time.Hour, "2026-03-02 13:30"}, // over noon
		{"2026-03-02 12:20", time.Hour, "2026-03-02 14:00"}, // from noon
		{"2026-03-02 06:00", time.Hour, "2026-03-02 09:00"}, // from before the opening
		{"2026-03-02 16:30", time.Hour, "2026-03-03 08:30"}, // over the night
		{"2026-03-02 23:00", time.Hour, "2026-03-03 09:00"}, // from the night
		{"2026-03-02 08:00", 4 * time.Hour, "2026-03-02 12:00"},
		{"2026-03-02 08:00", calendar.WorkingDay, "2026-03-02 17:00"},
		{"2026-03-06 16:00", 2 * time.Hour, "2026-03-09 09:00"},       // over a weekend
		{"2026-02-13 16:30", time.Hour, "2026-02-23 08:30"},           // over Tết
		{"2026-08-21 17:00", calendar.WorkingDay, "2026-08-22 17:00"}, // a Saturday worked
		{"2026-03-02 09:00", 5 * calendar.WorkingDay, "2026-03-09 09:00"},
		{"2026-03-07 10:00", 0, "2026-03-07 10:00"},
		{"2026-03-07 10:00", -time.Hour, "2026-03-07 10:00"},
	} {
		if got := calendar.AddWorkingTime(at(t, c.from), c.d); !got.Equal(at(t, c.want)) {
			t.Errorf("%s and %s of working time: %s, want %s", c.from, c.d, got.Format("2006-01-02 15:04"), c.want)
		}
	}
}

func TestWorkingTime(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     time.Duration
	}{
		{"2026-03-02 09:00", "2026-03-02 09:40", 40 * time.Minute},
		{"2026-03-02 11:00", "2026-03-02 14:00", 2 * time.Hour},
		{"2026-03-02 16:00", "2026-03-03 09:00", 2 * time.Hour},
		{"2026-03-06 16:00", "2026-03-09 09:00", 2 * time.Hour},
		{"2026-02-13 16:00", "2026-02-23 09:00", 2 * time.Hour},
		{"2026-03-07 08:00", "2026-03-08 17:00", 0},
		{"2026-03-02 00:00", "2026-03-07 00:00", 5 * calendar.WorkingDay},
		{"2026-03-02 10:00", "2026-03-02 09:00", 0},
	} {
		if got := calendar.WorkingTime(at(t, c.from), at(t, c.to)); got != c.want {
			t.Errorf("from %s to %s: %s, want %s", c.from, c.to, got, c.want)
		}
	}
}

// However much is added from wherever, as much lies between; and the moment it is added to is in office hours, at their
// end included.
func TestWorkingTimeAndAddWorkingTimeAgree(t *testing.T) {
	from := at(t, "2026-02-01 00:00")
	for range 400 {
		from = from.Add(53*time.Minute + 7*time.Second)
		for _, d := range []time.Duration{time.Second, 30 * time.Minute, 4 * time.Hour, calendar.WorkingDay, 41 * time.Hour} {
			to := calendar.AddWorkingTime(from, d)
			if got := calendar.WorkingTime(from, to); got != d {
				t.Fatalf("from %s and %s: %s, between them %s", from, d, to, got)
			}
			if calendar.WorkingTime(from, to.Add(-time.Second)) != d-time.Second {
				t.Fatalf("from %s and %s: %s is not the first such moment", from, d, to)
			}
		}
	}
}

func TestCoversBetween(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     bool
	}{
		{"2026-03-02 09:00", "2026-12-31 23:59", true},
		{"2025-12-31 09:00", "2026-01-02 09:00", true},
		{"2026-12-31 09:00", "2027-01-02 09:00", false}, // 2027 is not announced
		{"2018-12-28 09:00", "2024-01-02 09:00", false}, // a gap between years on file
	} {
		if got := calendar.CoversBetween(at(t, c.from), at(t, c.to)); got != c.want {
			t.Errorf("from %s to %s: %v", c.from, c.to, got)
		}
	}
}
