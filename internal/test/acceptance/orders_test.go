package acceptance

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/text"
)

// sorted is a list that can be ordered: its path in the answer, the document that asks for a page of it, and by what each of its
// fields sorts, as the answer shows it: the path in an element, and how its value compares.
//
//	path      as text, null before all else
//	path>     null after all else
//	path~     a person's name
//	path~~    another name
//	path|A|B  in the order of the values
type sorted struct {
	order, document, at string
	by                  map[string]string
}

// listsOf are all of them, by their place in the schema.
func listsOf(s *sortable) map[string]sorted {
	root := func(field, order, node string, by map[string]string) sorted {
		return sorted{order: order, at: field, by: by, document: "{ " + field + "(%s) { edges { cursor node { id " + node + " } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount } }"}
	}
	under := func(l sorted, before, path string) sorted {
		l.at, l.document = path+"."+l.at, "{ "+before+" "+l.document+" }"
		return l
	}
	node := func(kind string, key db.ID, on string) string {
		return fmt.Sprintf("node(id: %q) { ... on %s", db.GlobalID(kind, key), on)
	}
	nested := func(l sorted, of, path string) sorted {
		l = under(l, of, path)
		l.document += " }"
		return l
	}
	approvals := map[string]string{"STEP_AT": "stepAt", "OPENED_AT": "openedAt", "CLOSED_AT": "closedAt>", "FLOW": "flow", "STATE": "state", "STEP": "step", "URGENT": "urgent", "DEPARTMENT": "department.code"}
	const ofApproval = "stepAt openedAt closedAt flow state step urgent department { code }"
	return map[string]sorted{
		"Query.staffMembers": root("staffMembers", "StaffOrder", "code name state createdAt department { code } privateRecord { startedOn endsOn }", map[string]string{
			"NAME": "name~", "CODE": "code", "DEPARTMENT": "department.code", "STATE": "state", "CREATED_AT": "createdAt", "STARTED_ON": "privateRecord.startedOn", "ENDS_ON": "privateRecord.endsOn>"}),
		"Query.assets": root("assets", "AssetOrder", "code name kind state department { code } purchasedOn warrantyUntil updatedAt protection { lastScanAt }", map[string]string{
			"CODE": "code", "NAME": "name~~", "KIND": "kind", "STATE": "state", "DEPARTMENT": "department.code", "PURCHASED_ON": "purchasedOn>", "WARRANTY_UNTIL": "warrantyUntil>", "LAST_SCAN": "protection.lastScanAt", "UPDATED_AT": "updatedAt"}),
		"Query.incidents": root("incidents", "IncidentOrder", "createdAt updatedAt resolvedAt closedAt priority category queue state responseDueAt assignee { name }", map[string]string{
			"TARGET": "responseDueAt", "REPORTED_AT": "createdAt", "UPDATED_AT": "updatedAt", "RESOLVED_AT": "resolvedAt>", "CLOSED_AT": "closedAt>", "PRIORITY": "priority|LOW|MEDIUM|HIGH|CRITICAL", "CATEGORY": "category", "QUEUE": "queue", "STATE": "state", "ASSIGNEE": "assignee.name~"}),
		"Query.infections": root("infections", "InfectionOrder", "suspectedAt decideBy isolatedAt cleanedAt reconnectedAt stage asset { code }", map[string]string{
			"SUSPECTED_AT": "suspectedAt", "DECIDE_BY": "decideBy>", "ISOLATED_AT": "isolatedAt>", "CLEANED_AT": "cleanedAt>", "RECONNECTED_AT": "reconnectedAt>", "STAGE": "stage|SUSPECTED|ISOLATED|CLEANED|RESCANNED|RECONNECTED|WRITTEN_OFF", "ASSET": "asset.code"}),
		"Query.scans": root("scans", "ScanOrder", "madeAt recordedAt kind result asset { code }", map[string]string{"MADE_AT": "madeAt", "RECORDED_AT": "recordedAt", "KIND": "kind", "RESULT": "result", "ASSET": "asset.code"}),
		"Query.overdueProtections": root("overdueProtections", "AssetProtectionOrder", "lastScanAt lastPatchAt scanDueAt patchesDueAt signaturesDueAt asset { code }", map[string]string{
			"ASSET": "asset.code", "LAST_SCAN_AT": "lastScanAt", "LAST_PATCH_AT": "lastPatchAt", "SCAN_DUE_AT": "scanDueAt>", "PATCHES_DUE_AT": "patchesDueAt>", "SIGNATURES_DUE_AT": "signaturesDueAt>"}),
		"Query.changeRequests": root("changeRequests", "ChangeRequestOrder", "createdAt updatedAt kind state risk cost plannedFrom lapsesAt executedAt asset { code } department { code }", map[string]string{
			"CREATED_AT": "createdAt", "UPDATED_AT": "updatedAt", "KIND": "kind", "STATE": "state", "RISK": "risk|LOW|MEDIUM|HIGH", "COST": "cost", "ASSET": "asset.code", "DEPARTMENT": "department.code", "PLANNED_FROM": "plannedFrom>", "LAPSES_AT": "lapsesAt>", "EXECUTED_AT": "executedAt>"}),
		"Query.supportRequests": root("supportRequests", "SupportRequestOrder", "createdAt updatedAt closedAt kind state department { code } requester { name } assignee { name }", map[string]string{
			"CREATED_AT": "createdAt", "UPDATED_AT": "updatedAt", "CLOSED_AT": "closedAt>", "KIND": "kind", "STATE": "state", "DEPARTMENT": "department.code", "REQUESTER": "requester.name~", "ASSIGNEE": "assignee.name~"}),
		"Query.mediaFiles": root("mediaFiles", "MediaFileOrder", "uploadedAt name size state scannedAt department { code } uploader { name }", map[string]string{
			"UPLOADED_AT": "uploadedAt", "NAME": "name~~", "SIZE": "size", "STATE": "state", "SCANNED_AT": "scannedAt>", "DEPARTMENT": "department.code", "UPLOADER": "uploader.name~"}),
		"Query.approvals":      root("approvals", "ApprovalOrder", ofApproval, approvals),
		"Me.approvalsToDecide": under(root("approvalsToDecide", "ApprovalOrder", ofApproval, approvals), "me", "me"),
		"Query.roleAssignments": root("roleAssignments", "RoleAssignmentOrder", "grantedAt revokedAt role staffMember { name }", map[string]string{
			"GRANTED_AT": "grantedAt", "REVOKED_AT": "revokedAt>", "ROLE": "role", "STAFF_MEMBER": "staffMember.name~"}),
		"Query.delegations": root("delegations", "DelegationOrder", "from until revokedAt role lender { name } borrower { name } department { code }", map[string]string{
			"FROM": "from", "UNTIL": "until", "REVOKED_AT": "revokedAt>", "ROLE": "role", "LENDER": "lender.name~", "BORROWER": "borrower.name~", "DEPARTMENT": "department.code"}),
		"Query.accounts": root("accounts", "AccountOrder", "login state passwordChangedAt createdAt staffMember { name }", map[string]string{
			"LOGIN": "login", "STATE": "state", "STAFF_MEMBER": "staffMember.name~", "PASSWORD_CHANGED_AT": "passwordChangedAt", "CREATED_AT": "createdAt"}),
		"Query.serviceAccounts": root("serviceAccounts", "ServiceAccountOrder", "name state createdAt updatedAt asset { code } responsible { name }", map[string]string{
			"NAME": "name~~", "STATE": "state", "ASSET": "asset.code", "RESPONSIBLE": "responsible.name~", "CREATED_AT": "createdAt", "UPDATED_AT": "updatedAt"}),
		"Query.tokens": root("tokens", "TokenOrder", "issuedAt expiresAt consentedAt revokedAt rate serviceAccount { name } issuedBy { name }", map[string]string{
			"ISSUED_AT": "issuedAt", "EXPIRES_AT": "expiresAt", "CONSENTED_AT": "consentedAt>", "REVOKED_AT": "revokedAt>", "RATE": "rate", "SERVICE_ACCOUNT": "serviceAccount.name~~", "ISSUED_BY": "issuedBy.name~"}),
		"Query.inventoryRounds": root("inventoryRounds", "InventoryRoundOrder", "openedAt closedAt dueOn", map[string]string{"OPENED_AT": "openedAt", "CLOSED_AT": "closedAt>", "DUE_ON": "dueOn>"}),
		"InventoryRound.lines": nested(root("lines", "InventoryLineOrder", "label result at department { code } custodian { name }", map[string]string{
			"LABEL": "label", "RESULT": "result", "DEPARTMENT": "department.code", "CUSTODIAN": "custodian.name~", "AT": "at>"}), node("inventory_round", s.round, "InventoryRound"), "node"),
		"Query.assetImports": root("assetImports", "AssetImportOrder", "startedAt finishedAt fileName state rows badRows startedBy { name }", map[string]string{
			"STARTED_AT": "startedAt", "FINISHED_AT": "finishedAt>", "FILE_NAME": "fileName", "STATE": "state", "ROWS": "rows", "BAD_ROWS": "badRows", "STARTED_BY": "startedBy.name~"}),
		"AssetImport.faults": nested(root("faults", "AssetImportFaultOrder", "row column code", map[string]string{"ROW": "row", "COLUMN": "column", "CODE": "code"}), node("asset_import", s.imported, "AssetImport"), "node"),
		"Query.assetCorrections": root("assetCorrections", "AssetCorrectionOrder", "createdAt closedAt state asset { code } asker { name }", map[string]string{
			"CREATED_AT": "createdAt", "CLOSED_AT": "closedAt>", "STATE": "state", "ASSET": "asset.code", "ASKER": "asker.name~"}),
		"Query.siteChanges":  root("siteChanges", "SiteChangeOrder", "createdAt closedAt state proposer { name }", map[string]string{"CREATED_AT": "createdAt", "CLOSED_AT": "closedAt>", "STATE": "state", "PROPOSER": "proposer.name~"}),
		"Query.connectLists": root("connectLists", "ConnectListOrder", "createdAt closedAt state submitter { name }", map[string]string{"CREATED_AT": "createdAt", "CLOSED_AT": "closedAt>", "STATE": "state", "SUBMITTER": "submitter.name~"}),
		"Query.auditEvents":  root("auditEvents", "AuditEventOrder", "at", map[string]string{"AT": "at"}),
		"Me.inbox":           under(root("inbox", "InboxOrder", "at", map[string]string{"AT": "at"}), "me", "me"),
	}
}

