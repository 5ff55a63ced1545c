package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"ttyt.example/ttyt/internal/base/calendar"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/analytics"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/category"
	"ttyt.example/ttyt/internal/centre/changerequest"
	"ttyt.example/ttyt/internal/centre/connectlist"
	"ttyt.example/ttyt/internal/centre/correction"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/incident"
	"ttyt.example/ttyt/internal/centre/inventory"
	"ttyt.example/ttyt/internal/centre/media"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/centre/rating"
	"ttyt.example/ttyt/internal/centre/role"
	"ttyt.example/ttyt/internal/centre/site"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/centre/support"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/core/auth"
)

// Services are what the centre is filled through. Clock and Mail are those of the store and of the accounts.
type Services struct {
	DB             *db.DB
	Access         *access.Access
	Audit          *audit.Log
	Auth           *auth.Service
	Departments    *department.Service
	Staff          *staff.Service
	Roles          *role.Service
	Categories     *category.Service
	Approvals      *approval.Service
	Posts          *post.Service
	Ratings        *rating.Service
	Analytics      *analytics.Service
	Assets         *asset.Service
	Inventory      *inventory.Service
	ChangeRequests *changerequest.Service
	ConnectLists   *connectlist.Service
	Corrections    *correction.Service
	Sites          *site.Service
	Incidents      *incident.Service
	Support        *support.Service
	Media          *media.Service
	Clock          *Clock
	Mail           *Mailbox
}

// Fill fills an empty store with the demo centre, through the services, in the names of the people who would do each thing and
// at the times when they would have. It continues what an earlier start began. A store that was filled before stays as its
// users left it, except for the password of the demo accounts. It refuses a store that holds another centre.
func Fill(ctx context.Context, s Services, password string) error {
	start, filled, err := s.progress(ctx)
	if err == nil && !filled {
		err = s.fill(ctx, start, password)
	}
	if err == nil {
		err = s.share(ctx, password)
	}
	if err != nil {
		return fmt.Errorf("fill the demo centre: %w", err)
	}
	return nil
}

// Holds reports whether the demo centre is the one in the store, of whatever version.
func Holds(ctx context.Context, store *db.DB) (bool, error) {
	names, err := db.All[string](ctx, store.From(ctx), "SELECT name FROM departments WHERE parent_id IS NULL")
	return len(names) == 1 && names[0] == units[0].name, err
}

// founded is how long before the first start the centre is put on record.
const founded = 150 * 24 * time.Hour

// filledAction is the line of the record that says that the centre is complete.
const filledAction = "demo.filled"

// progress returns when the centre was first begun, which the age of its root tells, and whether it is complete.
func (s Services) progress(ctx context.Context) (start time.Time, filled bool, err error) {
	roots, err := s.Departments.List(ctx, department.Filter{Kind: department.Centre})
	if err != nil || len(roots) == 0 {
		return db.At(s.Clock.Now()).Time, false, err
	}
	var n int
	err = s.DB.From(ctx).Get(ctx, &n, "SELECT COUNT(*) FROM audit_log WHERE subject_id = ? AND action = ?", roots[0].Key, filledAction)
	return roots[0].CreatedAt.Add(founded), n > 0, err
}

func (s Services) fill(ctx context.Context, start time.Time, password string) error {
	s.Mail.keep()
	defer s.Mail.open()
	defer s.Clock.run()
	f := &filler{Services: s, start: start, password: password, made: map[string]db.ID{}}
	for _, st := range f.steps() {
		if err := f.take(ctx, st); err != nil {
			return fmt.Errorf("%s: %w", st.name, err)
		}
	}
	return nil
}

// filler makes the centre step by step.
type filler struct {
	Services
	start    time.Time // the first start, to which all times are relative
	password string
	made     map[string]db.ID // by each step, under its name
}

// step is one thing that somebody did.
type step struct {
	name string
	at   time.Time
	by   string // a login, "" for the program itself
	do   func(ctx context.Context) (db.ID, error)
}

// take takes the step, exactly once: what it does and the note that it is done are one transaction. Taken before, it
// only recalls what it made.
func (f *filler) take(ctx context.Context, st step) error {
	f.Clock.stop(st.at)
	return f.DB.InTx(ctx, func(ctx context.Context) error {
		made, _, err := f.DB.Once(ctx, db.ID{}, "demo", st.name, nil, func(ctx context.Context) (db.ID, error) {
			ctx, err := f.as(ctx, st.by)
			if err != nil {
				return db.ID{}, err
			}
			return st.do(ctx)
		})
		f.made[st.name] = made
		return err
	})
}

// as returns a context in which the person with the login acts.
func (f *filler) as(ctx context.Context, login string) (context.Context, error) {
	if login == "" {
		return access.AsSystem(ctx), nil
	}
	actor, err := f.Access.Load(ctx, f.made["staff:"+named(login).code])
	if err != nil {
		return nil, fmt.Errorf("as %s: %w", login, err)
	}
	actor.AccountID = f.made["account:"+login]
	return access.With(ctx, actor), nil
}

// steps are all steps, in the order of their times. People do theirs in office hours.
func (f *filler) steps() []step {
	later := slices.Concat(f.absences(), f.posts(), f.assets(), f.incidents(), f.mistakes(), f.site(), f.media())
	slices.SortStableFunc(later, func(a, b step) int { return a.at.Compare(b.at) })
	for i := range later {
		later[i].at = inOffice(later[i].at)
	}
	return slices.Concat(f.centre(), later, f.readers(), []step{{name: "filled", at: f.start, do: func(ctx context.Context) (db.ID, error) {
		root := f.made["department:"+units[0].code]
		return root, f.Audit.Record(ctx, audit.Event{Class: audit.Administration, Action: filledAction, SubjectKind: "department", SubjectID: root, Department: root})
	}}})
}

// day is 08:00 in Viet Nam on the last working day that is n days or more before the first start. On the day itself
// it is a few hours ago.
func (f *filler) day(n int) time.Time {
	if n == 0 {
		return f.start.Add(-3 * time.Hour)
	}
	d := f.start.In(calendar.Zone).AddDate(0, 0, -n)
	for !calendar.IsWorkingDay(d) {
		d = d.AddDate(0, 0, -1)
	}
	return time.Date(d.Year(), d.Month(), d.Day(), 8, 0, 0, 0, calendar.Zone)
}

// id is the global id of what a step made.
func (f *filler) id(kind, step string) string { return db.GlobalID(kind, f.made[step]) }
