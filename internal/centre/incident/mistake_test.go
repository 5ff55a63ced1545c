package incident_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/category"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/incident"
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

// site is a centre with a post of the ward on its website.
type site struct {
	*centre
	posts  *post.Service
	public db.ID
	count  int // of its revisions
}

func newSite(t *testing.T, k *kit.Kit) *site {
	t.Helper()
	s := &site{centre: newCentre(t, k)}
	departments := department.New(k.DB, k.Access, k.Audit, k.Feed)
	people := staff.New(k.DB, k.Access, k.Audit, k.Feed, departments, kit.Accounts{DB: k.DB})
	roles := role.New(k.DB, k.Access, k.Audit, k.Feed, departments, people)
	notices, jobs := inbox.New(k.DB, k.Access, k.Feed), job.New(k.DB, job.Options{})
	s.posts = post.New(post.Deps{DB: k.DB, Access: k.Access, Audit: k.Audit, Feed: k.Feed, Jobs: jobs, Inbox: notices, Approvals: approval.New(k.DB, k.Access, k.Feed, notices, roles, jobs),
		Directory: roles, Departments: departments, People: people, Categories: category.New(k.DB, k.Audit, k.Feed), Media: &media.Service{}})
	s.Service = incident.New(incident.Deps{DB: k.DB, Access: k.Access, Audit: k.Audit, Feed: k.Feed, Jobs: job.New(k.DB, job.Options{}), Inbox: notices,
		Directory: roles, People: people, Posts: s.posts, Assets: s.assets})
	s.people["web"] = k.Staff(t, k.Department(t, "UNIT", "WEB", s.ward), "Biên tập", access.WebEditor)
	s.public = s.post(t, "PUBLIC")
	return s
}

// post puts one on the site for an audience.
func (s *site) post(t *testing.T, audience string) db.ID {
	t.Helper()
	id, now := db.NewID(), s.DB.Now(t.Context())
	s.count++
	s.Insert(t.Context(), t, "posts", kit.Row{"id": id, "type": "NEWS_ARTICLE", "department_id": s.ward, "author_id": s.people["nurse"], "publication": "PUBLISHED", "working": "NONE",
		"audience": audience, "published_at": now, "slug": fmt.Sprint("bai-", s.count), "title": "Giờ khám", "version": 1, "created_at": now, "updated_at": now})
	s.revise(t, id, 1)
	return id
}

// revise publishes the next revision of a post.
func (s *site) revise(t *testing.T, id db.ID, number int) {
	t.Helper()
	revision := db.NewID()
	s.Insert(t.Context(), t, "revisions", kit.Row{"id": revision, "post_id": id, "number": number, "editor_id": s.people["nurse"], "title": "Giờ khám", "audience": "PUBLIC", "content": "{}",
		"body": "<p>Khám từ <b>bảy</b>\n giờ sáng.</p><p>Nghỉ thứ Bảy &lt;b&gt;.</p>", "created_at": s.DB.Now(t.Context())})
	s.Exec(t, "UPDATE posts SET published_revision_id = ? WHERE id = ?", revision, id)
}

func reader(address string) context.Context {
	return access.With(context.Background(), access.Anonymous(address, ""))
}

func (s *site) wrong(passage string) incident.ReportMistakeInput {
	return incident.ReportMistakeInput{Post: db.GlobalID("post", s.public), Passage: passage, Text: "Phải là <script>tám</script> giờ", Contact: "0912 345 678"}
}

