package walk

import (
	"fmt"
	"slices"
	"time"
)

func init() {
	*requests = kind{
		name:  "change",
		types: []string{"ChangeRequest"},
		shown: `... on ChangeRequest { version state kind unconfirmed asset { id kind state connected } replacement { id } approval { id version state step }` + offered + " }",
		state: func(v view) string {
			if v.str("state") == "IN_REVIEW" && v.str("approval.step") != "" {
				return "IN_REVIEW at " + v.str("approval.step")
			}
			return v.str("state")
		},
		over: func(v view) bool {
			switch v.str("state") {
			case "EXECUTED", "REJECTED", "WITHDRAWN", "SUPERSEDED", "ROLLED_BACK", "CLOSED":
				return true
			}
			return false
		},
		drivers: map[string]driver{
			"UPDATE": func(w *walk, _ *person, v view) *call {
				return &call{field: "updateChange", input: on(v, "reason", fmt.Sprintf("Lý do %d.", w.next()), "plannedFrom", w.Clock.Now().AddDate(0, 0, 1))}
			},
			"WITHDRAW": simple("withdrawChange", "reason", "Không cần nữa."),
			"APPROVE":  verdict("APPROVE", "approval"),
			"RETURN":   verdict("RETURN", "approval"),
			"REJECT":   verdict("REJECT", "approval"),
			"ASSESS": func(w *walk, _ *person, v view) *call {
				a := w.assess(v.str("kind"), v.str("asset.id"))
				if a == nil {
					return nil
				}
				for name, value := range on(v) {
					a[name] = value
				}
				return &call{field: "assessChange", input: a, values: []string{"TAKEN"}}
			},
			"EXECUTE": simple("executeChange", "outcome", "Đã làm.", "lateReason", "Chờ máy."),
			"REVOKE":  simple("revokeChange", "reason", "Xem lại."),
			"CLOSE":   simple("closeEmergencyChange", "reason", "Máy đã thay."),
			"CONFIRM": func(w *walk, _ *person, v view) *call {
				return &call{field: "confirmEmergencyChange", input: on(v, "given", w.rng.IntN(4) > 0, "comment", "Đã rõ.")}
			},
			"ROLL_BACK": simple("rollBackChange", "reason", "Không chạy."),
		},
		ends: func(v view) [2][]string {
			switch v.str("state") {
			case "IN_REVIEW":
				return [2][]string{{"ASSESS", "APPROVE"}, {"WITHDRAW"}}
			case "APPROVED":
				return [2][]string{{"EXECUTE"}, {"WITHDRAW"}}
			case "EMERGENCY_OPEN":
				return [2][]string{{"CONFIRM"}, {"ROLL_BACK", "CLOSE"}}
			}
			return [2][]string{{"WITHDRAW"}}
		},
		begin: func(w *walk) {
			if w.rng.IntN(5) == 0 {
				w.beginEmergency()
				return
			}
			p, kind, a := w.anybody(), pick(w, changeKinds), w.anyAsset(inService)
			if a == nil {
				return
			}
			input := map[string]any{"kind": kind, "asset": a.id, "title": fmt.Sprintf("Yêu cầu %d", w.next()), "reason": "Cần cho công việc."}
			if w.rng.IntN(3) == 0 {
				input["plannedFrom"], input["plannedTo"] = w.Clock.Now().AddDate(0, 0, 1), w.Clock.Now().AddDate(0, 0, 3)
			}
			if kind == "REPAIR" {
				if input["incident"] = w.incidentOf(a.id); input["incident"] == "" {
					return
				}
			}
			w.start(p, requests, &call{field: "requestChange", input: input}, "changeRequest")
		},
	}
}

// incidentOf is an incident that a repair of the asset may start from, "" if there is none.
func (w *walk) incidentOf(asset string) string {
	i := pick(w, w.of(incidents, func(v view) bool {
		return v.str("cause.id") == asset || slices.ContainsFunc(v.list("assets"), func(a view) bool { return a.str("id") == asset })
	}))
	if i == nil {
		return ""
	}
	return i.id
}

var changeKinds = []string{"REPAIR", "REPLACE", "INSTALL", "CONNECT", "CONNECT", "CONFIGURE"}

// assess is IT's assessment of a change of the kind to the asset: nil where a replacement is wanted and there is none.
func (w *walk) assess(kind, asset string) map[string]any {
	input := map[string]any{"risk": pick(w, []string{"LOW", "MEDIUM", "HIGH"}), "cost": pick(w, []int{0, 500_000, 90_000_000}), "plan": "Làm theo hướng dẫn.", "rollBackPlan": "Lắp lại như cũ."}
	n := w.next()
	port := map[string]any{"name": "eth0", "ip": fmt.Sprintf("10.%d.%d.%d", 20+n/62500, n/250%250, 1+n%250), "vlan": 10}
	if s := pick(w, w.of(assets, func(v view) bool {
		return v.str("kind") == "NETWORK_DEVICE" && v.str("state") != "RETIRED"
	})); s != nil && !w.isDevice(asset) { // devices that are plugged into each other may close a circle
		port["switch"], port["switchPort"] = s.id, fmt.Sprint(n)
	}
	switch kind {
	case "REPAIR":
		input["change"] = map[string]any{"serial": fmt.Sprintf("SR-%d", n), "state": pick(w, []string{"IN_USE", "IN_REPAIR"})}
	case "INSTALL":
		input["change"] = map[string]any{"state": "IN_USE", "interfaces": []any{port}}
	case "CONNECT":
		input["change"] = map[string]any{"connected": w.rng.IntN(3) > 0}
	case "CONFIGURE":
		input["change"] = map[string]any{"interfaces": []any{port}}
	case "REPLACE":
		of := pick(w, w.of(assets, func(v view) bool { return v.str("id") == asset }))
		if of == nil {
			return nil
		}
		r := pick(w, w.of(assets, func(v view) bool {
			return v.str("id") != asset && v.str("kind") == of.seen.str("kind") && v.str("state") == "IN_STOCK" && !v.yes("connected")
		}))
		if r == nil {
			return nil
		}
		input["replacement"] = r.id
	}
	return input
}

func (w *walk) isDevice(asset string) bool {
	return pick(w, w.of(assets, func(v view) bool { return v.str("id") == asset && v.str("kind") == "NETWORK_DEVICE" })) != nil
}

// beginEmergency has IT do something at once, on a director's word.
func (w *walk) beginEmergency() {
	p, director, a, kind := pick(w, w.active("IT")), pick(w, w.active("DIRECTOR")), w.anyAsset(inService), pick(w, []string{"CONNECT", "CONFIGURE", "INSTALL", "REPLACE"})
	if a == nil || director == nil {
		return
	}
	input := w.assess(kind, a.id)
	if input == nil {
		return
	}
	for name, value := range map[string]any{"kind": kind, "asset": a.id, "title": fmt.Sprintf("Khẩn %d", w.next()), "reason": "Mất mạng.", "director": director.id,
		"spokenAt": w.Clock.Now().Add(-time.Hour)} {
		input[name] = value
	}
	w.start(p, requests, &call{field: "recordEmergencyChange", input: input}, "changeRequest")
}
