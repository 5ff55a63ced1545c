package approval_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/calendar"
	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/changerequest"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/test/kit"
	"ttyt.example/ttyt/internal/test/product"
)

var local = &url.URL{Scheme: "http", Host: "127.0.0.1"}

// office is a centre whose people come into office and leave it.
type office struct {
	*kit.Kit
	run             func(t *testing.T)
	posts           *post.Service
	requests        *changerequest.Service
	approvals       *approval.Service
	ward, board, it db.ID
	people          map[string]db.ID
	assets          int
}

// everybody of the office, by name: borrower was lent the power of head.
var everybody = []string{"nurse", "head", "deputy", "borrower", "director1", "director2", "it1", "it2"}

func newOffice(t *testing.T, k *kit.Kit) *office {
	t.Helper()
	a := product.New(t, k, config.Config{PublicURL: local, BoardCost: 10_000_000})
	o := &office{Kit: k, posts: a.Services.Posts, requests: a.Services.ChangeRequests, approvals: a.Services.Approvals, people: map[string]db.ID{}}
	o.run = func(t *testing.T) {
		t.Helper()
		k.Clock.Advance(time.Minute)
		if _, err := a.Jobs.RunDue(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	root := k.Department(t, "CENTRE", "TTYT", db.ID{})
	o.board, o.it, o.ward = k.Department(t, "BOARD", "BGD", root), k.Department(t, "OFFICE", "CNTT", root), k.Department(t, "CLINICAL", "NHI", root)
	web := k.Department(t, "OFFICE", "WEB", root)
	for _, name := range []string{"nurse", "head", "deputy", "borrower"} {
		o.people[name] = k.Staff(t, o.ward, name)
	}
	o.people["web"] = k.Staff(t, web, "web", access.WebEditor)
	for _, name := range []string{"director1", "director2"} {
		o.people[name] = k.Staff(t, o.board, name, access.Director)
	}
	for _, name := range []string{"it1", "it2"} {
		o.people[name] = k.Staff(t, o.it, name, access.IT)
	}
	k.Position(t, o.people["head"], o.ward, "HEAD")
	k.Position(t, o.people["deputy"], o.ward, "DEPUTY")
	o.lend(t, "head", "borrower")
	o.run(t) // from now on jobs fall due
	return o
}

func (o *office) lend(t *testing.T, from, to string) {
	t.Helper()
	now := o.Clock.Now()
	o.Insert(t.Context(), t, "delegations", kit.Row{"id": db.NewID(), "from_staff_id": o.people[from], "to_staff_id": o.people[to], "role": "manager", "department_id": o.ward,
		"decision_no": "1/UQ", "from_at": db.At(now), "to_at": db.At(now.Add(1e5 * time.Hour)), "created_at": db.At(now)})
}

// serves puts somebody into the office that they hold, or takes it from them.
func (o *office) serves(t *testing.T, name string, in bool) {
	t.Helper()
	live, to := any(nil), any(o.DB.Now(t.Context()))
	if in {
		live, to = 1, nil
	}
	o.Exec(t, "UPDATE role_assignments SET live = ? WHERE staff_id = ?", live, o.people[name])
	o.Exec(t, "UPDATE positions SET to_at = ? WHERE staff_id = ?", to, o.people[name])
}

// situation is one way in which an approval may come about.
type situation struct {
	flow                    string // public, internal, about (a director), minor or network (a change)
	by                      string
	managers, directors, it int
	leaves                  string // in the midst of it, "" for nobody
	at                      int    // after how many decisions
	late                    bool   // nobody decides the first step for two working days
}

func (s situation) String() string {
	return fmt.Sprintf("%s by %s, managers %d, directors %d, IT %d, %s leaves after %d, late %t", s.flow, s.by, s.managers, s.directors, s.it, s.leaves, s.at, s.late)
}

func (s situation) change() bool { return s.flow == "minor" || s.flow == "network" }

// situations are all that there are.
func situations() (all []situation) {
	for _, flow := range []string{"public", "internal", "about", "minor", "network"} {
		for _, by := range []string{"nurse", "head", "borrower", "director1", "it1"} {
			for n := range 3 * 2 * 2 {
				for _, leaves := range []string{"", "head", "director1", "it1"} {
					for at := range 3 {
						for _, late := range []bool{false, true} {
							s := situation{flow, by, n % 3, 1 + n/3%2, 1 + n/6%2, leaves, at, late}
							if s.by == "head" && s.managers == 0 || leaves == "" && at > 0 || leaves == "director1" && s.directors < 2 || leaves == "it1" && s.it < 2 {
								continue
							}
							all = append(all, s)
						}
					}
				}
			}
		}
	}
	return all
}

// trial is a situation as it unfolds, and what is to be expected of it.
type trial struct {
	*office
	situation
	in      map[string]bool // office
	decided []string
	about   string
	since   time.Time // when it came to its step
	step    approval.Step
	post    string
	request *changerequest.Request
	key     db.ID
}

func (o *office) begin(t *testing.T, s situation) *trial {
	t.Helper()
	o.Exec(t, "UPDATE approvals SET state = 'WITHDRAWN', live = NULL WHERE state = 'PENDING'")
	r := &trial{office: o, situation: s, in: map[string]bool{"head": s.managers > 0, "deputy": s.managers > 1, "director1": true, "director2": s.directors > 1, "it1": true, "it2": s.it > 1}}
	for name, in := range r.in {
		o.serves(t, name, in)
	}
	ctx := o.As(t, o.people[s.by])
	if s.change() {
		r.ask(t, ctx)
		return r
	}
	title, audience := "Lịch khám", post.AudiencePublic
	if s.flow == "internal" {
		audience = post.AudienceInternal
	}
	p, err := o.posts.Create(ctx, post.CreateInput{Type: post.TypeNewsArticle, Department: db.GlobalID("department", access.Of(ctx).Home),
		Edit: post.Edit{Title: &title, Body: &title, Audience: &audience}})
	if err != nil {
		t.Fatal(err)
	}
	r.post = p.Common().ID()
	key, _ := db.ParseID("post", r.post)
	if s.flow == "about" {
		r.about = "director1"
		o.Exec(t, "UPDATE posts SET person_id = NULL")
		o.Exec(t, "UPDATE posts SET person_id = ? WHERE id = ?", o.people[r.about], key)
	}
	if _, err = o.posts.Submit(ctx, post.SubmitInput{ID: r.post, ExpectedVersion: 1, Privacy: approval.NoPatient}); err != nil {
		t.Fatal(err)
	}
	r.key, err = db.One[db.ID](t.Context(), o.DB.From(t.Context()), "SELECT approval_id FROM posts WHERE id = ?", key)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// ask has the change asked for: of an end device of the ward, or of a switch.
func (r *trial) ask(t *testing.T, ctx context.Context) {
	t.Helper()
	r.assets++
	kind, id := "WORKSTATION", db.NewID()
	if r.flow == "network" {
		kind = "NETWORK_DEVICE"
	}
	code := fmt.Sprint(kind, r.assets)
	department := r.ward
	if r.by == "director1" || r.by == "it1" {
		department = access.Of(ctx).Home
	}
	r.Insert(t.Context(), t, "assets", kit.Row{"id": id, "code": code, "name": code, "kind": kind, "state": "IN_USE", "connected": 0, "version": 1, "department_id": department})
	c, err := r.requests.Request(ctx, changerequest.RequestInput{Kind: changerequest.Configure, Asset: db.GlobalID("asset", id), Title: "a", Reason: "b"})
	if err != nil {
		t.Fatal(r, err)
	}
	r.request, r.key = c, c.Approval
}

// now reads the approval, and notes when it came to its step.
func (r *trial) now(t *testing.T) *approval.Approval {
	t.Helper()
	a, err := r.approvals.Of(context.Background(), r.key)
	if err != nil {
		t.Fatal(r, err)
	}
	if a.Step != r.step {
		r.step, r.since = a.Step, r.Clock.Now()
	}
	return a
}

// may is who may decide, by the domain: at a manager's step the ward's managers in office and those to whom they lent their
// power; when it is late, or the ward has no manager and no other step replaces this one, the directors, and over a change that
// is late IT; always without those who have a part in it.
func (r *trial) may(a *approval.Approval) (list []string) {
	free := func(p string) bool { return p != r.by && p != r.about && !slices.Contains(r.decided, p) }
	late := !r.Clock.Now().Before(calendar.AddWorkingDays(r.since, 1))
	var managers, directors, subject []string
	for _, p := range []string{"head", "deputy"} {
		if r.in[p] && free(p) && r.home(r.by) == "ward" {
			managers = append(managers, p)
		}
	}
	if slices.Contains(managers, "head") && free("borrower") {
		managers = append(managers, "borrower")
	}
	for _, p := range []string{"director1", "director2"} {
		switch {
		case r.in[p] && free(p):
			directors = append(directors, p)
		case r.in[p] && p == r.about && p != r.by:
			subject = append(subject, p)
		}
	}
	if len(directors) == 0 {
		directors = subject
	}
	switch a.Step {
	case approval.Endorsement, approval.DepartmentConsent:
		list = managers
		if late || len(managers) == 0 && r.change() {
			list = append(list, directors...)
		}
		if late && r.change() {
			list = append(list, r.assessors()...)
		}
	case approval.Assessment:
		list = r.assessors()
	case approval.BoardConsent:
		list = directors
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// home is whose department the subject belongs to.
func (r *trial) home(by string) string {
	switch by {
	case "director1":
		return "board"
	case "it1":
		return "it"
	}
	return "ward"
}

// assessors are those of IT.
func (r *trial) assessors() (list []string) {
	for _, p := range []string{"it1", "it2"} {
		if r.in[p] {
			list = append(list, p)
		}
	}
	return list
}

// can is who may decide, by what they are offered; each of them has it on their list, and nobody else.
func (r *trial) can(t *testing.T, a *approval.Approval) (list []string) {
	t.Helper()
	for _, name := range everybody {
		ctx, mine := r.As(t, r.people[name]), true
		listed, err := r.approvals.List(ctx, &approval.Filter{Mine: &mine}, approval.ListOrder{}, paging.Args{})
		if err != nil {
			t.Fatal(r, err)
		}
		on := slices.ContainsFunc(listed.Nodes(), func(l *approval.Approval) bool { return l.Key == a.Key })
		offered := r.offered(t, ctx)
		if on != offered {
			t.Errorf("%s: at %s %s is offered a decision: %t, and has it on the list: %t", r, a.Step, name, offered, on)
		}
		if offered {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return list
}

func (r *trial) offered(t *testing.T, ctx context.Context) (offered bool) {
	t.Helper()
	if a, err := r.approvals.Get(ctx, db.GlobalID("approval", r.key)); err == nil {
		actions, err := r.approvals.AvailableActions(ctx, a)
		if err != nil {
			t.Fatal(r, err)
		}
		for _, o := range actions {
			offered = offered || o.Allowed
		}
	}
	if r.request == nil {
		return offered
	}
	c, err := r.requests.Get(ctx, r.request.ID())
	if err != nil {
		return offered
	}
	actions, err := r.requests.AvailableActions(ctx, c)
	if err != nil {
		t.Fatal(r, err)
	}
	for _, o := range actions {
		offered = offered || o.Action == changerequest.ActionAssess && o.Allowed
	}
	return offered
}

// decide has somebody decide: IT by an assessment.
func (r *trial) decide(t *testing.T, name string, a *approval.Approval) error {
	t.Helper()
	ctx := r.As(t, r.people[name])
	if r.request != nil && (name == "it1" || name == "it2") {
		c, err := r.requests.Get(ctx, r.request.ID())
		if err != nil {
			t.Fatal(r, err)
		}
		_, err = r.requests.Assess(ctx, changerequest.AssessInput{ID: c.ID(), ExpectedVersion: c.Version,
			Assessment: changerequest.Assessment{Risk: changerequest.LowRisk, Plan: "a", RollBackPlan: "b"}})
		return err
	}
	_, err := r.approvals.Decide(ctx, approval.DecideInput{ID: a.ID(), Verdict: approval.Approve, ExpectedVersion: a.Version})
	return err
}

// No matter who submits, is in office or leaves meanwhile: there is always somebody who may decide, or the approval moves on by
// its flow; and the deciders are those whom the domain names.
func TestArticle12_SomebodyCanAlwaysDecide(t *testing.T) {
	all := situations()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		o := newOffice(t, k)
		random := rand.New(rand.NewPCG(12, uint64(len(k.DB.Dialect))))
		some := slices.Clone(all)
		random.Shuffle(len(some), func(i, j int) { some[i], some[j] = some[j], some[i] })
		for _, s := range some[:tried] {
			o.begin(t, s).unfold(t, random)
			if t.Failed() {
				return
			}
		}
	})
}

// tried is how many of the situations a run tries on each store.
const tried = 120

func (r *trial) unfold(t *testing.T, random *rand.Rand) {
	t.Helper()
	for n := 0; ; n++ {
		a := r.now(t)
		if a.State == approval.Pending && r.late && n == 0 {
			r.wait(t, 2)
		}
		if r.leaves != "" && r.at == n {
			r.in[r.leaves] = false
			r.serves(t, r.leaves, false)
		}
		r.run(t)
		if a = r.now(t); a.State != approval.Pending {
			r.judge(t, a)
			return
		}
		want, got := r.may(a), r.can(t, a)
		if !slices.Equal(got, want) || len(want) == 0 || n > 4 {
			t.Errorf("%s: at %s, decided by %v: %v may decide, want %v", r, a.Step, r.decided, got, want)
			return
		}
		random.Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
		var err error
		for _, by := range got { // what needs no director is decided by a member of IT other than the requester
			if err = r.decide(t, by, a); err == nil {
				break
			}
		}
		if err != nil {
			t.Errorf("%s: at %s none of %v does decide: %v", r, a.Step, got, err)
			return
		}
		r.note(t)
	}
}

// wait lets working days pass.
func (r *trial) wait(t *testing.T, days int) {
	t.Helper()
	r.Clock.Advance(calendar.AddWorkingDays(r.Clock.Now(), days).Sub(r.Clock.Now()))
}

// note takes down who has decided, and in whose name.
func (r *trial) note(t *testing.T) {
	t.Helper()
	given, err := r.approvals.Decisions(t.Context(), []db.ID{r.key})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range given[r.key] {
		for _, name := range everybody {
			if p := r.people[name]; d.Verdict == approval.Approve && (p == d.Staff || p == d.OnBehalfOf) && !slices.Contains(r.decided, name) {
				r.decided = append(r.decided, name)
			}
		}
	}
}

// judge looks at what it came to: nobody consented to what was theirs, nor decided twice, except as the rule for a sole director
// has it; and then the website section, or IT, is the second.
func (r *trial) judge(t *testing.T, a *approval.Approval) {
	t.Helper()
	given, err := r.approvals.Decisions(t.Context(), []db.ID{r.key})
	if err != nil {
		t.Fatal(err)
	}
	times := map[db.ID]int{}
	for _, d := range given[r.key] {
		if d.Verdict != approval.Approve {
			continue
		}
		times[d.Staff]++
		own := d.Staff == r.people[r.by] && d.Step != approval.Assessment && !(d.Step == approval.Endorsement && r.by == "head")
		if (own || d.Staff == r.people[r.about]) && a.Mark != approval.SoleDirector {
			t.Errorf("%s: decided at %s by somebody with a part in it", r, d.Step)
		}
	}
	for p, n := range times {
		if n > 1 {
			t.Errorf("%s: %v decided %d times", r, p, n)
		}
	}
	if a.State != approval.Approved {
		t.Errorf("%s: %s", r, a.State)
	}
	if a.Mark == approval.SoleDirector && r.post != "" {
		r.confirmed(t)
	}
}

// confirmed checks that what a sole director has a part in is published by the website section, and not by itself.
func (r *trial) confirmed(t *testing.T) {
	t.Helper()
	key, _ := db.ParseID("post", r.post)
	state, err := db.One[string](t.Context(), r.DB.From(t.Context()), "SELECT publication FROM posts WHERE id = ?", key)
	if err != nil || state != "NONE" {
		t.Errorf("%s: %s without a second person, %v", r, state, err)
	}
	ctx := r.As(t, r.people["web"])
	p, err := r.posts.Get(ctx, r.post)
	if err == nil {
		_, err = r.posts.Publish(ctx, post.PublishInput{ID: r.post, ExpectedVersion: *p.Common().Version(ctx)})
	}
	if err != nil {
		t.Errorf("%s: the website section confirms: %v", r, err)
	}
}

// told counts the notices of a kind that somebody has about anything.
func (o *office) told(t *testing.T, name string, kind inbox.Kind) int {
	t.Helper()
	n, err := db.One[int](t.Context(), o.DB.From(t.Context()), "SELECT COUNT(*) FROM inbox_items WHERE staff_id = ? AND kind = ?", o.people[name], kind)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
