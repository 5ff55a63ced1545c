package demo

import (
	"cmp"
	"context"
	"maps"
	"net/url"
	"slices"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
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
	"ttyt.example/ttyt/internal/core/feed"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/core/job"
	"ttyt.example/ttyt/internal/test/kit"
)

func TestMain(m *testing.M) { kit.Main(m) }

const password = "Vân Sơn xanh 2026"

// centre is a store to be filled, and what it is filled through.
type centre struct {
	Services
	jobs *job.Runner
	// tick is called with each reading of the clock, of which every transaction makes one.
	tick func()
}

func newCentre(t *testing.T, s kit.Store) *centre {
	t.Helper()
	c := &centre{tick: func() {}}
	c.Clock = &Clock{Wall: func() time.Time { return kit.Start }}
	d := s.Open(t, nil)(func() time.Time {
		c.tick()
		return c.Clock.Now()
	})
	permissions, err := access.New(d)
	if err != nil {
		t.Fatal(err)
	}
	log, feed, runner := audit.New(d, permissions, make([]byte, 32)), feed.New(d), job.New(d, job.Options{})
	c.DB, c.Access, c.Audit, c.jobs, c.Mail = d, permissions, log, runner, &Mailbox{Out: noMail{t}}
	c.Auth = auth.New(d, permissions, log, feed, auth.Options{Mailer: c.Mail, PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}, Cost: auth.Cost{Memory: 8, Time: 1, Threads: 1}})
	c.Departments = department.New(d, permissions, log, feed)
	c.Staff = staff.New(d, permissions, log, feed, c.Departments, c.Auth)
	c.Roles = role.New(d, permissions, log, feed, c.Departments, c.Staff)
	c.Categories = category.New(d, log, feed)
	box := inbox.New(d, permissions, feed)
	c.Auth.Inform(box, c.Roles)
	c.Roles.OnGrant(c.Auth.Granting)
	c.Approvals = approval.New(d, permissions, feed, box, c.Roles, runner)
	c.Media, err = media.New(media.Deps{DB: d, Access: permissions, Audit: log, Feed: feed, Jobs: runner, Inbox: box, Directory: c.Roles, Departments: c.Departments,
		Options: media.Options{Dir: t.TempDir(), Drawn: t.TempDir(), Quota: 1 << 30, MaxSize: 1 << 20, Demo: true}})
	if err != nil {
		t.Fatal(err)
	}
	c.Posts = post.New(post.Deps{DB: d, Access: permissions, Audit: log, Feed: feed, Jobs: runner, Inbox: box,
		Approvals: c.Approvals, Directory: c.Roles, Departments: c.Departments, Categories: c.Categories, Media: c.Media})
	c.Ratings = rating.New(d, permissions, feed, c.Posts)
	c.Analytics = analytics.New(d, permissions, c.Departments, c.Categories, c.Posts)
	c.Staff.OnDeparture(c.Posts.Departed)
	c.Assets = asset.New(d, permissions, log, feed, c.Departments, c.Staff)
	c.Assets.Tells(box, c.Roles)
	c.Inventory = inventory.New(d, permissions, log, feed, c.Departments, c.Staff, c.Assets)
	c.Incidents = incident.New(incident.Deps{DB: d, Access: permissions, Audit: log, Feed: feed, Jobs: runner, Inbox: box,
		Directory: c.Roles, People: c.Staff, Posts: c.Posts, Assets: c.Assets})
	c.Support = support.New(d, permissions, log, feed, box, c.Roles)
	c.ChangeRequests = changerequest.New(changerequest.Deps{DB: d, Access: permissions, Audit: log, Feed: feed, Jobs: runner, Approvals: c.Approvals,
		Directory: c.Roles, Departments: c.Departments, People: c.Staff, Assets: c.Assets, Incidents: c.Incidents})
	c.ConnectLists = connectlist.New(d, permissions, log, feed, c.Approvals, c.Roles, c.Assets)
	c.Corrections = correction.New(d, permissions, log, feed, c.Approvals, c.Assets)
	c.Sites = site.New(site.Deps{DB: d, Access: permissions, Audit: log, Feed: feed, Approvals: c.Approvals, Directory: c.Roles,
		Departments: c.Departments, Categories: c.Categories, Posts: c.Posts})
	return c
}

type noMail struct{ t *testing.T }

func (m noMail) Send(_ context.Context, to, _, _ string) error {
	m.t.Errorf("mail goes out to %s", to)
	return nil
}