// testedThere are lists whose orders have tests of their own, which come with a projection of theirs.
var testedThere = map[string]string{
	"Query.posts":      "TestPostsAreReadInEveryOrder, TestNoOrderOfPostsTellsWhatIsHidden, and TestDoors for those that narrow the list",
	"Query.readCounts": "TestPagesOfCountsMeet, since sums have no id",
	"Department.posts": "TestArticle9_SectionsAndDepartmentsListWhatIsForTheReader", "Category.posts": "TestArticle9_SectionsAndDepartmentsListWhatIsForTheReader",
}

// sortedPage is what the tests look at in an answer.
type sortedPage struct {
	Edges []struct {
		Cursor string
		Node   map[string]any
	}
	PageInfo struct {
		HasNextPage, HasPreviousPage bool
		StartCursor, EndCursor       string
	}
	TotalCount int
}

func (p sortedPage) ids() (ids []string) {
	for _, e := range p.Edges {
		ids = append(ids, e.Node["id"].(string))
	}
	return ids
}

// get asks for a page of the list.
func (l sorted) get(t *testing.T, c *client, arguments string) (p sortedPage) {
	t.Helper()
	r := c.do(t, fmt.Sprintf(l.document, arguments), nil)
	if strings.Contains(r.Body, `"errors"`) {
		t.Fatalf("%s(%s): %s", l.at, arguments, r.Body)
	}
	if err := json.Unmarshal([]byte(r.at(t, "data."+l.at)), &p); err != nil {
		t.Fatalf("%s: %v", r.Body, err)
	}
	return p
}

