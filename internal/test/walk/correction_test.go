package walk

import "fmt"

func init() {
	*corrections = kind{
		name:  "correction",
		types: []string{"AssetCorrection"},
		shown: `... on AssetCorrection { version state asset { id } approval { id version state step }` + offered + " }",
		state: func(v view) string {
			if v.str("state") == "WAITING" && v.str("approval.step") != "" {
				return "WAITING at " + v.str("approval.step")
			}
			return v.str("state")
		},
		over: func(v view) bool { return v.str("state") != "WAITING" && v.str("state") != "RETURNED" },
		drivers: map[string]driver{
			"UPDATE": func(w *walk, _ *person, v view) *call {
				return &call{field: "updateAssetCorrection", input: on(v, "serial", fmt.Sprintf("S%d", w.next()))}
			},
			"WITHDRAW": simple("withdrawAssetCorrection", "reason", "Không cần nữa."),
			"APPROVE":  verdict("APPROVE", "approval"),
			"RETURN":   verdict("RETURN", "approval"),
			"REJECT":   verdict("REJECT", "approval"),
		},
		ends: func(view) [2][]string { return [2][]string{{"UPDATE", "APPROVE"}, {"WITHDRAW"}} },
		begin: func(w *walk) {
			p := pick(w, w.active("IT"))
			if p == nil {
				return
			}
			s := w.anyAsset(func(view) bool { return true })
			if s == nil {
				return
			}
			v := w.look(p, s)
			if v == nil {
				return
			}
			for _, offer := range v.list("actions") {
				if offer.str("action") == "CORRECT" && offer.yes("allowed") {
					w.start(p, corrections, &call{field: "correctAsset", input: on(v, append(w.mistake(v), "reason", "Gõ nhầm.")...)}, "assetCorrection")
				}
			}
		},
	}
}

// mistake is what was mistyped about an asset that may be so.
func (w *walk) mistake(v view) []any {
	stands := v.str("state") != "QUARANTINED" && v.str("infection.id") == ""
	switch n := w.rng.IntN(6); {
	case n == 0:
		return []any{"code", fmt.Sprintf("DC-%d", w.next())}
	case n < 3 && stands && v.str("kind") != "NETWORK_DEVICE" && v.str("kind") != "SOFTWARE_SYSTEM" && v.str("kind") != "INTEGRATION": // nothing relies on its kind
		return []any{"kind", pick(w, []string{"SERVER", "WORKSTATION", "PRINTER", "INTERNET_LINE", "DATA_SET"}), "serial", fmt.Sprintf("S%d", w.next())}
	case n < 5 && stands && v.str("state") != "RETIRED" && v.yes("connected"):
		return []any{"connected", false}
	case n == 5 && stands && v.str("state") != "RETIRED" && !v.yes("connected"):
		if s := w.anyAsset(func(o view) bool { return o.str("kind") == "NETWORK_DEVICE" && o.str("state") != "RETIRED" }); s != nil && s.id != v.str("id") && v.str("kind") != "NETWORK_DEVICE" {
			return []any{"connected", true, "interfaces", []any{map[string]any{"name": "eth0", "switch": s.id, "switchPort": fmt.Sprint(w.next())}}}
		}
	}
	return []any{"serial", fmt.Sprintf("S%d", w.next())}
}
