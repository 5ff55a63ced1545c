package analytics_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/analytics"
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

func TestMain(m *testing.M) { kit.Main(m) }

// centre has a ward with a unit, and another ward, whose posts are read.
type centre struct {
	*kit.Kit
	counts                                    *analytics.Service
	ward, unit, other                         db.ID
	author, head, editor, director, colleague db.ID
}

func newCentre(t testing.TB, k *kit.Kit) *centre {
	t.Helper()
	c := &centre{Kit: k, counts: newService(k)}
	root := k.Department(t, "CENTRE", "TTYT", db.ID{})
	c.ward, c.other = k.Department(t, "CLINICAL", "NHI", root), k.Department(t, "CLINICAL", "NGO", root)
	c.unit = k.Department(t, "UNIT", "SSINH", c.ward)
	c.author, c.colleague = k.Staff(t, c.ward, "Điều dưỡng"), k.Staff(t, c.ward, "Y sĩ")
	c.head = k.Staff(t, c.ward, "Trưởng khoa")
	k.Position(t, c.head, c.ward, "HEAD")
	c.editor, c.director = k.Staff(t, c.other, "Biên tập", access.WebEditor), k.Staff(t, c.other, "Giám đốc", access.Director)
	return c
}

// serviceOver is the service of another replica.
func serviceOver(t testing.TB, d *db.DB) *analytics.Service {
	t.Helper()
	return newService(kit.New(t, func(func() time.Time) *db.DB { return d }))
}

func newService(k *kit.Kit) *analytics.Service {
	departments, categories := department.New(k.DB, k.Access, k.Audit, k.Feed), category.New(k.DB, k.Audit, k.Feed)
	people := staff.New(k.DB, k.Access, k.Audit, k.Feed, departments, kit.Accounts{DB: k.DB})
	roles, inboxes, jobs := role.New(k.DB, k.Access, k.Audit, k.Feed, departments, people), inbox.New(k.DB, k.Access, k.Feed), job.New(k.DB, job.Options{})
	return analytics.New(k.DB, k.Access, departments, categories, post.New(post.Deps{
		DB: k.DB, Access: k.Access, Audit: k.Audit, Feed: k.Feed, Jobs: jobs, Inbox: inboxes, Directory: roles, Departments: departments, People: people,
		Approvals: approval.New(k.DB, k.Access, k.Feed, inboxes, roles, jobs), Categories: categories, Media: &media.Service{},
	}))
}

// post puts a post of the department on the site, in the categories, or leaves it off.
func (c *centre) post(t testing.TB, department db.ID, publication string, categories ...db.ID) string {
	t.Helper()
	id, revision, now := db.NewID(), db.NewID(), c.DB.Now(t.Context())
	row := kit.Row{"id": id, "type": "NEWS_ARTICLE", "department_id": department, "author_id": c.author, "publication": publication, "working": "NONE",
		"slug": id.String(), "audience": "PUBLIC", "title": "=Rửa tay", "working_audience": "PUBLIC", "version": 1, "created_at": now, "updated_at": now}
	if publication == "PUBLISHED" {
		row["published_revision_id"], row["published_at"] = revision, now
	} else {
		row["working_revision_id"], row["working"] = revision, "DRAFT"
	}
	c.Insert(t.Context(), t, "posts", row)
	c.Insert(t.Context(), t, "revisions", kit.Row{"id": revision, "post_id": id, "number": 1, "editor_id": c.author, "audience": "PUBLIC", "content": "{}", "created_at": now})
	for _, in := range categories {
		c.Insert(t.Context(), t, "post_categories", kit.Row{"category_id": in, "post_id": id, "live": 1})
	}
	return db.GlobalID("post", id)
}

func (c *centre) category(t testing.TB, slug string) db.ID {
	t.Helper()
	id := db.NewID()
	c.Insert(t.Context(), t, "categories", kit.Row{"id": id, "slug": slug, "name": "Mục " + slug, "version": 1})
	c.Tell(t, "category", id, "categories")
	return id
}

