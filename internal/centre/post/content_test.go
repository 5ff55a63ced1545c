package post_test

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
)

func TestArticle9_EachTypeKeepsItsFields(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		deadline := db.At(kit.Start.Add(48 * time.Hour))
		value := int64(3_480_000_000)
		for _, c := range []struct {
			kind   post.Type
			fields *post.Fields
			holds  func(post.Post) bool
		}{
			{post.TypeNewsArticle, nil, func(p post.Post) bool { _, ok := p.(*post.NewsArticle); return ok }},
			{post.TypePage, &post.Fields{}, func(p post.Post) bool { _, ok := p.(*post.Page); return ok }},
			{post.TypeAnnouncement, &post.Fields{Announcement: &post.AnnouncementContent{Urgent: true}},
				func(p post.Post) bool { return p.(*post.Announcement).Urgent }},
			{post.TypeHealthGuide, &post.Fields{HealthGuide: &post.HealthGuideContent{Diseases: []string{" Sởi ", "sởi", ""}, ReviewDueOn: db.DateOf(kit.Start)}},
				func(p post.Post) bool {
					g := p.(*post.HealthGuide)
					return len(g.Diseases) == 1 && g.Diseases[0] == "Sởi" && g.ReviewDueOn.String() == "2026-03-02"
				}},
			{post.TypeRecruitmentNotice, &post.Fields{RecruitmentNotice: &post.RecruitmentNoticeContent{
				Positions: []post.Vacancy{{Position: "Bác sĩ", Number: 2, Requirements: "Chứng chỉ\r\nhành nghề"}}, ApplicationDeadline: deadline}},
				func(p post.Post) bool {
					r := p.(*post.RecruitmentNotice)
					return r.Positions[0].Requirements == "Chứng chỉ\nhành nghề" && r.ApplicationDeadline == deadline
				}},
			{post.TypeTenderNotice, &post.Fields{TenderNotice: &post.TenderNoticeContent{
				PackageNumber: "VS-01", PackageName: "Hóa chất", ProcurementForm: post.OpenBidding, SubmissionDeadline: deadline, EstimatedValue: &value}},
				func(p post.Post) bool { return *p.(*post.TenderNotice).EstimatedValue == value }},
			{post.TypeDepartmentPage, &post.Fields{DepartmentPage: &post.DepartmentPageContent{Duties: `<p onclick="x()">Khám<script>alert(1)</script></p>`}},
				func(p post.Post) bool { return p.(*post.DepartmentPage).DepartmentPageContent.Duties == "<p>Khám</p>" }},
		} {
			in := w.news(string(c.kind))
			in.Type, in.Content = c.kind, c.fields
			if p := w.draft(t, in); !c.holds(p) {
				t.Errorf("%s holds %#v", c.kind, p)
			}
		}
	})
}

