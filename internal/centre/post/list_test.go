package post_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/post"
)

var everybody = context.Background()

func TestSearchKnowsVietnamese(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		add := func(title, summary, body string) {
			in := w.news(title)
			in.Summary, in.Body = &summary, &body
			w.published(t, in)
		}
		add("Hòa giải ở cơ sở", "", "<p>Nội dung.</p>")
		add("Hoa trong sân bệnh viện", "", "<p>Vườn hoa.</p>")
		add("Trạm y tế xã Đồi Ngân", "Khám, chữa bệnh", "<p>Đường dây nóng: 0203 3000 115</p>")
		add("Phòng dịch", "Trạm y tế", "<p>hòa tan thuốc</p>")
		for _, c := range []struct {
			text string
			want []string
		}{
			{"hoà", []string{"Hòa giải ở cơ sở", "Phòng dịch"}}, // the newer spelling; typed marks narrow
			{"hòa", []string{"Hòa giải ở cơ sở", "Phòng dịch"}},
			{"hoá", nil},
			{"hòa thuoc", []string{"Phòng dịch"}}, // the word without marks does not narrow
			{"hoa thuốc", []string{"Phòng dịch"}},
			{"hoa thước", nil},
			{"vươn hoa", nil},
			{"Đoi", nil},
			{"đoi ngân", nil},
			{"hoa", []string{"Hoa trong sân bệnh viện", "Hòa giải ở cơ sở", "Phòng dịch"}},
			{"HO\u0300A giải", []string{"Hòa giải ở cơ sở"}},
			{"y te", []string{"Trạm y tế xã Đồi Ngân", "Phòng dịch"}},
			{"y tế xã đồi", []string{"Trạm y tế xã Đồi Ngân"}},
			{"doi ngan", []string{"Trạm y tế xã Đồi Ngân"}},
			{"benh vi", []string{"Hoa trong sân bệnh viện"}}, // an unfinished last word
			{"vi benh", nil},
			{"0203", []string{"Trạm y tế xã Đồi Ngân"}},
			{"tế không có từ này", nil},
			{" .,!", nil},
			{"%", nil},
			{"' OR 1=1 --", nil},
		} {
			if got := w.titles(t, everybody, &post.Filter{Text: &c.text}, nil); !slices.Equal(got, append([]string{}, c.want...)) {
				t.Errorf("%q finds %q, want %q", c.text, got, c.want)
			}
		}
		for name, f := range map[string]struct {
			filter *post.Filter
			order  *post.Order
		}{
			"relevance without text": {nil, &post.Order{Field: post.ByRelevance}},
			"relevance of a blank":   {&post.Filter{Text: ptr(" ")}, &post.Order{Field: post.ByRelevance}},
			"too many words":         {&post.Filter{Text: ptr("một hai ba bốn năm sáu bảy tám chín mười xã tá nữa")}, nil},
		} {
			if _, err := w.Posts.List(everybody, f.filter, f.order, paging.Args{}); !fault.Is(err, fault.BadInput) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestSearchForgetsWhatIsReplacedOrTakenDown(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		p := w.published(t, w.news("Tên bệnh nhân"))
		p, err := w.update(t, w.As(t, w.author), p, post.Edit{Title: ptr("Tên đã sửa")})
		if err != nil {
			t.Fatal(err)
		}
		find := func(text string) []string { return w.titles(t, everybody, &post.Filter{Text: &text}, nil) }
		if len(find("bệnh nhân")) != 1 || len(find("đã sửa")) != 0 {
			t.Error("search shows a working copy")
		}
		p = w.publish(t, p)
		if len(find("bệnh nhân")) != 0 || len(find("đã sửa")) != 1 {
			t.Error("search shows the earlier revision")
		}
		if _, err := w.Posts.ForceUnpublish(everybody, p); err != nil {
			t.Fatal(err)
		}
		if got := w.titles(t, w.As(t, w.author), &post.Filter{Text: ptr("sửa")}, nil); len(got) != 0 {
			t.Errorf("search finds what was taken down: %v", got)
		}
	})
}