const browser = "Mozilla/5.0 (Linux; Android 9; CUBOT X19) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Mobile Safari/537.36"

func reader(address, agent string) context.Context {
	return access.With(context.Background(), access.Anonymous(address, agent))
}

// read reports so many readings by different readers.
func (c *centre) read(t testing.TB, post string, times int) {
	t.Helper()
	for i := range times {
		if counted, err := c.counts.Record(reader(fmt.Sprintf("198.51.100.%d", i), browser), analytics.RecordViewInput{Post: post}); err != nil || !counted {
			t.Fatal(counted, err)
		}
	}
}

// told is what the list says, a line for each group: its views and days, with what name tells of the group.
func (c *centre) told(t testing.TB, ctx context.Context, f analytics.Filter, by analytics.Group, name func(*analytics.ReadCount) string) string {
	t.Helper()
	page, err := c.counts.List(ctx, f, by, analytics.Order{}, paging.Args{})
	if err != nil {
		return kit.Told(err)
	}
	var lines []string
	for _, n := range page.Nodes() {
		lines = append(lines, fmt.Sprintf("%s %d %s %s", name(n), n.Views, n.FirstDay, n.LastDay))
	}
	return strings.Join(lines, "; ")
}

func TestWhatCountsAsAReading(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		p, other, draft := c.post(t, c.ward, "PUBLISHED"), c.post(t, c.ward, "PUBLISHED"), c.post(t, c.ward, "NONE")
		tool := access.With(context.Background(), access.Tool(db.NewID(), db.NewID(), db.NewID(), nil))
		for _, step := range []struct {
			says string
			ctx  context.Context
			post string
			wait time.Duration
			want string
		}{
			{"a reader", reader("192.0.2.1", browser), p, 0, "true"},
			{"the same again", reader("192.0.2.1", browser), p, 29 * time.Minute, "false"},
			{"the same after half an hour", reader("192.0.2.1", browser), p, time.Minute, "true"},
			{"another post", reader("192.0.2.1", browser), other, 0, "true"},
			{"another browser", reader("192.0.2.1", browser+" Edg/109"), p, 0, "true"},
			{"another address", reader("192.0.2.2", browser), p, 0, "true"},
			{"staff", k.As(t, c.colleague), p, 0, "false"},
			{"a tool", tool, p, 0, "false"},
			{"a search engine", reader("192.0.2.3", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"), p, 0, "false"},
			{"a link preview", reader("192.0.2.4", "facebookexternalhit/1.1"), p, 0, "false"},
			{"a library", reader("192.0.2.5", "python-requests/2.31"), p, 0, "false"},
			{"nobody's browser", reader("192.0.2.6", ""), p, 0, "false"},
			{"a draft", reader("192.0.2.7", browser), draft, 0, "not found"},
			{"a draft, by its author", k.As(t, c.author), draft, 0, "false"},
		} {
			k.Clock.Advance(step.wait)
			counted, err := c.counts.Record(step.ctx, analytics.RecordViewInput{Post: step.post})
			got := fmt.Sprint(counted)
			if err != nil {
				got = kit.Told(err)
			}
			if got != step.want {
				t.Errorf("%s: %s, want %s", step.says, got, step.want)
			}
		}
		c.counts.Flush(context.Background())
		if got, want := c.told(t, k.As(t, c.editor), analytics.Filter{}, analytics.ByDay, func(*analytics.ReadCount) string { return "day" }), "day 5 2026-03-02 2026-03-02"; got != want {
			t.Errorf("%s, want %s", got, want)
		}
	})
}

// One address raises the count of a post only so far, whatever it calls its browser.
func TestOneAddressIsBounded(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		p, counted := c.post(t, c.ward, "PUBLISHED"), 0
		for i := range 1_000 {
			yes, err := c.counts.Record(reader("192.0.2.1", browser+fmt.Sprint(i)), analytics.RecordViewInput{Post: p})
			if err != nil {
				t.Fatal(err)
			}
			if yes {
				counted++
			}
		}
		if counted != 100 {
			t.Errorf("%d of 1,000 counted, want 100", counted)
		}
	})
}

