package post_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"slices"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/centre/media"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/test/kit"
)

// picture brings a picture of a colour, which is measured, and text a plain text; the demonstration uses both unscanned.
func (c *centre) picture(t *testing.T, by db.ID, shade byte) *media.File {
	t.Helper()
	i := image.NewRGBA(image.Rect(0, 0, 400, 300))
	for p := range i.Pix {
		i.Pix[p] = shade
	}
	i.Set(1, 1, color.White)
	var b bytes.Buffer
	must(t, png.Encode(&b, i))
	f := c.upload(t, by, "anh.png", b.Bytes())
	must(t, c.media.Measure(t.Context()))
	return f
}

func (c *centre) upload(t *testing.T, by db.ID, name string, content []byte) *media.File {
	t.Helper()
	f, err := c.media.Upload(c.As(t, by), media.UploadInput{File: input.File{Name: name, Content: content}})
	must(t, err)
	return f
}

func shows(f *media.File, alt string) *media.AttachmentInput {
	return &media.AttachmentInput{File: f.ID(), Alt: &alt}
}

func covered(in *media.AttachmentInput) func(*post.CreateInput) {
	return func(c *post.CreateInput) { c.SetCover(in) }
}

func attaching(in ...*media.AttachmentInput) func(*post.CreateInput) {
	return func(c *post.CreateInput) { c.Attachments = in }
}

// reads reports whether the person, or an anonymous reader for the zero key, gets the bytes of the file.
func (c *centre) reads(t *testing.T, who db.ID, f *media.File) bool {
	t.Helper()
	ctx := context.Background()
	if !who.IsZero() {
		ctx = c.As(t, who)
	}
	_, r, err := c.media.Open(ctx, f.ID())
	if err == nil {
		must(t, r.Close())
	} else if !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Forbidden) {
		t.Fatal(err)
	}
	return err == nil
}

// TestArticle7b_AFileFollowsThePostThatShowsIt walks a post over the site, and asks at each step who gets its files.
func TestArticle7b_AFileFollowsThePostThatShowsIt(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		f := c.upload(t, c.writer, "mau.txt", []byte("Mẫu đơn"))
		everybody := []db.ID{{}, c.writer, c.head, c.other, c.editor, c.director}
		got := func(step string, want ...db.ID) {
			t.Helper()
			for _, who := range everybody {
				if got, want := c.reads(t, who, f), slices.Contains(want, who); got != want {
					t.Errorf("%s: person %d reads the file: %v, want %v", step, slices.Index(everybody, who), got, want)
				}
			}
		}
		library := []db.ID{c.writer, c.head, c.editor, c.director} // whose right reaches it in the library
		got("uploaded", library...)
		id := c.draft(t, c.writer, attaching(shows(f, ""))).ID()
		got("in a draft", library...)
		must(t, c.submit(t, c.writer, id))
		must(t, c.decide(t, c.head, id, approval.Approve, ""))
		must(t, c.decide(t, c.director, id, approval.Approve, ""))
		got("consented to", library...)
		must(t, c.publish(t, c.editor, id))
		got("on the site", everybody...)
		_, err := c.posts.Unpublish(c.As(t, c.editor), post.ReasonInput{ID: id, ExpectedVersion: c.seen(t, c.editor, id), Reason: "Sai"})
		must(t, err)
		got("taken down", library...)

		inside := c.draft(t, c.writer, attaching(shows(f, "")), audience(post.AudienceInternal)).ID()
		must(t, c.submit(t, c.writer, inside))
		must(t, c.decide(t, c.head, inside, approval.Approve, ""))
		got("in a post for the staff", append(library, c.other)...)
	})
}

