package acceptance

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// overview says whose compliance each caller may see; what they may not, they are refused by name of the article.
var overview = table{
	"NOI":   "in no no ok no no ok no ok no",
	"NGOAI": "in no no no no ok ok no ok no",
	"":      "in no no no no no ok no ok no", // the whole centre
}

var matters = []string{"OPEN_INCIDENTS", "OVERDUE_INCIDENTS", "CHANGES_AWAITING_CONSENT", "UNCONFIRMED_EMERGENCY_CHANGES", "OVERDUE_SCANS", "OVERDUE_PATCHES",
	"OUTDATED_SIGNATURES", "UNCONFIRMED_ASSETS", "QUARANTINED_MACHINES", "OVERDUE_FINDINGS", "ISOLATED_MACHINES", "FOUND_CONNECTED"}

// Figures and their lists are for the same people, and an unknown department is not found by anybody.
func complianceIsForWhoAnswersForIt(t *testing.T, h *house) {
	documents := []string{`query($id: ID) { compliance(department: $id) { department { code } figures { matter rule count since } } }`}
	for _, m := range matters {
		documents = append(documents, `query($id: ID) { complianceSubjects(matter: `+m+`, department: $id, first: 100) { totalCount nodes { __typename } } }`)
	}
	for department, row := range overview {
		variables := map[string]any{}
		if department != "" {
			variables["id"] = h.ids[department]
		}
		for _, caller := range callers {
			for _, d := range documents {
				r := h.ask(t, caller, d, variables)
				if got, want := readVerdict(t, r), cell(t, row, caller); got != want {
					t.Errorf("%q of %q as %s: %s, want %s\n%s", d, department, caller, got, want, r.Body)
				}
			}
		}
	}
	for _, caller := range callers[1:] {
		r := h.ask(t, caller, documents[0], map[string]any{"id": unknown(h.ids["NOI"])})
		if got := readVerdict(t, r); got != "-" {
			t.Errorf("an unknown department as %s: %s", caller, r.Body)
		}
		r = h.ask(t, caller, `{ complianceByDepartment { department { code } } }`, nil)
		want := map[string]string{"head": "NOI", "otherHead": "NGOAI", "it": "NOI NGOAI", "director": "NOI NGOAI"}[caller]
		if (want == "") != (readVerdict(t, r) == "no") {
			t.Errorf("the overview as %s: %s", caller, r.Body)
		}
		for _, code := range []string{"NOI", "NGOAI"} {
			if shown := strings.Contains(r.Body, `"`+code+`"`); shown != strings.Contains(" "+want+" ", " "+code+" ") {
				t.Errorf("the overview of %s as %s: %s", code, caller, r.Body)
			}
		}
	}
	theFiguresAreTheLists(t, h)
}