func TestContentThatBreaksARule(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		deadline := db.At(kit.Start)
		mover := w.Staff(t, w.internal, "Đỗ Chuyển", access.WebEditor)
		fields := func(f post.Fields) func(*post.CreateInput) {
			return func(in *post.CreateInput) { in.Content = &f }
		}
		for _, c := range []struct {
			name, want, path string
			change           func(*post.CreateInput)
		}{
			{"no title", "REQUIRED", "input.title", func(in *post.CreateInput) { in.Title = ptr(" \u200b ") }},
			{"a long title", "TOO_LONG", "input.title", func(in *post.CreateInput) { in.Title = ptr(strings.Repeat("ệ", 301)) }},
			{"a long summary", "TOO_LONG", "input.summary", func(in *post.CreateInput) { in.Summary = ptr(strings.Repeat("ệ", 1001)) }},
			{"a long body", "TOO_LONG", "input.body", func(in *post.CreateInput) { in.Body = ptr(strings.Repeat("a", 200_001)) }},
			{"a long tag", "TOO_LONG", "input.tags.1", func(in *post.CreateInput) { in.Tags = []string{"a", strings.Repeat("b", 51)} }},
			{"a tag that grows when folded", "TOO_LONG", "input.tags.0", func(in *post.CreateInput) { in.Tags = []string{strings.Repeat("ﬃ", 30)} }},
			{"too many tags", "TOO_LONG", "input.tags", func(in *post.CreateInput) { in.Tags = numbers(21) }},
			{"an unknown category", "INVALID", "input.categories", func(in *post.CreateInput) { in.Categories = []string{db.GlobalID("category", db.NewID())} }},
			{"an origin without a time", "REQUIRED", "input.origin.postedAt", func(in *post.CreateInput) { in.Origin = &post.Origin{PostedBy: "vanthu"} }},
			{"an origin without a name", "REQUIRED", "input.origin.postedBy", func(in *post.CreateInput) { in.Origin = &post.Origin{PostedAt: deadline, PostedBy: " "} }},
			{"an origin with a long name", "TOO_LONG", "input.origin.postedBy", func(in *post.CreateInput) {
				in.Origin = &post.Origin{PostedAt: deadline, PostedBy: strings.Repeat("ệ", 65)}
			}},
			{"an origin in the future", "INVALID", "input.origin.postedAt", func(in *post.CreateInput) {
				in.Origin = &post.Origin{PostedAt: db.At(deadline.Add(time.Microsecond)), PostedBy: "vanthu"}
			}},
			{"an origin of an author's", "INVALID", "input.origin", func(in *post.CreateInput) {
				in.Origin = &post.Origin{PostedAt: deadline, PostedBy: "Ban Giám đốc"}
				w.Exec(t, "DELETE FROM role_assignments WHERE staff_id = ?", mover)
			}},
			{"content of another type", "INVALID", "input.content.announcement", fields(post.Fields{Announcement: &post.AnnouncementContent{}})},
			{"a person for an article", "INVALID", "input.person", func(in *post.CreateInput) { in.Person = ptr(db.GlobalID("staff", w.author)) }},
			{"a notice without positions", "REQUIRED", "input.content.recruitmentNotice.positions", func(in *post.CreateInput) {
				in.Type, in.Content = post.TypeRecruitmentNotice, &post.Fields{RecruitmentNotice: &post.RecruitmentNoticeContent{ApplicationDeadline: deadline}}
			}},
			{"a position for nobody", "INVALID", "input.content.recruitmentNotice.positions.0.number", func(in *post.CreateInput) {
				in.Type, in.Content = post.TypeRecruitmentNotice, &post.Fields{RecruitmentNotice: &post.RecruitmentNoticeContent{
					ApplicationDeadline: deadline, Positions: []post.Vacancy{{Position: "Bác sĩ"}}}}
			}},
			{"a tender without content", "REQUIRED", "input.content.tenderNotice.packageNumber", func(in *post.CreateInput) { in.Type = post.TypeTenderNotice }},
			{"bids opened before the deadline", "INVALID", "input.content.tenderNotice.openingAt", func(in *post.CreateInput) {
				in.Type, in.Content = post.TypeTenderNotice, &post.Fields{TenderNotice: &post.TenderNoticeContent{PackageNumber: "1", PackageName: "1",
					ProcurementForm: post.OtherForm, SubmissionDeadline: deadline, OpeningAt: db.At(deadline.Add(-time.Hour))}}
			}},
			{"a profile of nobody", "INVALID", "input.person", func(in *post.CreateInput) { in.Type = post.TypeStaffProfile }},
			{"a profile of somebody else's staff", "INVALID", "input.person", func(in *post.CreateInput) {
				in.Type, in.Person = post.TypeStaffProfile, ptr(db.GlobalID("staff", w.outsider))
			}},
			{"a profile with a biography", "INVALID", "input.body", func(in *post.CreateInput) {
				in.Type, in.Person, in.Body = post.TypeStaffProfile, ptr(db.GlobalID("staff", w.author)), ptr("<p>Sinh năm 1980</p>")
			}},
		} {
			in := w.news("Tin")
			c.change(&in)
			by := w.author
			if in.Origin != nil {
				by = mover
			}
			_, err := w.Posts.Create(w.As(t, by), in)
			if code(err) != c.want || !strings.Contains(pathOf(err), c.path) {
				t.Errorf("%s: %v at %s", c.name, err, pathOf(err))
			}
		}
		if got := w.titles(t, w.As(t, w.author), nil, nil); len(got) > 0 {
			t.Errorf("something was written: %v", got)
		}
	})
}

