package post_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/test/kit"
)

// says brings a public announcement with the content onto the site.
func (c *centre) says(t *testing.T, title, summary, body string, adjust ...func(*post.CreateInput)) string {
	t.Helper()
	return c.published(t, append(adjust, func(in *post.CreateInput) { in.Title, in.Summary, in.Body = &title, &summary, &body })...)
}

// edits saves an edit of the working copy.
func (c *centre) edits(t *testing.T, by db.ID, id string, e post.Edit) error {
	t.Helper()
	_, err := c.posts.Update(c.As(t, by), post.UpdateInput{ID: id, ExpectedVersion: c.seen(t, by, id), Edit: e})
	return err
}

// corrects submits the working copy as a correction.
func (c *centre) corrects(t *testing.T, by db.ID, id string) (post.Submission, error) {
	t.Helper()
	return c.posts.Submit(c.As(t, by), post.SubmitInput{ID: id, ExpectedVersion: c.seen(t, by, id), Privacy: approval.NoPatient, Correction: ptr(true)})
}

// reasons are the objections to a correction, with what they name.
func reasons(c *approval.Correction) (list []string) {
	for _, o := range c.Objections {
		reason := string(o.Code)
		if o.Detail != nil {
			reason += " " + *o.Detail
		}
		list = append(list, reason)
	}
	return list
}

func words(n int, word string) string { return strings.TrimSpace(strings.Repeat(word+" ", n)) }

