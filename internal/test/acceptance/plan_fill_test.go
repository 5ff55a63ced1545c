package acceptance

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
)

// How much the plans are judged on: enough that no plan is good because a table is small.
const (
	manyPosts  = 3_000
	manyStaff  = 600
	manyRows   = 3_000 // of the record, the feed, the jobs and one inbox
	manyAtOnce = 200   // rows of one INSERT
)

// crowd is a centre with many posts and people.
type crowd struct {
	*world
	departments []db.ID
	people      []db.ID
	categories  []db.ID
	posts       []db.ID
	revisions   []db.ID
	assets      []db.ID
	callers     map[string]*client
}

// newCrowd fills a store past the services, which would take minutes, with rows as they write them.
func newCrowd(t *testing.T, w *world) *crowd {
	t.Helper()
	c := &crowd{world: w, callers: map[string]*client{"stranger": w.stranger()}}
	root := w.Department(t, "CENTRE", "TTYT", db.ID{})
	for i := range 6 {
		clinical := w.Department(t, "CLINICAL", fmt.Sprintf("K%d", i), root)
		c.departments = append(c.departments, clinical)
		for j := range 4 {
			c.departments = append(c.departments, w.Department(t, "UNIT", fmt.Sprintf("K%dU%d", i, j), clinical))
		}
	}
	for i, role := range []string{"staff", "head", "editor", "director", "technician"} {
		var roles []access.Role
		switch role {
		case "editor":
			roles = []access.Role{access.WebEditor}
		case "director":
			roles = []access.Role{access.Director}
		case "technician":
			roles = []access.Role{access.IT}
		}
		id := w.Staff(t, c.departments[i], role, roles...)
		if role == "head" {
			w.Position(t, id, c.departments[0], "HEAD")
		}
		c.people = append(c.people, id)
		c.callers[role] = w.signIn(t, id, role)
	}
	c.fillPeople(t)
	c.fillPosts(t)
	c.fillRecord(t)
	c.fillIncidents(t)
	c.fillRegister(t)
	return c
}

// many inserts n rows of the table, each as row says.
func (c *crowd) many(t *testing.T, table string, n int, row func(i int) kit.Row) {
	t.Helper()
	for from := 0; from < n; from += manyAtOnce {
		rows := make([]kit.Row, min(manyAtOnce, n-from))
		for i := range rows {
			rows[i] = row(from + i)
		}
		c.InsertMany(context.Background(), t, table, rows)
	}
}

func (c *crowd) fillPeople(t *testing.T) {
	t.Helper()
	now := c.DB.Now(context.Background())
	c.many(t, "staff", manyStaff, func(i int) kit.Row {
		c.people = append(c.people, db.NewID())
		return kit.Row{"id": c.people[len(c.people)-1], "code": fmt.Sprintf("NV%05d", i), "name": fmt.Sprintf("Người %d", i), "sort_name": fmt.Sprintf("%03d nguoi", i*7%manyStaff),
			"department_id": c.departments[i%len(c.departments)], "employment": "PUBLIC_EMPLOYEE", "state": "ACTIVE", "started_on": "2020-01-01", "created_at": now, "updated_at": now, "version": 1}
	})
	c.many(t, "accounts", manyStaff, func(i int) kit.Row {
		return kit.Row{"id": db.NewID(), "staff_id": c.people[i+5], "login": fmt.Sprintf("nv%d", i), "alias": "x", "state": "ACTIVE", "version": 1, "created_at": now}
	})
	c.many(t, "positions", manyStaff/2, func(i int) kit.Row {
		return kit.Row{"id": db.NewID(), "staff_id": c.people[i+5], "department_id": c.departments[i%len(c.departments)], "kind": "DEPUTY", "from_at": now, "created_at": now}
	})
	c.many(t, "sessions", manyStaff, func(i int) kit.Row {
		hash := make([]byte, 32)
		copy(hash, fmt.Sprint("hash", i))
		account, err := db.One[db.ID](context.Background(), c.DB.From(context.Background()), "SELECT id FROM accounts WHERE login = ?", fmt.Sprintf("nv%d", i))
		if err != nil {
			t.Fatal(err)
		}
		return kit.Row{"id": db.NewID(), "account_id": account, "token_hash": hash, "client": "APP", "created_at": now, "seen_at": now, "expires_at": now}
	})
}