func TestArticle10_WhoReadsReadCounts(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		news, advice := c.category(t, "tin-tuc"), c.category(t, "suc-khoe")
		first, second, foreign := c.post(t, c.ward, "PUBLISHED", news, advice), c.post(t, c.unit, "PUBLISHED", advice), c.post(t, c.other, "PUBLISHED")
		names := map[string]string{first: "first", second: "second", foreign: "foreign"}
		c.read(t, first, 2)
		c.read(t, foreign, 4)
		k.Clock.Advance(24 * time.Hour)
		c.read(t, second, 1)
		c.read(t, first, 1)
		c.counts.Flush(context.Background())

		byPost := func(n *analytics.ReadCount) string { return names[db.GlobalID("post", n.Post)] }
		byDay := func(n *analytics.ReadCount) string { return "day" }
		byUnit := func(n *analytics.ReadCount) string {
			return map[db.ID]string{c.ward: "ward", c.unit: "unit", c.other: "other"}[n.Department]
		}
		byCategory := func(n *analytics.ReadCount) string {
			return map[db.ID]string{news: "news", advice: "advice"}[n.Category]
		}
		tool := access.With(context.Background(), access.Tool(db.NewID(), db.NewID(), db.NewID(), []string{"analytics.read"}))
		capitals := "Tin-Tuc"
		ward, slug, monday, tuesday := db.GlobalID("department", c.ward), "tin-tuc", day("2026-03-02"), day("2026-03-03")
		for _, x := range []struct {
			says string
			ctx  context.Context
			f    analytics.Filter
			by   analytics.Group
			name func(*analytics.ReadCount) string
			want string
		}{
			{"the website section, by post", k.As(t, c.editor), analytics.Filter{}, analytics.ByPost, byPost, "foreign 4 2026-03-02 2026-03-02; first 3 2026-03-02 2026-03-03; second 1 2026-03-03 2026-03-03"},
			{"the Board, by day", k.As(t, c.director), analytics.Filter{}, analytics.ByDay, byDay, "day 2 2026-03-03 2026-03-03; day 6 2026-03-02 2026-03-02"},
			{"a tool, by department", tool, analytics.Filter{}, analytics.ByDepartment, byUnit, "other 4 2026-03-02 2026-03-02; ward 3 2026-03-02 2026-03-03; unit 1 2026-03-03 2026-03-03"},
			{"the head, of the ward and its unit", k.As(t, c.head), analytics.Filter{}, analytics.ByPost, byPost, "first 3 2026-03-02 2026-03-03; second 1 2026-03-03 2026-03-03"},
			{"the head, by category", k.As(t, c.head), analytics.Filter{}, analytics.ByCategory, byCategory, "advice 4 2026-03-02 2026-03-03; news 3 2026-03-02 2026-03-03"},
			{"of a department", k.As(t, c.editor), analytics.Filter{Department: &ward}, analytics.ByDepartment, byUnit, "ward 3 2026-03-02 2026-03-03; unit 1 2026-03-03 2026-03-03"},
			{"of a category", k.As(t, c.editor), analytics.Filter{Category: &slug}, analytics.ByPost, byPost, "first 3 2026-03-02 2026-03-03"},
			{"of a post", k.As(t, c.editor), analytics.Filter{Post: &foreign}, analytics.ByPost, byPost, "foreign 4 2026-03-02 2026-03-02"},
			{"of the head's own, of another's post", k.As(t, c.head), analytics.Filter{Post: &foreign}, analytics.ByPost, byPost, ""},
			{"from Tuesday", k.As(t, c.editor), analytics.Filter{From: &tuesday}, analytics.ByPost, byPost, "first 1 2026-03-03 2026-03-03; second 1 2026-03-03 2026-03-03"},
			{"up to Monday", k.As(t, c.editor), analytics.Filter{To: &monday}, analytics.ByPost, byPost, "foreign 4 2026-03-02 2026-03-02; first 2 2026-03-02 2026-03-02"},
			{"of what is no category's slug", k.As(t, c.editor), analytics.Filter{Category: &capitals}, analytics.ByPost, byPost, "BAD_INPUT: category: a slug has lower-case Latin letters, digits and single hyphens."},
			{"a colleague", k.As(t, c.colleague), analytics.Filter{}, analytics.ByPost, byPost, "forbidden"},
			{"the author", k.As(t, c.author), analytics.Filter{}, analytics.ByPost, byPost, "forbidden"},
			{"a reader", reader("192.0.2.1", browser), analytics.Filter{}, analytics.ByPost, byPost, "forbidden"},
		} {
			got := strings.Split(c.told(t, x.ctx, x.f, x.by, x.name), "; ")
			want := strings.Split(x.want, "; ")
			if x.says == "from Tuesday" { // equals in any order
				slices.Sort(got)
				slices.Sort(want)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: %s, want %s", x.says, got, want)
			}
		}
	})
}