// sent files a report that has to be taken.
func (s *site) sent(t *testing.T, ctx context.Context, in incident.ReportMistakeInput) *incident.MistakeReceipt {
	t.Helper()
	r, err := s.ReportMistake(ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// mistakes are the incidents about posts, the earliest first.
func (s *site) mistakes(t *testing.T) (all []*incident.Incident) {
	t.Helper()
	list, err := s.List(s.as(t, "director"), incident.Filter{Queue: incident.QueueWebsite}, incident.Order{Field: incident.ByReportedAt, Direction: paging.Ascending}, paging.Args{})
	if err != nil {
		t.Fatal(err)
	}
	return list.Nodes()
}

func TestArticle11b_AReaderReportsAMistake(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		s := newSite(t, k)
		receipt := s.sent(t, reader("203.0.113.7"), s.wrong("  khám từ bảy   giờ "))
		if receipt.Incident != nil || receipt.Number == nil || len(*receipt.Number) != 23 {
			t.Fatalf("a stranger gets %+v", receipt)
		}
		all := s.mistakes(t)
		if len(all) != 1 {
			t.Fatalf("%d incidents", len(all))
		}
		i := all[0]
		if i.Category != incident.Website || i.Department != s.ward || !i.Reporter.IsZero() || i.Title != "Lỗi trong bài: Giờ khám" || !strings.Contains(i.Description, "<script>tám</script>") {
			t.Errorf("filed as %+v", i)
		}
		found, err := s.MistakesOf(s.as(t, "web"), []db.ID{i.Key})
		if err != nil || found[i.Key].Passage != "khám từ bảy giờ" || found[i.Key].Revision != 1 || found[i.Key].ReportCount != 1 {
			t.Errorf("bound to %+v, %v", found[i.Key], err)
		}
		for who, want := range map[string]int{"web": 1, "it": 1, "head": 0, "director": 0, "nurse": 0} {
			reports, err := s.ReportsOf(s.as(t, who), []db.ID{i.Key})
			if err != nil || len(reports[i.Key]) != want || want > 0 && reports[i.Key][0].Contact != "0912 345 678" {
				t.Errorf("%s reads %d reports, %v", who, len(reports[i.Key]), err)
			}
		}
		for _, who := range []string{"web", "head"} {
			if n := s.told(t, who, inbox.IncidentReported); n != 1 {
				t.Errorf("%s was notified %d times", who, n)
			}
		}
		// The store holds no number.
		for _, table := range []string{"mistake_reports", "mistakes", "incidents", "audit_log", "changes"} {
			var n int
			if err := k.DB.From(t.Context()).Get(t.Context(), &n, "SELECT COUNT(*) FROM "+table+" WHERE "+holder[table]+" LIKE ?", "%"+*receipt.Number+"%"); err != nil || n != 0 {
				t.Errorf("%s holds the number, %v", table, err)
			}
		}
	})
}

// holder is a column that could hold a number.
var holder = map[string]string{"mistake_reports": "text", "mistakes": "passage", "incidents": "description", "audit_log": "detail", "changes": "tags"}

func (s *site) told(t *testing.T, who string, what inbox.Kind) (n int) {
	t.Helper()
	if err := s.DB.From(t.Context()).Get(t.Context(), &n, "SELECT COUNT(*) FROM inbox_items WHERE staff_id = ? AND kind = ?", s.people[who], what); err != nil {
		t.Fatal(err)
	}
	return n
}

