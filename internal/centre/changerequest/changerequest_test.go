package changerequest_test

import (
	"context"
	"fmt"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/changerequest"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/test/kit"
	"ttyt.example/ttyt/internal/test/product"
)

func TestMain(m *testing.M) { kit.Main(m) }

// desk is a centre in which changes are asked for.
type desk struct{ *product.Centre }

// do does something to the request, on the version that it has.
func (d desk) do(ctx context.Context, c *changerequest.Request, a act.Action) error {
	id, v := c.ID(), c.Version
	why := changerequest.ReasonInput{ID: id, ExpectedVersion: v, Reason: "Không cần nữa"}
	var err error
	switch a {
	case changerequest.ActionUpdate:
		_, err = d.ChangeRequests.Update(ctx, changerequest.UpdateInput{ID: id, ExpectedVersion: v})
	case changerequest.ActionWithdraw:
		_, err = d.ChangeRequests.Withdraw(ctx, why)
	case changerequest.ActionAssess:
		_, err = d.ChangeRequests.Assess(ctx, changerequest.AssessInput{ID: id, ExpectedVersion: v,
			Assessment: changerequest.Assessment{Risk: changerequest.LowRisk, Plan: "Cài lại", RollBackPlan: "Khôi phục"}})
	case changerequest.ActionExecute:
		_, err = d.ChangeRequests.Execute(ctx, changerequest.ExecuteInput{ID: id, ExpectedVersion: v})
	case changerequest.ActionConfirm:
		_, err = d.ChangeRequests.Confirm(ctx, changerequest.ConfirmInput{ID: id, ExpectedVersion: v, Given: true})
	case changerequest.ActionRevoke:
		_, err = d.ChangeRequests.Revoke(ctx, why)
	case changerequest.ActionRollBack:
		_, err = d.ChangeRequests.RollBack(ctx, why)
	default:
		err = d.decide(ctx, c, approval.Verdict(a))
	}
	return err
}

func (d desk) decide(ctx context.Context, c *changerequest.Request, v approval.Verdict) error {
	id, why := db.GlobalID("approval", c.Approval), "Ý kiến"
	now, err := d.Approvals.Of(context.Background(), c.Approval)
	if err != nil {
		return err
	}
	_, err = d.Approvals.Decide(ctx, approval.DecideInput{ID: id, Verdict: v, Comment: &why, ExpectedVersion: now.Version})
	return err
}

// asked asks for the settings of an asset to be changed, and does what follows, each by the first who may.
func (d desk) asked(t *testing.T, kind string, then ...act.Action) *changerequest.Request {
	t.Helper()
	of := d.Asset(t, fmt.Sprintf("%s-%s", kind[:2], db.NewID().String()[24:]), kind)
	return d.askedFor(t, changerequest.RequestInput{Kind: changerequest.Configure, Asset: of}, then...)
}

