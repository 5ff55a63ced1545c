package post_test

import (
	"context"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/category"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/media"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/centre/role"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/core/job"
	"ttyt.example/ttyt/internal/test/kit"
)

// centre is a small centre: one clinical department with a head, an office, a website section and a Board of two.
type centre struct {
	*kit.Kit
	posts     *post.Service
	approvals *approval.Service
	inbox     *inbox.Service
	jobs      *job.Runner
	roles     *role.Service
	units     *department.Service
	people    *staff.Service
	media     *media.Service

	root, board, ward, office, web                db.ID
	director, deputy, head, writer, other, editor db.ID
}

// newServices builds posts and what they stand on.
func newServices(t testing.TB, k *kit.Kit) *centre {
	t.Helper()
	c := &centre{Kit: k}
	c.jobs = job.New(k.DB, job.Options{})
	departments := department.New(k.DB, k.Access, k.Audit, k.Feed)
	c.units = departments
	people := staff.New(k.DB, k.Access, k.Audit, k.Feed, departments, kit.Accounts{DB: k.DB})
	c.people = people
	c.roles = role.New(k.DB, k.Access, k.Audit, k.Feed, departments, people)
	c.inbox = inbox.New(k.DB, k.Access, k.Feed)
	c.approvals = approval.New(k.DB, k.Access, k.Feed, c.inbox, c.roles, c.jobs)
	var err error
	c.media, err = media.New(media.Deps{DB: k.DB, Access: k.Access, Audit: k.Audit, Feed: k.Feed, Jobs: c.jobs, Inbox: c.inbox, Directory: c.roles, Departments: departments,
		Options: media.Options{Dir: t.TempDir(), Drawn: t.TempDir(), DrawnSize: 1 << 20, Quota: 1 << 30, MaxSize: 6 << 20, Demo: true}})
	if err != nil {
		t.Fatal(err)
	}
	c.posts = post.New(post.Deps{DB: k.DB, Access: k.Access, Audit: k.Audit, Feed: k.Feed, Jobs: c.jobs, Inbox: c.inbox,
		Approvals: c.approvals, Directory: c.roles, Departments: departments, People: people,
		Categories: category.New(k.DB, k.Audit, k.Feed), Media: c.media})
	people.OnDeparture(c.posts.Departed)
	people.OnMove(c.posts.Moved)
	people.OnRename(c.posts.PersonRenamed)
	departments.OnRecode(c.posts.Recoded)
	c.roles.OnPosition(c.posts.PositionChanged)
	return c
}

func newCentre(t *testing.T, k *kit.Kit) *centre {
	t.Helper()
	c := newServices(t, k)
	c.root = k.Department(t, "CENTRE", "TTYT", db.ID{})
	c.board = k.Department(t, "BOARD", "BGD", c.root)
	c.ward = k.Department(t, "CLINICAL", "NHI", c.root)
	c.office = k.Department(t, "OFFICE", "TCHC", c.root)
	c.web = k.Department(t, "UNIT", "WEB", c.office)
	c.director = k.Staff(t, c.board, "Giám đốc", access.Director)
	c.deputy = k.Staff(t, c.board, "Phó giám đốc", access.Director)
	c.head = k.Staff(t, c.ward, "Trưởng khoa")
	k.Position(t, c.head, c.ward, "HEAD")
	c.writer = k.Staff(t, c.ward, "Điều dưỡng")
	c.other = k.Staff(t, c.office, "Chuyên viên")
	c.editor = k.Staff(t, c.web, "Biên tập", access.WebEditor)
	k.Exec(t, `INSERT INTO accounts (id, staff_id, login, alias, password_hash, state, suspended_for, version, created_at)
		VALUES (?, ?, 'bientap', 'Biên tập viên', '', 'ACTIVE', '', 1, 0)`, db.NewID(), c.editor)
	return c
}

// draft makes a draft of the ward, or of the department, as the person.
func (c *centre) draft(t *testing.T, by db.ID, adjust ...func(*post.CreateInput)) *post.Entry {
	t.Helper()
	title, body, summary := "Phòng bệnh tay chân miệng", "<p>Rửa tay bằng xà phòng.</p>", "Cách phòng bệnh cho trẻ"
	in := post.CreateInput{Type: post.TypeAnnouncement, Department: db.GlobalID("department", c.ward),
		Edit: post.Edit{Title: &title, Body: &body, Summary: &summary}}
	for _, f := range adjust {
		f(&in)
	}
	p, err := c.posts.Create(c.As(t, by), in)
	if err != nil {
		t.Fatalf("create: %v", err)
	}
	return p.Common()
}

func audience(a post.Audience) func(*post.CreateInput) {
	return func(in *post.CreateInput) { in.Audience = &a }
}

func urgent(in *post.CreateInput) {
	in.Content = &post.Fields{Announcement: &post.AnnouncementContent{Urgent: true}}
}