// The number tells the state, whatever way it is written, and nobody else's.
func TestArticle11b_TheNumberTellsTheStateAlone(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		s := newSite(t, k)
		number := *s.sent(t, reader("203.0.113.7"), s.wrong("bảy giờ sáng")).Number
		is := func(want incident.MistakeState) {
			t.Helper()
			for _, written := range []string{number, strings.ToLower(number), strings.ReplaceAll(number, "-", ""), " " + strings.ReplaceAll(number, "-", " ")} {
				if got, err := s.StateOfMistake(context.Background(), written); err != nil || *got != want {
					t.Errorf("%q is %v, %v, want %s", written, got, err, want)
				}
			}
		}
		is(incident.MistakeReceived)
		for _, unknown := range []string{"", "-", "AAAAA-AAAAA-AAAAA-AAAAA", number[:22], number + "A", s.mistakes(t)[0].ID()} {
			if got, err := s.StateOfMistake(context.Background(), unknown); !fault.Is(err, fault.NotFound) {
				t.Errorf("%q is %v, %v", unknown, got, err)
			}
		}
		i := s.mistakes(t)[0]
		i, err := s.Take(s.as(t, "web"), incident.VersionInput{ID: i.ID(), ExpectedVersion: i.Version})
		must(t, err)
		is(incident.MistakeChecking)
		_, err = s.Resolve(s.as(t, "web"), incident.ResolveInput{ID: i.ID(), ExpectedVersion: i.Version, Solution: "Giờ khám đúng như bài."})
		must(t, err)
		is(incident.MistakeAnswered)
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// What is reported has to be there to be read, by the person who reports it.
func TestArticle11b_WhatMayBeReported(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		s := newSite(t, k)
		inside, hidden, down := s.post(t, "INTERNAL"), s.post(t, "PUBLIC"), s.post(t, "PUBLIC")
		s.Exec(t, "UPDATE posts SET publication = 'NONE', published_revision_id = NULL WHERE id = ?", hidden)
		s.Exec(t, "UPDATE posts SET publication = 'UNPUBLISHED' WHERE id = ?", down)
		tool := access.With(context.Background(), &access.Actor{Service: db.NewID(), Grants: []access.Grant{{Role: access.Public}}})
		for name, c := range map[string]struct {
			ctx  context.Context
			post db.ID
			in   incident.ReportMistakeInput
			want string
		}{
			"internal, by a stranger":     {reader("203.0.113.1"), inside, s.wrong("bảy giờ"), "NOT_FOUND"},
			"internal, by staff":          {s.as(t, "it"), inside, s.wrong("bảy giờ"), ""},
			"a draft, by a stranger":      {reader("203.0.113.1"), hidden, s.wrong("bảy giờ"), "NOT_FOUND"},
			"a draft, by its author":      {s.as(t, "nurse"), hidden, s.wrong("bảy giờ"), "WRONG_STATE"},
			"taken down, by a stranger":   {reader("203.0.113.1"), down, s.wrong("bảy giờ"), "NOT_FOUND"},
			"unknown":                     {reader("203.0.113.1"), db.NewID(), s.wrong("bảy giờ"), "NOT_FOUND"},
			"by a tool":                   {tool, s.public, s.wrong("bảy giờ"), "FORBIDDEN"},
			"no passage":                  {reader("203.0.113.1"), s.public, s.wrong(" \u200b"), "REQUIRED"},
			"a long passage":              {reader("203.0.113.1"), s.public, s.wrong(strings.Repeat("á", 501)), "TOO_LONG"},
			"words that are not there":    {reader("203.0.113.1"), s.public, s.wrong("tám giờ"), "INVALID"},
			"markup of the text":          {reader("203.0.113.1"), s.public, s.wrong("<p>Khám"), "INVALID"},
			"across two paragraphs":       {reader("203.0.113.1"), s.public, s.wrong("sáng. Nghỉ"), ""},
			"what only looks like markup": {reader("203.0.113.1"), s.public, s.wrong("thứ bảy <b>"), ""},
			"the title":                   {reader("203.0.113.1"), s.public, s.wrong("GIỜ KHÁM"), ""},
			"decomposed letters":          {reader("203.0.113.1"), s.public, s.wrong("ba\u0309y giơ\u0300"), ""},
		} {
			c.in.Post = db.GlobalID("post", c.post)
			_, err := s.ReportMistake(c.ctx, c.in)
			if got := codeOf(err); got != c.want {
				t.Errorf("%s: %v, want %s", name, err, c.want)
			}
		}
	})
}

func codeOf(err error) string {
	if errs, _ := fault.Split(err); len(errs) > 0 {
		return string(errs[0].UserCode())
	}
	for _, c := range fault.Codes() {
		if fault.Is(err, c) {
			return string(c)
		}
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

// One passage is one incident for readers, who each have a number; staff have incidents of their own, solved along with it.
func TestArticle11b_TheSamePassageIsJoined(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		s := newSite(t, k)
		first := s.sent(t, reader("203.0.113.1"), s.wrong("bảy giờ sáng"))
		again := s.sent(t, reader("203.0.113.2"), s.wrong(" Bảy  giờ SÁNG"))
		s.sent(t, reader("203.0.113.3"), s.wrong("thứ Bảy"))
		if n := len(s.mistakes(t)); n != 2 {
			t.Fatalf("%d incidents of two passages", n)
		}
		if n := s.told(t, "web", inbox.IncidentReported); n != 2 {
			t.Errorf("the website section was notified %d times", n)
		}
		own := s.sent(t, s.as(t, "colleague"), s.wrong("bảy giờ sáng"))
		if own.Number != nil || own.Incident == nil || own.Incident.Reporter != s.people["colleague"] {
			t.Fatalf("staff get %+v", own)
		}
		i := s.mistakes(t)[0]
		if !s.joinedFor(t, "web", i, own.Incident) {
			t.Error("the incident of staff stands apart")
		}
		found, err := s.MistakesOf(s.as(t, "web"), []db.ID{i.Key})
		if err != nil || found[i.Key].ReportCount != 2 {
			t.Errorf("counts %d reports, %v", found[i.Key].ReportCount, err)
		}
		_, err = s.Resolve(s.as(t, "web"), incident.ResolveInput{ID: i.ID(), ExpectedVersion: i.Version, Solution: "Đã xem."})
		must(t, err)
		for name, number := range map[string]string{"the first": *first.Number, "the second": *again.Number} {
			if got, err := s.StateOfMistake(context.Background(), number); err != nil || *got != incident.MistakeAnswered {
				t.Errorf("%s is %v, %v", name, got, err)
			}
		}
		if mine, err := s.Get(s.as(t, "colleague"), own.Incident.ID()); err != nil || mine.State != incident.StateResolved {
			t.Errorf("that of staff: %+v, %v", mine, err)
		}
		// What is solved is no longer joined.
		s.sent(t, reader("203.0.113.4"), s.wrong("bảy giờ sáng"))
		if n := len(s.mistakes(t)); n != 4 {
			t.Errorf("%d incidents after the solution", n)
		}
	})
}

