package post_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/media"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/test/kit"
)

// full is a post of the type with something in every field that a reader gets.
func full(kind post.Type) (*post.Head, *post.Copy) {
	at, day := db.At(kit.Start), db.DateOf(kit.Start)
	value := int64(900_000_000)
	parts := map[post.Type]post.Fields{
		post.TypeAnnouncement: {Announcement: &post.AnnouncementContent{Urgent: true}},
		post.TypeHealthGuide:  {HealthGuide: &post.HealthGuideContent{Urgent: true, Diseases: []string{"Sởi", "Dại"}, Topics: []string{"Trẻ em", "Tiêm"}, ReviewDueOn: day}},
		post.TypeRecruitmentNotice: {RecruitmentNotice: &post.RecruitmentNoticeContent{ApplicationDeadline: at, Contact: "Phòng Tổ chức",
			Positions: []post.Vacancy{{Position: "Bác sĩ", Number: 2, Requirements: "Có chứng chỉ"}, {Position: "Điều dưỡng", Number: 3, Requirements: "Tốt nghiệp"}}}},
		post.TypeTenderNotice: {TenderNotice: &post.TenderNoticeContent{PackageNumber: "01", PackageName: "Máy thở", ProcurementForm: post.OpenBidding,
			IssuedOn: day, SubmissionDeadline: at, OpeningAt: at, EstimatedValue: &value}},
		post.TypeDepartmentPage: {DepartmentPage: &post.DepartmentPageContent{Functions: "<p>Khám</p>", Duties: "<ol><li>Chữa</li></ol>",
			Processes: `<p><a href="/quy-trinh">Xem</a></p>`, Contact: "Tầng 2"}},
		post.TypeStaffProfile: {StaffProfile: &post.StaffProfileContent{ProfessionalTitle: "Bác sĩ", Specialties: []string{"Nhi", "Nội"}}},
	}
	c := &post.Copy{Title: "Phòng bệnh", Summary: "Rửa tay", Byline: "Khoa Nhi", Audience: post.AudiencePublic, Body: `<p>Xem <a href="https://moh.gov.vn/a">hướng dẫn</a></p>`}
	c.Content.V = post.Content{Categories: []db.ID{{1}, {2}}, Tags: []string{"một", "hai"}, SEO: post.SEO{Title: "Phòng", Description: "Bệnh"},
		Fields: parts[kind], Origin: post.Origin{PostedAt: at, PostedBy: "vanthu"}}
	cover := attached(6, "bia.jpg")
	c.Content.V.Cover = &cover
	c.Content.V.Gallery = []media.Attached{attached(7, "mot.jpg"), attached(8, "hai.jpg")}
	c.Content.V.Attachments = []media.Attached{attached(9, "mau.pdf"), attached(10, "danh-muc.xlsx")}
	c.Content.V.Embedded = []media.Attached{attached(11, "so-do.png"), attached(12, "bieu.pdf")}
	return &post.Head{Key: db.ID{3}, Type: kind, Department: db.ID{4}, Person: db.ID{5}}, c
}

// attached is a file as a post shows it, with every part.
func attached(key byte, name string) media.Attached {
	return media.Attached{File: db.ID{key}, Name: name, Type: "image/jpeg", Size: 1000, SHA256: "aa11", Alt: "Rửa tay", Decorative: true, Caption: "Buổi tập huấn", Credit: "Phòng Truyền thông",
		Licence: "CC BY 4.0", Focus: media.Top}
}

// change is one way to change a value.
type change struct {
	at string
	do func()
}