func day(s string) (d db.Date) {
	d.Time, _ = time.Parse(time.DateOnly, s)
	return d
}

// Pages of counts meet without gap or overlap, in every order of every group, equal counts too.
func TestPagesOfCountsMeet(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		for i := range 7 {
			key, _ := db.ParseID("post", c.post(t, c.ward, "PUBLISHED", c.category(t, fmt.Sprint("muc-", i))))
			if err := c.counts.Add(context.Background(), analytics.Count{Day: day(fmt.Sprintf("2026-03-%02d", 1+i)), Post: key, N: 3}); err != nil {
				t.Fatal(err)
			}
		}
		editor, first := k.As(t, c.editor), 2
		for _, by := range []analytics.Group{analytics.ByDay, analytics.ByPost, analytics.ByCategory} {
			for _, o := range []analytics.Order{{}, {Field: analytics.ByViews, Direction: paging.Ascending}, {Field: analytics.ByLastDay, Direction: paging.Descending}} {
				seen, args := map[string]bool{}, paging.Args{First: &first}
				for pages := 0; ; pages++ {
					page, err := c.counts.List(editor, analytics.Filter{}, by, o, args)
					if err != nil {
						t.Fatal(err)
					}
					for _, n := range page.Nodes() {
						seen[fmt.Sprint(n.LastDay, n.Post, n.Category)] = true
					}
					more, err := page.PageInfo.HasNextPage(editor)
					if total, counting := page.TotalCount(editor); total != 7 || counting != nil {
						t.Errorf("%s: %d in all, %v", by, total, counting)
					}
					if err != nil || pages > 5 {
						t.Fatal(err, pages)
					}
					if !more {
						break
					}
					args.After = page.PageInfo.EndCursor()
				}
				if len(seen) != 7 {
					t.Errorf("%s in the order %v: %d of 7", by, o, len(seen))
				}
			}
		}
	})
}

// Readings at once on two replicas are all counted, and none twice.
func TestReplicasAddUp(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		replicas := []*analytics.Service{c.counts, serviceOver(t, k.Replica())}
		posts := []string{c.post(t, c.ward, "PUBLISHED"), c.post(t, c.ward, "PUBLISHED"), c.post(t, c.ward, "PUBLISHED")}
		var reading sync.WaitGroup
		for i := range 200 {
			reading.Go(func() {
				r := replicas[i%2]
				for _, p := range posts {
					if _, err := r.Record(reader(fmt.Sprintf("192.0.2.%d", i), browser), analytics.RecordViewInput{Post: p}); err != nil {
						t.Error(err)
					}
				}
				if i%10 < 2 {
					r.Flush(context.Background())
				}
			})
		}
		reading.Wait()
		for _, r := range replicas {
			r.Flush(context.Background())
		}
		if got, want := c.told(t, k.As(t, c.editor), analytics.Filter{}, analytics.ByDay, func(*analytics.ReadCount) string { return "day" }), "day 600 2026-03-02 2026-03-02"; got != want {
			t.Errorf("%s, want %s", got, want)
		}
	})
}