func (c *crowd) fillPosts(t *testing.T) {
	t.Helper()
	c.many(t, "categories", 8, func(i int) kit.Row {
		c.categories = append(c.categories, db.NewID())
		return kit.Row{"id": c.categories[i], "slug": fmt.Sprintf("muc-%d", i), "name": fmt.Sprintf("Mục %d", i), "position": i}
	})
	types := []string{"NEWS_ARTICLE", "NEWS_ARTICLE", "NEWS_ARTICLE", "ANNOUNCEMENT", "HEALTH_GUIDE", "RECRUITMENT_NOTICE", "TENDER_NOTICE"}
	start := kit.Start.UnixMicro()
	for range manyPosts {
		c.posts, c.revisions = append(c.posts, db.NewID()), append(c.revisions, db.NewID())
	}
	published := func(i int) bool { return i%10 != 0 }
	publishedAt := func(i int) int64 { return start - int64(i)*60_000_000 }
	audience := func(i int) string {
		if i%10 == 3 {
			return "INTERNAL"
		}
		return "PUBLIC"
	}
	c.many(t, "posts", manyPosts, func(i int) kit.Row {
		r := kit.Row{"id": c.posts[i], "type": types[i%len(types)], "department_id": c.departments[i%len(c.departments)], "author_id": c.people[i%len(c.people)],
			"publication": "PUBLISHED", "working": "NONE", "at_board": 1, "published_at_board": 1, "submitted_ever": 1, "published_revision_id": c.revisions[i], "submitter_id": c.people[i%len(c.people)], "slug": fmt.Sprintf("bai-%d", i),
			"pinned": i%500 == 1, "published_at": publishedAt(i), "audience": audience(i), "title": fmt.Sprintf("Bài %d", i), "sort_title": fmt.Sprintf("bai %04d", i*7%manyPosts),
			"sort_department": fmt.Sprintf("K%03d", i%len(c.departments)), "sort_author": fmt.Sprintf("ten %04d", i%len(c.people)),
			"working_audience": "PUBLIC", "version": 1, "created_at": start, "updated_at": start - int64(i)*1_000_000, "seen_at": start - int64(i)*1_000_000, "closes_at": int64(253402300799000000)}
		if t := r["type"].(string); strings.HasSuffix(t, "NOTICE") {
			r["closes_at"] = start + int64(i-manyPosts+50)*60_000_000
		}
		if !published(i) {
			r["publication"], r["working"], r["at_board"], r["submitter_id"], r["published_at"] = "NONE", "DRAFT", 0, nil, 0
			r["published_revision_id"], r["working_revision_id"], r["published_at_board"] = nil, c.revisions[i], 0
		}
		return r
	})
	c.many(t, "revisions", manyPosts, func(i int) kit.Row {
		return kit.Row{"id": c.revisions[i], "post_id": c.posts[i], "number": 1, "editor_id": c.people[0], "content": "{}", "hash": make([]byte, 32), "body": "<p>Nội dung.</p>"}
	})
	c.many(t, "slugs", manyPosts, func(i int) kit.Row { return kit.Row{"slug": fmt.Sprintf("bai-%d", i), "post_id": c.posts[i]} })
	c.many(t, "post_categories", manyPosts, func(i int) kit.Row {
		return kit.Row{"category_id": c.categories[i%len(c.categories)], "post_id": c.posts[i], "live": published(i)}
	})
	c.many(t, "post_terms", 4*manyPosts, func(i int) kit.Row {
		words := []string{"benh", "vien", fmt.Sprintf("tu%03d", i/4%200), fmt.Sprintf("=từ%03d", i/4%200)}
		return kit.Row{"term": words[i%4], "post_id": c.posts[i/4], "weight": 20}
	})
	var facets []kit.Row
	for i, p := range c.posts {
		if !published(i) {
			continue
		}
		for _, facet := range [][]byte{[]byte("*"), c.categories[i%len(c.categories)][:], fmt.Appendf(nil, "#the %d", i%20)} {
			facets = append(facets, kit.Row{"facet": facet, "audience": audience(i), "published_at": publishedAt(i), "post_id": p,
				"department_id": c.departments[i%len(c.departments)], "type": types[i%len(types)]})
		}
	}
	c.many(t, "post_facets", len(facets), func(i int) kit.Row { return facets[i] })
	c.Exec(t, `INSERT INTO post_counts (facet, audience, department_id, type, n)
		SELECT facet, audience, department_id, type, COUNT(*) FROM post_facets GROUP BY facet, audience, department_id, type`)
}