// A flood of reports is slowed by network, post and altogether, and on every replica alike.
func TestArticle11b_AFloodOfReportsIsSlowed(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		s := newSite(t, k)
		waits := func(err error) int {
			if w, ok := errors.AsType[*fault.WaitError](err); ok {
				return w.RetryAfter
			}
			return 0
		}
		taken := func(address func(n int) string, most int, on func(n int) db.ID) (n int) {
			var group sync.WaitGroup
			var mu sync.Mutex
			for at := range most + 10 {
				group.Go(func() {
					in := s.wrong("bảy giờ sáng")
					in.Post = db.GlobalID("post", on(at))
					_, err := s.ReportMistake(reader(address(at)), in)
					mu.Lock()
					defer mu.Unlock()
					switch {
					case err == nil:
						n++
					case waits(err) == 0:
						t.Errorf("refused by %v", err)
					}
				})
			}
			group.Wait()
			return n
		}
		same := func(int) db.ID { return s.public }
		if n := taken(func(n int) string { return fmt.Sprintf("2001:db8:1:2::%d", n) }, 5, same); n != 5 {
			t.Errorf("%d reports from one network", n)
		}
		_, err := s.ReportMistake(reader("2001:db8:1:2::ffff"), s.wrong("bảy giờ"))
		if got := waits(err); got < 3500 || got > 3600 {
			t.Errorf("has to wait for %d s: %v", got, err)
		}
		s.sent(t, reader("2001:db8:1:3::1"), s.wrong("bảy giờ"))
		s.sent(t, s.as(t, "nurse"), s.wrong("bảy giờ"))
		if n := taken(func(n int) string { return fmt.Sprintf("198.51.100.%d", n) }, 24, same); n != 24 {
			t.Errorf("%d more reports on one post", n)
		}
		s.Clock.Advance(time.Hour + time.Second)
		_, err = s.ReportMistake(reader("2001:db8:1:2::1"), s.wrong("bảy giờ"))
		if got := waits(err); got < 80_000 {
			t.Errorf("the post takes more within a day, in %d s: %v", got, err)
		}
		s.Clock.Advance(24 * time.Hour)
		s.sent(t, reader("2001:db8:1:2::1"), s.wrong("bảy giờ"))
		s.Clock.Advance(2 * time.Hour)
		var posts []db.ID
		for range 8 {
			posts = append(posts, s.post(t, "PUBLIC"))
		}
		if n := taken(func(n int) string { return fmt.Sprintf("192.0.2.%d", n) }, 200, func(n int) db.ID { return posts[n%8] }); n != 200 {
			t.Errorf("%d reports from everywhere", n)
		}
		var kept int
		must(t, k.DB.From(t.Context()).Get(t.Context(), &kept, "SELECT COUNT(*) FROM mistake_reports"))
		if kept != 5+1+1+24+1+200 {
			t.Errorf("%d reports are kept", kept)
		}
	})
}

// From where reports came is forgotten once no bound counts it.
func TestSendersAreForgotten(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		s := newSite(t, k)
		s.sent(t, reader("203.0.113.1"), s.wrong("bảy giờ"))
		s.Clock.Advance(time.Hour + time.Second)
		s.sent(t, reader("203.0.113.2"), s.wrong("bảy giờ"))
		must(t, s.ForgetSenders(t.Context()))
		networks, err := db.All[string](t.Context(), k.DB.From(t.Context()), "SELECT network FROM mistake_senders")
		if err != nil || len(networks) != 1 || networks[0] != "203.0.113.2" {
			t.Errorf("still known: %v, %v", networks, err)
		}
	})
}

