package incident_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/incident"
	"ttyt.example/ttyt/internal/centre/role"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/test/kit"
)

func TestMain(m *testing.M) { kit.Main(m) }

// centre is a ward that reports and an IT section that handles.
type centre struct {
	*kit.Kit
	*incident.Service
	staff   *staff.Service
	assets  *asset.Service
	ward    db.ID
	people  map[string]db.ID
	machine string // the global id of an asset of the ward
}

func newCentre(t *testing.T, k *kit.Kit) *centre {
	t.Helper()
	departments := department.New(k.DB, k.Access, k.Audit, k.Feed)
	people := staff.New(k.DB, k.Access, k.Audit, k.Feed, departments, kit.Accounts{DB: k.DB})
	assets := asset.New(k.DB, k.Access, k.Audit, k.Feed, departments, people)
	c := &centre{Kit: k, staff: people, assets: assets}
	c.Service = incident.New(incident.Deps{DB: k.DB, Access: k.Access, Audit: k.Audit, Feed: k.Feed, Jobs: k.Jobs, Inbox: inbox.New(k.DB, k.Access, k.Feed),
		Directory: role.New(k.DB, k.Access, k.Audit, k.Feed, departments, people), People: people, Assets: assets})
	root := k.Department(t, "CENTRE", "TTYT", db.ID{})
	ward, section := k.Department(t, "CLINICAL", "NOI", root), k.Department(t, "UNIT", "CNTT", root)
	c.ward = ward
	c.people = map[string]db.ID{
		"nurse": k.Staff(t, ward, "Điều dưỡng"), "colleague": k.Staff(t, ward, "Đồng nghiệp"), "head": k.Staff(t, ward, "Trưởng khoa"),
		"director": k.Staff(t, root, "Giám đốc", access.Director), "it": k.Staff(t, section, "Kỹ sư", access.IT), "it too": k.Staff(t, section, "Kỹ sư hai", access.IT),
	}
	k.Position(t, c.people["head"], ward, "HEAD")
	machine, err := assets.Register(c.as(t, "it"), asset.RegisterInput{Code: "PC-1", Name: "Máy", Kind: asset.Workstation, Department: db.GlobalID("department", ward)})
	if err != nil {
		t.Fatal(err)
	}
	c.machine = machine.ID()
	return c
}

func (c *centre) as(t *testing.T, name string) context.Context {
	t.Helper()
	return c.As(t, c.people[name])
}

// ways are the acts of IT that bring an incident that was just reported into each state.
var ways = map[incident.State][]act.Action{
	incident.StateNew: nil, incident.StateAssigned: {incident.ActionAssign}, incident.StateInProgress: {incident.ActionTake},
	incident.StateWaiting:  {incident.ActionTake, incident.ActionWait},
	incident.StateResolved: {incident.ActionTake, incident.ActionResolve}, incident.StateClosed: {incident.ActionResolve, incident.ActionClose},
}