// TestArticle12_WhoDecidesReadsTheFiles has a colleague's file decided on that the decider does not have in the library.
func TestArticle12_WhoDecidesReadsTheFiles(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		f := c.upload(t, c.writer, "mau.txt", []byte("Mẫu đơn"))
		k.Exec(t, "UPDATE media_files SET department_id = ? WHERE id = ?", c.office, f.Key)
		colleague := c.hire(t, c.ward)
		if c.reads(t, c.head, f) {
			t.Fatal("the manager has the file in the library")
		}
		id := c.draft(t, c.writer, attaching(shows(f, ""))).ID()
		if !c.reads(t, c.head, f) || c.reads(t, colleague, f) {
			t.Error("the manager reads the draft of the department with its files, and a colleague does not")
		}
		must(t, c.submit(t, c.writer, id))
		must(t, c.decide(t, c.head, id, approval.Return, "Thiếu"))
		_, err := c.posts.Update(c.As(t, c.writer), post.UpdateInput{ID: id, ExpectedVersion: c.seen(t, c.writer, id), Edit: post.Edit{Attachments: []*media.AttachmentInput{}}})
		must(t, err)
		if !c.reads(t, c.head, f) {
			t.Error("who decided keeps reading what was decided on, files included")
		}
	})
}

// TestArticle11c_ReplacedFilesAreANewVersion: what was consented to is what is published, file by file.
func TestArticle11c_ReplacedFilesAreANewVersion(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		one, two := c.picture(t, c.writer, 10), c.picture(t, c.writer, 90)
		if one.SHA256() == two.SHA256() {
			t.Fatal("two pictures have the same bytes")
		}
		id := c.consented(t, covered(shows(one, "Rửa tay")))
		must(t, c.publish(t, c.editor, id))
		before := c.headOf(t, id)
		me := c.As(t, c.writer)
		in := post.UpdateInput{ID: id, ExpectedVersion: c.seen(t, c.writer, id)}
		in.SetCover(shows(two, "Rửa tay"))
		p, err := c.posts.Update(me, in)
		must(t, err)
		h := c.headOf(t, id)
		if h.Working != post.WorkingDraft || h.PublishedRevision != before.PublishedRevision {
			t.Errorf("a replaced file is a draft beside what is published: %+v", h)
		}
		cover, err := p.Common().Cover(me)
		must(t, err)
		if cover.Attached.File != one.Key {
			t.Error("readers get the file that was consented to")
		}
		d, err := p.Common().Diff(me, nil, nil)
		must(t, err)
		var fields []string
		for _, f := range d.Fields {
			fields = append(fields, f.Field)
		}
		if !slices.Contains(fields, "cover.sha256") || len(d.Body) > 1 {
			t.Errorf("the comparison shows %v", fields)
		}
		s, err := c.posts.Submit(me, post.SubmitInput{ID: id, ExpectedVersion: c.seen(t, c.writer, id), Privacy: approval.NoPatient, Correction: new(true)})
		must(t, err)
		if s.Correction == nil || s.Correction.Accepted() {
			t.Error("a replaced file is no correction")
		}
		// Describing the file anew in the library changes nothing that was consented to.
		alt := "Khác hẳn"
		now, err := c.media.Get(me, one.ID())
		must(t, err)
		_, err = c.media.Describe(me, media.DescribeInput{ID: one.ID(), ExpectedVersion: now.Version, Alt: &alt})
		must(t, err)
		p, err = c.posts.Get(context.Background(), id)
		must(t, err)
		if cover, err = p.Common().Cover(context.Background()); err != nil || cover.Alt != "Rửa tay" {
			t.Errorf("readers get the words %q, %v", cover.Alt, err)
		}
	})
}

