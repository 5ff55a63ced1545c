package approval_test

import (
	"context"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/changerequest"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/test/kit"
	"ttyt.example/ttyt/internal/test/product"
)

func TestMain(m *testing.M) { kit.Main(m) }

// flow is a change of a switch, whose approval goes through all three steps.
type flow struct {
	*product.Centre
	request *changerequest.Request
}

func newFlow(t *testing.T, k *kit.Kit) *flow {
	t.Helper()
	f := &flow{Centre: product.NewCentre(t, k)}
	c, err := f.ChangeRequests.Request(k.As(t, f.Nurse), changerequest.RequestInput{Kind: changerequest.Configure, Asset: f.Asset(t, "SW-1", "NETWORK_DEVICE"), Title: "VLAN", Reason: "Tách mạng"})
	if err != nil {
		t.Fatal(err)
	}
	f.request = c
	return f
}

// now is the approval as it is.
func (f *flow) now(t *testing.T) *approval.Approval {
	t.Helper()
	a, err := f.Approvals.Of(context.Background(), f.request.Approval)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// decides returns the person's verdict on the approval as it is now, to be given later.
func (f *flow) decides(t *testing.T, by db.ID, v approval.Verdict, comment string) func() error {
	t.Helper()
	ctx, in := f.As(t, by), approval.DecideInput{ID: db.GlobalID("approval", f.request.Approval), Verdict: v, Comment: &comment, ExpectedVersion: f.now(t).Version}
	return func() error { _, err := f.Approvals.Decide(ctx, in); return err }
}

// assess gives IT's approval, which goes with the assessment.
func (f *flow) assess(t *testing.T) {
	t.Helper()
	ctx := f.As(t, f.IT)
	c, err := f.ChangeRequests.Get(ctx, f.request.ID())
	if err == nil {
		_, err = f.ChangeRequests.Assess(ctx, changerequest.AssessInput{ID: c.ID(), ExpectedVersion: c.Version,
			Assessment: changerequest.Assessment{Risk: changerequest.LowRisk, Plan: "a", RollBackPlan: "b"}})
	}
	if err != nil {
		t.Fatal(err)
	}
}

func (f *flow) endorse(t *testing.T) {
	t.Helper()
	if err := f.decides(t, f.Head, approval.Approve, "")(); err != nil {
		t.Fatal(err)
	}
}

// Each step is decided by those whose step it is, whom the others may not stand in for; the verdict leads on or ends it.
func TestArticle12_WhoDecidesAtEachStep(t *testing.T) {
	none := func(err error) bool { return err == nil }
	forbidden := func(err error) bool { return fault.Is(err, fault.Forbidden) }
	unseen := func(err error) bool { return fault.Is(err, fault.NotFound) }
	code := func(c fault.UserCode) func(error) bool { return func(err error) bool { return fault.HasCode(err, c) } }
	type try struct {
		by      func(f *flow) db.ID
		verdict approval.Verdict
		comment string
		want    func(error) bool
	}
	nurse, head, it := func(f *flow) db.ID { return f.Nurse }, func(f *flow) db.ID { return f.Head }, func(f *flow) db.ID { return f.IT }
	director, elsewhere := func(f *flow) db.ID { return f.Director }, func(f *flow) db.ID { return f.Elsewhere }
	for name, x := range map[string]struct {
		before []func(f *flow, t *testing.T)
		tries  []try
		state  approval.State
		step   approval.Step
	}{
		"endorsement": {nil, []try{
			{elsewhere, approval.Approve, "", unseen}, {nurse, approval.Approve, "", forbidden}, {it, approval.Approve, "", forbidden},
			{nurse, approval.Reject, "", forbidden}, {head, approval.Reject, " ", code(fault.Required)}, // the right before the input
			{head, approval.Approve, "", none}, {head, approval.Approve, "", forbidden},
		}, approval.Pending, approval.Assessment},
		"returned": {nil, []try{{head, approval.Return, "Bổ sung", none}, {head, approval.Approve, "", code(fault.WrongState)}}, approval.Returned, approval.Endorsement},
		"assessment": {[]func(f *flow, t *testing.T){(*flow).endorse}, []try{
			{director, approval.Approve, "", unseen}, {it, approval.Approve, "", code(fault.WrongState)}, // it goes with the assessment
			{it, approval.Reject, "Không cần", none},
		}, approval.Rejected, approval.Assessment},
		"the Board": {[]func(f *flow, t *testing.T){(*flow).endorse, (*flow).assess}, []try{
			{head, approval.Approve, "", forbidden}, {it, approval.Reject, "a", forbidden}, {director, approval.Approve, "", none}, {director, approval.Reject, "a", code(fault.WrongState)},
		}, approval.Approved, approval.BoardConsent},
	} {
		t.Run(name, func(t *testing.T) {
			kit.Run(t, func(t *testing.T, k *kit.Kit) {
				f := newFlow(t, k)
				for _, do := range x.before {
					do(f, t)
				}
				for i, try := range x.tries {
					if err := f.decides(t, try.by(f), try.verdict, try.comment)(); !try.want(err) {
						t.Errorf("%d: %s: got %v", i, try.verdict, err)
					}
				}
				if a := f.now(t); a.State != x.state || a.Step != x.step {
					t.Errorf("%s at %s, want %s at %s", a.State, a.Step, x.state, x.step)
				}
			})
		})
	}
}

// Of two directors who decide at once one does, and the other is told that it has changed; one decision is on record.
func TestOneOfTwoDirectorsDecides(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		f := newFlow(t, k)
		f.endorse(t)
		f.assess(t)
		done, refused := product.Race(f.decides(t, f.Director, approval.Approve, ""), f.decides(t, f.Deputy, approval.Reject, "Chưa cần"))
		if done != 1 || !fault.HasCode(refused[0], fault.Conflict) {
			t.Errorf("%d decided, the other got %v", done, refused)
		}
		given, err := f.Approvals.Decisions(t.Context(), []db.ID{f.request.Approval})
		if err != nil {
			t.Fatal(err)
		}
		at := map[approval.Step]int{}
		for _, d := range given[f.request.Approval] {
			if d.Verdict == approval.Approve || d.Verdict == approval.Reject {
				at[d.Step]++
			}
		}
		if at[approval.Endorsement] != 1 || at[approval.Assessment] != 1 || at[approval.BoardConsent] != 1 {
			t.Errorf("decisions by step: %v", at)
		}
	})
}