// What the store does not take now is added later, and never twice.
func TestAFlushThatFailsLosesNothing(t *testing.T) {
	for _, s := range kit.Stores(t) {
		t.Run(string(s.Dialect), func(t *testing.T) {
			t.Parallel()
			k := kit.New(t, s.Open(t, func(o *db.Options) { o.Through = kit.Faults }))
			c := newCentre(t, k)
			p := c.post(t, c.ward, "PUBLISHED")
			c.read(t, p, 3)
			for at := 1; at < 4; at++ {
				c.counts.Flush(kit.WithFault(context.Background(), &kit.Fault{Err: errors.New("disk I/O error"), At: at}))
			}
			c.counts.Flush(context.Background())
			c.counts.Flush(context.Background())
			if got, want := c.told(t, k.As(t, c.editor), analytics.Filter{}, analytics.ByDay, func(*analytics.ReadCount) string { return "day" }), "day 3 2026-03-02 2026-03-02"; got != want {
				t.Errorf("%s, want %s", got, want)
			}
		})
	}
}

// The file has what the list has, and no cell that a spreadsheet would run.
func TestCountsAsAFile(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		p := c.post(t, c.ward, "PUBLISHED")
		c.read(t, p, 2)
		c.counts.Flush(context.Background())
		for by, want := range map[analytics.Group]string{
			analytics.ByDay:        "Ngày,Lượt đọc\r\n2026-03-02,2\r\n",
			analytics.ByPost:       "Đường dẫn,Tiêu đề,Lượt đọc,Từ ngày,Đến ngày\r\n/bai-viet/",
			analytics.ByDepartment: "Mã đơn vị,Tên đơn vị,Lượt đọc,Từ ngày,Đến ngày\r\nNHI,Khoa NHI,2,2026-03-02,2026-03-02\r\n",
			analytics.ByCategory:   "Mã chuyên mục,Tên chuyên mục,Lượt đọc,Từ ngày,Đến ngày\r\n",
		} {
			var file strings.Builder
			if err := c.counts.Export(fault.WithLocale(k.As(t, c.head), fault.Vietnamese), analytics.Filter{}, by, &file); err != nil {
				t.Fatal(err)
			}
			if got := strings.TrimPrefix(file.String(), "\ufeff"); !strings.HasPrefix(got, want) || strings.Contains(got, ",=") {
				t.Errorf("%s: %q", by, got)
			}
		}
		var file strings.Builder
		if err := c.counts.Export(k.As(t, c.colleague), analytics.Filter{}, analytics.ByDay, &file); kit.Told(err) != "forbidden" || file.Len() > 0 {
			t.Errorf("%v, %q", err, file.String())
		}
	})
}

// How often a post was read is shown with it to those who may know.
func TestViewsOfAPost(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		p := c.post(t, c.ward, "PUBLISHED")
		c.read(t, p, 3)
		c.counts.Flush(context.Background())
		key, _ := db.ParseID("post", p)
		found, err := c.counts.Of(context.Background(), []db.ID{key, db.NewID()})
		if err != nil || len(found) != 1 || found[key] != 3 {
			t.Errorf("%v, %v", found, err)
		}
	})
}

func BenchmarkRecord(b *testing.B) {
	for _, s := range kit.Stores(b) {
		b.Run(string(s.Dialect), func(b *testing.B) {
			c := newCentre(b, kit.New(b, s.Open(b, nil)))
			p := c.post(b, c.ward, "PUBLISHED")
			n := 0
			for b.Loop() {
				n++
				if _, err := c.counts.Record(reader(fmt.Sprintf("10.%d.%d.%d", n>>16, n>>8&255, n&255), browser), analytics.RecordViewInput{Post: p}); err != nil {
					b.Fatal(err)
				}
			}
			c.counts.Flush(context.Background())
		})
	}
}