// TestArticle7b_WhatIsNotScannedGoesToNobody: no verdict, no submission; and one rule for what is offered and what happens.
func TestArticle7b_WhatIsNotScannedGoesToNobody(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		pdf := c.upload(t, c.writer, "qd.pdf", []byte("%PDF-1.4\n%âãÏÓ\n"))
		text := c.upload(t, c.writer, "mau.txt", []byte("Mẫu"))
		bare, plain, drawn := c.picture(t, c.writer, 1), c.picture(t, c.writer, 2), c.picture(t, c.writer, 3)
		yes := true
		for name, test := range map[string]struct {
			adjust func(*post.CreateInput)
			want   fault.UserCode // "" for none
		}{
			"waits":       {attaching(shows(pdf, "")), fault.WrongState},
			"text":        {attaching(shows(text, "")), ""},
			"undescribed": {covered(&media.AttachmentInput{File: bare.ID()}), fault.Required},
			"described":   {covered(shows(plain, "Rửa tay")), ""},
			"decorative":  {covered(&media.AttachmentInput{File: drawn.ID(), Decorative: &yes}), ""},
			"gallery": {func(in *post.CreateInput) {
				in.Gallery = []*media.AttachmentInput{shows(plain, "Rửa tay"), {File: bare.ID()}}
			}, fault.Required},
			"in the text, undescribed": {func(in *post.CreateInput) { in.Body = new(`<p>Xem</p><img src="/media/` + plain.ID() + `">`) }, fault.Required},
			"in the text":              {func(in *post.CreateInput) { in.Body = new(`<img src="/media/` + plain.ID() + `" alt="Rửa tay">`) }, ""},
			"a link to what waits": {func(in *post.CreateInput) {
				in.Body = new(`<p><a href="/media/` + pdf.ID() + `">Quyết định</a></p>`)
			}, fault.WrongState},
			"a link": {func(in *post.CreateInput) {
				in.Body = new(`<p><a href="/media/` + text.ID() + `/mau.txt">Mẫu</a></p>`)
			}, ""},
		} {
			id := c.draft(t, c.writer, test.adjust).ID()
			p, err := c.posts.Get(c.As(t, c.writer), id)
			must(t, err)
			actions, err := p.Common().AvailableActions(c.As(t, c.writer))
			must(t, err)
			offered := false
			for _, a := range actions {
				offered = offered || a.Action == post.ActionSubmit && a.Allowed
			}
			if offered != (test.want == "") {
				t.Errorf("%s: submitting is offered: %v", name, offered)
			}
			err = c.submit(t, c.writer, id)
			if test.want == "" {
				must(t, err)
				continue
			}
			wantCode(t, name, err, test.want)
		}
	})
}

// TestArticle7b_AFileFoundLaterLeavesTheSite: readers get a notice instead at once, and all are told.
func TestArticle7b_AFileFoundLaterLeavesTheSite(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		f, other := c.picture(t, c.writer, 10), c.upload(t, c.writer, "mau.txt", []byte("Mẫu"))
		body := `<p>Xem <a href="/media/` + other.ID() + `">mẫu</a></p><img src="/media/` + f.ID() + `" alt="Rửa tay" width="200">`
		id := c.consented(t, covered(shows(f, "Rửa tay")), attaching(shows(other, "")), func(in *post.CreateInput) { in.Body = &body })
		must(t, c.publish(t, c.editor, id))
		ctx := context.Background()
		look := func() (cover, attachment *media.Attachment, body string) {
			p, err := c.posts.Get(ctx, id)
			must(t, err)
			e := p.Common()
			cover, err = e.Cover(ctx)
			must(t, err)
			attachments, err := e.Attachments(ctx)
			must(t, err)
			body, err = e.Body(ctx)
			must(t, err)
			return cover, attachments[0], body
		}
		cover, attachment, text := look()
		if cover.URL() == nil || cover.Picture() == nil || cover.Notice(ctx) != nil || attachment.URL() == nil {
			t.Fatal("readers get both files")
		}
		if !strings.Contains(text, `alt="Rửa tay" width="200" height="150"`) || !strings.Contains(text, "srcset=") || !strings.Contains(text, *attachment.URL()) {
			t.Errorf("the text is %s", text)
		}
		k.Exec(t, "UPDATE media_files SET state = 'INFECTED', signature = 'Eicar' WHERE id IN (?, ?)", f.Key, other.Key)
		must(t, c.DB.InTx(ctx, func(ctx context.Context) error { return c.posts.FileFound(ctx, []*media.File{f, other}, nil) }))
		cover, attachment, text = look()
		if cover.URL() != nil || cover.Picture() != nil || cover.Notice(ctx) == nil || attachment.URL() != nil {
			t.Error("readers still get the files")
		}
		if strings.Contains(text, "<img") || strings.Contains(text, "/media/") || !strings.Contains(text, "Tệp đang được kiểm tra.") || !strings.Contains(text, "mẫu") {
			t.Errorf("the text is %s", text)
		}
		for name, who := range map[string]db.ID{"author": c.writer, "manager": c.head, "website section": c.editor, "Board": c.director} {
			if n := c.told(t, who, inbox.FileWithheld); n != 2 {
				t.Errorf("%s was told %d times of two files", name, n)
			}
		}
		_, err := c.posts.Unpublish(c.As(t, c.editor), post.ReasonInput{ID: id, ExpectedVersion: c.seen(t, c.editor, id), Reason: "Tệp nhiễm"})
		must(t, err)
		wantCode(t, "putting it back", c.publish(t, c.editor, id), fault.WrongState)
	})
}

