package acceptance

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/internal/base/db"
)

// selected writes out the fields of a type that take no argument, and of what they name, so that a field that is added
// later is walked too. People and departments are named and not followed.
func selected(s *ast.Schema, of *ast.Definition, depth int) string {
	switch {
	case of.Name == "StaffMember":
		return "id name code"
	case of.Name == "Department":
		return "id code"
	case of.IsAbstractType():
		return fragments(s, of)
	}
	var parts []string
	for _, f := range of.Fields {
		if part := selectedField(s, of, f, depth); part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " ")
}

func selectedField(s *ast.Schema, of *ast.Definition, f *ast.FieldDefinition, depth int) string {
	paging := f.Name == "edges" || f.Name == "pageInfo"
	needed := slices.ContainsFunc(f.Arguments, func(a *ast.ArgumentDefinition) bool { return a.Type.NonNull && a.DefaultValue == nil })
	if strings.HasPrefix(f.Name, "__") || paging || needed {
		return ""
	}
	to := s.Types[f.Type.Name()]
	if to.IsLeafType() {
		return f.Name
	}
	if depth == 0 && to.Name != "StaffMember" && to.Name != "Department" {
		return ""
	}
	if !strings.HasSuffix(of.Name, "Connection") {
		depth--
	}
	arguments := ""
	if f.Arguments.ForName("first") != nil {
		arguments = "(first: 30)"
	}
	if inner := selected(s, to, max(depth, 0)); inner != "" {
		return f.Name + arguments + " { " + inner + " }"
	}
	return ""
}

// fragments names, of what may be one of several types, its id, its people and its departments.
func fragments(s *ast.Schema, of *ast.Definition) string {
	parts := []string{"__typename"}
	for _, t := range s.GetPossibleTypes(of) {
		if !slices.Contains([]string{"Incident", "Infection", "ChangeRequest", "Approval", "Decision", "Asset"}, t.Name) {
			continue
		}
		inner := "id"
		for _, f := range t.Fields {
			if to := f.Type.Name(); to == "StaffMember" || to == "Department" {
				inner += " " + f.Name + " { " + selected(s, s.Types[to], 0) + " }"
			}
		}
		parts = append(parts, "... on "+t.Name+" { "+inner+" }")
	}
	return strings.Join(parts, " ")
}

// door is one request of the walk. Whom and what its arguments name counts as part of each answer.
type door struct {
	document  string
	variables map[string]any
}

// doors are all the ways to the matters: each by its id, field by field, and each list with each of its filters.
func (v *veiled) doors(t *testing.T) (all []door) {
	t.Helper()
	s := generated.NewExecutableSchema(generated.Config{}).Schema()
	nodes := func(field string) string {
		return selected(s, s.Types[s.Query.Fields.ForName(field).Type.Name()], 1)
	}
	add := func(document string, variables map[string]any) { all = append(all, door{document, variables}) }
	for _, name := range slices.Concat(v.sealed, []string{"PC-1", "PC-2"}) {
		of, id := v.subject[name], v.matters[name]
		if of == "" {
			of, id = "Asset", v.assets[name]
		}
		flat := ""
		for _, f := range s.Types[of].Fields {
			part := selectedField(s, s.Types[of], f, 2)
			if strings.Contains(part, "{") {
				add("query($id: ID!) { node(id: $id) { ... on "+of+" { id "+part+" } } }", map[string]any{"id": id})
			} else {
				flat += " " + part
			}
		}
		add("query($id: ID!) { nodes(ids: [$id]) { ... on "+of+" {"+flat+" } } }", map[string]any{"id": id})
	}
	record := "query($f: AuditEventFilter) { auditEvents(first: 100, filter: $f) { " + nodes("auditEvents") + " } }"
	for _, f := range v.recordFilters(t) {
		add(record, map[string]any{"f": f})
	}
	for _, f := range []string{"", ", filter: {category: SECURITY}", ", filter: {open: true}", ", filter: {overdue: false}", `, filter: {asset: "` + v.assets["PC-1"] + `"}`, ", orderBy: {field: TARGET, direction: ASC}"} {
		add("{ incidents(first: 15"+f+") { "+nodes("incidents")+" } }", nil)
	}
	for _, d := range []string{"NOI", "NOI1", "TTYT"} {
		at := map[string]any{"d": v.department(t, d)}
		add("query($d: ID) { incidents(first: 15, filter: {department: $d}) { "+nodes("incidents")+" } }", at)
		if d != "NOI" { // narrowed by the machine's department, which may be that of its unit
			add("query($d: ID) { infections(first: 30, filter: {department: $d}) { "+nodes("infections")+" } }", at)
			add("query($d: ID) { changeRequests(first: 30, filter: {department: $d}) { "+nodes("changeRequests")+" } }", at)
		}
		for _, m := range s.Types["ComplianceMatter"].EnumValues {
			add("query($d: ID) { complianceSubjects(first: 30, matter: "+m.Name+", department: $d) { nodes { "+fragments(s, s.Types["ComplianceSubject"])+" } } }", at)
		}
	}
	for field, arguments := range map[string]string{"infections": "first: 30", "changeRequests": "first: 30", "approvals": "first: 30", "scans": "first: 30", "assets": "first: 30",
		"overdueProtections": "first: 30", "supportRequests": "first: 30", "serviceStatus": ""} {
		if arguments != "" {
			arguments = "(" + arguments + ")"
		}
		add("{ "+field+arguments+" { "+nodes(field)+" } }", nil)
	}
	for _, f := range []string{"inbox(first: 100)", "inbox(first: 100, unread: true)", "approvalsToDecide(first: 30)"} {
		name, _, _ := strings.Cut(f, "(")
		add("{ me { "+f+" { "+selected(s, s.Types[s.Types["Me"].Fields.ForName(name).Type.Name()], 1)+" } } }", nil)
	}
	return all
}

