package walk

func init() {
	*takeOvers = kind{
		name:  "take-over",
		types: []string{"TakeOver"},
		shown: "... on TakeOver { open" + offered + " }",
		state: func(v view) string {
			if v.yes("open") {
				return "OPEN"
			}
			return "CLOSED"
		},
		over:   func(view) bool { return true }, // it may stay open
		stands: true,
		drivers: map[string]driver{
			"CLOSE": func(*walk, *person, view) *call {
				return &call{field: "closeTakeOver", input: map[string]any{"reason": "Đã tiếp nhận xong."}}
			},
		},
		ends:  func(view) [2][]string { return [2][]string{} },
		begin: func(*walk) {},
	}
	*connectLists = kind{
		name:  "connect list",
		types: []string{"ConnectList"},
		shown: `... on ConnectList { version state lines { verdict asset { id } } approval { id version state step }` + offered + " }",
		state: func(v view) string { return v.str("state") },
		over:  func(v view) bool { return v.str("state") != "WAITING" },
		drivers: map[string]driver{
			"TAKE_OUT": func(w *walk, _ *person, v view) *call {
				var waiting []string
				for _, l := range v.list("lines") {
					if l.str("verdict") == "WAITING" {
						waiting = append(waiting, l.str("asset.id"))
					}
				}
				if len(waiting) < 2 {
					return nil
				}
				return &call{field: "takeOutOfConnectList", input: on(v, "assets", []string{pick(w, waiting)}, "reason", "Không cần nối mạng.")}
			},
			"WITHDRAW": simple("withdrawConnectList", "reason", "Nhầm."),
			"APPROVE":  verdict("APPROVE", "approval"),
			"RETURN":   verdict("RETURN", "approval"),
			"REJECT":   verdict("REJECT", "approval"),
		},
		ends: func(view) [2][]string { return [2][]string{{"APPROVE"}, {"WITHDRAW"}} },
		begin: func(w *walk) {
			w.start(pick(w, w.active("IT")), connectLists, &call{field: "submitConnectList", input: map[string]any{}}, "connectList")
		},
	}
}
