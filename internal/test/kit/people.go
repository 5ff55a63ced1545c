package kit

import (
	"context"
	"fmt"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/core/access"
)

// Exec runs one statement in a transaction of its own; the test ends where it fails.
func (k *Kit) Exec(t testing.TB, query string, args ...any) {
	t.Helper()
	err := k.DB.InTx(db.Beside(context.Background()), func(ctx context.Context) error {
		_, err := k.DB.From(ctx).Exec(ctx, query, args...)
		return err
	})
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// Department inserts a department below parent (zero for the root), by SQL, for tests below the department feature.
func (k *Kit) Department(t testing.TB, kind, code string, parent db.ID) db.ID {
	t.Helper()
	id := db.NewID()
	k.Exec(t, "INSERT INTO departments (id, parent_id, kind, code, slug, name, position, version, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, 0, 1, ?, ?)",
		id, parent, kind, code, "khoa-"+code, "Khoa "+code, k.DB.Now(context.Background()), k.DB.Now(context.Background()))
	k.Exec(t, "INSERT INTO department_paths (ancestor_id, descendant_id, depth) VALUES (?, ?, 0)", id, id)
	if !parent.IsZero() {
		k.Exec(t, "INSERT INTO department_paths (ancestor_id, descendant_id, depth) SELECT ancestor_id, ?, depth + 1 FROM department_paths WHERE descendant_id = ?", id, parent)
	}
	k.Tell(t, "department", id, "departments")
	return id
}

// Tell records in the feed that a row was written past its feature, with the tags that its feature would give it.
func (k *Kit) Tell(t testing.TB, kind string, id db.ID, tags ...string) {
	t.Helper()
	err := k.DB.InTx(context.Background(), func(ctx context.Context) error { return k.Feed.Record(ctx, kind, id, tags...) })
	if err != nil {
		t.Fatal(err)
	}
}

// Staff inserts an active staff member of the department, holding the roles.
func (k *Kit) Staff(t testing.TB, department db.ID, name string, roles ...access.Role) db.ID {
	t.Helper()
	id, now := db.NewID(), k.DB.Now(context.Background())
	k.Exec(t, `INSERT INTO staff (id, code, name, sort_name, search, title, department_id, employment, state, started_on, work_phone, work_email, identity_no, private_phone, private_email, address, version, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, '', ?, 'PUBLIC_EMPLOYEE', 'ACTIVE', '2020-01-01', '', '', '', '', '', '', 1, ?, ?)`,
		id, fmt.Sprintf("%X", id[10:]), name, text.SortName(name, 120), text.Searched(400, name), department, now, now)
	for _, r := range roles {
		k.Exec(t, "INSERT INTO role_assignments (id, staff_id, role, live, granted_at) VALUES (?, ?, ?, 1, ?)", db.NewID(), id, r, now)
	}
	return id
}

// Position puts the person in charge of the department (HEAD, DEPUTY or ACTING) from now on.
func (k *Kit) Position(t testing.TB, staff, department db.ID, kind string) {
	t.Helper()
	now := k.DB.Now(context.Background())
	k.Exec(t, "INSERT INTO positions (id, staff_id, department_id, kind, decision_no, from_at, created_at) VALUES (?, ?, ?, ?, '1/QĐ-TTYT', ?, ?)",
		db.NewID(), staff, department, kind, now, now)
}

// As returns a context in which the person acts with the roles they hold now.
func (k *Kit) As(t testing.TB, staff db.ID) context.Context {
	t.Helper()
	a, err := k.Access.Load(context.Background(), staff)
	if err != nil {
		t.Fatal(err)
	}
	return access.With(context.Background(), a)
}

// Accounts stands in for sign-in below its feature: it sets the state of a person's account in the open transaction.
type Accounts struct{ DB *db.DB }

func (a Accounts) EndForStaff(ctx context.Context, staff db.ID) error {
	return a.set(ctx, staff, "ENDED")
}
func (a Accounts) SuspendForStaff(ctx context.Context, staff db.ID) error {
	return a.set(ctx, staff, "SUSPENDED")
}
func (a Accounts) ResumeForStaff(ctx context.Context, staff db.ID) error {
	return a.set(ctx, staff, "ACTIVE")
}

func (a Accounts) set(ctx context.Context, staff db.ID, state string) error {
	_, err := a.DB.From(ctx).Exec(ctx, "UPDATE accounts SET state = ? WHERE staff_id = ?", state, staff)
	return err
}

// Told is what an act was told: "done", or how it was refused, the user error by its code.
func Told(err error) string {
	switch {
	case err == nil:
		return "done"
	case fault.Is(err, fault.NotFound):
		return "not found"
	case fault.Is(err, fault.Forbidden):
		return "forbidden"
	}
	for _, code := range []fault.UserCode{fault.Conflict, fault.WrongState, fault.Required, fault.Invalid, fault.TooLong} {
		if fault.HasCode(err, code) {
			return string(code)
		}
	}
	return err.Error()
}

// Category inserts a section of the website, whose slug its name gives, past the change of the website that would make it.
func (k *Kit) Category(t testing.TB, name string) db.ID {
	t.Helper()
	id := db.NewID()
	k.Exec(t, "INSERT INTO categories (id, slug, name, position, version) VALUES (?, ?, ?, 0, 1)", id, text.Slug(name, 96), name)
	k.Tell(t, "category", id, "categories")
	return id
}