func (v *veiled) department(t *testing.T, code string) string {
	t.Helper()
	return db.GlobalID("department", v.keys(t, "SELECT id FROM departments WHERE code = ?", code)[0])
}

func (v *veiled) texts(t *testing.T, query string, args ...any) []string {
	return column[string](t, v.world, query, args...)
}

func (v *veiled) keys(t *testing.T, query string, args ...any) []db.ID {
	return column[db.ID](t, v.world, query, args...)
}

func column[T any](t *testing.T, w *world, query string, args ...any) []T {
	t.Helper()
	all, err := db.All[T](t.Context(), w.DB.From(t.Context()), query, args...)
	if err != nil || len(all) == 0 {
		t.Fatalf("%s: %d, %v", query, len(all), err)
	}
	return all
}

// recordFilters are those of the record, each alone, and each beside the reporter's name.
func (v *veiled) recordFilters(t *testing.T) []map[string]any {
	t.Helper()
	actions := v.texts(t, "SELECT DISTINCT action FROM audit_log WHERE subject_kind IN ('incident', 'infection', 'change_request', 'asset')")
	single := []map[string]any{{}, {"staff": db.GlobalID("staff", v.staff["r"])}, {"staff": db.GlobalID("staff", v.staff["c"])},
		{"class": "SECURITY"}, {"class": "CONTENT"}, {"class": "ADMINISTRATION"}, {"from": "2000-01-01T00:00:00Z", "to": "2100-01-01T00:00:00Z"}}
	for _, d := range []string{"NOI", "NOI1", "TTYT"} {
		single = append(single, map[string]any{"department": v.department(t, d)})
	}
	for _, a := range actions {
		single = append(single, map[string]any{"action": a})
	}
	for _, id := range slices.Sorted(maps.Values(v.matters)) {
		single = append(single, map[string]any{"subject": id})
	}
	for _, id := range slices.Sorted(maps.Values(v.assets)) {
		single = append(single, map[string]any{"subject": id})
	}
	all := slices.Clone(single)
	for _, more := range single[3:] {
		both := maps.Clone(single[1])
		maps.Copy(both, more)
		all = append(all, both)
	}
	return all
}

// elsewhere are the root fields that the walk leaves out, and why.
var elsewhere = map[string]string{
	"node": "each matter", "nodes": "each matter", "changeRequest": "node", "asset": "node",
	"post": "public", "posts": "public", "route": "public", "department": "public", "departments": "public", "categories": "public", "category": "public", "mistakeState": "the state alone, by a number that one reporter has",
	"readCounts": "of readers, who have no names", "site": "public", "siteChanges": "of the website", "mediaFile": "uploads, which report nothing", "mediaFiles": "uploads, which report nothing", "mediaScanner": "the scanner",
	"staffMember": "names everybody alike", "staffMembers": "names everybody alike", "roleAssignments": "roles", "delegations": "powers",
	"accounts": "names everybody alike", "passwordResets": "accounts", "accountOpening": "accounts", "applications": "the register", "inventoryRounds": "the register", "assetImports": "the register", "takeOver": "the register", "connectLists": "the register", "assetCorrections": "the register",
	"scanSchedules": "settings", "serviceAccounts": "tools", "tokens": "tools", "tokenScopes": "tools", "currentToken": "tools",
	"incidentCounts": "whoReportedIsProtected", "compliance": "complianceIsForWhoAnswersForIt", "complianceByDepartment": "complianceIsForWhoAnswersForIt",
}

// unwalked are the root fields that are neither walked nor known to lie elsewhere.
func unwalked(doors []door) (missing []string) {
	for _, f := range generated.NewExecutableSchema(generated.Config{}).Schema().Query.Fields {
		walked := slices.ContainsFunc(doors, func(d door) bool {
			return strings.Contains(d.document, "{ "+f.Name+"(") || strings.Contains(d.document, "{ "+f.Name+" {")
		})
		if !walked && elsewhere[f.Name] == "" && !strings.HasPrefix(f.Name, "__") {
			missing = append(missing, f.Name)
		}
	}
	return missing
}
