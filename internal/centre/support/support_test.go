package support_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/role"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/centre/support"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/test/kit"
)

func TestMain(m *testing.M) { kit.Main(m) }

// centre is a ward that asks and an IT section that answers.
type centre struct {
	*kit.Kit
	*support.Service
	people map[string]db.ID
}

func newCentre(t *testing.T, k *kit.Kit) *centre {
	t.Helper()
	departments := department.New(k.DB, k.Access, k.Audit, k.Feed)
	people := staff.New(k.DB, k.Access, k.Audit, k.Feed, departments, kit.Accounts{DB: k.DB})
	roles := role.New(k.DB, k.Access, k.Audit, k.Feed, departments, people)
	c := &centre{Kit: k, Service: support.New(k.DB, k.Access, k.Audit, k.Feed, inbox.New(k.DB, k.Access, k.Feed), roles)}
	root := k.Department(t, "CENTRE", "TTYT", db.ID{})
	ward, section := k.Department(t, "CLINICAL", "NOI", root), k.Department(t, "UNIT", "CNTT", root)
	c.people = map[string]db.ID{
		"nurse": k.Staff(t, ward, "Điều dưỡng"), "colleague": k.Staff(t, ward, "Đồng nghiệp"), "head": k.Staff(t, ward, "Trưởng khoa"),
		"director": k.Staff(t, root, "Giám đốc", access.Director), "it": k.Staff(t, section, "Kỹ sư", access.IT), "it too": k.Staff(t, section, "Kỹ sư hai", access.IT),
	}
	k.Position(t, c.people["head"], ward, "HEAD")
	return c
}

func (c *centre) as(t *testing.T, name string) context.Context {
	t.Helper()
	return c.As(t, c.people[name])
}

// request is one of the nurse's that has come into the state.
func (c *centre) request(t *testing.T, s support.State) *support.Request {
	t.Helper()
	r, err := c.Request(c.as(t, "nurse"), support.RequestInput{Kind: support.Advice, Title: "Nên mua máy quét nào?"})
	switch in := (support.VersionInput{ID: r.ID(), ExpectedVersion: 1}); {
	case err != nil:
	case s == support.StateInProgress:
		r, err = c.Take(c.as(t, "it"), in)
	case s == support.StateAnswered:
		r, err = c.Answer(c.as(t, "it"), support.AnswerInput{ID: in.ID, ExpectedVersion: 1, Answer: "Loại nào cũng được."})
	case s == support.StateWithdrawn:
		r, err = c.Withdraw(c.as(t, "nurse"), in)
	}
	if err != nil || r.State != s {
		t.Fatalf("want %s, got %+v, %v", s, r, err)
	}
	return r
}

// do does the action to the request as it was at a version.
func (c *centre) do(ctx context.Context, a act.Action, r *support.Request, version int) error {
	var err error
	switch in := (support.VersionInput{ID: r.ID(), ExpectedVersion: version}); a {
	case support.ActionTake:
		_, err = c.Take(ctx, in)
	case support.ActionAnswer:
		_, err = c.Answer(ctx, support.AnswerInput{ID: in.ID, ExpectedVersion: version, Answer: "Xong."})
	case support.ActionWithdraw:
		_, err = c.Withdraw(ctx, in)
	case support.ActionWrite:
		_, err = c.Write(ctx, support.WriteInput{ID: in.ID, Text: "Loại nào rẻ hơn?"})
	case support.ActionReopen:
		_, err = c.Reopen(ctx, support.ReopenInput{ID: in.ID, ExpectedVersion: version, Reason: "Vẫn không được."})
	}
	return err
}

var (
	actions = []act.Action{support.ActionTake, support.ActionAnswer, support.ActionWrite, support.ActionWithdraw, support.ActionReopen}
	states  = []support.State{support.StateNew, support.StateInProgress, support.StateAnswered, support.StateWithdrawn}
)

// Each action in each state, by everybody: while the request is open, IT answers it, the requester withdraws it, and both write; the
// requester reopens what was answered.
// Whatever is offered works.
func TestArticle4_WhoDoesWhatToARequest(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		may := map[string][]act.Action{"it": actions[:3], "nurse": actions[2:], "head": {}, "director": {}} // the colleague sees none
		for _, s := range states {
			for _, name := range []string{"it", "nurse", "head", "director", "colleague"} {
				for _, a := range actions {
					want := "done"
					over := s == support.StateAnswered || s == support.StateWithdrawn
					if a == support.ActionReopen {
						over = s != support.StateAnswered
					}
					switch {
					case may[name] == nil:
						want = "not found"
					case !slices.Contains(may[name], a):
						want = "forbidden"
					case over:
						want = "WRONG_STATE"
					}
					r, ctx := c.request(t, s), c.as(t, name)
					offered, err := c.AvailableActions(ctx, r)
					if err != nil {
						t.Fatal(err)
					}
					got := kit.Told(c.do(ctx, a, r, r.Version))
					if got != want {
						t.Errorf("%s of what is %s, by %s: got %s, want %s", a, s, name, got, want)
					}
					i := slices.IndexFunc(offered, func(o *act.Available) bool { return o.Action == a })
					if offered[i].Allowed != (got == "done") {
						t.Errorf("%s of what is %s, by %s: offered %v, and %s", a, s, name, offered[i].Allowed, got)
					}
				}
			}
		}
	})
}