// TestWhatIsAttachedIsChecked is every mistake in what a post attaches.
func TestWhatIsAttachedIsChecked(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		text, drawn := c.upload(t, c.writer, "mau.txt", []byte("Mẫu")), c.picture(t, c.writer, 5)
		hidden := c.upload(t, c.other, "rieng.txt", []byte("Riêng"))
		infected := c.upload(t, c.writer, "xau.txt", []byte("xấu"))
		k.Exec(t, "UPDATE media_files SET state = 'INFECTED' WHERE id = ?", infected.Key)
		long, both, yes := strings.Repeat("a", 301), "Có", true
		many := make([]*media.AttachmentInput, 41)
		for i := range many {
			many[i] = shows(text, "")
		}
		for name, test := range map[string]struct {
			adjust func(*post.CreateInput)
			path   string
		}{
			"no picture":     {covered(shows(text, "")), "cover.file"},
			"no id":          {func(in *post.CreateInput) { in.Body = new(`<img src="/media/abc" alt="">`) }, "body"},
			"unknown":        {attaching(&media.AttachmentInput{File: db.GlobalID("media", db.NewID())}), "attachments.0.file"},
			"out of reach":   {attaching(shows(text, ""), shows(hidden, "")), "attachments.1.file"},
			"infected":       {attaching(shows(infected, "")), "attachments.0.file"},
			"twice":          {attaching(shows(text, ""), shows(text, "")), "attachments.1.file"},
			"too many":       {attaching(many[:21]...), "attachments"},
			"a long gallery": {func(in *post.CreateInput) { in.Gallery = many }, "gallery"},
			"long":           {covered(shows(drawn, long)), "cover.alt"},
			"both":           {covered(&media.AttachmentInput{File: drawn.ID(), Alt: &both, Decorative: &yes}), "cover.alt"},
			"in the text":    {func(in *post.CreateInput) { in.Body = new(`<img src="/media/` + hidden.ID() + `" alt="">`) }, "body"},
			"of the gallery": {func(in *post.CreateInput) { in.Gallery = []*media.AttachmentInput{shows(drawn, ""), shows(text, "")} }, "gallery.1.file"},
		} {
			title, body := "Bài", "<p>Nội dung</p>"
			in := post.CreateInput{Type: post.TypeNewsArticle, Department: db.GlobalID("department", c.ward), Edit: post.Edit{Title: &title, Body: &body}}
			test.adjust(&in)
			_, err := c.posts.Create(c.As(t, c.writer), in)
			if paths := pathsOf(err); !slices.Contains(paths, "input."+test.path) {
				t.Errorf("%s: mistakes at %v, want %s: %v", name, paths, test.path, err)
			}
		}
		// Those who may change the post leave there what it shows already.
		theirs := c.upload(t, c.writer, "mau.txt", []byte("Của phòng khác"))
		id := c.draft(t, c.writer, attaching(shows(theirs, ""))).ID()
		k.Exec(t, "UPDATE media_files SET department_id = ? WHERE id = ?", c.office, theirs.Key)
		in := post.UpdateInput{ID: id, ExpectedVersion: c.seen(t, c.head, id)}
		in.Attachments = []*media.AttachmentInput{shows(theirs, ""), {File: text.ID()}}
		if _, err := c.posts.Update(c.As(t, c.head), in); err != nil {
			t.Error(err)
		}
	})
}