// changes are all ways to change what v points to, field by field and item by item.
func changes(at string, v reflect.Value) (all []change) {
	set := func(to any) { all = append(all, change{at, func() { v.Set(reflect.ValueOf(to).Convert(v.Type())) }}) }
	switch x := v.Interface().(type) {
	case db.Time:
		set(db.At(x.Add(time.Hour)))
		set(db.Time{})
		return all
	case db.Date:
		set(db.DateOf(x.Time.AddDate(0, 0, 1)))
		set(db.Date{})
		return all
	case db.ID:
		set(db.ID{9})
		return all
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				all = append(all, changes(at+"."+f.Name, v.Field(i))...)
			}
		}
	case reflect.Pointer:
		if v.IsNil() {
			return []change{{at + " set", func() { v.Set(reflect.New(v.Type().Elem())) }}}
		}
		all = append(changes(at, v.Elem()), change{at + " taken away", func() { v.Set(reflect.Zero(v.Type())) }},
			change{at + " emptied", func() { v.Set(reflect.New(v.Type().Elem())) }})
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return []change{{at, func() { v.SetBytes([]byte("x")) }}}
		}
		all = append(all, change{at + " longer", func() { v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem()))) }})
		if n := v.Len(); n > 0 {
			all = append(all, change{at + " shorter", func() { v.Set(v.Slice(0, n-1)) }}, change{at + " turned", func() {
				turned := reflect.MakeSlice(v.Type(), 0, n)
				for i := range n {
					turned = reflect.Append(turned, v.Index(n-1-i))
				}
				v.Set(turned)
			}})
		}
		for i := range v.Len() {
			all = append(all, changes(fmt.Sprintf("%s.%d", at, i), v.Index(i))...)
		}
	case reflect.String:
		set(v.String() + " nữa")
		set("")
	case reflect.Int, reflect.Int64:
		set(v.Int() + 1)
	case reflect.Bool:
		set(!v.Bool())
	default:
		panic(at + " is a " + v.Kind().String())
	}
	return all
}

// bodies are texts that read alike and are not.
var bodies = []string{
	"<p>Rửa tay</p>", "<p>Rửa  tay.</p>", "<h2>Rửa tay</h2>", "<p><s>Rửa tay</s></p>", "<p>Rửa <strong>tay</strong></p>", "<ul><li>Rửa tay</li></ul>", "<ol><li>Rửa tay</li></ol>",
	`<p><a href="https://moh.gov.vn/a">Rửa tay</a></p>`, `<p><a href="https://moh.gov.vn/b">Rửa tay</a></p>`, "<p>Rửa</p><p>tay</p>", "<p>Rửa<br/>tay</p>",
	"<table><tbody><tr><td>Rửa tay</td></tr></tbody></table>", "<table><tbody><tr><td>Rửa</td><td>tay</td></tr></tbody></table>", "<blockquote><p>Rửa tay</p></blockquote>", "",
}

// What is decided on is what is shown, whole: whatever is changed, the diff is empty exactly where the hash is the same, and
// a reader is told what each changed field is.
func TestArticle11c_WhatIsDecidedOnIsWhatIsShown(t *testing.T) {
	t.Parallel()
	labels := map[string]bool{}
	for _, kind := range post.Kinds() {
		_, content := full(kind)
		total := len(changes("", reflect.ValueOf(&post.Head{}).Elem())) + len(changes("", reflect.ValueOf(content).Elem())) + len(bodies)
		differ := 0
		for n := range total {
			fromHead, from := full(kind)
			toHead, to := full(kind)
			all := append(changes("head", reflect.ValueOf(toHead).Elem()), changes("copy", reflect.ValueOf(to).Elem())...)
			for _, body := range bodies {
				all = append(all, change{"body " + body, func() { to.Body = body }})
			}
			all[n].do()
			d, hashDiffers, err := post.Compared(t.Context(), fromHead, from, toHead, to)
			if err != nil {
				t.Fatal(err)
			}
			if shown := differs(d); shown != hashDiffers {
				t.Errorf("%s: %s: the hash differs: %v, the diff tells so: %v", kind, all[n].at, hashDiffers, shown)
			}
			if hashDiffers {
				differ++
			}
			for _, f := range d.Fields {
				labels[pattern(f.Field)] = true
				if !post.Labelled(f.Field) {
					t.Errorf("a reader is not told what %s is", f.Field)
				}
				if slices.Equal(f.Before, f.After) && !differing(f.Spans) && len(f.Before) > 0 {
					t.Errorf("%s: %s: before and after are both %q", kind, f.Field, f.Before)
				}
			}
		}
		if differ < 40 {
			t.Errorf("%s: only %d of %d changes are of what a reader gets", kind, differ, total)
		}
	}
	for _, l := range post.Labels() {
		if !labels[l] {
			t.Errorf("the label of %s is of no field that was changed", l)
		}
	}
	for i, a := range bodies { // each pair, too: they read alike
		for j, b := range bodies {
			head, from := full(post.TypePage)
			_, to := full(post.TypePage)
			from.Body, to.Body = a, b
			if d, _, err := post.Compared(t.Context(), head, from, head, to); err != nil || differs(d) != (i != j) {
				t.Errorf("%s to %s: %+v, %v", a, b, d.Body, err)
			}
		}
	}
}

