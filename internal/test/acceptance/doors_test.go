package acceptance

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/internal/base/db"
)

// The tables of these files are written by hand from the permission matrix: one row per object, one cell per caller.
type table map[string]string

// cell is what a row of a table says of a caller.
func cell(t *testing.T, row, caller string) string {
	t.Helper()
	cells := strings.Fields(row)
	if len(cells) != len(callers) {
		t.Fatalf("%q has %d cells for %d callers", row, len(cells), len(callers))
	}
	return cells[slices.Index(callers, caller)]
}

// look is a way to see one object: a document in which $id names it, and who sees the objects of a table there.
type look struct {
	field, document string
	key             func(h *house, object string) string
	seen            table
	shows           string // the cells that let it be seen
}

func byID(h *house, object string) string { return h.ids[object] }

const byNode = `query($id: ID!) { node(id: $id) { id } }`

var looks = slices.Concat(postLooks, approvalLooks, recordLooks, accountLooks, staffLooks, assetLooks, incidentLooks,
	changeRequestLooks, malwareLooks, tokenLooks, siteLooks, mediaLooks)

// unknown is an id, slug or path like the given one, of which nothing exists.
func unknown(key string) string {
	if kind, _, err := db.SplitID(key); err == nil {
		return db.GlobalID(kind, db.NewID())
	}
	if kind, err := db.KindOf(key); err == nil {
		return db.GlobalPair(kind, db.NewID(), db.NewID())
	}
	return key[:strings.LastIndex(key, "/")+1] + "khong-co"
}

func TestDoors(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		h := newHouse(t, w)
		for _, test := range []struct {
			name string
			try  func(*testing.T, *house)
		}{
			{"hidden is unknown", hiddenIsUnknown},
			{"every kind of node", everyKindIsLookedUp},
			{"lists of posts", postListsHoldWhatIsVisible},
			{"other lists", listsHoldWhatIsVisible},
			{"password resets", passwordResetsWaitForITAndTheBoard},
			{"the tree", theTreeIsForEverybody},
			{"me", meIsMe},
			{"working side", theWorkingSideIsNullForReaders},
			{"department page", aDepartmentsPageIsNullForOthers},
			{"available actions", availableActionsTellReadersNothing},
			{"origin", theOriginOfAnEventIsVeiled},
			{"records", recordsAreGated},
			{"technical side", theTechnicalSideIsForIT},
			{"more of the technical side", moreOfTheTechnicalSideIsForIT},
			{"protected reporters", whoReportedIsProtected},
			{"technical side of malware", theTechnicalSideOfMalwareIsForIT},
			{"compliance", complianceIsForWhoAnswersForIt},
			{"technical side of a change", theTechnicalSideOfAChangeIsGated},
			{"changes", changesAreAsTheMatrixSays},
		} {
			t.Run(test.name, func(t *testing.T) { test.try(t, h) })
		}
	})
}

// What a caller may not see answers, byte by byte, like what does not exist.
func hiddenIsUnknown(t *testing.T, h *house) {
	for _, l := range looks {
		for object, row := range l.seen {
			key := l.key(h, object)
			if key == "" {
				t.Fatalf("%s: no %q", l.field, object)
			}
			for _, caller := range callers {
				got := h.ask(t, caller, l.document, map[string]any{"id": key})
				nothing := h.ask(t, caller, l.document, map[string]any{"id": unknown(key)})
				hidden := got.Status == nothing.Status && got.Body == nothing.Body
				if shown := strings.Contains(l.shows, cell(t, row, caller)); shown == hidden {
					t.Errorf("%s of %s as %s: want it shown: %v\n%s", l.field, object, caller, shown, got.Body)
				}
			}
		}
	}
}

// ofEverybody are the kinds of node that everybody sees: see theTreeIsForEverybody.
var ofEverybody = []string{"Department", "Category"}