func of(department db.ID) func(*post.CreateInput) {
	return func(in *post.CreateInput) { in.Department = db.GlobalID("department", department) }
}

// head reads the post's row without checking a permission.
func (c *centre) headOf(t *testing.T, id string) (h post.Head) {
	t.Helper()
	key, err := db.ParseID("post", id)
	if err == nil {
		err = c.DB.From(context.Background()).Get(context.Background(), &h, "SELECT "+post.HeadColumns+" FROM posts WHERE id = ?", key)
	}
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// seen is the version of the post that the person is given and has to expect, and the row's for those who are given none.
func (c *centre) seen(t *testing.T, by db.ID, id string) int {
	t.Helper()
	me := c.As(t, by)
	if p, err := c.posts.Get(me, id); err == nil {
		if v := p.Common().Version(me); v != nil {
			return *v
		}
	}
	return c.headOf(t, id).Version
}

func (c *centre) approvalOf(t *testing.T, id string) *approval.Approval {
	t.Helper()
	a, err := c.approvals.Of(context.Background(), c.headOf(t, id).Approval)
	if err != nil {
		t.Fatalf("approval of the post: %v", err)
	}
	return a
}

func (c *centre) submit(t *testing.T, by db.ID, id string) error {
	t.Helper()
	_, err := c.posts.Submit(c.As(t, by), post.SubmitInput{ID: id, ExpectedVersion: c.seen(t, by, id), Privacy: approval.NoPatient})
	return err
}

func (c *centre) decide(t *testing.T, by db.ID, id string, v approval.Verdict, comment string) error {
	t.Helper()
	a := c.approvalOf(t, id)
	_, err := c.approvals.Decide(c.As(t, by), approval.DecideInput{ID: a.ID(), Verdict: v, Comment: &comment, ExpectedVersion: a.Version})
	return err
}

func (c *centre) publish(t *testing.T, by db.ID, id string) error {
	t.Helper()
	_, err := c.posts.Publish(c.As(t, by), post.PublishInput{ID: id, ExpectedVersion: c.seen(t, by, id)})
	return err
}

// must ends the test where a step that has to succeed did not.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// consented brings a fresh public draft of the writer to the Board's consent.
func (c *centre) consented(t *testing.T, adjust ...func(*post.CreateInput)) string {
	t.Helper()
	id := c.draft(t, c.writer, adjust...).ID()
	must(t, c.submit(t, c.writer, id))
	must(t, c.decide(t, c.head, id, approval.Approve, ""))
	must(t, c.decide(t, c.director, id, approval.Approve, ""))
	return id
}

// told returns how many notices of the kind the person has.
func (c *centre) told(t *testing.T, person db.ID, kind inbox.Kind) (n int) {
	t.Helper()
	list, err := c.inbox.Mine(c.As(t, person), false, inbox.Order{}, paging.Args{})
	must(t, err)
	for _, i := range list.Nodes() {
		if i.Kind == kind {
			n++
		}
	}
	return n
}

// visible reports whether an anonymous reader gets the post.
func (c *centre) visible(t *testing.T, id string) bool {
	t.Helper()
	_, err := c.posts.Get(context.Background(), id)
	if err != nil && !fault.Is(err, fault.NotFound) {
		t.Fatal(err)
	}
	return err == nil
}

func state(t *testing.T, h post.Head, publication post.Publication, working post.Working) {
	t.Helper()
	if h.Publication != publication || h.Working != working {
		t.Fatalf("the post is %s/%s, want %s/%s", h.Publication, h.Working, publication, working)
	}
}

func wantCode(t *testing.T, what string, err error, code fault.UserCode) {
	t.Helper()
	if !fault.HasCode(err, code) {
		t.Errorf("%s: got %v, want %s", what, err, code)
	}
}

func runDue(t *testing.T, c *centre) {
	t.Helper()
	if _, err := c.jobs.RunDue(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// hire puts somebody else of the department on record.
func (c *centre) hire(t *testing.T, department db.ID) db.ID {
	t.Helper()
	return c.Staff(t, department, "Y sĩ")
}

// leaves ends somebody's employment, as personnel would.
func (c *centre) leaves(t *testing.T, person db.ID) error {
	t.Helper()
	_, err := c.people.End(c.As(t, c.director), c.step(t, person))
	return err
}

// step is the input of a step of somebody's employment.
func (c *centre) step(t *testing.T, person db.ID) staff.StepInput {
	t.Helper()
	m, err := c.people.Get(c.As(t, c.director), db.GlobalID("staff", person))
	must(t, err)
	return staff.StepInput{ID: m.ID(), ExpectedVersion: m.Version, DecisionNo: "7/QĐ", EffectiveOn: db.DateOf(c.Clock.Now())}
}

func profileOf(person db.ID) func(*post.CreateInput) {
	return func(in *post.CreateInput) {
		who := db.GlobalID("staff", person)
		in.Type, in.Person, in.Body, in.Summary = post.TypeStaffProfile, &who, nil, nil
	}
}