// TestAFileInUseStays: what a post shows is not deleted, and what no more than an old version names is.
func TestAFileInUseStays(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		f := c.upload(t, c.writer, "mau.txt", []byte("Mẫu"))
		me := c.As(t, c.writer)
		remove := func() error {
			now, err := c.media.Get(me, f.ID())
			must(t, err)
			_, err = c.media.Delete(me, media.VersionInput{ID: f.ID(), ExpectedVersion: now.Version})
			return err
		}
		id := c.draft(t, c.writer, attaching(shows(f, "")), func(in *post.CreateInput) { in.Body = new(`<p><a href="/media/` + f.ID() + `">Mẫu</a></p>`) }).ID()
		wantCode(t, "in a draft", remove(), fault.WrongState)
		_, err := c.posts.Update(me, post.UpdateInput{ID: id, ExpectedVersion: c.seen(t, c.writer, id), Edit: post.Edit{Attachments: []*media.AttachmentInput{}}})
		must(t, err)
		wantCode(t, "in the text of a draft", remove(), fault.WrongState)
		body := "<p>Không còn tệp</p>"
		_, err = c.posts.Update(me, post.UpdateInput{ID: id, ExpectedVersion: c.seen(t, c.writer, id), Edit: post.Edit{Body: &body}})
		must(t, err)
		must(t, remove())
		p, err := c.posts.Get(me, id)
		must(t, err)
		one := 1
		list, err := p.Common().Revisions(me, nil, nil, &one, nil)
		must(t, err)
		old := list.Nodes()[0]
		if files, err := old.Attachments(me); err != nil || len(files) != 1 || files[0].URL() != nil || *files[0].Notice(me) != "Tệp đã bị xóa." || files[0].SHA256 != f.SHA256() {
			t.Errorf("the old version shows %+v, %v", files, err)
		}
		p, err = c.posts.Restore(me, post.RestoreInput{ID: id, ExpectedVersion: c.seen(t, c.writer, id), Revision: old.ID()})
		must(t, err)
		if files, err := p.Common().Attachments(me); err != nil || len(files) != 0 {
			t.Errorf("what is restored shows %+v, %v", files, err)
		}
		wantCode(t, "what leads to a deleted file", c.submit(t, c.writer, id), fault.WrongState)
		_, err = c.posts.Delete(me, post.DeleteInput{ID: id, ExpectedVersion: c.seen(t, c.writer, id)})
		must(t, err)
	})
}

// TestAFileOfWhatWasTakenDownMayGo: a picture that should never have been shown is not kept for ever, and the post does not come back with a gap.
func TestAFileOfWhatWasTakenDownMayGo(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		f := c.picture(t, c.writer, 40)
		id := c.consented(t, covered(shows(f, "Rửa tay")))
		must(t, c.publish(t, c.editor, id))
		me := c.As(t, c.writer)
		remove := func() error {
			now, err := c.media.Get(me, f.ID())
			must(t, err)
			_, err = c.media.Delete(me, media.VersionInput{ID: f.ID(), ExpectedVersion: now.Version})
			return err
		}
		wantCode(t, "on the site", remove(), fault.WrongState)
		_, err := c.posts.Unpublish(c.As(t, c.editor), post.ReasonInput{ID: id, ExpectedVersion: c.seen(t, c.editor, id), Reason: "Ảnh bệnh nhân"})
		must(t, err)
		must(t, remove())
		wantCode(t, "putting it back", c.publish(t, c.editor, id), fault.WrongState)
		in := post.UpdateInput{ID: id, ExpectedVersion: c.seen(t, c.writer, id)}
		in.SetCover(nil)
		_, err = c.posts.Update(me, in)
		must(t, err)
		must(t, c.submit(t, c.writer, id))
		must(t, c.decide(t, c.head, id, approval.Approve, ""))
		must(t, c.decide(t, c.director, id, approval.Approve, ""))
		must(t, c.publish(t, c.editor, id))
	})
}

// pathsOf are the places of the mistakes that an error tells.
func pathsOf(err error) (paths []string) {
	errs, _ := fault.Split(err)
	for _, e := range errs {
		if rule, ok := e.(*fault.RuleError); ok {
			paths = append(paths, strings.Join(rule.Path, "."))
		}
	}
	return paths
}
