package demo

import (
	"time"

	"ttyt.example/ttyt/internal/base/calendar"
)

// sessions are the office hours of a working day in Viet Nam, as times since midnight.
var sessions = [][2]time.Duration{{7 * time.Hour, 11*time.Hour + 30*time.Minute}, {13 * time.Hour, 16*time.Hour + 30*time.Minute}}

// midnight begins the day of the moment in Viet Nam.
func midnight(t time.Time) time.Time {
	y, m, d := t.In(calendar.Zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, calendar.Zone)
}

// inOffice is the moment itself where people are at work then, else the last one before it at which they were.
func inOffice(t time.Time) time.Time {
	for day := midnight(t); ; day = day.AddDate(0, 0, -1) {
		if !calendar.IsWorkingDay(day) {
			continue
		}
		for i := len(sessions) - 1; i >= 0; i-- {
			begins, ends := day.Add(sessions[i][0]), day.Add(sessions[i][1])
			switch {
			case t.After(ends):
				return ends
			case !t.Before(begins):
				return t
			}
		}
	}
}

// afterWork is the moment at which people have worked for so long since another, which is no working time itself where they were
// not at work.
func afterWork(from time.Time, worked time.Duration) time.Time {
	for day := midnight(from); ; day = day.AddDate(0, 0, 1) {
		if !calendar.IsWorkingDay(day) {
			continue
		}
		for _, s := range sessions {
			begins, ends := day.Add(s[0]), day.Add(s[1])
			if begins.Before(from) {
				begins = from
			}
			if left := ends.Sub(begins); left > worked {
				return begins.Add(worked)
			} else if left > 0 {
				worked -= left
			}
		}
	}
}
