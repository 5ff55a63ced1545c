package demo

import (
	"regexp"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/calendar"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/test/kit"
)

// Whenever the demonstration is started, people did what they did in office hours, and before the start.
func TestPeopleWorkInOfficeHours(t *testing.T) {
	t.Parallel()
	store := kit.Stores(t)[0] // the times are the same in each
	for name, start := range map[string]time.Time{
		"a working day":      kit.Start,
		"in Tết":             time.Date(2026, 2, 18, 10, 0, 0, 0, calendar.Zone),
		"a Sunday night":     time.Date(2026, 3, 1, 23, 30, 0, 0, calendar.Zone),
		"before dawn":        time.Date(2026, 5, 4, 4, 10, 0, 0, calendar.Zone),
		"at lunch in July":   time.Date(2026, 7, 15, 12, 20, 0, 0, calendar.Zone),
		"a holiday":          time.Date(2026, 9, 2, 9, 0, 0, 0, calendar.Zone),
		"late on a Saturday": time.Date(2026, 11, 14, 20, 0, 0, 0, calendar.Zone),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCentre(t, store)
			c.Clock.Wall = func() time.Time { return start }
			get(t, Fill(t.Context(), c.Services, password))
			for of, sql := range map[string]string{
				"the record":   "SELECT at FROM audit_log WHERE staff_id IS NOT NULL",
				"decisions":    "SELECT at FROM decisions",
				"revisions":    "SELECT created_at FROM revisions",
				"publications": "SELECT updated_public_at FROM posts WHERE updated_public_at IS NOT NULL",
				"incidents":    "SELECT created_at FROM incidents",
				"support":      "SELECT created_at FROM support_requests",
				"assets":       "SELECT created_at FROM assets",
				"people":       "SELECT created_at FROM staff",
			} {
				times, err := db.All[db.Time](t.Context(), c.DB.From(t.Context()), sql)
				get(t, err)
				if len(times) == 0 {
					t.Errorf("%s: none", of)
				}
				for _, at := range times {
					local := at.In(calendar.Zone)
					clock := local.Sub(midnight(local))
					morning, afternoon := clock >= 7*time.Hour && clock <= 11*time.Hour+30*time.Minute, clock >= 13*time.Hour && clock <= 16*time.Hour+30*time.Minute
					if !calendar.IsWorkingDay(local) || !morning && !afternoon || local.After(start) {
						t.Errorf("%s: %s", of, local.Format(time.RFC1123Z))
					}
				}
			}
			if _, filled, err := c.progress(t.Context()); err != nil || !filled {
				t.Errorf("filled: %v, %v", filled, err)
			}
		})
	}
}

// seasonal are words of a time of the year.
var seasonal = regexp.MustCompile(`(?i)mùa (mưa|khô|hè|đông|xuân|thu|nắng|lạnh)|\bTết\b|nắng nóng|rét|năm học mới|tháng (giêng|chạp)`)

// The texts fit any day on which the demonstration is started: none of them speaks of a time of the year.
func TestTextsFitEverySeason(t *testing.T) {
	t.Parallel()
	for _, x := range texts {
		for _, says := range []string{x.title, x.summary, x.body} {
			if found := seasonal.FindString(says); found != "" {
				t.Errorf("%s speaks of %q", x.key, found)
			}
		}
	}
}