// counts returns the number of rows of each table.
func (c *centre) counts(t *testing.T) map[string]int {
	t.Helper()
	query := "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
	if c.DB.Dialect == db.MySQL {
		query = "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"
	}
	var tables []string
	get(t, c.DB.From(t.Context()).Select(t.Context(), &tables, query))
	counts := map[string]int{}
	for _, table := range tables {
		var n int
		get(t, c.DB.From(t.Context()).Get(t.Context(), &n, "SELECT COUNT(*) FROM "+table))
		counts[table] = n
	}
	return counts
}

// row is what is seen of a post.
type row struct {
	Title       string           `db:"title"`
	Type        post.Type        `db:"type"`
	Publication post.Publication `db:"publication"`
	Working     post.Working     `db:"working"`
	Audience    post.Audience    `db:"audience"`
	Alias       string           `db:"poster_alias"`
	Pinned      bool             `db:"pinned"`
	Version     int              `db:"version"`
	PublishedAt db.Time          `db:"published_at"`
	ScheduledAt db.Time          `db:"scheduled_at"`
	UpdatedAt   db.Time          `db:"updated_at"`
	ClosesAt    db.Time          `db:"closes_at"`
	Revisions   int              `db:"revisions"`
	Approvals   string           `db:"approvals"`
}

func (c *centre) rows(t *testing.T) map[string]row {
	t.Helper()
	var all []row
	get(t, c.DB.From(t.Context()).Select(t.Context(), &all, `SELECT title, type, publication, working, audience, poster_alias, pinned, version, NULLIF(published_at, 0) AS published_at, scheduled_at, updated_at, closes_at,
		(SELECT COUNT(*) FROM revisions r WHERE r.post_id = p.id) AS revisions,
		COALESCE((SELECT MAX(a.state) FROM approvals a WHERE a.subject_id = p.id AND a.opened_at = (SELECT MAX(b.opened_at) FROM approvals b WHERE b.subject_id = p.id)), '') AS approvals
		FROM posts p`))
	by := map[string]row{}
	for _, r := range all {
		by[r.Title] = r
	}
	return by
}