func TestFilters(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		c := w.section(t, "Phòng dịch")
		first := w.news("Một")
		first.Categories, first.Tags = []string{c.ID()}, []string{"Sốt xuất huyết"}
		w.published(t, first)
		w.Clock.Advance(time.Hour)
		second := db.At(w.Clock.Now())
		in := w.news("Hai")
		in.Type, in.Department = post.TypePage, ofDepartment(w.unit)
		p, err := w.Posts.Create(w.As(t, w.head), in)
		if err != nil {
			t.Fatal(err)
		}
		pinned, err := w.Posts.Pin(w.As(t, w.editor), post.PinInput{ID: w.publish(t, p).ID(), ExpectedVersion: 2, Pinned: true})
		if err != nil || !pinned.Common().Pinned() {
			t.Fatal(err)
		}
		w.draft(t, w.news("Nháp"))
		w.Clock.Advance(time.Hour)
		for _, c := range []struct {
			name   string
			ctx    context.Context
			filter post.Filter
			want   []string
		}{
			{"nothing", everybody, post.Filter{}, []string{"Hai", "Một"}},
			{"the author", w.As(t, w.author), post.Filter{}, []string{"Hai", "Một", "Nháp"}},
			{"type", everybody, post.Filter{Type: []post.Type{post.TypePage}}, []string{"Hai"}},
			{"types", everybody, post.Filter{Type: []post.Type{post.TypePage, post.TypeNewsArticle}}, []string{"Hai", "Một"}},
			{"no type", everybody, post.Filter{Type: []post.Type{}}, []string{}},
			{"department", everybody, post.Filter{Department: ptr(ofDepartment(w.internal))}, []string{"Một"}},
			{"department and units", everybody, post.Filter{Department: ptr(ofDepartment(w.internal)), IncludeUnits: ptr(true)}, []string{"Hai", "Một"}},
			{"unknown department", everybody, post.Filter{Department: ptr(ofDepartment(db.NewID()))}, []string{}},
			{"category", everybody, post.Filter{Category: ptr("phong-dich")}, []string{"Một"}},
			{"unknown category", everybody, post.Filter{Category: ptr("khac")}, []string{}},
			{"tag", everybody, post.Filter{Tag: ptr(" sốt  XUẤT huyết")}, []string{"Một"}},
			{"tag without marks", everybody, post.Filter{Tag: ptr("SOT xuat huyet")}, []string{"Một"}},
			{"tag with other marks", everybody, post.Filter{Tag: ptr("sốt xuất huyệt")}, []string{}},
			{"blank text", everybody, post.Filter{Text: ptr(" \u00a0")}, []string{"Hai", "Một"}},
			{"blank text, a state", w.As(t, w.author), post.Filter{Text: ptr(""), Working: ptr(post.WorkingDraft)}, []string{"Nháp"}},
			{"text without a word", everybody, post.Filter{Text: ptr("🦟")}, []string{}},
			{"audience", everybody, post.Filter{Audience: ptr(post.AudienceInternal)}, []string{}},
			{"published", w.As(t, w.author), post.Filter{Publication: ptr(post.PublicationPublished)}, []string{"Hai", "Một"}},
			{"working", w.As(t, w.author), post.Filter{Working: ptr(post.WorkingDraft)}, []string{"Nháp"}},
			{"working, a stranger", everybody, post.Filter{Working: ptr(post.WorkingNone)}, []string{}},
			{"never published, a stranger", everybody, post.Filter{Publication: ptr(post.PublicationNone)}, []string{}},
			{"from", everybody, post.Filter{PublishedAt: &post.Period{From: &second}}, []string{"Hai"}},
			{"to", everybody, post.Filter{PublishedAt: &post.Period{To: &second}}, []string{"Một"}},
			{"pinned", everybody, post.Filter{Pinned: ptr(true)}, []string{"Hai"}},
			{"mine", w.As(t, w.author), post.Filter{Mine: ptr(true)}, []string{"Một", "Nháp"}},
			{"mine, a stranger", everybody, post.Filter{Mine: ptr(true)}, []string{}},
			{"text and type", everybody, post.Filter{Text: ptr("một"), Type: []post.Type{post.TypePage}}, []string{}},
		} {
			if got := w.titles(t, c.ctx, &c.filter, nil); !slices.Equal(got, c.want) {
				t.Errorf("%s: %q, want %q", c.name, got, c.want)
			}
		}
		if _, err := w.Posts.List(everybody, &post.Filter{Department: ptr(p.ID())}, nil, paging.Args{}); !fault.Is(err, fault.NotFound) {
			t.Errorf("an id of another kind: %v", err)
		}
	})
}

func TestArticle9_OpenOrClosedFollowsFromTheClock(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		for i, hours := range []int{2, 1} {
			in := w.news(fmt.Sprintf("Gói %d", i+1))
			in.Type = post.TypeTenderNotice
			in.Content = &post.Fields{TenderNotice: &post.TenderNoticeContent{PackageNumber: "1", PackageName: "1", ProcurementForm: post.OpenBidding,
				SubmissionDeadline: db.At(w.Clock.Now().Add(time.Duration(hours) * time.Hour))}}
			w.published(t, in)
		}
		w.published(t, w.news("Tin"))
		list := func(open bool) []string {
			return w.titles(t, everybody, &post.Filter{Open: &open}, &post.Order{Field: post.ByTitle})
		}
		if got := w.titles(t, everybody, nil, &post.Order{Field: post.ByDeadline}); !slices.Equal(got, []string{"Gói 2", "Gói 1", "Tin"}) {
			t.Errorf("by deadline: %v", got)
		}
		for _, c := range []struct{ open, closed []string }{
			{[]string{"Gói 1", "Gói 2"}, []string{}},
			{[]string{"Gói 1"}, []string{"Gói 2"}}, // the deadline itself is too late
			{[]string{}, []string{"Gói 1", "Gói 2"}},
		} {
			if open, closed := list(true), list(false); !slices.Equal(open, c.open) || !slices.Equal(closed, c.closed) {
				t.Errorf("at %v open %v, closed %v", w.Clock.Now(), open, closed)
			}
			p, err := w.Posts.One(everybody, nil, ptr("goi-2"))
			if err != nil || p.Common().IsOpen(everybody) != slices.Contains(c.open, "Gói 2") {
				t.Errorf("at %v: isOpen %v, %v", w.Clock.Now(), p.Common().IsOpen(everybody), err)
			}
			w.Clock.Advance(time.Hour)
		}
	})
}