// Every figure is the totalCount of the list behind it, and of the feature's own list narrowed alike, for every caller.
func theFiguresAreTheLists(t *testing.T, h *house) {
	own := map[string]string{
		"OPEN_INCIDENTS":                `incidents(filter: {open: true, department: $id}) { totalCount }`,
		"OVERDUE_INCIDENTS":             `incidents(filter: {overdue: true, department: $id}) { totalCount }`,
		"CHANGES_AWAITING_CONSENT":      `changeRequests(filter: {awaitsConsent: true, department: $id}) { totalCount }`,
		"UNCONFIRMED_EMERGENCY_CHANGES": `changeRequests(filter: {unconfirmed: true, department: $id}) { totalCount }`,
		"OVERDUE_SCANS":                 `overdueProtections(filter: {duty: SCAN, department: $id}) { totalCount }`,
		"OVERDUE_PATCHES":               `overdueProtections(filter: {duty: PATCHES, department: $id}) { totalCount }`,
		"OUTDATED_SIGNATURES":           `overdueProtections(filter: {duty: SIGNATURES, department: $id}) { totalCount }`,
		"OVERDUE_FINDINGS":              `infections(filter: {late: true, department: $id}) { totalCount }`,
		"QUARANTINED_MACHINES":          `infections(filter: {stages: [SUSPECTED], quarantined: true, department: $id}) { totalCount }`,
		"FOUND_CONNECTED":               `assets(filter: {found: true, subtree: true, department: $id}) { totalCount }`,
		"ISOLATED_MACHINES":             `infections(filter: {stages: [ISOLATED, CLEANED, RESCANNED], department: $id}) { totalCount }`,
	}
	for _, caller := range []string{"head", "otherHead", "it", "director"} {
		for department, row := range overview {
			if cell(t, row, caller) != "ok" {
				continue
			}
			variables := map[string]any{}
			if department != "" {
				variables["id"] = h.ids[department]
			}
			for _, f := range figuresOf(t, h.ask(t, caller, `query($id: ID) { compliance(department: $id) { figures { matter count since } } }`, variables), "data.compliance.figures") {
				r := h.ask(t, caller, `query($id: ID) { complianceSubjects(matter: `+f.Matter+`, department: $id, first: 100) { totalCount nodes { __typename } } }`, variables)
				listed := number(t, r.at(t, "data.complianceSubjects.totalCount"))
				if listed != f.Count || strings.Count(r.Body, "__typename") != f.Count || (f.Since == nil) != (f.Count == 0) {
					t.Errorf("%s of %q as %s: %d, listed %s", f.Matter, department, caller, f.Count, r.Body)
				}
				if own[f.Matter] == "" {
					continue
				}
				r = h.ask(t, caller, `query($id: ID) { list: `+own[f.Matter]+` }`, variables)
				if n := number(t, r.at(t, "data.list.totalCount")); n != f.Count {
					t.Errorf("%s of %q as %s: %d, the feature lists %d", f.Matter, department, caller, f.Count, n)
				}
			}
		}
		r := h.ask(t, caller, `{ complianceByDepartment { department { id code } figures { matter count since } } }`, nil)
		for i := range strings.Count(r.Body, `"code"`) {
			id := r.at(t, fmt.Sprintf("data.complianceByDepartment.%d.department.id", i))
			whole := figuresOf(t, r, fmt.Sprintf("data.complianceByDepartment.%d.figures", i))
			single := figuresOf(t, h.ask(t, caller, `query($id: ID) { compliance(department: $id) { figures { matter count since } } }`, map[string]any{"id": id}), "data.compliance.figures")
			if a, b := fmt.Sprint(whole), fmt.Sprint(single); len(whole) != len(matters) || a != b {
				t.Errorf("as %s the overview says %s of %s, its own answer %s", caller, a, id, b)
			}
		}
	}
}

// figure is one as it is answered.
type figure struct {
	Matter string
	Count  int
	Since  *string
}

func (f figure) String() string {
	if f.Since == nil {
		return fmt.Sprintf("%s %d", f.Matter, f.Count)
	}
	return fmt.Sprintf("%s %d since %s", f.Matter, f.Count, *f.Since)
}

func figuresOf(t *testing.T, r response, path string) (all []figure) {
	t.Helper()
	if err := json.Unmarshal([]byte(r.at(t, path)), &all); err != nil {
		t.Fatal(err, r.Body)
	}
	return all
}

// readVerdict is verdictOf for a query.
func readVerdict(t *testing.T, r response) string {
	t.Helper()
	var answer struct {
		Errors []struct{ Extensions struct{ Code, Rule string } }
	}
	if err := json.Unmarshal([]byte(r.Body), &answer); err != nil {
		t.Fatal(err, r.Body)
	}
	if len(answer.Errors) == 0 {
		return "ok"
	}
	code := answer.Errors[0].Extensions.Code
	if code == "FORBIDDEN" && answer.Errors[0].Extensions.Rule != "12" {
		t.Errorf("refused without the article: %s", r.Body)
	}
	if word, ok := map[string]string{"UNAUTHENTICATED": "in", "NOT_FOUND": "-", "FORBIDDEN": "no"}[code]; ok {
		return word
	}
	return code
}