// Nobody decides twice on one approval, in whatever office.
func TestArticle12_OnePersonDecidesOnce(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		f := newFlow(t, k)
		k.Insert(t.Context(), t, "role_assignments", kit.Row{"id": db.NewID(), "staff_id": f.Head, "role": "it", "live": 1, "granted_at": k.DB.Now(t.Context())})
		f.endorse(t)
		if err := f.decides(t, f.Head, approval.Reject, "a")(); !fault.HasCode(err, fault.FourEyes) {
			t.Errorf("the head, who is of IT too, decides again: %v", err)
		}
	})
}

// A subject shows its latest approvals; the list narrowed to it goes on from there, and never beyond what the caller may see.
func TestApprovalsOfASubject(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		f := newFlow(t, k)
		if _, err := f.ChangeRequests.Request(k.As(t, f.Nurse), changerequest.RequestInput{Kind: changerequest.Configure, Asset: f.Asset(t, "SW-2", "NETWORK_DEVICE"), Title: "VLAN", Reason: "Tách mạng"}); err != nil {
			t.Fatal(err)
		}
		var earlier []kit.Row
		for n := range 60 {
			earlier = append(earlier, kit.Row{"id": db.NewID(), "flow": f.now(t).Flow, "subject_kind": "change_request", "subject_id": f.request.Key, "department_id": f.now(t).Department,
				"state": "REJECTED", "step": "ASSESSMENT", "opened_at": n + 1, "step_at": n + 1, "version": 1})
		}
		k.InsertMany(t.Context(), t, "approvals", earlier)
		subject, first := f.request.ID(), 100
		for who, want := range map[db.ID]int{f.IT: 61, f.Elsewhere: 0} {
			c, err := f.Approvals.List(k.As(t, who), &approval.Filter{Subject: &subject}, approval.ListOrder{}, paging.Args{First: &first})
			if err != nil || len(c.Nodes()) != want {
				t.Fatalf("%d of %d approvals, %v", len(c.Nodes()), want, err)
			}
			pages, err := f.Approvals.History(k.As(t, who), "change_request", []db.ID{f.request.Key}, paging.Args{First: &first})
			if err != nil {
				t.Fatal(err)
			}
			shown := pages[f.request.Key].Nodes()
			if len(shown) != want || want > 0 && shown[0].Key != f.request.Approval {
				t.Errorf("%d of %d in the history", len(shown), want)
			}
		}
		for name, id := range map[string]string{"never approved": db.GlobalID("department", db.NewID()), "no id": "?"} {
			if _, err := f.Approvals.List(k.As(t, f.IT), &approval.Filter{Subject: &id}, approval.ListOrder{}, paging.Args{}); err == nil {
				t.Errorf("%s: a list", name)
			}
		}
	})
}
