package walk

import (
	"slices"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/test/kit"
)

// What each role is told about what stands in the centre is what happens: each refusal is refused with its reason, and each
// action is done by somebody to whom it is offered. The walk meets these kinds too, though each seldom.
func TestEveryOfferOnWhatStandsIsKept(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		w := scene{newWalk(t, k, 1)}
		w.stage()
		refused, done := map[string]bool{}, map[string]bool{}
		w.refusals(refused)
		for _, action := range w.actions() {
			for _, s := range w.samples() {
				if s.kind.drivers[action] != nil && !s.gone && w.somebody(s, action) {
					done[s.kind.name+" "+action] = true
				}
			}
		}
		w.refusals(refused) // of what is over by now
		for _, k := range append(slices.Clone(kept), rounds, imports) {
			for action := range k.drivers {
				if name := k.name + " " + action; !done[name] {
					t.Errorf("%s: nobody could do it", name)
				} else if !refused[name] {
					t.Errorf("%s: refused to nobody", name)
				}
			}
		}
	})
}

// refusals tries all that somebody is refused, and notes it.
func (w scene) refusals(refused map[string]bool) {
	for _, s := range w.samples() {
		for _, name := range []string{"giamdoc", "phogd1", "it1", "it2", "nhansu", "web1", "truongnoi", "bsnoi"} {
			p := w.who(name)
			if p.state != "ACTIVE" || p.barred || s.gone {
				continue
			}
			v := w.look(p, s)
			if v == nil {
				w.tryUnseen(p, s)
				continue
			}
			for _, part := range append([]view{v}, shares(v)...) {
				for _, offer := range part.list("actions") {
					if !offer.yes("allowed") {
						w.take(p, s, part, offer)
						refused[s.kind.name+" "+offer.str("action")] = true
					}
				}
			}
		}
	}
}

// actions are those on what stands; what ends something comes last.
func (w scene) actions() (names []string) {
	for _, k := range append(slices.Clone(kept), rounds, imports) {
		for name := range k.drivers {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	last := []string{"START_LEAVE", "SUSPEND", "DELETE", "CLOSE", "END", "END_EMPLOYMENT", "REVOKE"}
	names = slices.DeleteFunc(names, func(n string) bool { return slices.Contains(last, n) })
	return append(names, last...)
}

// stage puts the centre into a state in which each action on what stands has its place.
func (w scene) stage() {
	w.order(w.who("truongnoi"), &call{field: "delegate", shows: "delegation { id }", input: map[string]any{"staffMember": w.who("bsnoi").id, "role": "MANAGER",
		"department": w.place("NOI").id, "decisionNo": w.decision(), "until": w.Clock.Now().AddDate(0, 0, 10)}})
	w.add(delegations, delegationOf(w))
	createDepartment(w.walk)
	for _, more := range []bool{true, false} {
		w.start(w.who("it1"), imports, &call{field: "importAssets", file: "Mã,Tên,Loại,Đơn vị\n" + w.rows(2), input: map[string]any{"more": more}}, "assetImport")
	}
	w.start(w.who("it1"), rounds, &call{field: "openInventoryRound", input: map[string]any{"name": "Đợt 1"}}, "inventoryRound")
	w.wait(2 * time.Second) // the file is checked
	w.takeOn(w.who("nhansu"), w.find(w.who("bsksbt").id), "START_LEAVE")
	w.takeOn(w.who("it1"), w.accountOf("bsngoai"), "SUSPEND")
	w.takeOn(w.who("it1"), w.accountOf("ystram"), "SEND_PASSWORD_RESET") // nobody stands for it now
	w.wait(3 * time.Hour)
}

func delegationOf(w scene) string {
	return view(w.ask(w.who("nhansu"), "{ delegations(first: 1) { nodes { id } } }", nil).data).list("delegations.nodes")[0].str("id")
}

func (w scene) accountOf(name string) *subject {
	return w.find(view(w.ask(w.who("it1"), `query($login: String) { accounts(first: 1, filter: {login: $login}) { nodes { id } } }`, map[string]any{"login": "u." + name}).data).
		list("accounts.nodes")[0].str("id"))
}

// samples are some of each kind of what stands: the first and the last, and those that the stage is set for.
func (w scene) samples() (list []*subject) {
	staged := []string{w.who("bsksbt").id, w.accountOf("bsngoai").id, w.accountOf("ystram").id}
	for _, k := range append(slices.Clone(kept), rounds, imports) {
		var all []*subject
		for _, s := range w.subjects {
			if s.kind == k {
				all = append(all, s)
			}
		}
		for i, s := range all {
			if i < 2 || i == len(all)-1 || slices.Contains(staged, s.id) {
				list = append(list, s)
			}
		}
	}
	return list
}

// shares are what departments have in a round, each as something to act on.
func shares(v view) []view {
	list := v.list("progress")
	for _, share := range list {
		share["id"], share["state"], share["version"] = v["id"], v["state"], v["version"]
	}
	return list
}

// somebody has the first of the cast do the action to whom it is offered.
func (w scene) somebody(s *subject, action string) bool {
	for _, p := range slices.Concat(w.active(), w.active("DIRECTOR", "DIRECTOR")) { // some values do not fit at first
		v := w.look(p, s)
		if v == nil {
			continue
		}
		for _, part := range append([]view{v}, shares(v)...) {
			if offer := offerOf(part, action); offer != nil && offer.yes("allowed") && w.take(p, s, part, offer) {
				return true
			}
		}
	}
	return false
}
