package incident

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

var (
	columns         = db.ColumnsOf("incidents", Incident{})
	eventColumns    = db.ColumnsOf("incident_events", Event{})
	followUpColumns = db.ColumnsOf("incident_follow_ups", FollowUp{})
)

// one reads an incident that the reach covers, else NotFound; inside a transaction nobody else changes it until the end.
func (s *Service) one(ctx context.Context, key db.ID, reach access.Reach) (*Incident, error) {
	i := new(Incident)
	return i, s.db.From(ctx).Get(ctx, i, "SELECT "+columns+" FROM incidents WHERE incidents.id = ? AND "+reach.SQL+s.db.ForUpdate(ctx),
		append([]any{key}, reach.Args...)...)
}

// everywhere is the reach of the program itself: no person asks.
var everywhere = access.Reach{SQL: "1 = 1"}

// load reads, for a change, the incident with the global id that the actor may read, else NotFound.
func (s *Service) load(ctx context.Context, global string) (*Incident, error) {
	key, err := db.ParseID(kind, global)
	if err != nil {
		return nil, err
	}
	return s.one(ctx, key, s.access.Reach(ctx, kind, "read"))
}

// fixed are the columns that nothing changes.
var fixed = []string{"id", "reporter_id", "service_account_id", "title", "description", "place", "created_at"}

// save writes the incident when it still has its version, which it raises; a ConflictError says that somebody else was
// faster.
func (s *Service) save(ctx context.Context, i *Incident) error {
	expected := i.Version
	i.Version, i.UpdatedAt, i.Live = expected+1, s.db.Now(ctx), i.State.live()
	saved, err := s.db.From(ctx).Update(ctx, "incidents", i, i.Key, expected, fixed...)
	if err == nil && !saved {
		err = fault.Changed(kind, i.ID())
	}
	return err
}

// insert writes a new incident.
func (s *Service) insert(ctx context.Context, i *Incident) error {
	return s.db.From(ctx).Insert(ctx, "incidents", i)
}

// many reads the incidents with the keys that the reach covers.
func (s *Service) many(ctx context.Context, keys []db.ID, reach access.Reach) ([]*Incident, error) {
	return db.All[*Incident](ctx, s.db.From(ctx), "SELECT "+columns+" FROM incidents WHERE incidents.id IN (?) AND "+reach.SQL, append([]any{keys}, reach.Args...)...)
}

// handledBy reads, for a change, the open incidents that a person handles.
func (s *Service) handledBy(ctx context.Context, person db.ID) ([]*Incident, error) {
	return db.All[*Incident](ctx, s.db.From(ctx), "SELECT "+columns+" FROM incidents WHERE assignee_id = ? AND live = 1"+s.db.ForUpdate(ctx), person)
}

// due are the incidents for which the program has something to do by now, those that wait longest first.
func (s *Service) due(ctx context.Context, most int) ([]db.ID, error) {
	return db.All[db.ID](ctx, s.db.From(ctx), "SELECT id FROM incidents WHERE alarm_at <= ? ORDER BY alarm_at, id LIMIT ?", s.db.Now(ctx), most)
}

// troubles reads the open incidents about the assets that are no matter of security.
func (s *Service) troubles(ctx context.Context, assets []db.ID) ([]*Trouble, error) {
	const open = " WHERE i.live = 1 AND i.confidential = 0 AND i.category <> 'SECURITY' AND "
	return db.All[*Trouble](ctx, s.db.From(ctx), `SELECT i.id, i.application_id AS asset_id, i.category, i.priority, i.state, i.created_at FROM incidents i`+open+`i.application_id IN (?)
		UNION SELECT i.id, l.asset_id, i.category, i.priority, i.state, i.created_at FROM incidents i JOIN incident_assets l ON l.incident_id = i.id`+open+`l.asset_id IN (?)`, assets, assets)
}

// count counts the incidents under a condition that are not closed.
func (s *Service) count(ctx context.Context, where string, values []any) (*Counts, error) {
	counts := new(Counts)
	return counts, s.db.From(ctx).Get(ctx, counts, `SELECT COALESCE(SUM(incidents.live), 0) AS open_count,
		COALESCE(SUM(CASE WHEN incidents.live = 1 AND incidents.assignee_id IS NULL THEN 1 ELSE 0 END), 0) AS unassigned,
		COALESCE(SUM(CASE WHEN incidents.state = 'WAITING' THEN 1 ELSE 0 END), 0) AS waiting,
		COALESCE(SUM(CASE WHEN incidents.live = 1 AND incidents.state <> 'WAITING' AND incidents.due_at < ? THEN 1 ELSE 0 END), 0) AS overdue,
		COALESCE(SUM(CASE WHEN incidents.live = 1 AND incidents.priority = 'CRITICAL' THEN 1 ELSE 0 END), 0) AS critical,
		COALESCE(SUM(CASE WHEN incidents.state = 'RESOLVED' THEN 1 ELSE 0 END), 0) AS resolved
		FROM incidents WHERE incidents.state <> 'CLOSED' AND `+where, append([]any{s.db.Now(ctx)}, values...)...)
}

// steps reads a page of the steps of each incident, with notes where it is handled.
func (s *Service) steps(ctx context.Context, plan *paging.Plan, incidents []db.ID, handled map[db.ID]bool) (map[db.ID]*EventConnection, error) {
	return paging.Each(ctx, s.db, plan, paging.Lists[*Event]{
		Columns: eventColumns, From: "incident_events", Owner: "incident_events.incident_id",
		Where: "incident_events.kind <> ? OR ? = 1", Args: func(incident db.ID) []any { return []any{EventNoted, handled[incident]} },
		At: func(e *Event) (any, db.ID) { return e.At, e.Key }, Of: func(e *Event) db.ID { return e.Incident },
	}, incidents)
}

// event reads a step, regardless of the caller.
func (s *Service) event(ctx context.Context, key db.ID) (*Event, error) {
	e := new(Event)
	return e, s.db.From(ctx).Get(ctx, e, "SELECT "+eventColumns+" FROM incident_events WHERE id = ?", key)
}

func (s *Service) insertEvent(ctx context.Context, e Event) error {
	return s.db.From(ctx).Insert(ctx, "incident_events", e)
}

// followUps reads what was said about the incidents, oldest first.
func (s *Service) followUps(ctx context.Context, incidents []db.ID) ([]*FollowUp, error) {
	return db.All[*FollowUp](ctx, s.db.From(ctx), "SELECT "+followUpColumns+" FROM incident_follow_ups WHERE incident_id IN (?) ORDER BY at, id", incidents)
}

// said is how often something was said about the incident.
func (s *Service) said(ctx context.Context, incident db.ID) (int, error) {
	return db.One[int](ctx, s.db.From(ctx), "SELECT COUNT(*) FROM incident_follow_ups WHERE incident_id = ?", incident)
}

func (s *Service) insertFollowUp(ctx context.Context, u *FollowUp) error {
	return s.db.From(ctx).Insert(ctx, "incident_follow_ups", u)
}

// Unresolved counts the incidents that are not closed, by priority. It is for metrics and checks no permission.
func (s *Service) Unresolved(ctx context.Context) (map[string]int, error) {
	return db.Counted(ctx, s.db.From(ctx), "SELECT priority AS kind, COUNT(*) AS n FROM incidents WHERE live = 1 GROUP BY priority")
}