func get(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestFillLeavesARealCentreAlone(t *testing.T) {
	t.Parallel()
	for _, s := range kit.Stores(t) {
		t.Run(string(s.Dialect), func(t *testing.T) {
			t.Parallel()
			c := newCentre(t, s)
			_, err := c.Departments.Create(access.AsSystem(t.Context()), department.CreateInput{Kind: department.Centre, Code: "BVDK", Name: "Một trung tâm khác"})
			get(t, err)
			before := c.counts(t)
			if err := Fill(t.Context(), c.Services, password); !fault.HasCode(err, fault.Taken) {
				t.Errorf("got %v, want TAKEN", err)
			}
			if after := c.counts(t); !maps.Equal(after, before) {
				t.Errorf("%v, then %v", before, after)
			}
		})
	}
}

// The centre is filled once per store; what follows looks at it, the parts that change something last.
func TestFill(t *testing.T) {
	t.Parallel()
	for _, s := range kit.Stores(t) {
		t.Run(string(s.Dialect), func(t *testing.T) {
			t.Parallel()
			c := newCentre(t, s)
			transactions := 0
			c.tick = func() { transactions++ }
			get(t, Fill(t.Context(), c.Services, password))
			counts, rows := c.counts(t), c.rows(t)

			t.Run("everything is there", func(t *testing.T) { c.complete(t, counts, rows) })
			t.Run("the register is there", func(t *testing.T) { c.registered(t, counts) })
			t.Run("the trouble is there", func(t *testing.T) {
				var open, closed int
				get(t, c.DB.From(t.Context()).Get(t.Context(), &open, "SELECT COUNT(*) FROM incidents WHERE live = 1"))
				get(t, c.DB.From(t.Context()).Get(t.Context(), &closed, "SELECT COUNT(*) FROM incidents WHERE state = 'CLOSED'"))
				if open+closed != len(troubles)+2 || closed != 1 || counts["mistakes"] != 3 || counts["mistake_reports"] != len(slips) || counts["post_errata"] != 1 || counts["support_requests"] != 1 {
					t.Errorf("%d open, %d closed, %d requests for support", open, closed, counts["support_requests"])
				}
			})
			t.Run("a second start changes nothing", func(t *testing.T) {
				ctx, statements := db.CountStatements(t.Context())
				get(t, Fill(ctx, c.Services, password))
				if again := c.counts(t); !maps.Equal(again, counts) || !maps.Equal(c.rows(t), rows) {
					t.Errorf("%v, then %v", counts, again)
				}
				if n := statements.Load(); n > 5 {
					t.Errorf("it took %d statements", n)
				}
			})
			t.Run("the record is true and in order", c.recorded)
			t.Run("cut at any point it resumes to the same", func(t *testing.T) {
				cut := newCentre(t, s)
				for _, n := range []int{1, 2, 9, transactions / 7, transactions / 3, transactions / 2, transactions - 2} {
					ctx, cancel := context.WithCancel(t.Context())
					left := n
					cut.tick = func() {
						if left--; left == 0 {
							cancel()
						}
					}
					if err := Fill(ctx, cut.Services, password); err == nil || ctx.Err() == nil {
						t.Fatalf("filled within %d transactions: %v", n, err)
					}
					cancel()
				}
				cut.tick = func() {}
				get(t, Fill(t.Context(), cut.Services, password))
				if again := cut.counts(t); !maps.Equal(again, counts) {
					t.Errorf("%v, want %v", again, counts)
				}
				if again := cut.rows(t); !maps.Equal(again, rows) {
					t.Errorf("%v, want %v", again, rows)
				}
			})
			t.Run("everybody signs in", func(t *testing.T) { c.signIn(t, password) })
			t.Run("another password is given to all", func(t *testing.T) {
				const other = "Suối Trúc mùa nước 7"
				get(t, Fill(t.Context(), c.Services, other))
				c.signIn(t, other)
			})
			t.Run("what is scheduled comes in its time", func(t *testing.T) {
				c.Clock.stop(kit.Start.Add(scheduledIn + time.Minute))
				_, err := c.jobs.RunDue(t.Context())
				get(t, err)
				for _, x := range texts {
					if r := c.rows(t)[x.title]; x.state == scheduled && (r.Publication != post.PublicationPublished || r.Alias == "") {
						t.Errorf("%s: %+v", x.key, r)
					}
				}
			})
		})
	}
}

// registered checks that the register and its inventory round are there as they say.
func (c *centre) registered(t *testing.T, counts map[string]int) {
	links := 0
	for _, m := range machines {
		links += len(m.dependsOn)
	}
	if counts["assets"] != len(machines) || counts["asset_links"] != links || counts["inventory_lines"] != len(machines) {
		t.Errorf("got %d assets, %d links, %d lines of the round", counts["assets"], counts["asset_links"], counts["inventory_lines"])
	}
}

// complete checks that each unit, person and text is there as it says.
func (c *centre) complete(t *testing.T, counts map[string]int, rows map[string]row) {
	accounts, held, roles, ever := 0, 0, 0, 0
	for _, p := range people {
		roles += len(p.roles)
		if p.login != "" {
			accounts++
		}
		if p.position != "" {
			held++
		}
		var state staff.State
		get(t, c.DB.From(t.Context()).Get(t.Context(), &state, "SELECT state FROM staff WHERE code = ?", p.code))
		if state != cmp.Or(p.leave, staff.Active) {
			t.Errorf("%s is %s, want %q", p.code, state, p.leave)
		}
	}
	for _, x := range texts {
		if len(x.way()) > 0 {
			ever++
		}
		r, ok := rows[x.title]
		if !ok || r.Type != x.kind || r.Audience != x.audience {
			t.Errorf("%s: %+v", x.key, r)
		}
		c.stands(t, &x, r)
	}
	for table, want := range map[string]int{"departments": len(units), "staff": len(people), "accounts": accounts, "positions": held, "role_assignments": roles,
		"categories": len(categories), "posts": len(texts), "sessions": 1} {
		if counts[table] != want {
			t.Errorf("%d %s, want %d", counts[table], table, want)
		}
	}
	if counts["approvals"] < ever {
		t.Errorf("%d approvals, want %d at least", counts["approvals"], ever)
	}
}

// stands checks where a post stands, and when it came there.
func (c *centre) stands(t *testing.T, x *text, r row) {
	type place struct {
		publication post.Publication
		working     post.Working
		approval    approval.State
	}
	want := map[state]place{
		draft:       {post.PublicationNone, post.WorkingDraft, ""},
		endorsement: {post.PublicationNone, post.WorkingInReview, approval.Pending},
		consent:     {post.PublicationNone, post.WorkingInReview, approval.Pending},
		returned:    {post.PublicationNone, post.WorkingDraft, approval.Returned},
		rejected:    {post.PublicationNone, post.WorkingDraft, approval.Rejected},
		withdrawn:   {post.PublicationNone, post.WorkingDraft, approval.Withdrawn},
		approved:    {post.PublicationNone, post.WorkingApproved, approval.Approved},
		scheduled:   {post.PublicationScheduled, post.WorkingApproved, approval.Approved},
		published:   {post.PublicationPublished, post.WorkingNone, approval.Approved},
		unpublished: {post.PublicationUnpublished, post.WorkingNone, approval.Approved},
		revoked:     {post.PublicationUnpublished, post.WorkingNone, approval.Revoked},
		corrected:   {post.PublicationPublished, post.WorkingInReview, approval.Pending},
	}[x.state]
	if got := (place{r.Publication, r.Working, approval.State(r.Approvals)}); got != want {
		t.Errorf("%s: %s stands at %+v, want %+v", x.key, x.state, got, want)
	}
	if r.UpdatedAt.After(kit.Start) {
		t.Errorf("%s: changed after the start, at %v", x.key, r.UpdatedAt)
	}
	if (r.Publication == post.PublicationPublished) && r.Pinned != x.pinned {
		t.Errorf("%s: pinned %v", x.key, r.Pinned)
	}
	switch ago := kit.Start.Sub(r.PublishedAt.Time); {
	case r.PublishedAt.IsZero() != (want.publication == post.PublicationNone || want.publication == post.PublicationScheduled):
		t.Errorf("%s: published at %v", x.key, r.PublishedAt)
	case !r.PublishedAt.IsZero() && (ago < time.Duration(x.daysAgo-1)*24*time.Hour || ago > time.Duration(x.daysAgo+12)*24*time.Hour):
		t.Errorf("%s: published %v ago, want %d days", x.key, ago, x.daysAgo)
	case x.state == scheduled && !r.ScheduledAt.Equal(kit.Start.Add(scheduledIn)):
		t.Errorf("%s: scheduled for %v", x.key, r.ScheduledAt)
	case x.deadlineInDays != 0 && r.ClosesAt.After(kit.Start) != (x.deadlineInDays > 0):
		t.Errorf("%s: closes at %v", x.key, r.ClosesAt)
	}
}

// recorded checks that everything has an audit event by the person who did it, in the order of the times.
func (c *centre) recorded(t *testing.T) {
	if ok, err := audit.VerifyCommand(t.Context(), c.Audit, "", t.Output()); err != nil || !ok {
		t.Errorf("verified %v, %v", ok, err)
	}
	var system, early, late int
	q := c.DB.From(t.Context())
	get(t, q.Get(t.Context(), &system, "SELECT COUNT(*) FROM audit_log WHERE staff_id IS NULL AND class = 'CONTENT' AND action NOT LIKE 'incident.reported%'")) // readers have no account
	get(t, q.Get(t.Context(), &early, "SELECT COUNT(*) FROM audit_log WHERE at < ?", db.At(kit.Start.Add(-founded))))
	get(t, q.Get(t.Context(), &late, "SELECT COUNT(*) FROM audit_log WHERE at > ?", db.At(kit.Start)))
	if system+early+late != 0 {
		t.Errorf("%d of the content by the program, %d before the centre was there, %d in the future", system, early, late)
	}
	var times []db.Time
	get(t, q.Select(t.Context(), &times, "SELECT at FROM audit_log ORDER BY id"))
	if !slices.IsSortedFunc(times, func(a, b db.Time) int { return a.Compare(b.Time) }) {
		t.Error("the record goes back in time")
	}
	var done []string
	get(t, q.Select(t.Context(), &done, "SELECT DISTINCT CONCAT(a.login, ' ', al.action) FROM audit_log al JOIN accounts a ON a.id = al.account_id AND a.staff_id = al.staff_id"))
	for _, want := range []string{"giamdoc department.create", "giamdoc role.grant", "nhansu staff.hire", "nhansu position.appoint", "cntt account.create", "phogiamdoc category.create",
		"nhanvien password.reset", "nhanvien post.submit", "truongkhoa approval.approve", "giamdoc approval.approve", "phogiamdoc approval.approve", "bientap post.publish", "bientap2 post.publish"} {
		if !slices.Contains(done, want) {
			t.Errorf("there is no %q in the record: %q", want, done)
		}
	}
}

func (c *centre) signIn(t *testing.T, password string) {
	for _, p := range people {
		if p.login == "" {
			continue
		}
		_, err := c.Auth.SignIn(t.Context(), auth.SignInInput{Login: p.login, Password: password, Client: auth.App})
		if p.leave == staff.OnLeave {
			if !fault.HasCode(err, fault.BadCredentials) {
				t.Errorf("%s, on leave: %v", p.login, err)
			}
		} else if err != nil {
			t.Errorf("%s: %v", p.login, err)
		}
	}
}