// Of all that is wrong with an act, the first is told; nothing is written.
func TestWhatIsToldFirst(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		r, open := c.request(t, support.StateWithdrawn), c.request(t, support.StateNew)
		for name, x := range map[string]struct {
			as      string
			id      string
			version int
			answer  string
			want    string
		}{
			"what nobody sees":   {"colleague", r.ID(), 1, "", "not found"},
			"a missing right":    {"head", r.ID(), 1, "", "forbidden"},
			"an earlier version": {"it", r.ID(), 1, "", "CONFLICT"},
			"the state":          {"it", r.ID(), 2, "", "WRONG_STATE"},
			"the answer":         {"it", open.ID(), 1, " \n", "REQUIRED"},
		} {
			if _, err := c.Answer(c.as(t, x.as), support.AnswerInput{ID: x.id, ExpectedVersion: x.version, Answer: x.answer}); kit.Told(err) != x.want {
				t.Errorf("%s: got %v, want %s", name, err, x.want)
			}
		}
		if now, err := c.Get(c.as(t, "it"), open.ID()); err != nil || now.Version != 1 || now.Answered() != nil {
			t.Errorf("got %+v, %v", now, err)
		}
	})
}

// Of two who take a request at once one gets it.
func TestTwoTakeARequestAtOnce(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		for range 5 {
			r, errs := c.request(t, support.StateNew), make([]error, 2)
			var both sync.WaitGroup
			for i, name := range []string{"it", "it too"} {
				ctx := c.as(t, name)
				both.Go(func() { errs[i] = c.do(ctx, support.ActionTake, r, 1) })
			}
			both.Wait()
			if won := slices.Index(errs, nil); won < 0 || kit.Told(errs[1-won]) != "CONFLICT" {
				t.Errorf("got %v, want one of them to have it and CONFLICT for the other", errs)
			}
		}
	})
}

// IT hears of a request, the requester of the answer, the handler of a withdrawal; a request sent twice is
// one.
func TestWhoIsTold(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		in := support.RequestInput{Kind: support.Support, Title: "Xin tài khoản mới", IdempotencyKey: "once"}
		var ids []string
		for range 2 {
			r, err := c.Request(c.as(t, "nurse"), in)
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, r.ID())
		}
		if ids[0] != ids[1] {
			t.Errorf("pressed twice it made two: %v", ids)
		}
		k.Exec(t, "DELETE FROM inbox_items")
		c.request(t, support.StateAnswered)
		if err := c.do(c.as(t, "nurse"), support.ActionWithdraw, c.request(t, support.StateInProgress), 2); err != nil {
			t.Fatal(err)
		}
		rows, err := db.All[struct {
			Kind string `db:"kind"`
			Name string `db:"name"`
		}](t.Context(), k.DB.From(t.Context()), "SELECT i.kind, s.name FROM inbox_items i JOIN staff s ON s.id = i.staff_id")
		var notices []string
		for _, r := range rows {
			notices = append(notices, r.Kind+" "+r.Name)
		}
		slices.Sort(notices)
		want := "SUPPORT_ANSWERED Điều dưỡng, SUPPORT_REQUESTED Kỹ sư, SUPPORT_REQUESTED Kỹ sư, SUPPORT_REQUESTED Kỹ sư hai, SUPPORT_REQUESTED Kỹ sư hai, SUPPORT_WITHDRAWN Kỹ sư"
		if got := strings.Join(notices, ", "); got != want || err != nil {
			t.Errorf("got %s, %v\nwant %s", got, err, want)
		}
	})
}

// Each filter leaves what it says, of what the caller may read.
func TestList(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		for _, s := range states {
			c.request(t, s)
		}
		yes, no := true, false
		for name, x := range map[string]struct {
			as   string
			f    support.Filter
			want int
		}{
			"all":             {"it", support.Filter{}, 4},
			"of a kind":       {"it", support.Filter{Kind: support.Support}, 0},
			"in states":       {"it", support.Filter{States: states[:2]}, 2},
			"mine":            {"it", support.Filter{Mine: &yes}, 2},
			"not mine":        {"it", support.Filter{Mine: &no}, 2},
			"of nobody":       {"it too", support.Filter{Unassigned: &yes}, 2},
			"of somebody":     {"it too", support.Filter{Unassigned: &no}, 2},
			"asked by me":     {"nurse", support.Filter{Requested: &yes}, 4},
			"by others":       {"head", support.Filter{Requested: &no}, 4},
			"somebody else's": {"colleague", support.Filter{}, 0},
		} {
			page, err := c.List(c.as(t, x.as), x.f, support.Order{}, paging.Args{})
			if err != nil || len(page.Nodes()) != x.want {
				t.Errorf("%s: got %v, %v, want %d", name, page, err, x.want)
			}
		}
	})
}