// askedFor asks for a change, and does what follows, each by the first who may.
func (d desk) askedFor(t *testing.T, in changerequest.RequestInput, then ...act.Action) *changerequest.Request {
	t.Helper()
	in.Title, in.Reason = "Cài lại", "Chạy chậm"
	c, err := d.ChangeRequests.Request(d.As(t, d.Nurse), in)
	for _, a := range then {
		var ctx context.Context
		for _, by := range []db.ID{d.Nurse, d.Head, d.IT, d.Director} {
			if err != nil {
				t.Fatal(err)
			}
			if ctx = d.As(t, by); d.may(t, ctx, c)[a] {
				break
			}
		}
		if err = d.do(ctx, c, a); err == nil {
			c, err = d.ChangeRequests.Get(d.As(t, d.IT), c.ID())
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (d desk) may(t *testing.T, ctx context.Context, c *changerequest.Request) map[act.Action]bool {
	t.Helper()
	offered, err := d.ChangeRequests.AvailableActions(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	may := map[act.Action]bool{}
	for _, o := range offered {
		may[o.Action] = o.Allowed
	}
	return may
}

var actions = []act.Action{changerequest.ActionUpdate, changerequest.ActionWithdraw, changerequest.ActionAssess, changerequest.ActionApprove,
	changerequest.ActionReturn, changerequest.ActionReject, changerequest.ActionExecute, changerequest.ActionConfirm, changerequest.ActionRollBack}

const (
	approves = changerequest.ActionApprove
	assesses = changerequest.ActionAssess
)

// ways lead to each state of a request, and what each person may do there, in the order nurse, head, IT, director.
var ways = map[string]struct {
	kind  string
	steps []act.Action
	state changerequest.State
	may   [4]string
}{
	"to be endorsed": {"WORKSTATION", nil, changerequest.InReview, [4]string{"WITHDRAW ", "WITHDRAW APPROVE RETURN REJECT ", "WITHDRAW ", ""}},
	"to be assessed": {"WORKSTATION", []act.Action{approves}, changerequest.InReview, [4]string{"WITHDRAW ", "WITHDRAW ", "WITHDRAW ASSESS RETURN REJECT ", ""}},
	"before the Board": {"NETWORK_DEVICE", []act.Action{approves, assesses}, changerequest.InReview,
		[4]string{"WITHDRAW ", "WITHDRAW ", "WITHDRAW ", "APPROVE RETURN REJECT "}},
	"approved by IT": {"WORKSTATION", []act.Action{approves, assesses}, changerequest.Approved, [4]string{"WITHDRAW ", "WITHDRAW ", "WITHDRAW EXECUTE ", ""}},
	"executed":       {"WORKSTATION", []act.Action{approves, assesses, changerequest.ActionExecute}, changerequest.Executed, [4]string{"", "", "ROLL_BACK ", ""}},
	"rolled back":    {"WORKSTATION", []act.Action{approves, assesses, changerequest.ActionExecute, changerequest.ActionRollBack}, changerequest.RolledBack, [4]string{}},
	"returned":       {"WORKSTATION", []act.Action{changerequest.ActionReturn}, changerequest.Returned, [4]string{"UPDATE WITHDRAW ", "UPDATE WITHDRAW ", "WITHDRAW ", ""}},
	"rejected":       {"WORKSTATION", []act.Action{changerequest.ActionReject}, changerequest.Rejected, [4]string{}},
	"withdrawn":      {"WORKSTATION", []act.Action{changerequest.ActionWithdraw}, changerequest.Withdrawn, [4]string{}},
}

// In each state everybody may do just what leads on from there, what is not offered is refused, and a list offers the same as
// the request alone.
func TestArticle5f_TheStatesAndTheirWayOut(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		d := desk{product.NewCentre(t, k)}
		people := []db.ID{d.Nurse, d.Head, d.IT, d.Director}
		for name, way := range ways {
			c := d.asked(t, way.kind, way.steps...)
			if c.State != way.state {
				t.Errorf("%s: %s, want %s", name, c.State, way.state)
			}
			for i, by := range people {
				ctx, may := k.As(t, by), ""
				offered := d.may(t, ctx, c)
				for _, a := range actions {
					if offered[a] {
						may += string(a) + " "
					} else if err := d.do(ctx, c, a); err == nil {
						t.Errorf("%s: %s is not offered to %d, and is done", name, a, i)
					}
				}
				if may != way.may[i] {
					t.Errorf("%s: %d may %q, want %q", name, i, may, way.may[i])
				}
			}
		}
		for _, by := range people {
			ctx := k.As(t, by)
			list, err := d.ChangeRequests.List(ctx, changerequest.Filter{}, changerequest.Order{}, paging.Args{})
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range list.Nodes() {
				alone, err := d.ChangeRequests.Get(ctx, c.ID())
				if err != nil {
					t.Fatal(err)
				}
				if listed, alone := d.may(t, ctx, c), d.may(t, ctx, alone); fmt.Sprint(listed) != fmt.Sprint(alone) {
					t.Errorf("%s of a list: %v, alone %v", c.State, listed, alone)
				}
			}
		}
	})
}

// A version that was overtaken is refused, and of two who execute at once one does.
func TestOneOfTwoExecutes(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		d := desk{product.NewCentre(t, k)}
		c := d.asked(t, "WORKSTATION", approves, assesses)
		stale := *c
		stale.Version--
		if err := d.do(k.As(t, d.IT), &stale, changerequest.ActionExecute); !fault.HasCode(err, fault.Conflict) {
			t.Errorf("an earlier version: %v", err)
		}
		execute := func(by db.ID) func() error {
			ctx := k.As(t, by)
			return func() error { return d.do(ctx, c, changerequest.ActionExecute) }
		}
		if done, refused := product.Race(execute(d.IT), execute(d.OtherIT)); done != 1 || !fault.HasCode(refused[0], fault.Conflict) {
			t.Errorf("%d executed it, the other got %v", done, refused)
		}
		if err := d.do(k.As(t, d.Elsewhere), c, changerequest.ActionWithdraw); !fault.Is(err, fault.NotFound) {
			t.Errorf("another department: %v", err)
		}
	})
}
