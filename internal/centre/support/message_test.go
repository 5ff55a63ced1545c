package support_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/support"
	"ttyt.example/ttyt/internal/test/kit"
)

// told empties all inboxes and returns what was in them.
func (c *centre) told(t *testing.T) string {
	t.Helper()
	rows, err := db.All[struct {
		Kind   string `db:"kind"`
		Name   string `db:"name"`
		Detail string `db:"detail"`
	}](t.Context(), c.DB.From(t.Context()), "SELECT i.kind, s.name, i.detail FROM inbox_items i JOIN staff s ON s.id = i.staff_id")
	if err != nil {
		t.Fatal(err)
	}
	var notices []string
	for _, r := range rows {
		notices = append(notices, r.Name+" "+r.Kind+" "+r.Detail)
	}
	slices.Sort(notices)
	c.Exec(t, "DELETE FROM inbox_items")
	return strings.Join(notices, "; ")
}

// A request is a conversation until it is closed: each side writes and the other is notified, through IT's queue as long as
// nobody who is still in IT has taken it. The answer and a reopening are part of it.
func TestArticle4_ARequestIsAConversation(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		r := c.request(t, support.StateNew)
		c.told(t)
		write := func(who, says, want string) {
			t.Helper()
			k.Clock.Advance(time.Minute)
			if _, err := c.Write(c.as(t, who), support.WriteInput{ID: r.ID(), Text: says}); err != nil {
				t.Fatal(err)
			}
			if got := c.told(t); got != want {
				t.Errorf("%s writes %s: told %s, want %s", who, says, got, want)
			}
		}
		write("nurse", "Khoa có hai máy.", "Kỹ sư SUPPORT_MESSAGE Khoa có hai máy.; Kỹ sư hai SUPPORT_MESSAGE Khoa có hai máy.")
		write("it", "Máy hiệu gì?", "Điều dưỡng SUPPORT_MESSAGE Máy hiệu gì?")
		version := 3
		act := func(err error, want string) {
			t.Helper()
			k.Clock.Advance(time.Minute)
			if err != nil {
				t.Fatal(err)
			}
			version++
			if got := c.told(t); got != want {
				t.Errorf("told %s, want %s", got, want)
			}
		}
		act(c.do(c.as(t, "it"), support.ActionTake, r, version), "")
		write("nurse", "Hiệu A.", "Kỹ sư SUPPORT_MESSAGE Hiệu A.")
		write("it too", "Hiệu A tốt.", "Kỹ sư SUPPORT_MESSAGE Hiệu A tốt.; Điều dưỡng SUPPORT_MESSAGE Hiệu A tốt.")
		version += 2
		act(c.do(c.as(t, "it"), support.ActionAnswer, r, version), "Điều dưỡng SUPPORT_ANSWERED Xong.")
		if err := c.do(c.as(t, "nurse"), support.ActionWrite, r, version); kit.Told(err) != "WRONG_STATE" {
			t.Errorf("what is closed takes a message: %v", err)
		}
		act(c.do(c.as(t, "nurse"), support.ActionReopen, r, version), "Kỹ sư SUPPORT_REOPENED Vẫn không được.")
		now, err := c.Get(c.as(t, "nurse"), r.ID())
		if err != nil || now.State != support.StateInProgress || now.Assignee != c.people["it"] || now.Answered() != nil || !now.ClosedAt.IsZero() {
			t.Errorf("reopened: %+v, %v", now, err)
		}
		act(c.do(c.as(t, "it too"), support.ActionAnswer, r, version), "Điều dưỡng SUPPORT_ANSWERED Xong.")
		k.Exec(t, "UPDATE role_assignments SET live = NULL WHERE staff_id = ?", c.people["it too"])
		act(c.do(c.as(t, "nurse"), support.ActionReopen, r, version), "Kỹ sư SUPPORT_REOPENED Vẫn không được.")
		if now, err = c.Get(c.as(t, "nurse"), r.ID()); err != nil || now.State != support.StateNew || !now.Assignee.IsZero() {
			t.Errorf("reopened without a handler: %+v, %v", now, err)
		}

		for _, who := range []string{"nurse", "it", "head", "director"} {
			two, all := 2, []string{}
			args := paging.Args{First: &two}
			for {
				page, err := c.Messages(c.as(t, who), now, args)
				if err != nil {
					t.Fatal(err)
				}
				for _, m := range page.Nodes() {
					side := "IT"
					if m.ByRequester {
						side = "asks"
					}
					all = append(all, side+" "+string(m.Kind))
				}
				if more, err := page.PageInfo.HasNextPage(c.as(t, who)); err != nil || !more {
					break
				}
				args.After = page.PageInfo.EndCursor()
			}
			want := "asks MESSAGE, IT MESSAGE, asks MESSAGE, IT MESSAGE, IT ANSWER, asks REOPENING, IT ANSWER, asks REOPENING"
			if got := strings.Join(all, ", "); got != want {
				t.Errorf("%s reads %s, want %s", who, got, want)
			}
		}
		if page, err := c.Messages(c.as(t, "colleague"), now, paging.Args{}); err != nil || len(page.Nodes()) != 0 {
			t.Errorf("a colleague reads %v, %v", page, err)
		}
	})
}

// An answered request can be reopened for ten working days, and offers it for so long; no longer, and not what was taken back.
func TestArticle4_AnAnswerCanBeObjectedToForTenWorkingDays(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		for after, want := range map[time.Duration]string{0: "done", 14*24*time.Hour - time.Hour: "done", 14*24*time.Hour + time.Hour: "WRONG_STATE"} {
			r := c.request(t, support.StateAnswered)
			if until := r.ReopenableUntil(); !until.Equal(k.Clock.Now().AddDate(0, 0, 14)) {
				t.Errorf("reopenable until %s", until)
			}
			k.Clock.Advance(after)
			if got := kit.Told(c.do(c.as(t, "nurse"), support.ActionReopen, r, r.Version)); got != want {
				t.Errorf("after %s: %s, want %s", after, got, want)
			}
			k.Clock.Advance(-after)
		}
	})
}

// A message and an answer at once: either the message comes first, and the answer is told of a conflict, or the request is
// closed and refuses it. A conversation is bounded.
func TestAMessageAndAnAnswerAtOnce(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		for range 5 {
			r, errs := c.request(t, support.StateNew), make([]error, 2)
			nurse, it := c.as(t, "nurse"), c.as(t, "it")
			var both sync.WaitGroup
			both.Go(func() { errs[0] = c.do(nurse, support.ActionWrite, r, 1) })
			both.Go(func() { errs[1] = c.do(it, support.ActionAnswer, r, 1) })
			both.Wait()
			got := kit.Told(errs[0]) + ", " + kit.Told(errs[1])
			if got != "done, CONFLICT" && got != "WRONG_STATE, done" {
				t.Errorf("got %s", got)
			}
		}
		r := c.request(t, support.StateNew)
		var rows []kit.Row
		for range 500 {
			rows = append(rows, kit.Row{"id": db.NewID(), "request_id": r.Key, "author_id": c.people["nurse"], "kind": "MESSAGE"})
		}
		k.InsertMany(t.Context(), t, "support_messages", rows)
		if err := c.do(c.as(t, "nurse"), support.ActionWrite, r, 1); kit.Told(err) != "INVALID" {
			t.Errorf("beyond the bound: %v", errors.Unwrap(err))
		}
	})
}
