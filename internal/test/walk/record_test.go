package walk

import (
	"fmt"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/core/audit"
)

// verifyRecord checks that the record of all this is whole.
func (w *walk) verifyRecord() {
	_, err := w.App.Audit.Verify(w.t.Context(), nil, func(f audit.Finding) { w.fail(nil, "the record is not whole", f.String()) })
	if err != nil {
		w.t.Fatal(err)
	}
}

// countsAgree asks a few people for lists that count themselves, and for what they are said to decide on.
func (w *walk) countsAgree() {
	for range 4 {
		p := w.anybody()
		for _, list := range []string{
			"approvals", "approvals(filter: {mine: true}", "changeRequests", "incidents", "incidents(filter: {open: true}", "infections",
			"supportRequests", "assets", "inventoryRounds", "posts", "posts(filter: {working: DRAFT}", "staffMembers", "roleAssignments", "delegations",
		} {
			w.countAgrees(p, list)
		}
		w.deciderMayDecide(p)
	}
}

// countAgrees compares what a list counts with what it lists.
func (w *walk) countAgrees(p *person, list string) {
	open := "("
	if name, _, filtered := strings.Cut(list, "("); filtered {
		list, open = name+list[len(name):], ", "
	}
	field, _, _ := strings.Cut(list, "(")
	listed := 0
	for {
		c := view(w.ask(p, fmt.Sprintf("{ %s%sfirst: 100, offset: %d) { totalCount nodes { __typename } } }", list, open, listed), nil).data)
		n := len(c.list(field + ".nodes"))
		listed += n
		count, ok := c.at(field + ".totalCount").(float64)
		if !ok { // not for them
			return
		}
		if n == 100 {
			continue
		}
		if int(count) != listed {
			w.fail(nil, "the count of "+list+" differs from the list", fmt.Sprintf("%s: %v, listed %d", p, count, listed))
		}
		return
	}
}

// deciderMayDecide compares the approvals that the person is said to decide on with those on which they may.
func (w *walk) deciderMayDecide(p *person) {
	r := w.ask(p, `{ me { approvalsToDecide(first: 20) { nodes { id `+approvals.shown+` subject { ... on ChangeRequest { actions: availableActions { action allowed } } } } } } }`, nil)
	listed := map[string]bool{}
	for _, v := range view(r.data).list("me.approvalsToDecide.nodes") {
		listed[v.str("id")] = true
		if !mayDecide(v) {
			w.fail(nil, "approvalsToDecide lists what they may not decide: "+approvals.state(v), p.name+" "+w.names[v.str("id")])
		}
	}
	for _, s := range w.subjects {
		if s.kind != approvals || s.over || s.gone || len(listed) == 20 {
			continue
		}
		if v := w.look(p, s); v != nil && offerOf(v, "APPROVE").yes("allowed") && !listed[s.id] { // the website section may RETURN alone
			w.fail(s, "approvalsToDecide leaves out what they may decide: "+approvals.state(v), p.name)
		}
	}
}

// mayDecide reports whether the approval can be decided on, by itself or through its change request.
func mayDecide(v view) bool {
	for _, offers := range [][]view{v.list("actions"), v.list("subject.actions")} {
		for _, o := range offers {
			if o.yes("allowed") && slices.Contains([]string{"APPROVE", "RETURN", "REJECT", "ASSESS", "CONFIRM"}, o.str("action")) {
				return true
			}
		}
	}
	return false
}