// everyKindIsLookedUp holds the looks by global id against the schema: each type with an id is found by it.
func everyKindIsLookedUp(t *testing.T, h *house) {
	found := map[string]bool{}
	for _, l := range looks {
		if l.document != byNode {
			continue
		}
		for object, row := range l.seen {
			for i, cell := range strings.Fields(row) {
				if !strings.Contains(l.shows, cell) {
					continue
				}
				r := h.ask(t, callers[i], `query($id: ID!) { node(id: $id) { __typename } }`, map[string]any{"id": l.key(h, object)})
				found[r.at(t, "data.node.__typename")] = true
				break
			}
		}
	}
	theOne := h.ask(t, "it", `{ takeOver { id } }`, nil).at(t, "data.takeOver.id") // there is no other
	h.ask(t, "it", byNode, map[string]any{"id": theOne}).want(t, `{"data": {"node": {"id": "`+theOne+`"}}}`)
	found["TakeOver"] = true
	theSite := h.ask(t, "stranger", `{ site { id } }`, nil).at(t, "data.site.id") // nor of this
	h.ask(t, "stranger", byNode, map[string]any{"id": theSite}).want(t, `{"data": {"node": {"id": "`+theSite+`"}}}`)
	found["Site"] = true
	for _, def := range generated.NewExecutableSchema(generated.Config{}).Schema().Types {
		if slices.Contains(def.Interfaces, "Post") && found["NewsArticle"] {
			continue // all posts are of one kind
		}
		if def.Kind == ast.Object && def.Fields.ForName("id") != nil && !found[def.Name] && !slices.Contains(ofEverybody, def.Name) {
			t.Errorf("no %s was found by its id: give it a row among the looks", def.Name)
		}
	}
}

// mutation is a row of the table of changes: how each caller fares with each object. The documents ask for a version
// that never was, or leave out what is needed, so that a caller who may is told of that (ok) and nothing changes.
//
//	in     sign in first               no      FORBIDDEN
//	-      as if it did not exist      state   only the state stands in the way
//	ok     may                         eyes    only the four-eyes rule stands in the way
//	head   only the head of the Board may
type mutation struct {
	field, document string
	rows            table
}

// fresh makes the object of a change anew for each caller, where one who may uses it up.
var fresh = map[string]func(t *testing.T, h *house, object string) string{
	"confirmAccount":     func(t *testing.T, h *house, object string) string { return h.unconfirmed(t, object) },
	"endSession":         func(t *testing.T, h *house, object string) string { return h.session(t, object) },
	"removeAssetLicence": func(t *testing.T, h *house, _ string) string { return h.licence(t) },
}

var mutations = slices.Concat(departmentMutations, postMutations, flowMutations, accountMutations, staffMutations,
	assetMutations, incidentMutations, changeRequestMutations, malwareMutations, tokenMutations, siteMutations, mediaMutations)

// personal are the changes that name nobody but the caller.
var personal = []string{"signOut", "unlock", "changePassword", "endOtherSessions"}

func changesAreAsTheMatrixSays(t *testing.T, h *house) {
	for _, m := range mutations {
		for object, row := range m.rows {
			variables := map[string]any{}
			if object != "" && fresh[m.field] == nil {
				if h.ids[object] == "" {
					t.Fatalf("%s: no %q", m.field, object)
				}
				variables["id"] = h.ids[object]
			}
			if strings.Contains(m.document, "$noi") {
				variables["noi"] = h.ids["NOI"]
			}
			if strings.Contains(m.document, "$revision") {
				variables["revision"] = h.ids["revision of "+object]
			}
			for _, caller := range callers {
				if make := fresh[m.field]; make != nil {
					variables["id"] = make(t, h, object)
				}
				r := h.ask(t, caller, m.document, variables)
				got, want := verdictOf(t, r), cell(t, row, caller)
				if got != want {
					t.Errorf("%s of %q as %s: %s, want %s\n%s", m.field, object, caller, got, want, r.Body)
				}
				if want == "-" {
					key := variables["id"]
					variables["id"] = unknown(key.(string))
					if nothing := h.ask(t, caller, m.document, variables); nothing.Status != r.Status || nothing.Body != r.Body {
						t.Errorf("%s of %q as %s tells that it exists\n%s\n%s", m.field, object, caller, r.Body, nothing.Body)
					}
					variables["id"] = key
				}
			}
		}
	}
}

// verdictOf is an answer in the words of the table.
func verdictOf(t *testing.T, r response) string {
	t.Helper()
	var answer struct {
		Errors []struct{ Extensions struct{ Code string } }
		Data   map[string]*struct{ UserErrors []struct{ Code string } }
	}
	if err := json.Unmarshal([]byte(r.Body), &answer); err != nil || r.Status != http.StatusOK && r.Status != http.StatusUnauthorized { // files of strangers are not read
		t.Fatalf("%v: %d %s", err, r.Status, r.Body)
	}
	if len(answer.Errors) > 0 {
		code := answer.Errors[0].Extensions.Code
		if word, ok := map[string]string{"UNAUTHENTICATED": "in", "NOT_FOUND": "-", "FORBIDDEN": "no"}[code]; ok && len(answer.Errors) == 1 {
			return word
		}
		return code
	}
	for _, payload := range answer.Data {
		if payload != nil && len(payload.UserErrors) > 0 {
			if word, ok := map[string]string{"FOUR_EYES": "eyes", "WRONG_STATE": "state", "NEEDS_AUTHORITY": "head"}[payload.UserErrors[0].Code]; ok {
				return word
			}
		}
	}
	return "ok"
}