// pattern is the name of a field with stars for the numbers of items.
func pattern(field string) string {
	parts := strings.Split(field, ".")
	for i, p := range parts {
		if p[0] >= '0' && p[0] <= '9' {
			parts[i] = "*"
		}
	}
	return strings.Join(parts, ".")
}

func differing(spans []post.Span) bool {
	return slices.ContainsFunc(spans, func(s post.Span) bool { return s.Kind != post.SpanEqual })
}

func differs(d *post.Diff) bool {
	return differing(d.Title) || differing(d.Summary) || differing(d.Body) || len(d.Fields) > 0
}

// The diff tells a field before and after, with a name in the reader's language, and texts word by word.
func TestAFieldIsToldBeforeAndAfter(t *testing.T) {
	t.Parallel()
	in := func(l fault.Locale) context.Context { return fault.WithLocale(context.Background(), l) }
	for _, c := range []struct {
		kind   post.Type
		change func(c *post.Copy)
		want   string
	}{
		{post.TypePage, func(c *post.Copy) { c.Content.V.Tags = []string{"ba"} }, "tags (Thẻ, Tags) [một hai] [ba]: "},
		{post.TypePage, func(c *post.Copy) { c.Audience = post.AudienceInternal }, "audience (Đối tượng xem, Audience) [PUBLIC] [INTERNAL]: "},
		{post.TypePage, func(c *post.Copy) { c.Byline = "" }, "byline (Người viết ghi trên bài, Byline) [Khoa Nhi] []: -Khoa Nhi"},
		{post.TypeTenderNotice, func(c *post.Copy) { *c.Content.V.Fields.TenderNotice.EstimatedValue = 9 },
			"content.tenderNotice.estimatedValue (Giá gói thầu (đồng), Estimated value (VND)) [900000000] [9]: "},
		{post.TypeTenderNotice, func(c *post.Copy) { c.Content.V.Fields.TenderNotice.IssuedOn = db.Date{} },
			"content.tenderNotice.issuedOn (Ngày phát hành, Issue date) [2026-03-02] []: "},
		{post.TypeRecruitmentNotice, func(c *post.Copy) { c.Content.V.Fields.RecruitmentNotice.Positions[1].Number = 30 },
			"content.recruitmentNotice.positions.1.number (Vị trí tuyển dụng 2: số lượng, Vacancy 2: number) [3] [30]: "},
		{post.TypeDepartmentPage, func(c *post.Copy) { c.Content.V.Fields.DepartmentPage.Processes = `<p><a href="/khac">Xem</a></p>` },
			"content.departmentPage.processes (Quy trình, Processes) [[Xem](/quy-trinh)] [[Xem](/khac)]: =[Xem](-/quy-trinh+/khac=)"},
	} {
		head, from := full(c.kind)
		_, to := full(c.kind)
		c.change(to)
		d, _, err := post.Compared(t.Context(), head, from, head, to)
		if err != nil || len(d.Fields) != 1 {
			t.Fatalf("%s: %+v, %v", c.want, d, err)
		}
		f, spans := d.Fields[0], ""
		for _, s := range d.Fields[0].Spans {
			spans += map[post.SpanKind]string{post.SpanEqual: "=", post.SpanDeleted: "-", post.SpanInserted: "+"}[s.Kind] + s.Text
		}
		if got := fmt.Sprintf("%s (%s, %s) %v %v: %s", f.Field, f.Label(in(fault.Vietnamese)), f.Label(in(fault.English)), f.Before, f.After, spans); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}

// A diff ends with the request that asked for it.
func TestADiffEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	head, c := full(post.TypePage)
	if _, _, err := post.Compared(ctx, head, c, head, c); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
