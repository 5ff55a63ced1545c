package db

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Time is a moment in UTC, stored as BIGINT Unix microseconds. The zero Time is NULL.
type Time struct{ time.Time }

// At returns t in UTC, cut to the microseconds that the store keeps.
func At(t time.Time) Time {
	if t.IsZero() {
		return Time{}
	}
	return Time{t.UTC().Truncate(time.Microsecond)}
}

// Value stores the moment as microseconds.
func (t Time) Value() (driver.Value, error) {
	if t.IsZero() {
		return nil, nil
	}
	return t.UnixMicro(), nil
}

// Scan reads microseconds or NULL.
func (t *Time) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*t = Time{}
	case int64:
		*t = Time{time.UnixMicro(v).UTC()}
	default:
		return fmt.Errorf("scan %T into db.Time", src)
	}
	return nil
}

// Date is a calendar day without a zone, stored as text "2006-01-02". The zero Date is NULL.
type Date struct{ time.Time }

// DateOf returns the day of t as it is written there (its own zone decides).
func DateOf(t time.Time) Date {
	if t.IsZero() {
		return Date{}
	}
	y, m, d := t.Date()
	return Date{time.Date(y, m, d, 0, 0, 0, 0, time.UTC)}
}

// String returns the day as 2006-01-02, "" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.Format(time.DateOnly)
}

// Value stores the day as text.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}

// Scan reads a day from text or NULL.
func (d *Date) Scan(src any) error {
	var s string
	switch v := src.(type) {
	case nil:
		*d = Date{}
		return nil
	case string:
		s = v
	case []byte:
		s = string(v)
	default:
		return fmt.Errorf("scan %T into db.Date", src)
	}
	t, err := time.Parse(time.DateOnly, s)
	*d = Date{t}
	return err
}