// Each clause of the definition: at most 20 words of title, summary and body differ, no digit and no other hashed field
// changes, no link to a host that no published post uses. What is more goes through the full flow, and why is kept.
func TestArticle11c_ACorrectionIsJudgedBySpans(t *testing.T) {
	const title, summary = "Phòng bệnh tay chân miệng", "Cách phòng bệnh cho trẻ"
	body := `<p>Rửa tay bằng xà phòng. Xem <a href="https://moh.gov.vn/cu">hướng dẫn</a>, điện thoại 115.</p><ol><li>Sốt 38 độ</li><li>Nôn</li></ol><p>` + words(30, "chữ") + "</p>"
	in := func(old, replacement string) func(e *post.Edit) {
		return func(e *post.Edit) {
			e.Body = ptr(strings.Replace(body, old, replacement, 1))
			if *e.Body == body {
				t.Fatalf("%s is not in the body", old)
			}
		}
	}
	for name, x := range map[string]struct {
		change func(e *post.Edit)
		want   []string
	}{
		"spelling":                         {in("xà phòng", "xà bông"), nil},
		"a dead link":                      {in("moh.gov.vn/cu", "moh.gov.vn/moi"), nil},
		"an address of the site itself":    {in("https://moh.gov.vn/cu", "/huong-dan"), nil},
		"a host that another post uses":    {in("moh.gov.vn/cu", "vncdc.gov.vn/moi"), nil},
		"a host that an internal one uses": {in("moh.gov.vn/cu", "noi-bo.vn/moi"), nil},
		"punctuation after a number":       {in("115.", "115!"), nil},
		"20 words of the text":             {in(words(30, "chữ"), words(20, "từ")+" "+words(10, "chữ")), nil},
		"21 words of the text":             {in(words(30, "chữ"), words(21, "từ")+" "+words(9, "chữ")), []string{"TOO_MANY_WORDS"}},
		"20 words in a new paragraph":      {in("<ol>", "<p>"+words(20, "mới")+"</p><ol>"), nil},
		"21 words taken away":              {in(words(30, "chữ"), words(9, "chữ")), []string{"TOO_MANY_WORDS"}},
		"21 words in three places": {func(e *post.Edit) {
			in(words(30, "chữ"), words(7, "từ")+" "+words(23, "chữ"))(e)
			e.Title, e.Summary = ptr(title+" "+words(7, "mới")), ptr(summary+" "+words(7, "mới"))
		}, []string{"TOO_MANY_WORDS"}},
		"20 words in three places": {func(e *post.Edit) {
			in(words(30, "chữ"), words(6, "từ")+" "+words(24, "chữ"))(e)
			e.Title, e.Summary = ptr(title+" "+words(7, "mới")), ptr(summary+" "+words(7, "mới"))
		}, nil},
		"30 words struck out":              {in(words(30, "chữ"), "<s>"+words(30, "chữ")+"</s>"), []string{"TOO_MANY_WORDS"}},
		"21 lines across":                  {func(e *post.Edit) { e.Body = ptr(body + strings.Repeat("<hr>", 21)) }, []string{"TOO_MANY_WORDS"}},
		"a digit of the text":              {in("38", "39"), []string{"DIGIT"}},
		"a digit of the title":             {func(e *post.Edit) { e.Title = ptr(title + " 2") }, []string{"DIGIT"}},
		"a digit of the summary":           {func(e *post.Edit) { e.Summary = ptr(summary + " 2") }, []string{"DIGIT"}},
		"a point in a number":              {in("115", "1.15"), []string{"DIGIT"}},
		"a power":                          {in("115", "11<sup>5</sup>"), []string{"DIGIT"}},
		"a number struck out":              {in("115.", "<s>115.</s>"), []string{"DIGIT"}},
		"a number taken away":              {in(" 115", ""), []string{"DIGIT"}},
		"the numbers of a list":            {in("<li>Sốt", "<li>Ho</li><li>Sốt"), []string{"DIGIT"}},
		"a number in an address":           {in("moh.gov.vn/cu", "moh.gov.vn/2026"), []string{"DIGIT"}},
		"a host that no post uses":         {in("moh.gov.vn/cu", "example.net/cu"), []string{"NEW_LINK_HOST example.net"}},
		"a host that a draft uses":         {in("moh.gov.vn/cu", "draft.vn/cu"), []string{"NEW_LINK_HOST draft.vn"}},
		"a host that was taken down":       {in("moh.gov.vn/cu", "down.vn/cu"), []string{"NEW_LINK_HOST down.vn"}},
		"mail to a host that no post uses": {in("https://moh.gov.vn/cu", "mailto:a@example.net"), []string{"NEW_LINK_HOST example.net"}},
		"a link made of text":              {in("xà phòng", `<a href="https://example.net">xà phòng</a>`), []string{"NEW_LINK_HOST example.net"}},
		"a tag":                            {func(e *post.Edit) { e.Tags = []string{"trẻ em"} }, []string{"FIELD tags"}},
		"the byline":                       {func(e *post.Edit) { e.Byline = ptr("Khoa Nhi") }, []string{"FIELD byline"}},
		"the preview":                      {func(e *post.Edit) { e.SEO = &post.SEO{Title: "Khác"} }, []string{"FIELD seo.title"}},
		"the audience":                     {func(e *post.Edit) { e.Audience = ptr(post.AudienceInternal) }, []string{"FIELD audience"}},
		"what the type adds": {func(e *post.Edit) { e.Content = &post.Fields{Announcement: &post.AnnouncementContent{Urgent: true}} },
			[]string{"FIELD content.announcement", "FIELD content.announcement.urgent"}},
		"several at once": {func(e *post.Edit) { in("38", "39")(e); e.Tags, e.Byline = []string{"a"}, ptr("b") }, []string{"FIELD byline", "FIELD tags", "DIGIT"}},
	} {
		t.Run(name, func(t *testing.T) {
			kit.Run(t, func(t *testing.T, k *kit.Kit) {
				c := newCentre(t, k)
				link := func(host string) string { return `<p><a href="https://` + host + `/x">x</a></p>` }
				c.says(t, "Khác", "", link("vncdc.gov.vn"))
				inside := c.draft(t, c.writer, audience(post.AudienceInternal), func(in *post.CreateInput) { in.Body = ptr(link("noi-bo.vn")) }).ID()
				must(t, c.submit(t, c.writer, inside))
				must(t, c.decide(t, c.head, inside, approval.Approve, ""))
				c.draft(t, c.writer, func(in *post.CreateInput) { in.Body = ptr(link("draft.vn")) })
				down := c.says(t, "Đã gỡ", "", link("down.vn"))
				_, err := c.posts.Unpublish(c.As(t, c.editor), post.ReasonInput{ID: down, ExpectedVersion: c.seen(t, c.editor, down), Reason: "Cũ"})
				must(t, err)

				id, edit := c.says(t, title, summary, body), post.Edit{}
				x.change(&edit)
				must(t, c.edits(t, c.writer, id, edit))
				done, err := c.corrects(t, c.writer, id)
				must(t, err)
				a := c.approvalOf(t, id)
				if got := reasons(done.Correction); !slices.Equal(got, x.want) || !slices.Equal(reasons(a.Correction()), x.want) {
					t.Errorf("the payload tells %q, the approval keeps %q, want %q", got, reasons(a.Correction()), x.want)
				}
				if one := a.Flow == approval.PublicationCorrection; one != (x.want == nil) || done.Correction.Accepted() != one {
					t.Errorf("it goes through %s", a.Flow)
				}
				for _, o := range done.Correction.Objections {
					if vi, en := o.Text.VI, o.Text.EN; vi == "" || en == "" || vi == en {
						t.Errorf("%s says %q, %q", o.Code, vi, en)
					}
				}
			})
		})
	}
}

