package incident

import (
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/calendar"
	"ttyt.example/ttyt/internal/base/db"
)

func TestPriorityIsImpactTimesUrgency(t *testing.T) {
	t.Parallel()
	levels := []Level{Low, Medium, High}
	want := [3][3]Priority{ // impact down, urgency across
		{PriorityLow, PriorityLow, PriorityMedium},
		{PriorityLow, PriorityMedium, PriorityHigh},
		{PriorityMedium, PriorityHigh, PriorityCritical},
	}
	for i, impact := range levels {
		for u, urgency := range levels {
			if got := priorityOf(impact, urgency); got != want[i][u] {
				t.Errorf("%s x %s is %s, want %s", impact, urgency, got, want[i][u])
			}
		}
	}
}

// Every category knows how grave it usually is, who handles it and on what it rests.
func TestEveryCategoryIsKnown(t *testing.T) {
	t.Parallel()
	for _, c := range []Category{Security, Software, Network, Computer, Malware, Website} {
		if usual[c].impact == "" || usual[c].urgency == "" || articles[c] == "" {
			t.Errorf("%s: %v, %q", c, usual[c], articles[c])
		}
		if (c.queue() == QueueWebsite) != (c == Website) {
			t.Errorf("%s is handled by %s", c, c.queue())
		}
	}
}

// at reads a moment in Viet Nam.
func at(t *testing.T, s string) db.Time {
	t.Helper()
	v, err := time.ParseInLocation("2006-01-02 15:04", s, calendar.Zone)
	if err != nil {
		t.Fatal(err)
	}
	return db.At(v)
}

// What an incident waits does not count towards the solution, on the clock of its priority; what was overdue stays so.
func TestWaitingStopsTheClock(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		priority          Priority
		start, from, till string
		want              string
	}{
		{PriorityHigh, "2026-03-02 09:00", "2026-03-02 10:00", "2026-03-02 11:00", "2026-03-03 10:00"},
		{PriorityHigh, "2026-03-06 16:00", "2026-03-06 16:30", "2026-03-09 08:30", "2026-03-09 17:00"},     // over a weekend one hour
		{PriorityCritical, "2026-03-06 16:00", "2026-03-06 17:00", "2026-03-07 17:00", "2026-03-07 20:00"}, // round the clock
		{PriorityHigh, "2026-03-02 09:00", "2026-03-04 09:00", "2026-03-05 09:00", "2026-03-04 09:00"},     // overdue for a day before it waited
	} {
		i := &Incident{Priority: c.priority, State: StateInProgress, Live: true}
		i.start(at(t, c.start))
		i.respond(at(t, c.start))
		i.pause(at(t, c.from))
		if i.State = StateWaiting; i.overdue(at(t, "2030-01-01 00:00")) || !i.AlarmAt.IsZero() {
			t.Errorf("%s: what waits is not overdue", c.start)
		}
		i.State = StateInProgress
		i.resume(at(t, c.till))
		if want := at(t, c.want); !i.ResolutionDueAt.Equal(want.Time) || !i.DueAt.Equal(want.Time) {
			t.Errorf("%s, waiting from %s to %s: due %s, next %s, want %s", c.start, c.from, c.till, i.ResolutionDueAt, i.DueAt, c.want)
		}
		if passed := i.overdue(at(t, c.till)); passed != i.AlarmAt.IsZero() {
			t.Errorf("%s: overdue %v, to be told at %s", c.start, passed, i.AlarmAt)
		}
	}
}

// Judging it anew moves the targets, which count from the report on; a matter of security stays one.
func TestTriageMovesTheTargets(t *testing.T) {
	t.Parallel()
	i := &Incident{Category: Computer, Queue: QueueIT, Impact: Low, Urgency: Low, Priority: PriorityLow, Live: true}
	i.start(at(t, "2026-03-02 09:00"))
	if err := i.triage(TriageInput{Category: Security, Impact: High, Urgency: High}); err != nil {
		t.Fatal(err)
	}
	if i.Priority != PriorityCritical || !i.Confidential || !i.ResponseDueAt.Equal(at(t, "2026-03-02 09:30").Time) || i.TargetsProvisional {
		t.Errorf("got %+v", i)
	}
	i.pause(at(t, "2026-03-02 09:10"))
	if err := i.triage(TriageInput{Category: Network}); err != nil || !i.Confidential || !i.AlarmAt.IsZero() || i.WaitingSince.IsZero() {
		t.Errorf("the reporter stays protected, and the clock stands: %v, %+v", err, i)
	}
	if err := i.triage(TriageInput{Category: Software}); err == nil {
		t.Error("a fault of no application")
	}
}

func TestTargetsBeyondTheHolidaysOnFile(t *testing.T) {
	t.Parallel()
	for start, provisional := range map[string]bool{"2026-12-02 09:00": false, "2026-12-29 09:00": true, "2027-03-03 09:00": true, "2019-05-06 09:00": true} {
		i := &Incident{Priority: PriorityLow, Live: true}
		if i.start(at(t, start)); i.TargetsProvisional != provisional {
			t.Errorf("from %s: provisional %v, want %v", start, i.TargetsProvisional, provisional)
		}
	}
}