func TestArticle11a_OnePageOfADepartmentOneProfileOfAPerson(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		page := w.news("Khoa Nội")
		page.Type = post.TypeDepartmentPage
		w.draft(t, page)
		if _, err := w.Posts.Create(w.As(t, w.head), page); code(err) != "TAKEN" {
			t.Errorf("a second page: %v", err)
		}
		profile := w.news("Lê Văn An")
		profile.Type, profile.Person = post.TypeStaffProfile, ptr(db.GlobalID("staff", w.author))
		w.draft(t, profile)
		if _, err := w.Posts.Create(w.As(t, w.head), profile); code(err) != "TAKEN" {
			t.Errorf("a second profile: %v", err)
		}
		// The profile belongs to its person, no matter who wrote it.
		of := w.news("Trần Thị Bình")
		of.Type, of.Person = post.TypeStaffProfile, ptr(db.GlobalID("staff", w.colleague))
		p := w.draft(t, of)
		if _, err := w.Posts.Get(w.As(t, w.colleague), p.ID()); err != nil {
			t.Errorf("the person reads their profile: %v", err)
		}
		key := w.colleague
		published := w.publish(t, p).(*post.StaffProfile)
		if pages, err := w.Posts.Pages(w.As(t, w.author), []db.ID{w.internal}); err != nil || len(pages) != 0 {
			t.Errorf("a draft page is shown: %v, %v", pages, err)
		}
		profiles, err := w.Posts.Profiles(everybody, []db.ID{key, w.author})
		if err != nil || len(profiles) != 1 || profiles[key].ID() != published.ID() {
			t.Errorf("profiles %v, %v", profiles, err)
		}
		if person, err := profiles[key].Person(everybody); err != nil || person != nil {
			t.Errorf("a stranger reads the directory: %v, %v", person, err)
		}
		if person, err := published.Person(w.As(t, w.outsider)); err != nil || person.Key != key {
			t.Errorf("a colleague reads the directory: %v, %v", person, err)
		}
	})
}

func TestPastedTextIsSanitised(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		for in, want := range map[string]string{
			`<p>Chào</p><script>alert(1)</script><p onmouseover="x()">bạn</p>`:                                                      "<p>Chào</p><p>bạn</p>",
			`<a href="javascript:alert(1)">nhấn</a>`:                                                                                "<p>nhấn</p>",
			`<p class="MsoNormal" style="mso-bidi:x"><span lang="VI">Thông<o:p></o:p> báo</span></p><!--[if gte mso]>x<![endif]-->`: "<p>Thông báo</p>",
			"<p>Trung ta\u0302m</p>": "<p>Trung tâm</p>",
		} {
			n := w.news("Tin")
			n.Body = &in
			body, err := w.draft(t, n).Common().Body(w.As(t, w.author))
			if err != nil || body != want {
				t.Errorf("%q is stored as %q, want %q (%v)", in, body, want, err)
			}
		}
	})
}