// incident is one that the nurse reported and that has come into the state. What she reported before is taken for earlier than the
// last hour, of which reports are counted.
func (c *centre) incident(t *testing.T, s incident.State) *incident.Incident {
	t.Helper()
	c.Exec(t, "UPDATE incidents SET created_at = created_at - ?", time.Hour.Microseconds())
	i, err := c.Report(c.as(t, "nurse"), incident.ReportInput{Category: incident.Computer, Title: "Máy không lên"})
	for _, a := range ways[s] {
		if err == nil {
			err = c.do(c.as(t, "it"), a, i, i.Version)
			i.Version++
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return c.now(t, i)
}

func (c *centre) now(t *testing.T, i *incident.Incident) *incident.Incident {
	t.Helper()
	i, err := c.Get(c.as(t, "it"), i.ID())
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// do does the action to the incident as it was at a version.
func (c *centre) do(ctx context.Context, a act.Action, i *incident.Incident, version int) error {
	id, in := i.ID(), incident.VersionInput{ID: i.ID(), ExpectedVersion: version}
	var err error
	switch a {
	case incident.ActionTake:
		_, err = c.Take(ctx, in)
	case incident.ActionAssign:
		_, err = c.Assign(ctx, incident.AssignInput{ID: id, ExpectedVersion: version, Handler: db.GlobalID("staff", c.people["it"])})
	case incident.ActionTriage:
		_, err = c.Triage(ctx, incident.TriageInput{ID: id, ExpectedVersion: version, Impact: incident.High})
	case incident.ActionFollowUp:
		_, err = c.FollowUp(ctx, incident.FollowUpInput{ID: id, Text: "Sao rồi?"})
	case incident.ActionWait:
		_, err = c.Wait(ctx, incident.WaitInput{ID: id, ExpectedVersion: version, For: incident.Others, Reason: "Chờ linh kiện."})
	case incident.ActionResume:
		_, err = c.Resume(ctx, in)
	case incident.ActionResolve:
		_, err = c.Resolve(ctx, incident.ResolveInput{ID: id, ExpectedVersion: version, Solution: "Thay nguồn."})
	case incident.ActionClose:
		_, err = c.Close(ctx, in)
	case incident.ActionReopen:
		_, err = c.Reopen(ctx, incident.ReopenInput{ID: id, ExpectedVersion: version, Reason: "Lại hỏng."})
	case incident.ActionLink:
		_, err = c.Link(ctx, incident.LinkInput{ID: id, ExpectedVersion: version, Assets: []string{c.machine}})
	}
	return err
}

var (
	states = []incident.State{incident.StateNew, incident.StateAssigned, incident.StateInProgress, incident.StateWaiting, incident.StateResolved, incident.StateClosed}
	live   = states[:4]

	// from are the states that each action leads out of or may be done in.
	from = map[act.Action][]incident.State{
		incident.ActionTake:   {incident.StateNew, incident.StateAssigned, incident.StateWaiting}, // and in progress, by another
		incident.ActionAssign: live, incident.ActionTriage: live, incident.ActionResolve: live,
		incident.ActionWait: {incident.StateInProgress}, incident.ActionResume: {incident.StateWaiting}, incident.ActionClose: {incident.StateResolved},
		incident.ActionReopen:   {incident.StateResolved, incident.StateClosed},
		incident.ActionFollowUp: states[:5], incident.ActionLink: states[:5],
	}
)

// Each action in each state: IT handles, who reported and their managers say whether a solution holds, the Board has its
// say. What is offered is what happens.
func TestArticle5c_WhoDoesWhatToAnIncident(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		confirm := []act.Action{incident.ActionFollowUp, incident.ActionClose, incident.ActionReopen}
		may := map[string][]act.Action{"nurse": confirm, "head": confirm, "director": confirm[:1]} // the colleague sees none, IT does all
		for a, in := range from {
			for _, s := range states {
				i := c.incident(t, s)
				for _, name := range []string{"colleague", "director", "head", "nurse", "it"} {
					want := "done"
					switch {
					case name == "colleague":
						want = "not found"
					case name != "it" && !slices.Contains(may[name], a):
						want = "forbidden"
					case !slices.Contains(in, s):
						want = "WRONG_STATE"
					}
					ctx := c.as(t, name)
					offered, err := c.AvailableActions(ctx, i)
					if err != nil {
						t.Fatal(err)
					}
					got := kit.Told(c.do(ctx, a, i, i.Version))
					n := slices.IndexFunc(offered, func(o *act.Available) bool { return o.Action == a })
					if got != want || offered[n].Allowed != (got == "done") {
						t.Errorf("%s of what is %s, by %s: offered %v, got %s, want %s", a, s, name, offered[n].Allowed, got, want)
					}
					if got == "done" {
						i = c.incident(t, s)
					}
				}
			}
		}
	})
}

// Of all that is wrong with an act, the first is told; nothing is written.
func TestWhatIsToldFirst(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		closed, open := c.incident(t, incident.StateClosed), c.incident(t, incident.StateNew)
		for name, x := range map[string]struct {
			as      string
			of      *incident.Incident
			version int
			want    string
		}{
			"what nobody sees":   {"colleague", closed, 1, "not found"},
			"a missing right":    {"head", closed, 1, "forbidden"},
			"an earlier version": {"it", closed, 1, "CONFLICT"},
			"the state":          {"it", closed, closed.Version, "WRONG_STATE"},
			"the solution":       {"it", open, open.Version, "REQUIRED"},
		} {
			if _, err := c.Resolve(c.as(t, x.as), incident.ResolveInput{ID: x.of.ID(), ExpectedVersion: x.version, Solution: " \n"}); kit.Told(err) != x.want {
				t.Errorf("%s: got %v, want %s", name, err, x.want)
			}
		}
		if now := c.now(t, open); now.Version != open.Version || now.SolvedBy() != nil {
			t.Errorf("got %+v", now)
		}
	})
}

// Of two who take an incident at once one gets it. One closes while another reopens it: one comes first.
func TestAtOnce(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		for range 3 {
			for s, two := range map[incident.State][2]struct {
				as string
				do act.Action
			}{
				incident.StateNew:      {{"it", incident.ActionTake}, {"it too", incident.ActionTake}},
				incident.StateResolved: {{"head", incident.ActionClose}, {"nurse", incident.ActionReopen}},
			} {
				i, errs := c.incident(t, s), make([]error, 2)
				var both sync.WaitGroup
				for n, x := range two {
					ctx := c.as(t, x.as)
					both.Go(func() { errs[n] = c.do(ctx, x.do, i, i.Version) })
				}
				both.Wait()
				if won := slices.Index(errs, nil); won < 0 || kit.Told(errs[1-won]) != "CONFLICT" || c.now(t, i).Version != i.Version+1 {
					t.Errorf("%s: got %v, want one to come first and CONFLICT for the other", s, errs)
				}
			}
		}
	})
}