// queries are the root fields that read, and where their rows are.
var queries = map[string]string{
	"node": "looks", "nodes": "looks", "post": "looks", "route": "looks", "staffMember": "looks",
	"posts": "postListsHoldWhatIsVisible", "readCounts": "TestArticle10_ReadCountsAreForThoseWhoMayKnow",
	"approvals": "lists", "auditEvents": "lists", "accounts": "lists", "staffMembers": "lists", "roleAssignments": "lists", "delegations": "lists",
	"passwordResets": "passwordResetsWaitForITAndTheBoard", "accountOpening": "passwordResetsWaitForITAndTheBoard",
	"department": "theTreeIsForEverybody", "departments": "theTreeIsForEverybody", "categories": "theTreeIsForEverybody", "category": "theTreeIsForEverybody",
	"site": "looks", "siteChanges": "lists",
	"me":    "meIsMe",
	"asset": "looks", "assets": "lists", "inventoryRounds": "lists", "assetImports": "lists", "connectLists": "lists", "assetCorrections": "lists", "takeOver": "TestArticle5e_TheTakeOverEndsForGood",
	"mediaFile": "looks", "mediaFiles": "lists", "mediaScanner": "TestArticle7b_UploadersSeeTheScanner",
	"incidents": "lists", "supportRequests": "lists", "incidentCounts": "whoReportedIsProtected", "mistakeState": "TestArticle11b_TheNumberTellsTheStateAlone",
	"applications":    "TestArticle8_AFaultIsTiedToItsApplication",
	"serviceAccounts": "lists", "tokens": "lists", "tokenScopes": "TestEveryRootFieldAsATool", "currentToken": "TestEveryRootFieldAsATool",
	"changeRequest": "looks", "changeRequests": "lists",
	"infections": "lists", "scans": "lists", "scanSchedules": "theTechnicalSideOfMalwareIsForIT",
	"overdueProtections": "TestArticle7a_ScansAndUpdatesAreDueOnASchedule",
	"serviceStatus":      "TestArticle4_ServiceStatusIsForEverybodyWhoWorksHere",
	"compliance":         "complianceIsForWhoAnswersForIt", "complianceByDepartment": "complianceIsForWhoAnswersForIt", "complianceSubjects": "complianceIsForWhoAnswersForIt",
}

// subscriptions are the root fields of subscriptions, and the tests of what each subscriber gets.
var subscriptions = map[string]string{
	"inboxItemAdded": "TestSubscriptionsAreClosedToStrangers, TestArticle9_RightsAreLookedUpAgainAtEachEvent",

	"incidentChanged": "TestArticle5c_HandlersAreToldOfEachChange",
}

// A new root field, or a new kind of object, without a row in these tables is a door that nobody has tried.
func TestEveryDoorHasARow(t *testing.T) {
	t.Parallel()
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	for _, f := range schema.Query.Fields {
		if !strings.HasPrefix(f.Name, "__") && queries[f.Name] == "" {
			t.Errorf("Query.%s has no row", f.Name)
		}
	}
	for _, f := range schema.Subscription.Fields {
		if subscriptions[f.Name] == "" {
			t.Errorf("Subscription.%s has no row", f.Name)
		}
	}
	for _, f := range schema.Mutation.Fields {
		tried := slices.ContainsFunc(mutations, func(m mutation) bool { return m.field == f.Name })
		switch {
		case slices.Contains(personal, f.Name):
			if names := idsIn(schema, f.Arguments); names != nil || tried {
				t.Errorf("Mutation.%s is personal, yet names %q", f.Name, names)
			}
		case !tried:
			t.Errorf("Mutation.%s has no row", f.Name)
		}
	}
	for _, of := range schema.PossibleTypes["Node"] {
		if _, ok := fields[of.Name]; !ok && of.Kind == ast.Object {
			t.Errorf("%s has no row", of.Name)
		}
	}
}

// idsIn lists the arguments, and fields of inputs, that name an object.
func idsIn(schema *ast.Schema, arguments ast.ArgumentDefinitionList) (names []string) {
	for _, a := range arguments {
		if a.Type.Name() == "ID" {
			names = append(names, a.Name)
		}
		for _, f := range schema.Types[a.Type.Name()].Fields {
			if f.Type.Name() == "ID" {
				names = append(names, f.Name)
			}
		}
	}
	return names
}
