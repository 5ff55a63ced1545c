package post_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/test/kit"
)

// place is where there is one post of a kind: a person's profile, or a department's page.
type place struct {
	in     func(*post.CreateInput)
	writer db.ID // of the department, as the rival is: neither reads the other's drafts
	rival  db.ID
	head   db.ID
	ward   db.ID
	person db.ID
}

// places make a place of each kind, each time another one.
func (c *centre) places() map[string]func(t *testing.T) place {
	n := 0
	ward := func(t *testing.T) (p place) {
		n++
		p.ward = c.Department(t, "CLINICAL", fmt.Sprintf("K%d", n), c.root)
		p.writer, p.rival, p.head = c.hire(t, p.ward), c.hire(t, p.ward), c.hire(t, p.ward)
		c.Position(t, p.head, p.ward, "HEAD")
		return p
	}
	return map[string]func(t *testing.T) place{
		"a person's profile": func(t *testing.T) place {
			p := ward(t)
			p.person = c.hire(t, p.ward)
			p.in = func(in *post.CreateInput) { profileOf(p.person)(in); of(p.ward)(in) }
			return p
		},
		"a department's page": func(t *testing.T) place {
			p := ward(t)
			p.in = func(in *post.CreateInput) { in.Type = post.TypeDepartmentPage; of(p.ward)(in) }
			return p
		},
	}
}

// outcome is what an act answers, without the id of the post.
func outcome(p post.Post, err error) string {
	if err != nil {
		return err.Error()
	}
	return p.Common().Title()
}

// offers are what the person may do with the post, and why not.
func (c *centre) offers(t *testing.T, by db.ID, id string) string {
	t.Helper()
	p, err := c.posts.Get(c.As(t, by), id)
	if err != nil {
		return err.Error()
	}
	list, err := p.Common().AvailableActions(c.As(t, by))
	must(t, err)
	told, err := json.Marshal(list)
	must(t, err)
	return string(told)
}

// waysToAPlace are all ways in which somebody asks for a place, up to the site, as people who may not see the draft of a colleague.
func (c *centre) waysToAPlace() map[string]func(t *testing.T, p place) string {
	create := func(t *testing.T, p place) (string, error) {
		in := post.CreateInput{Type: post.TypeNewsArticle, Department: db.GlobalID("department", p.ward), Edit: post.Edit{Title: ptr("Giới thiệu"), Body: ptr("<p>Chào.</p>")}}
		p.in(&in)
		made, err := c.posts.Create(c.As(t, p.writer), in)
		if err != nil {
			return "", err
		}
		return made.ID(), nil
	}
	made := func(t *testing.T, p place) string {
		id, err := create(t, p)
		must(t, err)
		return id
	}
	consented := func(t *testing.T, p place) string {
		id := made(t, p)
		must(t, c.submit(t, p.writer, id))
		must(t, c.decide(t, p.head, id, approval.Approve, ""))
		must(t, c.decide(t, c.director, id, approval.Approve, ""))
		return id
	}
	return map[string]func(t *testing.T, p place) string{
		"createPost": func(t *testing.T, p place) string {
			_, err := create(t, p)
			return fmt.Sprint(err)
		},
		"availableActions": func(t *testing.T, p place) string { return c.offers(t, p.writer, made(t, p)) },
		"importPost": func(t *testing.T, p place) string {
			if !p.person.IsZero() {
				return "" // a file names no person
			}
			return outcome(c.posts.Import(c.As(t, p.writer), post.ImportInput{Type: post.TypeDepartmentPage,
				Department: db.GlobalID("department", p.ward), File: input.File{Name: "bai.md", Content: []byte("# Giới thiệu\n\nRửa tay.\n")}}))
		},
		"updatePost": func(t *testing.T, p place) string {
			return outcome(c.posts.Update(c.As(t, p.writer), post.UpdateInput{ID: made(t, p), ExpectedVersion: 1, Edit: post.Edit{Title: ptr("Khoa")}}))
		},
		"updatePost to the department": func(t *testing.T, p place) string {
			if !p.person.IsZero() {
				return ""
			}
			own := c.Department(t, "UNIT", "U"+db.NewID().String()[20:], p.ward)
			writer := c.Staff(t, own, "Nhân viên")
			c.Position(t, writer, p.ward, "DEPUTY") // sees the drafts of both
			id := c.draft(t, writer, p.in, of(own)).ID()
			c.Exec(t, "DELETE FROM positions WHERE staff_id = ?", writer)
			_, err := c.posts.Update(c.As(t, writer), post.UpdateInput{ID: id, ExpectedVersion: 1, Department: ptr(db.GlobalID("department", p.ward))})
			return fmt.Sprint(err)
		},
		"submitPost": func(t *testing.T, p place) string { return fmt.Sprint(c.submit(t, p.writer, made(t, p))) },
		"what was archived": func(t *testing.T, p place) string {
			id := consented(t, p)
			must(t, c.publish(t, c.editor, id))
			_, err := c.posts.Archive(c.As(t, c.editor), c.reasoned(t, id, "Cũ."))
			must(t, err)
			return c.offers(t, p.writer, id)
		},
		"publishPost": func(t *testing.T, p place) string {
			id := consented(t, p)
			return c.offers(t, c.editor, id) + fmt.Sprint(c.publish(t, c.editor, id))
		},
		"publication at its time": func(t *testing.T, p place) string {
			id := consented(t, p)
			_, err := c.posts.Schedule(c.As(t, c.editor), post.ScheduleInput{ID: id, ExpectedVersion: c.seen(t, c.editor, id), PublishAt: db.At(c.Clock.Now().Add(time.Hour))})
			c.Clock.Advance(2 * time.Hour)
			runDue(t, c)
			return fmt.Sprint(err, c.headOf(t, id).Publication)
		},
	}
}