// What passes by itself: a target is told of once, a solution holds when nobody objects for five working days, and can be
// objected to for ten.
func TestArticle5c_TheClock(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		late, solved := c.incident(t, incident.StateNew), c.incident(t, incident.StateResolved)
		const day = 24 * time.Hour
		for _, x := range []struct {
			after   time.Duration // Monday at nine
			overdue int           // lines of history of the one that nobody takes
			state   incident.State
			reopen  bool
		}{
			{0, 0, incident.StateResolved, true},
			{2 * day, 1, incident.StateResolved, true},           // the first response is late
			{7*day - time.Hour, 1, incident.StateResolved, true}, // and is told of once
			{7*day + time.Hour, 2, incident.StateClosed, true},   // five working days: so is the solution
			{14*day - time.Hour, 2, incident.StateClosed, true},  // a closed one can be taken up again
			{14*day + time.Hour, 2, incident.StateClosed, false}, // for ten working days
			{44 * day, 2, incident.StateClosed, false},
		} {
			k.Clock.Advance(kit.Start.Add(x.after).Sub(k.Clock.Now()))
			for range 2 {
				if _, err := k.Jobs.RunDue(access.AsSystem(t.Context())); err != nil {
					t.Fatal(err)
				}
				k.Clock.Advance(time.Minute)
			}
			n, err := db.One[int](t.Context(), k.DB.From(t.Context()), "SELECT COUNT(*) FROM incident_events WHERE incident_id = ? AND kind = 'OVERDUE'", late.Key)
			offered, err2 := c.AvailableActions(c.as(t, "nurse"), c.now(t, solved))
			if err != nil || err2 != nil {
				t.Fatal(err, err2)
			}
			reopen := slices.ContainsFunc(offered, func(o *act.Available) bool { return o.Action == incident.ActionReopen && o.Allowed })
			if now := c.now(t, solved); n != x.overdue || now.State != x.state || reopen != x.reopen {
				t.Errorf("%s: told %d times that it is late, the other is %s, to be reopened %v; want %+v", k.Clock.Now(), n, now.State, reopen, x)
			}
		}
	})
}

// What a person handled who leaves goes back to the queue; what waits goes on waiting, without a handler.
func TestArticle5c_ALeaverHandsBack(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		want := map[incident.State]incident.State{incident.StateAssigned: incident.StateNew, incident.StateInProgress: incident.StateNew,
			incident.StateWaiting: incident.StateWaiting, incident.StateResolved: incident.StateResolved}
		held := map[incident.State]*incident.Incident{}
		for s := range want {
			held[s] = c.incident(t, s)
		}
		clerk := k.As(t, k.Staff(t, k.Department(t, "OFFICE", "TCHC", db.ID{}), "Tổ chức", access.Personnel))
		m, err := c.staff.Get(clerk, db.GlobalID("staff", c.people["it"]))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.staff.End(clerk, staff.StepInput{ID: m.ID(), ExpectedVersion: m.Version, DecisionNo: "1/QĐ-TTYT", EffectiveOn: db.DateOf(kit.Start)}); err != nil {
			t.Fatal(err)
		}
		for s, i := range held {
			i, err := c.Get(c.as(t, "it too"), i.ID())
			if err != nil || i.State != want[s] || i.Assignee.IsZero() != i.Live {
				t.Errorf("what was %s: got %+v, %v", s, i, err)
			}
		}
	})
}

// What an incident is about is shown as a whole, so it ends at a number, however often something is added.
func TestArticle5c_WhatAnIncidentIsAboutHasABound(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		i := c.incident(t, incident.StateNew)
		var assets, links []kit.Row
		for n := range 200 {
			id := db.NewID()
			assets = append(assets, kit.Row{"id": id, "code": fmt.Sprint("B-", n), "name": "b", "kind": "SERVER", "state": "IN_USE", "version": 1, "department_id": c.ward})
			links = append(links, kit.Row{"incident_id": i.Key, "asset_id": id})
		}
		k.InsertMany(t.Context(), t, "assets", assets)
		k.InsertMany(t.Context(), t, "incident_assets", links[:199])
		in := incident.LinkInput{ID: i.ID(), ExpectedVersion: i.Version, Assets: []string{c.machine}}
		i, err := c.Link(c.as(t, "it"), in)
		if err != nil {
			t.Fatal(err)
		}
		in = incident.LinkInput{ID: i.ID(), ExpectedVersion: i.Version, Assets: []string{db.GlobalID("asset", assets[199]["id"].(db.ID))}}
		if _, err := c.Link(c.as(t, "it"), in); !fault.HasCode(err, fault.TooLong) {
			t.Errorf("the asset beyond the bound: %v", err)
		}
		if of, err := c.AssetsOf(c.as(t, "it"), []db.ID{i.Key}); err != nil || len(of[i.Key]) != 200 {
			t.Errorf("%d assets, %v", len(of[i.Key]), err)
		}
	})
}
