package staff

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/feed"
)

const columns = `staff.id, staff.code, staff.name, staff.sort_name, staff.search, staff.title, staff.department_id, staff.employment, staff.state,
	staff.started_on, staff.ends_on, staff.left_on, staff.work_phone, staff.work_email, staff.birth_date, staff.identity_no,
	staff.private_phone, staff.private_email, staff.address, staff.version, staff.created_at, staff.updated_at`

// tagOf tells of every change of a person's record and powers; the tag "staff" tells of all people's.
func tagOf(id db.ID) string { return "staff:" + id.String() }

// one reads a person whom the reach covers, else NotFound.
func (s *Service) one(ctx context.Context, id db.ID, reach access.Reach) (*Member, error) {
	feed.Depends(ctx, tagOf(id))
	m := new(Member)
	err := s.db.From(ctx).Get(ctx, m, "SELECT "+columns+" FROM staff WHERE staff.id = ? AND "+reach.SQL, append([]any{id}, reach.Args...)...)
	if err != nil {
		return nil, err
	}
	return m, nil
}

// read reads a person. The caller of this function has checked the permission.
func (s *Service) read(ctx context.Context, id db.ID) (*Member, error) {
	return s.one(ctx, id, access.Reach{SQL: "1 = 1"})
}

// columnOf names the columns that answer fields of a person alone.
var columnOf = map[string]string{"__typename": "", "id": "", "name": "name", "title": "title"}

// listed are the columns of people in a list: those that answer the fields, and those that order it.
func listed(fields []string) string {
	narrow := db.Project("staff", columnOf, columns, fields)
	if narrow == columns {
		return columns
	}
	return narrow + ", staff.sort_name, staff.department_id"
}

func (s *Service) many(ctx context.Context, columns string, reach access.Reach, ids []db.ID) ([]*Member, error) {
	if feed.Noting(ctx) {
		for _, id := range ids {
			feed.Depends(ctx, tagOf(id))
		}
	}
	if reach.None() {
		return nil, nil
	}
	var all []*Member
	return all, s.db.From(ctx).Select(ctx, &all, "SELECT "+columns+" FROM staff WHERE staff.id IN (?) AND "+reach.SQL, append([]any{ids}, reach.Args...)...)
}

// hold makes what ends or interrupts the employment of the people conflict with the open transaction.
func (s *Service) hold(ctx context.Context, people ...db.ID) error {
	return s.db.From(ctx).Hold(ctx, "staff", people...)
}

// insert writes a new person. A code in use is a user error.
func (s *Service) insert(ctx context.Context, m *Member) error {
	err := s.db.From(ctx).Insert(ctx, "staff", m)
	if db.IsDuplicate(err) {
		return fault.User(fault.Taken, codeTaken, "input.code")
	}
	return err
}

// save writes the person when they still have the version that was read, and raises it.
func (s *Service) save(ctx context.Context, m *Member) error {
	expected := m.Version
	m.Version, m.UpdatedAt = expected+1, s.db.Now(ctx)
	saved, err := s.db.From(ctx).Update(ctx, "staff", m, m.Key, expected, "id", "code", "started_on", "created_at")
	if err == nil && !saved {
		err = fault.Changed("staff", m.ID())
	}
	return err
}

// insertEvent writes a step of an employment, after which the person works where they work now.
func (s *Service) insertEvent(ctx context.Context, m *Member, kind EventKind, in StepInput) error {
	return s.db.From(ctx).Insert(ctx, "employment_events", Event{
		Key: db.NewID(), Staff: m.Key, Kind: kind, Department: m.Department, DecisionNo: in.DecisionNo,
		EffectiveOn: in.EffectiveOn, Note: in.Note, RecordedBy: access.Of(ctx).StaffID, At: s.db.Now(ctx),
	})
}

var (
	eventColumns = db.ColumnsOf("e", Event{})
	eventTables  = "employment_events e JOIN staff ON staff.id = e.staff_id"
)

// events reads a page of the steps of each person's employment, where the reach covers the person.
func (s *Service) events(ctx context.Context, plan *paging.Plan, staff []db.ID, reach access.Reach) (map[db.ID]*EventConnection, error) {
	return paging.Each(ctx, s.db, plan, paging.Lists[*Event]{
		Columns: eventColumns, From: eventTables, Owner: "e.staff_id", Where: reach.SQL, Args: func(db.ID) []any { return reach.Args },
		At: func(e *Event) (any, db.ID) { return e.At, e.Key }, Of: func(e *Event) db.ID { return e.Staff },
	}, staff)
}

// event reads a step of the employment of a person whom the reach covers, else NotFound.
func (s *Service) event(ctx context.Context, key db.ID, reach access.Reach) (*Event, error) {
	e := new(Event)
	return e, s.db.From(ctx).Get(ctx, e, "SELECT "+eventColumns+" FROM "+eventTables+" WHERE e.id = ? AND "+reach.SQL, append([]any{key}, reach.Args...)...)
}

// due reads whose last day is before the day, and who is still here.
func (s *Service) due(ctx context.Context, today db.Date) ([]db.ID, error) {
	return db.All[db.ID](ctx, s.db.From(ctx), "SELECT id FROM staff WHERE state <> 'LEFT' AND ends_on < ?", today)
}

// derivedAtOnce is how many people one step of Derive looks at.
const derivedAtOnce = 200

// Derive computes anew what people after the key are sorted and found by, and returns the last of those it looked at: a
// step over a store that an earlier version wrote.
func (s *Service) Derive(ctx context.Context, after db.ID) (last db.ID, err error) {
	h := s.db.From(ctx)
	some, err := db.All[*Member](ctx, h, "SELECT "+columns+" FROM staff WHERE staff.id > COALESCE(?, X'') ORDER BY staff.id LIMIT ?"+s.db.ForUpdate(ctx), after, derivedAtOnce)
	for _, m := range some {
		m.derive()
		if _, err := h.Exec(ctx, "UPDATE staff SET sort_name = ?, search = ? WHERE id = ?", m.SortName, m.Search, m.Key); err != nil {
			return last, err
		}
		last = m.Key
	}
	return last, err
}