// shown is what an element sorts by, as a text that compares as the order does.
func shown(node map[string]any, by string) string {
	path, values, ranked := strings.Cut(by, "|")
	path = strings.TrimRight(path, ">~")
	var v any = node
	for name := range strings.SplitSeq(path, ".") {
		in, _ := v.(map[string]any)
		v = in[name]
	}
	switch is := v.(type) {
	case nil:
		if strings.HasSuffix(by, ">") {
			return "\U0010ffff"
		}
		return ""
	case float64:
		return fmt.Sprintf("%020.0f", is)
	case string:
		switch {
		case ranked:
			return fmt.Sprint(slices.Index(strings.Split(values, "|"), is) + 1)
		case strings.HasSuffix(by, "~~"):
			return text.SortKey(is, 240)
		case strings.HasSuffix(by, "~"):
			return text.SortName(is, 120)
		}
	}
	return fmt.Sprint(v)
}

// In every order of every list, both ways, the pages forwards and backwards hold each element once, sorted by what the answer
// shows, and elements with the same value by their ids. A cursor of another order is refused.
func TestEveryListIsReadInEveryOrder(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		s := newSortable(t, w)
		schema := generated.NewExecutableSchema(generated.Config{}).Schema()
		lists := listsOf(s)
		for name, field := range connections(schema) {
			if by := field.Arguments.ForName("orderBy"); by != nil && testedThere[name] == "" && lists[name].order != by.Type.Name() {
				t.Errorf("%s is in no table here", name)
			}
		}
		for _, name := range slices.Sorted(maps.Keys(lists)) {
			l := lists[name]
			all := schema.Types[l.order+"Field"].EnumValues
			if len(all) != len(l.by) {
				t.Errorf("%s: %d orders, of which %d have their value told here", name, len(all), len(l.by))
			}
			for i, order := range all {
				both := map[string][]string{}
				for _, direction := range []string{"ASC", "DESC"} {
					both[direction] = l.walk(t, s.reader, order.Name, direction, l.by[order.Name])
				}
				slices.Reverse(both["DESC"])
				if !slices.Equal(both["ASC"], both["DESC"]) {
					t.Errorf("%s: %s down is not %s up", name, order.Name, order.Name)
				}
				other := all[(i+1)%len(all)].Name
				if first := l.get(t, s.reader, fmt.Sprintf("first: 1, orderBy: {field: %s, direction: ASC}", other)); len(first.Edges) > 0 {
					for _, wrong := range []string{fmt.Sprintf("{field: %s, direction: DESC}", other), fmt.Sprintf("{field: %s, direction: ASC}", order.Name)} {
						r := s.reader.do(t, fmt.Sprintf(l.document, fmt.Sprintf("first: 1, after: %q, orderBy: %s", first.Edges[0].Cursor, wrong)), nil)
						if strings.Contains(r.Body, "BAD_INPUT") == (wrong == fmt.Sprintf("{field: %s, direction: ASC}", other)) {
							t.Errorf("%s: a cursor of %s in %s: %s", name, other, wrong, r.Body)
						}
					}
				}
			}
		}
	})
}