// What a writer is answered is byte for byte what a store without the drafts that they may not see would answer.
func TestArticle11a_AHiddenDraftTakesNoPlace(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		for kind, place := range c.places() {
			for way, answers := range c.waysToAPlace() {
				want := answers(t, place(t))
				beside := place(t)
				c.draft(t, beside.rival, beside.in)
				if got := answers(t, beside); got != want {
					t.Errorf("%s, %s, beside a draft: got %q, want %q", kind, way, got, want)
				}
			}
		}
	})
}

// What is or was on the site counts for every caller, and so does a draft that the caller may read. Of two drafts the first on the site has the
// place, and the other is told precisely.
func TestArticle11a_OnePlaceIsSettledAtPublication(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		for kind, make := range c.places() {
			t.Run(kind, func(t *testing.T) {
				p := make(t)
				create := func(by db.ID) error {
					in := post.CreateInput{Type: post.TypeNewsArticle, Department: db.GlobalID("department", p.ward), Edit: post.Edit{Title: ptr("Giới thiệu"), Body: ptr("<p>Chào.</p>")}}
					p.in(&in)
					_, err := c.posts.Create(c.As(t, by), in)
					return err
				}
				first, second, third := c.draft(t, p.writer, p.in).ID(), c.draft(t, p.rival, p.in).ID(), c.draft(t, c.hired(t, p.ward), p.in).ID()
				wantCode(t, "beside a draft of the own department", create(p.head), fault.Taken)
				wantCode(t, "beside the writer's own", create(p.writer), fault.Taken)
				for id, by := range map[string]db.ID{first: p.writer, second: p.rival} {
					must(t, c.submit(t, by, id))
					must(t, c.decide(t, p.head, id, approval.Approve, ""))
					must(t, c.decide(t, c.director, id, approval.Approve, ""))
				}
				must(t, c.publish(t, c.editor, first))
				wantCode(t, "publication of the second", c.publish(t, c.editor, second), fault.Taken)
				if can := c.can(t, second, c.editor); can[post.ActionPublish] || can[post.ActionSchedule] {
					t.Errorf("what is refused is offered: %v", can)
				}
				author := c.headOf(t, third).Author
				wantCode(t, "submission of the third", c.submit(t, author, third), fault.Taken)
				if c.can(t, third, author)[post.ActionSubmit] {
					t.Error("a submission that is refused is offered")
				}
				must(t, c.edits(t, p.head, third, post.Edit{Title: ptr("Khác")}))
				wantCode(t, "beside what is on the site", create(c.hired(t, p.ward)), fault.Taken)
				must(t, c.unpublish(t, c.editor, first, "Sai"))
				wantCode(t, "beside what was on the site", create(c.hired(t, p.ward)), fault.Taken)
				_, err := c.posts.Archive(c.As(t, c.editor), c.reasoned(t, first, "Cũ."))
				must(t, err)
				must(t, c.publish(t, c.editor, second))
			})
		}
	})
}

// hired is a new colleague with the means to write.
func (c *centre) hired(t *testing.T, department db.ID, roles ...access.Role) db.ID {
	t.Helper()
	return c.Staff(t, department, "Đồng nghiệp", roles...)
}

// Of rivals published at once one gets the place.
func TestTwoReplicasPublishOnePage(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		for kind, make := range c.places() {
			p := make(t)
			ids := []string{c.draft(t, p.writer, p.in).ID(), c.draft(t, p.rival, p.in).ID()}
			for i, by := range []db.ID{p.writer, p.rival} {
				must(t, c.submit(t, by, ids[i]))
				must(t, c.decide(t, p.head, ids[i], approval.Approve, ""))
				must(t, c.decide(t, c.director, ids[i], approval.Approve, ""))
			}
			var group sync.WaitGroup
			refused := [2]error{}
			for i, id := range ids {
				in := post.PublishInput{ID: id, ExpectedVersion: c.headOf(t, id).Version}
				group.Go(func() { _, refused[i] = c.posts.Publish(c.As(t, c.editor), in) })
			}
			group.Wait()
			if (refused[0] == nil) == (refused[1] == nil) || !strings.Contains(fmt.Sprint(refused), "came first") {
				t.Errorf("%s: %v", kind, refused)
			}
		}
	})
}
