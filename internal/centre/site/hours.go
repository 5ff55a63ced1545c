package site

import (
	"context"
	"slices"
	"time"

	"ttyt.example/ttyt/internal/base/calendar"
	"ttyt.example/ttyt/internal/core/feed"
)

// Day is a day of the week, or any public holiday.
type Day string

// The days. A public holiday is no other day: only what is said of holidays holds.
const (
	Monday    Day = "MONDAY"
	Tuesday   Day = "TUESDAY"
	Wednesday Day = "WEDNESDAY"
	Thursday  Day = "THURSDAY"
	Friday    Day = "FRIDAY"
	Saturday  Day = "SATURDAY"
	Sunday    Day = "SUNDAY"
	Holiday   Day = "HOLIDAY"
)

// Days are all days, in the order of the week.
func Days() []Day { return append(slices.Clone(weekdays[1:]), Sunday, Holiday) }

// weekdays are the days as package time counts them.
var weekdays = []Day{Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday}

// maxHours is how many lines the opening hours have at most.
const maxHours = 14

// Hours is one line of the opening hours.
type Hours struct {
	Days          []Day
	Opens, Closes string // HH:MM in Viet Nam; 24:00 closes at midnight
	Note          string
}

func sealHours(lines []*Hours) (values []any) {
	for _, l := range lines {
		values = append(values, len(l.Days))
		for _, d := range l.Days {
			values = append(values, string(d))
		}
		values = append(values, l.Opens, l.Closes, l.Note)
	}
	return values
}

// minutes are those since midnight of a time of day, -1 for any other text.
func minutes(clock string) int {
	if clock == "24:00" {
		return 24 * 60
	}
	t, err := time.Parse("15:04", clock)
	if err != nil || len(clock) != len("15:04") {
		return -1
	}
	return t.Hour()*60 + t.Minute()
}

// openAt reports whether the centre is open at a moment, and until when that may hold: midnight at the latest.
func openAt(lines []*Hours, at time.Time) (open bool, until time.Time) {
	at = at.In(calendar.Zone)
	y, m, d := at.Date()
	moment := func(minute int) time.Time { return time.Date(y, m, d, 0, minute, 0, 0, calendar.Zone) }
	today := weekdays[at.Weekday()]
	if calendar.IsHoliday(at) {
		today = Holiday
	}
	until = moment(24 * 60)
	for _, l := range lines {
		if !slices.Contains(l.Days, today) {
			continue
		}
		from, to := moment(minutes(l.Opens)), moment(minutes(l.Closes))
		open = open || !at.Before(from) && at.Before(to)
		for _, edge := range []time.Time{from, to} {
			if edge.After(at) && edge.Before(until) {
				until = edge
			}
		}
	}
	return open, until
}

// OpenNow reports whether the website's opening hours say that the centre is open, and notes how long that holds.
func (s *Service) OpenNow(ctx context.Context, of *Site) bool {
	open, until := openAt(of.Hours, s.db.Now(ctx).Time)
	feed.Timed(ctx, until)
	return open
}
