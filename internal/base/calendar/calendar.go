// Package calendar knows the working days of a public body in Viet Nam, on
// which the centre's deadlines are counted.
package calendar

import (
	"time"
	_ "time/tzdata" // small servers have no time zone database
)

// Zone is the time zone of Viet Nam, in which days begin and end.
var Zone = zone()

// opening is the hour at which offices open.
const opening = 8

// shifts are the office hours of a working day, from and to.
var shifts = [][2]int{{opening, 12}, {13, 17}}

// WorkingDay is the working time of one day.
const WorkingDay = 8 * time.Hour

// A date is a calendar day in Zone.
type date struct {
	year  int
	month time.Month
	day   int
}

func dateOf(t time.Time) date {
	y, m, d := t.In(Zone).Date()
	return date{y, m, d}
}

func zone() *time.Location {
	loc, err := time.LoadLocation("Asia/Ho_Chi_Minh")
	if err != nil {
		panic(err) // unreachable: the database is compiled in
	}
	return loc
}

// IsWorkingDay reports whether t falls, in Zone, on a day on which the centre's
// offices work.
func IsWorkingDay(t time.Time) bool {
	if works, special := known.Load().works[dateOf(t)]; special {
		return works
	}
	wd := t.In(Zone).Weekday()
	return wd != time.Saturday && wd != time.Sunday
}

// IsHoliday reports whether t falls, in Zone, on a day off that is on file, a weekend within a holiday included.
func IsHoliday(t time.Time) bool {
	works, special := known.Load().works[dateOf(t)]
	return special && !works
}

// AddWorkingDays returns the time t has on the clock in Zone, on the n-th
// working day after its own day, whether or not that is one itself. It returns
// t in Zone when n is not positive.
func AddWorkingDays(t time.Time, n int) time.Time {
	t = t.In(Zone)
	for ; n > 0; n-- {
		t = nextDay(t)
		for !IsWorkingDay(t) {
			t = nextDay(t)
		}
	}
	return t
}

// NextWorkingDay returns the opening of the offices, 08:00 in Zone, on the first
// working day after the day of t.
func NextWorkingDay(t time.Time) time.Time {
	return at(AddWorkingDays(t, 1), opening)
}

// CoversBetween reports whether the holidays of every year from one moment to another, in Zone, are on file.
func CoversBetween(from, to time.Time) bool {
	for y := from.In(Zone).Year(); y <= to.In(Zone).Year(); y++ {
		if !Covers(y) {
			return false
		}
	}
	return true
}

// AddWorkingTime returns the moment, in Zone, at which d of office hours have passed since t. It returns t in Zone when d
// is not positive.
func AddWorkingTime(t time.Time, d time.Duration) time.Time {
	t = t.In(Zone)
	if d <= 0 {
		return t
	}
	for day := t; ; day = nextDay(day) {
		for _, s := range office(day) {
			from, to := latest(s[0], t), s[1]
			if left := to.Sub(from); left >= d {
				return from.Add(d)
			} else if left > 0 {
				d -= left
			}
		}
	}
}

// WorkingTime returns how much of the time from one moment to another lies in office hours; none when to is not after
// from.
func WorkingTime(from, to time.Time) (d time.Duration) {
	to = to.In(Zone)
	for day := from.In(Zone); !startOf(day).After(to); day = nextDay(day) {
		for _, s := range office(day) {
			end := s[1]
			if to.Before(end) {
				end = to
			}
			d += max(0, end.Sub(latest(s[0], from)))
		}
	}
	return d
}

// office returns the office hours of t's day, none unless it is a working day.
func office(t time.Time) (hours [][2]time.Time) {
	if !IsWorkingDay(t) {
		return nil
	}
	for _, s := range shifts {
		hours = append(hours, [2]time.Time{at(t, s[0]), at(t, s[1])})
	}
	return hours
}

func latest(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

func startOf(t time.Time) time.Time { return at(t, 0) }

// at is the full hour of t's day in Zone.
func at(t time.Time, hour int) time.Time {
	y, m, d := t.In(Zone).Date()
	return time.Date(y, m, d, hour, 0, 0, 0, Zone)
}

func nextDay(t time.Time) time.Time { return t.AddDate(0, 0, 1) }
