package walk

import (
	"fmt"

	"ttyt.example/ttyt/internal/base/db"
)

func init() {
	*siteChanges = kind{
		name:  "site change",
		types: []string{"SiteChange"},
		shown: `... on SiteChange { version state approval { id version state step }` + offered + " }",
		state: func(v view) string { return v.str("state") },
		over:  func(v view) bool { return v.str("state") != "WAITING" && v.str("state") != "CONSENTED" },
		drivers: map[string]driver{
			"CONFIRM":  simple("confirmSiteChange"),
			"WITHDRAW": simple("withdrawSiteChange", "reason", "Không cần nữa."),
			"APPROVE":  verdict("APPROVE", "approval"),
			"RETURN":   verdict("RETURN", "approval"),
			"REJECT":   verdict("REJECT", "approval"),
		},
		ends: func(view) [2][]string { return [2][]string{{"APPROVE", "CONFIRM"}, {"WITHDRAW"}} },
		begin: func(w *walk) {
			role := pick(w, []string{"WEB_EDITOR", "WEB_EDITOR", "DIRECTOR"})
			input := map[string]any{"expectedVersion": w.siteVersion(), "reason": "Cập nhật."}
			switch n := w.rng.IntN(5); {
			case n == 0 && role == "WEB_EDITOR":
				input["accentColour"] = fmt.Sprintf("#00%04x", w.next()%0x6000)
			case n == 1:
				input["address"] = fmt.Sprintf("Số %d", w.next())
			case n == 3:
				input["categories"] = []map[string]any{{"name": fmt.Sprintf("Mục %d", w.next())}, {"name": fmt.Sprintf("Mục %d", w.next()), "position": 1}}
			case n == 2:
				input["hotline"] = fmt.Sprintf("09%08d", w.next())
			default:
				input["name"] = fmt.Sprintf("Trung tâm %d", w.next())
			}
			w.start(pick(w, w.active(role)), siteChanges, &call{field: "changeSite", input: input}, "siteChange")
		},
	}
}

func init() {
	*website = kind{
		name:   "website",
		types:  []string{"Site"},
		stands: true,
		shown:  "... on Site { version" + offered + " }",
		state:  func(view) string { return "" },
		over:   func(view) bool { return true },
		drivers: map[string]driver{
			"ARRANGE": func(w *walk, _ *person, _ view) *call {
				return &call{field: "changeSite", input: map[string]any{"expectedVersion": w.siteVersion(), "primaryColour": fmt.Sprintf("#00%04x", w.next()%0x6000)}}
			},
			"PROPOSE": func(w *walk, _ *person, _ view) *call {
				return &call{field: "changeSite", input: map[string]any{"expectedVersion": w.siteVersion(), "reason": "Cập nhật.", "fanPage": fmt.Sprintf("https://trang.example/%d", w.next())}}
			},
		},
		after: func(w *walk, _ view, _ string, _ *call) {
			w.add(siteChanges, db.GlobalID("site_change", w.one("SELECT id FROM site_changes ORDER BY id DESC LIMIT 1")))
		},
	}
}

// siteVersion is the version of the website.
func (w *walk) siteVersion() int {
	w.t.Helper()
	found, err := db.All[int](w.t.Context(), w.DB.From(w.t.Context()), "SELECT version FROM sites")
	if err != nil {
		w.t.Fatal(err)
	}
	return append(found, 1)[0]
}
