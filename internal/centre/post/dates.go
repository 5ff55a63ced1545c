package post

import (
	"context"

	"ttyt.example/ttyt/internal/base/calendar"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
)

// moment is a time or a date of a content, by the field of the input.
type moment struct {
	name string
	at   db.Time
	day  db.Date // instead of the time
}

// order wants the second of two moments not before the first, where both are given; where one is a date, by the day. The
// mistake is told at both.
func (f *sheet) order(first, second moment) {
	wrong := second.at.Before(first.at.Time)
	if first.day != (db.Date{}) || second.day != (db.Date{}) {
		wrong = second.on().String() < first.on().String()
	}
	if first.isZero() || second.isZero() || !wrong {
		return
	}
	a, _ := labelOf(f.at + first.name)
	b, _ := labelOf(f.at + second.name)
	for _, m := range []moment{first, second} {
		f.Add(fault.Invalid, f.at+m.name, sooner.With(b, a))
	}
}

func (m moment) isZero() bool { return m.at.IsZero() && m.day == (db.Date{}) }

// on is the day of the moment.
func (m moment) on() db.Date {
	if m.day != (db.Date{}) {
		return m.day
	}
	return db.DateOf(m.at.In(calendar.Zone))
}

// DateWarningCode is what is odd about a date, and may be meant.
type DateWarningCode string

// The warnings.
const (
	DayOff DateWarningCode = "DAY_OFF" // a weekend or a holiday
	Past   DateWarningCode = "PAST"    // it lies behind
)

// DateWarning is a date of a content that a decider should look at again.
type DateWarning struct {
	Code  DateWarningCode
	Field string // as the input names it
	On    db.Date
}

// Message tells the decider.
func (w DateWarning) Message(ctx context.Context) string {
	name, _ := labelOf(w.Field)
	day := w.On.Format("02/01/2006")
	if w.Code == Past {
		return inThePast.With(name, day).In(ctx)
	}
	return dayOff.With(name, day).In(ctx)
}

// due is a part of a content by whose days somebody has to act. At a term somebody of the centre has to be there.
type due interface {
	dues() (list []moment, terms bool)
}

// DateWarnings warns those who submit or decide of deadlines on a weekend or a holiday, and of days that have passed.
func (r *Snapshot) DateWarnings(ctx context.Context) (found []DateWarning) {
	part, ok := r.r.Content.V.Fields.part().(due)
	if !ok {
		return nil
	}
	now := r.list.s.db.Now(ctx)
	list, terms := part.dues()
	for _, m := range list {
		w := DateWarning{Field: "content." + r.r.Content.V.Fields.named() + "." + m.name, On: m.on()}
		switch {
		case m.isZero():
		case m.day != (db.Date{}) && m.day.String() < db.DateOf(now.In(calendar.Zone)).String(), m.day == (db.Date{}) && m.at.Before(now.Time):
			w.Code = Past
			found = append(found, w)
		case terms && !calendar.IsWorkingDay(m.at.Time):
			w.Code = DayOff
			found = append(found, w)
		}
	}
	return found
}

func (c *RecruitmentNoticeContent) dues() ([]moment, bool) {
	return []moment{{name: "applicationDeadline", at: c.ApplicationDeadline}}, true
}

func (c *TenderNoticeContent) dues() ([]moment, bool) {
	return []moment{{name: "submissionDeadline", at: c.SubmissionDeadline}, {name: "openingAt", at: c.OpeningAt}}, true
}

func (c *HealthGuideContent) dues() ([]moment, bool) {
	return []moment{{name: "reviewDueOn", day: c.ReviewDueOn}}, false
}