// connections are the fields of the schema that answer a connection.
func connections(schema *ast.Schema) map[string]*ast.FieldDefinition {
	found := map[string]*ast.FieldDefinition{}
	for _, d := range schema.Types {
		for _, f := range d.Fields {
			if d.Kind == ast.Object && strings.HasSuffix(f.Type.Name(), "Connection") {
				found[d.Name+"."+f.Name] = f
			}
		}
	}
	return found
}

// walk reads the list forwards and backwards in small pages and returns the ids in their order.
func (l sorted) walk(t *testing.T, c *client, field, direction, by string) (ids []string) {
	t.Helper()
	order := fmt.Sprintf("orderBy: {field: %s, direction: %s}, ", field, direction)
	const size = 4
	var nodes []map[string]any
	var back [][]string
	p := l.get(t, c, fmt.Sprintf("%sfirst: %d", order, size))
	total := p.TotalCount
	for {
		for _, e := range p.Edges {
			nodes = append(nodes, e.Node)
		}
		ids = append(ids, p.ids()...)
		if !p.PageInfo.HasNextPage || len(ids) > total {
			break
		}
		p = l.get(t, c, fmt.Sprintf("%sfirst: %d, after: %q", order, size, p.PageInfo.EndCursor))
	}
	p = l.get(t, c, fmt.Sprintf("%slast: %d", order, size))
	for back = append(back, p.ids()); p.PageInfo.HasPreviousPage && len(back) <= total; back = append(back, p.ids()) {
		p = l.get(t, c, fmt.Sprintf("%slast: %d, before: %q", order, size, p.PageInfo.StartCursor))
	}
	slices.Reverse(back)
	if got := slices.Concat(back...); len(ids) != total || !slices.Equal(got, ids) {
		t.Errorf("%s %s %s: of %d\nforwards  %v\nbackwards %v", l.at, field, direction, total, ids, got)
	}
	want := slices.Clone(nodes)
	slices.SortFunc(want, func(a, b map[string]any) int {
		n := cmp.Or(strings.Compare(shown(a, by), shown(b, by)), keyIn(a).Compare(keyIn(b)))
		if direction == "DESC" {
			n = -n
		}
		return n
	})
	if same := func(a, b map[string]any) bool { return a["id"] == b["id"] }; !slices.EqualFunc(nodes, want, same) {
		t.Errorf("%s %s %s:", l.at, field, direction)
		for i := range nodes {
			t.Errorf("%d: %q %v, want %q", i, shown(nodes[i], by), keyIn(nodes[i]), shown(want[i], by))
		}
	}
	return ids
}

// keyIn is the key of the element, of a line that within its round.
func keyIn(node map[string]any) db.ID {
	if _, key, err := db.SplitID(node["id"].(string)); err == nil {
		return key
	}
	_, key, _ := db.ParsePair("inventory_line", node["id"].(string))
	return key
}
