package post_test

import (
	"context"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/budget"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/privacy"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/test/kit"
)

// What the privacy check finds is stored with a revision and read from there. A revision that was saved under earlier rules is
// looked through when it is asked for, until the job has done so.
func TestFindingsAreStored(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		body := "<p>Liên hệ 0912345678.</p>"
		p := c.draft(t, c.writer, func(in *post.CreateInput) { in.Body = &body })
		revision := db.GlobalID("revision", c.headOf(t, p.ID()).WorkingRevision)
		found := func(ctx context.Context) []privacy.Finding {
			t.Helper()
			r, err := c.posts.Revision(ctx, revision)
			if err != nil {
				t.Fatal(err)
			}
			all, err := r.PrivacyFindings(ctx)
			if err != nil {
				t.Fatal(err)
			}
			for i := range all {
				all[i].Start, all[i].End = 0, 0
			}
			return all
		}
		wanted := func(want bool) {
			t.Helper()
			if got, err := c.posts.FindingsWanted(t.Context()); got != want || err != nil {
				t.Errorf("wanted %v, %v; want %v", got, err, want)
			}
		}
		work := budget.NewWork(1<<20, nil)
		ctx := budget.WithWork(c.As(t, c.writer), work)
		phone := []privacy.Finding{{Kind: privacy.PhoneNumber, Excerpt: "09••••••78"}}
		wanted(false)
		if got := found(ctx); !reflect.DeepEqual(got, phone) || work.Done() != 0 {
			t.Errorf("found %v with %d bytes looked at", got, work.Done())
		}
		k.Exec(t, "UPDATE revisions SET findings = NULL, findings_rules = 0")
		wanted(true)
		if got := found(ctx); !reflect.DeepEqual(got, phone) || work.Done() < len(body) {
			t.Errorf("found %v with %d bytes looked at", got, work.Done())
		}
		if err := c.posts.FindAnew(t.Context()); err != nil {
			t.Fatal(err)
		}
		wanted(false)
		work.Reset()
		if got := found(ctx); !reflect.DeepEqual(got, phone) || work.Done() != 0 {
			t.Errorf("found %v with %d bytes looked at", got, work.Done())
		}
	})
}

// counting is a context that ends once it was asked so many times.
type counting struct {
	context.Context
	left int
}

func (c *counting) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return c.Context.Err()
}

// A diff and what is found anew count what they look at, stop at the budget, and do not begin after the end of the request.
func TestComputingStops(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		body := "<p>" + strings.Repeat("0912345678, ", 8000) + "</p>"
		p := c.draft(t, c.writer, func(in *post.CreateInput) { in.Body = &body })
		k.Exec(t, "UPDATE revisions SET findings = NULL, findings_rules = 0")
		one := 1
		for name, field := range map[string]func(ctx context.Context) error{
			"diff": func(ctx context.Context) error {
				_, err := p.Diff(ctx, &one, &one)
				return err
			},
			"privacyFindings": func(ctx context.Context) error {
				r, err := c.posts.Revision(c.As(t, c.writer), db.GlobalID("revision", c.headOf(t, p.ID()).WorkingRevision))
				if err != nil {
					return err
				}
				_, err = r.PrivacyFindings(ctx)
				return err
			},
		} {
			enough := errors.New("enough")
			work := budget.NewWork(len(body)*3, func(context.Context, bool) error { return enough })
			ctx, cancel := context.WithCancel(budget.WithWork(c.As(t, c.writer), work))
			defer cancel()
			var err error
			times := 0
			for ; err == nil && times < 10; times++ {
				err = field(ctx)
			}
			if !errors.Is(err, enough) || times > 4 || work.Done() > 5*len(body) {
				t.Errorf("%s: %v after %d times and %d bytes", name, err, times, work.Done())
			}
			asked := &counting{Context: c.As(t, c.writer), left: math.MaxInt}
			if err := field(asked); err != nil {
				t.Fatal(err)
			}
			whole := math.MaxInt - asked.left
			for _, left := range []int{whole / 2, whole - 1} { // while it is at work, up to its last step
				ending := &counting{Context: c.As(t, c.writer), left: left}
				if err := field(ending); !errors.Is(err, context.Canceled) || ending.left < -20 {
					t.Errorf("%s: %v, and %d times asked after the end of %d", name, err, -ending.left, whole)
				}
			}
			done := work.Done()
			cancel()
			if err := field(ctx); !errors.Is(err, context.Canceled) || work.Done() != done {
				t.Errorf("%s: %v after the end of the request", name, err)
			}
		}
	})
}