func TestPagesStayStableUnderInserts(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		var want []string
		for i := range 7 {
			w.published(t, w.news(fmt.Sprintf("Cũ %d", i)))
			if i%2 == 0 { // pairs of the same moment
				w.Clock.Advance(time.Second)
			}
		}
		want = w.titles(t, everybody, nil, nil)
		for _, o := range []post.OrderField{post.ByPublishedAt, post.ByTitle, post.ByDeadline, post.ByRelevance} {
			for _, d := range []paging.Direction{paging.Ascending, paging.Descending} {
				filter, order := &post.Filter{Text: ptr("cũ")}, &post.Order{Field: o, Direction: d}
				var got []string
				var after *string
				for {
					c, err := w.Posts.List(everybody, filter, order, paging.Args{First: ptr(2), After: after})
					if err != nil {
						t.Fatal(err)
					}
					for _, p := range c.Nodes() {
						got = append(got, p.Common().Title())
					}
					after = c.PageInfo.EndCursor()
					if more, err := c.PageInfo.HasNextPage(everybody); err != nil || !more {
						break
					}
					w.Clock.Advance(time.Second)
					w.published(t, w.news("Mới")) // not a match, but before and after every page
				}
				slices.Sort(got)
				sorted := slices.Sorted(slices.Values(want))
				if !slices.Equal(got, sorted) {
					t.Errorf("%s %s walks %v", o, d, got)
				}
			}
		}
		// Newer posts come in before the first page, so the pages after it stay as they were.
		c, err := w.Posts.List(everybody, nil, nil, paging.Args{First: ptr(3)})
		if err != nil {
			t.Fatal(err)
		}
		next := func() []string {
			n, err := w.Posts.List(everybody, nil, nil, paging.Args{First: ptr(3), After: c.PageInfo.EndCursor()})
			if err != nil {
				t.Fatal(err)
			}
			var titles []string
			for _, p := range n.Nodes() {
				titles = append(titles, p.Common().Title())
			}
			return titles
		}
		before := next()
		w.Clock.Advance(time.Second)
		w.published(t, w.news("Chen vào"))
		if after := next(); !slices.Equal(before, after) {
			t.Errorf("the second page was %v and is %v", before, after)
		}
	})
}

func TestAListCostsAConstantNumberOfStatements(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		c := w.section(t, "Tin tức")
		for i := range 20 {
			in := w.news(fmt.Sprintf("Tin %d", i))
			in.Categories = []string{c.ID()}
			p := w.published(t, in)
			if _, err := w.update(t, w.As(t, w.author), p, post.Edit{Summary: ptr("mới")}); err != nil {
				t.Fatal(err)
			}
		}
		cost := func(size int, visit func(ctx context.Context, e *post.Entry) error) int64 {
			ctx, n := db.CountStatements(w.As(t, w.author))
			c, err := w.Posts.List(ctx, nil, nil, paging.Args{First: &size})
			if err != nil || len(c.Edges) != size {
				t.Fatalf("%d posts, %v", len(c.Edges), err)
			}
			for _, p := range c.Nodes() {
				if err := visit(ctx, p.Common()); err != nil {
					t.Fatal(err)
				}
			}
			return n.Load()
		}
		bare := func(context.Context, *post.Entry) error { return nil }
		full := func(ctx context.Context, e *post.Entry) error {
			_, err1 := e.Department(ctx)
			categories, err2 := e.Categories(ctx)
			_, err3 := e.Body(ctx)
			working, err4 := e.WorkingCopy(ctx)
			if len(categories) != 1 || working == nil {
				return fmt.Errorf("%d categories, working copy %v", len(categories), working)
			}
			_, err5 := working.Body(ctx)
			author, err6 := e.Author(ctx)
			editor, err7 := working.Editor(ctx)
			if author == nil || editor == nil {
				return fmt.Errorf("author %v, editor %v", author, editor)
			}
			for _, err := range []error{err1, err2, err3, err4, err5, err6, err7} {
				if err != nil {
					return err
				}
			}
			return nil
		}
		if got := cost(20, bare); got != 2 {
			t.Errorf("a page of 20 costs %d statements, want 2: heads and small contents", got)
		}
		if one, twenty := cost(1, full), cost(20, full); one != twenty || twenty > 9 {
			t.Errorf("with all that is nested, 1 post costs %d statements and 20 cost %d", one, twenty)
		}
	})
}