// The reasons why something is no correction are kept up to a bound.
func TestArticle11c_ObjectionsHaveABound(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		var before, after string
		want := []string{"FIELD byline", "FIELD tags"}
		for n := range rune(20) {
			link := "<p><a href=\"https://%s/x\">" + string('a'+n) + "</a></p>"
			host := string('a'+n) + ".example"
			before, after = before+fmt.Sprintf(link, "moh.gov.vn"), after+fmt.Sprintf(link, host)
			want = append(want, "NEW_LINK_HOST "+host)
		}
		id := c.says(t, "Địa chỉ", "", before)
		must(t, c.edits(t, c.writer, id, post.Edit{Body: &after, Tags: []string{"a"}, Byline: ptr("b")}))
		done, err := c.corrects(t, c.writer, id)
		must(t, err)
		if got := reasons(done.Correction); !slices.Equal(got, want[:20]) || !slices.Equal(reasons(c.approvalOf(t, id).Correction()), got) {
			t.Errorf("%d reasons: %q", len(got), got)
		}
	})
}

// What is not a public post on the site has no correction; who asks for none is told nothing of one.
func TestArticle11c_OnlyWhatIsOnTheSiteIsCorrected(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		fresh := c.draft(t, c.writer).ID()
		inside := c.draft(t, c.writer, audience(post.AudienceInternal)).ID()
		must(t, c.submit(t, c.writer, inside))
		must(t, c.decide(t, c.head, inside, approval.Approve, ""))
		must(t, c.edits(t, c.writer, inside, post.Edit{Title: ptr("Nội bộ")}))
		down := c.says(t, "Tin", "", "<p>x</p>")
		must(t, c.edits(t, c.writer, down, post.Edit{Title: ptr("Tin khác")}))
		_, err := c.posts.Unpublish(c.As(t, c.editor), post.ReasonInput{ID: down, ExpectedVersion: c.seen(t, c.editor, down), Reason: "Cũ"})
		must(t, err)
		for id, flow := range map[string]string{fresh: approval.Publication, inside: approval.PublicationInternal, down: approval.Publication} {
			done, err := c.corrects(t, c.writer, id)
			must(t, err)
			if got := reasons(done.Correction); !slices.Equal(got, []string{"NOT_PUBLISHED"}) || c.approvalOf(t, id).Flow != flow {
				t.Errorf("%s: %q", c.approvalOf(t, id).Flow, got)
			}
		}
		plain := c.draft(t, c.writer).ID()
		must(t, c.submit(t, c.writer, plain))
		if a := c.approvalOf(t, plain); a.Correction() != nil {
			t.Errorf("nobody asked for a correction: %+v", a.Correction())
		}
	})
}

// Managers, whose step a correction passes, author and submitter hear of it, and the Board and the website section as of
// any post.
func TestArticle11c_ACorrectionIsToldToTheDepartment(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		told := func() (n [5]int) {
			n[0], n[1] = c.told(t, c.head, inbox.Correction), c.told(t, c.writer, inbox.Correction)
			n[2], n[3], n[4] = c.told(t, c.director, inbox.ToConsent), c.told(t, c.deputy, inbox.ToConsent), c.told(t, c.editor, inbox.Reported)
			return n
		}
		id := c.says(t, "Rửa tay", "", "<p>xà phòng</p>")
		k.Clock.Advance(time.Minute)
		before := told()
		must(t, c.edits(t, c.writer, id, post.Edit{Body: ptr("<p>xà bông</p>")}))
		_, err := c.corrects(t, c.writer, id)
		must(t, err)
		after := told()
		for i, who := range []string{"the manager", "", "a director", "the other director", "the website section"} {
			if who != "" && after[i] != before[i]+1 {
				t.Errorf("%s is told %d times", who, after[i]-before[i])
			}
		}
		// A manager who submits it notifies the author.
		_, err = c.posts.Withdraw(c.As(t, c.writer), post.ReasonInput{ID: id, ExpectedVersion: c.headOf(t, id).Version, Reason: "Sai"})
		must(t, err)
		_, err = c.corrects(t, c.head, id)
		must(t, err)
		if n := c.told(t, c.writer, inbox.Correction); n != 1 {
			t.Errorf("the author is told %d times", n)
		}
	})
}

// At the Board's step the website section may edit a correction as long as it remains one.
func TestArticle11c_AnEditAtTheBoardLeavesACorrection(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		id := c.says(t, "Rửa tay", "", "<p>xà phòng</p>")
		must(t, c.edits(t, c.writer, id, post.Edit{Body: ptr("<p>xà bông</p>")}))
		_, err := c.corrects(t, c.writer, id)
		must(t, err)
		must(t, c.edits(t, c.editor, id, post.Edit{Body: ptr("<p>xà phòng thơm</p>")}))
		before := c.headOf(t, id)
		wantCode(t, "more than a correction", c.edits(t, c.editor, id, post.Edit{Body: ptr("<p>" + words(30, "mới") + "</p>")}), fault.Invalid)
		if after := c.headOf(t, id); after.Version != before.Version || after.WorkingRevision != before.WorkingRevision {
			t.Error("the refused edit left something")
		}
		must(t, c.decide(t, c.director, id, approval.Approve, ""))
	})
}
