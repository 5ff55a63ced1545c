package incident

import (
	"context"
	"reflect"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
)

// namesOf lists the columns of a row struct.
func namesOf(row any) (names []string) {
	for _, f := range reflect.VisibleFields(reflect.TypeOf(row)) {
		if name, ok := f.Tag.Lookup("db"); ok {
			names = append(names, name)
		}
	}
	return names
}

var (
	columns         = "incidents." + strings.Join(namesOf(Incident{}), ", incidents.")
	eventColumns    = strings.Join(namesOf(Event{}), ", ")
	followUpColumns = strings.Join(namesOf(FollowUp{}), ", ")
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
var fixed = []string{"id", "reporter_id", "title", "description", "place", "created_at"}

// save writes the incident when it still has its version, which it raises; a ConflictError says that somebody else was
// faster.
func (s *Service) save(ctx context.Context, i *Incident) error {
	expected := i.Version
	i.Version, i.UpdatedAt, i.Live = expected+1, s.db.Now(ctx), i.State.live()
	var set []string
	var args []any
	v := reflect.ValueOf(i).Elem()
	for _, f := range reflect.VisibleFields(v.Type()) {
		if column, ok := f.Tag.Lookup("db"); ok && !slices.Contains(fixed, column) {
			set, args = append(set, column+" = ?"), append(args, v.FieldByIndex(f.Index).Interface())
		}
	}
	n, err := s.db.From(ctx).Exec(ctx, "UPDATE incidents SET "+strings.Join(set, ", ")+" WHERE id = ? AND version = ?", append(args, i.Key, expected)...)
	if err == nil && n == 0 {
		err = fault.Changed(kind, i.ID())
	}
	return err
}

// insert writes a new incident.
func (s *Service) insert(ctx context.Context, i *Incident) error {
	return s.db.From(ctx).Insert(ctx, "incidents", i)
}