func (c *crowd) fillRecord(t *testing.T) {
	t.Helper()
	start := kit.Start.UnixMicro()
	c.many(t, "audit_log", manyRows, func(i int) kit.Row {
		class := []string{"SECURITY", "CONTENT", "ADMINISTRATION"}[i%3]
		return kit.Row{"id": db.NewID(), "at": start - int64(i)*1_000_000, "class": class, "action": "test", "staff_id": c.people[i%len(c.people)], "subject_kind": "post",
			"subject_id": c.posts[i%len(c.posts)], "department_id": c.departments[i%len(c.departments)], "mac": make([]byte, 32)}
	})
	c.many(t, "changes", manyRows, func(i int) kit.Row {
		return kit.Row{"id": db.NewID(), "kind": "post", "subject_id": c.posts[i%len(c.posts)], "at": start - int64(i)*60_000_000}
	})
	c.many(t, "jobs", manyRows, func(i int) kit.Row {
		return kit.Row{"id": db.NewID(), "kind": "post.publish", "name": fmt.Sprintf("post.publish:%d", i), "subject_id": c.posts[i%len(c.posts)], "run_at": start + 3_600_000_000 + int64(i), "state": []string{"WAITING", "DONE"}[i%2]}
	})
	c.many(t, "inbox_items", manyRows, func(i int) kit.Row {
		r := kit.Row{"id": db.NewID(), "staff_id": c.people[i%30], "kind": "PUBLISHED", "subject_kind": "post", "subject_id": c.posts[i%len(c.posts)], "at": start - int64(i)*1_000_000}
		if i%7 != 0 {
			r["read_at"] = start
		}
		return r
	})
	approvals := make([]db.ID, manyRows)
	c.many(t, "approvals", manyRows, func(i int) kit.Row {
		approvals[i] = db.NewID()
		r := kit.Row{"id": approvals[i], "flow": "PUBLICATION", "subject_kind": "post", "subject_id": c.posts[i%len(c.posts)], "department_id": c.departments[i%len(c.departments)],
			"author_id": c.people[i%len(c.people)], "submitter_id": c.people[i%len(c.people)], "state": "CARRIED_OUT", "step": "CONSENT", "hash": make([]byte, 32), "at_board": 1, "step_at": start - int64(i)*1_000_000}
		if i%50 == 0 {
			r["state"] = "PENDING"
		}
		return r
	})
	c.many(t, "decisions", manyRows, func(i int) kit.Row {
		return kit.Row{"id": db.NewID(), "approval_id": approvals[i], "step": "CONSENT", "verdict": "APPROVE", "staff_id": c.people[i%len(c.people)], "role": "director", "hash": make([]byte, 32), "at": start}
	})
}

// count lets the store count what it holds, as the program has SQLite do and MariaDB does by itself.
func (c *crowd) count(t *testing.T) {
	t.Helper()
	if c.DB.Dialect == db.SQLite {
		if err := c.DB.Analyse(context.Background()); err != nil { // as the daily job does
			t.Fatal(err)
		}
		return
	}
	tables, err := db.All[string](context.Background(), c.DB.From(context.Background()), "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()")
	if err != nil {
		t.Fatal(err)
	}
	c.Exec(t, "ANALYZE TABLE "+strings.Join(tables, ", "))
}