// A newer revision solves the report and all that is joined with it, and readers of the post are told.
func TestArticle11b_ACorrectionLinksBack(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		s := newSite(t, k)
		number := *s.sent(t, reader("203.0.113.1"), s.wrong("bảy giờ sáng")).Number
		own := s.sent(t, s.as(t, "colleague"), s.wrong("bảy giờ sáng")).Incident
		i := s.mistakes(t)[0]
		correct := func(who, note string) error {
			_, err := s.CorrectMistake(s.as(t, who), incident.CorrectMistakeInput{ID: i.ID(), ExpectedVersion: i.Version, Note: note})
			return err
		}
		read := func() (*db.Time, *string) {
			p, err := s.posts.Get(context.Background(), db.GlobalID("post", s.public))
			must(t, err)
			at, err1 := p.Common().CorrectedAt(context.Background())
			note, err2 := p.Common().CorrectionNote(context.Background())
			must(t, errors.Join(err1, err2))
			return at, note
		}
		if got := codeOf(correct("web", "")); got != "WRONG_STATE" {
			t.Errorf("corrected without a newer revision: %s", got)
		}
		if at, note := read(); at != nil || note != nil {
			t.Errorf("corrected at %v: %v", at, note)
		}
		s.Clock.Advance(time.Hour)
		s.revise(t, s.public, 2)
		for _, who := range []string{"head", "director"} {
			if got := codeOf(correct(who, "")); got != "FORBIDDEN" {
				t.Errorf("%s corrects: %s", who, got)
			}
		}
		for _, note := range []string{"Giờ khám là 8 giờ", "Xem http://example.org", "www.example.org", "a@example.org", strings.Repeat("á", 121)} {
			if got := codeOf(correct("web", note)); got != "INVALID" && got != "TOO_LONG" {
				t.Errorf("%q: %s", note, got)
			}
		}
		must(t, correct("web", " Giờ khám  buổi sáng "))
		if at, note := read(); at == nil || *at != s.DB.Now(t.Context()) || *note != "Giờ khám buổi sáng" {
			t.Errorf("readers are told %v, %v", at, note)
		}
		for _, key := range []db.ID{i.Key, own.Key} {
			m, err := s.MistakesOf(s.as(t, "web"), []db.ID{key})
			now, err2 := s.Get(s.as(t, "web"), db.GlobalID("incident", key))
			if err != nil || err2 != nil || m[key].CorrectedBy == nil || *m[key].CorrectedBy != 2 || now.State != incident.StateResolved || now.Solution != "Đã sửa trong phiên bản 2. Giờ khám buổi sáng" {
				t.Errorf("%+v, %+v, %v, %v", m[key], now, err, err2)
			}
		}
		if got, err := s.StateOfMistake(context.Background(), number); err != nil || *got != incident.MistakeCorrected {
			t.Errorf("the reporter is told %v, %v", got, err)
		}
		for _, who := range []string{"nurse", "head", "director"} {
			if n := s.told(t, who, inbox.Corrected); n != 1 {
				t.Errorf("%s was notified %d times", who, n)
			}
		}
		for action, want := range map[string]int{"post.corrected": 1, "incident.corrected": 2} {
			var n int
			if err := k.DB.From(t.Context()).Get(t.Context(), &n, "SELECT COUNT(*) FROM audit_log WHERE action = ?", action); err != nil || n != want {
				t.Errorf("%d times %s on record, %v", n, action, err)
			}
		}
		// Reopened, it is no longer corrected for the reader who reported it.
		now, err := s.Get(s.as(t, "web"), i.ID())
		must(t, err)
		_, err = s.Reopen(s.as(t, "web"), incident.ReopenInput{ID: i.ID(), ExpectedVersion: now.Version, Reason: "Còn sai"})
		must(t, err)
		if got, err := s.StateOfMistake(context.Background(), number); err != nil || *got == incident.MistakeCorrected {
			t.Errorf("once reopened, the reporter is told %v, %v", got, err)
		}
	})
}
