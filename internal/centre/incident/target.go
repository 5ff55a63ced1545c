package incident

import (
	"time"

	"ttyt.example/ttyt/internal/base/calendar"
	"ttyt.example/ttyt/internal/base/db"
)

// Level grades impact and urgency.
type Level string

// The levels.
const (
	Low    Level = "LOW"
	Medium Level = "MEDIUM"
	High   Level = "HIGH"
)

// Priority says how soon an incident has to be dealt with.
type Priority string

// The priorities.
const (
	PriorityLow      Priority = "LOW"
	PriorityMedium   Priority = "MEDIUM"
	PriorityHigh     Priority = "HIGH"
	PriorityCritical Priority = "CRITICAL" // its targets count round the clock
)

// priorityOf is impact x urgency.
func priorityOf(impact, urgency Level) Priority {
	weight := map[Level]int{Low: 0, Medium: 1, High: 2}
	return []Priority{PriorityLow, PriorityLow, PriorityMedium, PriorityHigh, PriorityCritical}[weight[impact]+weight[urgency]]
}

// usual is how grave a category is taken where nobody said.
var usual = map[Category]struct{ impact, urgency Level }{
	Security: {High, Medium},
	Software: {Medium, Medium},
	Network:  {Medium, High},
	Computer: {Low, Medium},
	Malware:  {High, High},
	Website:  {Low, Medium},
}

// allowance is the working time until the first response and until the solution; for CRITICAL it is plain time.
var allowance = map[Priority]struct{ response, resolution time.Duration }{
	PriorityCritical: {30 * time.Minute, 4 * time.Hour},
	PriorityHigh:     {time.Hour, calendar.WorkingDay},
	PriorityMedium:   {4 * time.Hour, 3 * calendar.WorkingDay},
	PriorityLow:      {calendar.WorkingDay, 5 * calendar.WorkingDay},
}

// Targets are the moments by which something has to have happened.
type Targets struct {
	StartedAt       db.Time       `db:"started_at"` // from when they count: the report, or the last reopening
	Waited          time.Duration `db:"waited"`     // working time for which the incident waited, which does not count
	WaitingSince    db.Time       `db:"waiting_since"`
	ResponseDueAt   db.Time       `db:"response_due_at"`
	ResolutionDueAt db.Time       `db:"resolution_due_at"`
	// DueAt is the target that comes next; of what is resolved, the one for the solution.
	DueAt db.Time `db:"due_at"`
	// TargetsProvisional says that they run into a year whose holidays are not on file.
	TargetsProvisional bool `db:"targets_provisional"`
	// AlarmAt is when the program next has something to do: tell that a target passed, or close what is resolved.
	AlarmAt db.Time `db:"alarm_at"`
}

// later is the moment so much time after another, on the priority's clock.
func (p Priority) later(t time.Time, d time.Duration) time.Time {
	if p == PriorityCritical {
		return t.Add(d)
	}
	return calendar.AddWorkingTime(t, d)
}

// between is the time from one moment to another on the priority's clock.
func (p Priority) between(from, to time.Time) time.Duration {
	if p == PriorityCritical {
		return to.Sub(from)
	}
	return calendar.WorkingTime(from, to)
}

// start lets the targets count from a moment on.
func (i *Incident) start(now db.Time) {
	i.StartedAt, i.Waited, i.WaitingSince, i.RespondedAt = now, 0, db.Time{}, db.Time{}
	i.aim()
}

// aim computes the targets from the priority.
func (i *Incident) aim() {
	allowed := allowance[i.Priority]
	from := i.StartedAt.Time
	i.ResponseDueAt = db.At(i.Priority.later(from, allowed.response))
	i.ResolutionDueAt = db.At(i.Priority.later(from, allowed.resolution+i.Waited))
	i.TargetsProvisional = i.Priority != PriorityCritical && !calendar.CoversBetween(from, i.ResolutionDueAt.Time)
	i.DueAt = i.ResolutionDueAt
	if i.RespondedAt.IsZero() {
		i.DueAt = i.ResponseDueAt
	}
	i.AlarmAt = i.DueAt
}

// respond notes the first response, after which the solution is due next.
func (i *Incident) respond(now db.Time) {
	if i.RespondedAt.IsZero() {
		i.RespondedAt, i.DueAt, i.AlarmAt = now, i.ResolutionDueAt, i.ResolutionDueAt
	}
}

// pause stops the clock of the solution.
func (i *Incident) pause(now db.Time) { i.WaitingSince, i.AlarmAt = now, db.Time{} }

// resume lets it go on; what was overdue stays so, and was told before.
func (i *Incident) resume(now db.Time) {
	i.Waited += i.Priority.between(i.WaitingSince.Time, now.Time)
	i.WaitingSince, i.WaitingFor, i.WaitReason = db.Time{}, "", ""
	if i.aim(); i.DueAt.Before(now.Time) {
		i.AlarmAt = db.Time{}
	}
}

// overdue reports whether a target passed that still counts.
func (i *Incident) overdue(now db.Time) bool {
	return i.Live && i.State != StateWaiting && i.DueAt.Before(now.Time)
}