// TestArticle11c_TheHashCoversAllThatAReaderGets changes each column behind the service's back.
func TestArticle11c_TheHashCoversAllThatAReaderGets(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		c := w.section(t, "Tin tức")
		in := w.news("Tiêu đề")
		in.Type, in.Content = post.TypeAnnouncement, &post.Fields{Announcement: &post.AnnouncementContent{Urgent: true}}
		in.Summary, in.Body, in.Byline = ptr("Tóm tắt"), ptr("<p>Nội dung</p>"), ptr("Tổ biên tập")
		in.Categories, in.Tags, in.SEO = []string{c.ID()}, []string{"thẻ"}, &post.SEO{Title: "SEO", Description: "Mô tả"}
		in.Origin = &post.Origin{PostedAt: db.At(kit.Start), PostedBy: "vanthu"}
		w.Exec(t, "INSERT INTO role_assignments (id, staff_id, role, live, granted_at) VALUES (?, ?, ?, 1, 0)", db.NewID(), w.author, access.WebEditor)
		p := w.draft(t, in)
		head, revision := post.Keys(p)
		ctx := w.As(t, w.author)
		before, err := w.Posts.HashNow(ctx, p)
		if err != nil {
			t.Fatal(err)
		}
		working, err := p.Common().WorkingCopy(ctx)
		if err != nil || working.Hash() == "" {
			t.Fatal(working, err)
		}
		inContent := func(old, replacement string) string {
			return "UPDATE revisions SET content = REPLACE(content, '" + old + "', '" + replacement + "') WHERE id = ?"
		}
		for _, c := range []struct {
			what, change, back string
			of                 db.ID
			covered            bool
		}{
			{"type", "UPDATE posts SET type = 'PAGE' WHERE id = ?", "UPDATE posts SET type = 'ANNOUNCEMENT' WHERE id = ?", head, true},
			{"department", "UPDATE posts SET department_id = (SELECT id FROM departments WHERE code = 'NGOAI') WHERE id = ?", "UPDATE posts SET department_id = (SELECT id FROM departments WHERE code = 'NOI') WHERE id = ?", head, true},
			{"person", "UPDATE posts SET person_id = author_id WHERE id = ?", "UPDATE posts SET person_id = NULL WHERE id = ?", head, true},
			{"title", "UPDATE revisions SET title = 'X' WHERE id = ?", "UPDATE revisions SET title = 'Tiêu đề' WHERE id = ?", revision, true},
			{"summary", "UPDATE revisions SET summary = 'X' WHERE id = ?", "UPDATE revisions SET summary = 'Tóm tắt' WHERE id = ?", revision, true},
			{"byline", "UPDATE revisions SET byline = 'X' WHERE id = ?", "UPDATE revisions SET byline = 'Tổ biên tập' WHERE id = ?", revision, true},
			{"audience", "UPDATE revisions SET audience = 'INTERNAL' WHERE id = ?", "UPDATE revisions SET audience = 'PUBLIC' WHERE id = ?", revision, true},
			{"body", "UPDATE revisions SET body = '<p>X</p>' WHERE id = ?", "UPDATE revisions SET body = '<p>Nội dung</p>' WHERE id = ?", revision, true},
			{"categories", inContent(`"categories":[`, `"categories":["00000000-0000-0000-0000-000000000001",`), inContent(`"00000000-0000-0000-0000-000000000001",`, ""), revision, true},
			{"tags", inContent("thẻ", "nhãn"), inContent("nhãn", "thẻ"), revision, true},
			{"SEO title", inContent(`"SEO"`, `"OES"`), inContent(`"OES"`, `"SEO"`), revision, true},
			{"SEO description", inContent("Mô tả", "Khác"), inContent("Khác", "Mô tả"), revision, true},
			{"the type's fields", inContent(`"urgent":true`, `"urgent":false`), inContent(`"urgent":false`, `"urgent":true`), revision, true},
			{"the origin's name", inContent("vanthu", "ai-do"), inContent("ai-do", "vanthu"), revision, true},
			{"the origin's time", inContent("2026-03-02T", "2016-03-02T"), inContent("2016-03-02T", "2026-03-02T"), revision, true},
			{"slug", "UPDATE posts SET slug = 'khac' WHERE id = ?", "UPDATE posts SET slug = 'tieu-de' WHERE id = ?", head, false},
			{"pin", "UPDATE posts SET pinned = 1 WHERE id = ?", "UPDATE posts SET pinned = 0 WHERE id = ?", head, false},
			{"times", "UPDATE posts SET published_at = 1, expires_at = 2, scheduled_at = 3 WHERE id = ?", "UPDATE posts SET published_at = NULL, expires_at = NULL, scheduled_at = NULL WHERE id = ?", head, false},
		} {
			w.Exec(t, c.change, c.of)
			if now, err := w.Posts.HashNow(ctx, p); err != nil || bytes.Equal(now, before) == c.covered {
				t.Errorf("%s changed: hash changed %v (%v)", c.what, !c.covered, err)
			}
			w.Exec(t, c.back, c.of)
			if now, err := w.Posts.HashNow(ctx, p); err != nil || !bytes.Equal(now, before) {
				t.Errorf("%s restored: another hash (%v)", c.what, err)
			}
		}
	})
}

func TestTextForThePrivacyCheckHoldsEveryField(t *testing.T) {
	t.Parallel()
	c := post.Copy{Title: "t1", Summary: "s2", Byline: "b3", Body: "<p>x4</p>"}
	c.Content.V = post.Content{Tags: []string{"g5"}, SEO: post.SEO{Title: "e6", Description: "e7"}, Fields: post.Fields{
		RecruitmentNotice: &post.RecruitmentNoticeContent{Contact: "c8", Positions: []post.Vacancy{{Position: "p9", Requirements: "r10"}}},
		DepartmentPage:    &post.DepartmentPageContent{Functions: "<p>f11</p>", Contact: "c12"},
	}, Origin: post.Origin{PostedBy: "o13"}}
	got := c.Text()
	for _, want := range []string{"t1", "s2", "b3", "x4", "g5", "e6", "e7", "c8", "p9", "r10", "f11", "c12", "o13"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q lacks %s", got, want)
		}
	}
}

func numbers(n int) []string {
	var list []string
	for i := range n {
		list = append(list, string(rune('a'+i)))
	}
	return list
}

// A type that the schema names and nobody registered would break the first request for it.
func TestTheSchemaNamesTheRegisteredTypes(t *testing.T) {
	t.Parallel()
	sdl, err := os.ReadFile("../../../schema/post.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	_, enum, _ := strings.Cut(string(sdl), "enum PostType {")
	enum, _, _ = strings.Cut(enum, "}")
	var named []post.Type
	for _, name := range regexp.MustCompile(`(?m)^  ([A-Z_]+)$`).FindAllStringSubmatch(enum, -1) {
		named = append(named, post.Type(name[1]))
	}
	registered := post.Kinds()
	slices.Sort(named)
	slices.Sort(registered)
	if len(named) == 0 || !slices.Equal(named, registered) {
		t.Errorf("the schema names %v, registered are %v", named, registered)
	}
}
