package acceptance

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/graph/generated"
)

// seenWhole are the types with a version, or the time of their last change, that nothing moves which one of their readers may not
// see. The reason says why. Any other type with such fields has a row in TestWhatIsHiddenMovesNothing.
var seenWhole = map[string]string{
	"Account":         "read by the holder, IT and directors, all of whom may change something of it",
	"Approval":        "every save takes it to a step, a state, a hash, a hold or another term, which all who read it are shown",
	"AssetCorrection": "for IT and directors, who see both sides of it",
	"AssetImport":     "for IT alone",
	"ChangeRequest":   "its technical side changes with a step of the request alone, which all who read it are shown, and all of those may change something of it",
	"ConnectList":     "for IT and directors, who see all of it",
	"Department":      "public: name, code and place in the tree",
	"InventoryRound":  "changes by being closed alone; what a department found is not part of it",
	"ScanSchedule":    "everybody on the staff sees all of it",
	"ServiceAccount":  "for IT and directors, who see all of it",
	"Site":            "public",
	"SiteChange":      "for the website section and directors, who see all of it",
	"MediaFile":       "for its uploader, managers, IT, the website section and the Board, who see all of it",
	"SupportRequest":  "both sides, the manager and the Board see every message",
	"Token":           "for IT and directors, who see all of it but the secrets, which nobody sees",
}

// hiddenChanges are, by type, a change of an object that some of its readers may not see.
var hiddenChanges = map[string]struct {
	id      func(h *house) string
	list    string // the field of Query that lists such objects
	also    string // what is asked for beside the fields that hold a value of their own
	changes string // who may change the object, and so gets its version
	sees    string // who sees the change too
	hidden  func(t *testing.T, h *house)
}{
	// The website section and the Board may act on what is on the site, and see nothing of a newer draft.
	"NewsArticle": {func(h *house) string { return h.ids["public"] }, "posts", "", "author head web director", "author head",
		func(t *testing.T, h *house) { h.step(t, "public", "edit"); h.step(t, "public", "edit") }},
	"StaffMember": {func(h *house) string { return h.ids["colleague"] }, "staffMembers", "", "colleague director personnel", "colleague head director personnel",
		func(t *testing.T, h *house) {
			v := json.Number(h.must(t, "colleague", `query($id: ID!) { staffMember(id: $id) { version } }`, map[string]any{"id": h.ids["colleague"]}).at(t, "data.staffMember.version"))
			h.must(t, "colleague", `mutation($id: ID!, $v: Int!) { updateContact(input: {id: $id, expectedVersion: $v, privatePhone: "0912345678"}) { userErrors { message } } }`,
				map[string]any{"id": h.ids["colleague"], "v": v})
		}},
	"Asset": {func(h *house) string { return h.ids["asset of NGOAI"] }, "assets", "history { totalCount nodes { at } } impact { total } technical { interfaces { ip } }", "otherHead it", "it", readdress},
	// Each step of an infection is shown to all who read it; IT alone acts on it.
	"Infection": {func(h *house) string { return h.ids["infection of NGOAI"] }, "infections", "technical { switchPort } history { nodes { at } }", "it", "it", readdress},
	// Everybody who reads an incident may say something about it, so all get its version, which a note for its handlers leaves.
	"Incident": {func(h *house) string { return h.ids["pc fault"] }, "incidents", "followUps { text } history { nodes { at } }", "author head it director", "it",
		func(t *testing.T, h *house) {
			h.must(t, "it", `mutation($id: ID!) { followUpIncident(input: {id: $id, text: "Nghi ổ cứng.", internal: true}) { userErrors { message } } }`, map[string]any{"id": h.ids["pc fault"]})
		}},
}

// readdress gives the machine of NGOAI another address, on the word of a director.
func readdress(t *testing.T, h *house) {
	h.must(t, "it", `mutation($a: ID!, $d: ID!, $at: DateTime!) { recordEmergencyChange(input: {kind: CONFIGURE, asset: $a, title: "Khẩn", reason: "Trùng IP.", risk: LOW, cost: 0,
		plan: "Đổi địa chỉ.", rollBackPlan: "Trả lại.", change: {interfaces: [{ip: "10.1.0.77"}]}, director: $d, spokenAt: $at}) { userErrors { message } } }`,
		map[string]any{"a": h.ids["asset of NGOAI"], "d": h.ids["director"], "at": h.Clock.Now()})
}

// leaves are the fields of a type that hold a value of their own.
func leaves(name string) string {
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	var fields []string
	for _, f := range schema.Types[name].Fields {
		if schema.Types[f.Type.Name()].IsLeafType() && len(f.Arguments) == 0 {
			fields = append(fields, f.Name)
		}
	}
	return strings.Join(fields, " ")
}

// versionGiven is the version of an object in an answer, where it is given.
var versionGiven = regexp.MustCompile(`"version":\d+`)

// A change that a reader may not see moves nothing that they get; the version is for those who may change the object.
func TestWhatIsHiddenMovesNothing(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		h := newHouse(t, w)
		for _, of := range slices.Sorted(maps.Keys(hiddenChanges)) {
			c := hiddenChanges[of]
			what := ` { ... on ` + of + ` { ` + leaves(of) + " " + c.also + ` } }`
			one, all, named := `query($id: ID!) { node(id: $id)`+what+` }`, `{ `+c.list+`(first: 50) { totalCount nodes`+what+` } }`, map[string]any{"id": c.id(h)}
			before, listed := map[string]string{}, map[string]string{}
			for _, caller := range callers {
				before[caller], listed[caller] = h.ask(t, caller, one, named).Body, h.ask(t, caller, all, nil).Body
			}
			w.Clock.Advance(time.Second)
			c.hidden(t, h)
			for _, caller := range callers {
				after, list := h.ask(t, caller, one, named).Body, h.ask(t, caller, all, nil).Body
				among := func(list string) bool { return strings.Contains(" "+list+" ", " "+caller+" ") }
				if versioned := versionGiven.MatchString(before[caller]); versioned != among(c.changes) {
					t.Errorf("%s as %s gives a version: %v\n%s", of, caller, versioned, before[caller])
				}
				for was, is := range map[string]string{before[caller]: after, listed[caller]: list} {
					if !among(c.sees) && is != was {
						t.Errorf("%s as %s moved\n%s\n%s", of, caller, was, is)
					}
				}
				if caller == "it" && (!strings.Contains(list, `"id":`) || strings.Contains(before[caller]+list, `"errors"`)) {
					t.Errorf("%s as %s: %s\n%s", of, caller, before[caller], list)
				}
			}
		}
	})
}

// Nobody but IT sorts the register by when technical changes happened too (Art. 5a).
func TestArticle5a_ITAloneSortsByTechnicalChanges(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		h := newHouse(t, w)
		for _, caller := range callers {
			r := h.ask(t, caller, `{ assets(orderBy: {field: UPDATED_AT, direction: DESC}) { totalCount nodes { updatedAt version } } }`, nil)
			if ok := !strings.Contains(r.Body, `"errors"`); ok != (caller == "it") {
				t.Errorf("as %s: %s", caller, r.Body)
			}
		}
	})
}

// Each type that tells a version, or when it last changed, is known either to tell nothing hidden or to be tried with a hidden
// change. The second kind may keep both from a reader.
func TestEveryVersionIsKnownToTellNothingHidden(t *testing.T) {
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	posts := schema.Types["NewsArticle"].Interfaces
	for name, d := range schema.Types {
		version, changed := d.Fields.ForName("version"), d.Fields.ForName("updatedAt")
		counts := version != nil && version.Type.Name() == "Int"
		if d.Kind != "OBJECT" || strings.HasPrefix(name, "__") || !counts && changed == nil {
			if seenWhole[name] != "" {
				t.Errorf("%s tells neither a version nor when it changed: seenWhole need not name it", name)
			}
			continue
		}
		_, tried := hiddenChanges[name]
		if slices.Contains(d.Interfaces, "Post") && slices.Equal(d.Interfaces, posts) { // all posts are of one room
			tried = true
		}
		if tried == (seenWhole[name] != "") {
			t.Errorf("%s has a version or the time of its last change: name it in seenWhole, or else in hiddenChanges", name)
		}
		if counts && version.Type.NonNull || tried && name != "Incident" && changed != nil && changed.Type.NonNull {
			t.Errorf("%s cannot keep its version, or the time of its last change, from a reader who does not see all that moves it", name)
		}
	}
}

// The version is for those who may change the object, by the rules that say what they may do; all others get null. Strangers get
// none at all.
func TestAVersionIsForThoseWhoMayChangeTheObject(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		h := newHouse(t, w)
		schema, given, kept := generated.NewExecutableSchema(generated.Config{}).Schema(), map[string]bool{}, map[string]bool{}
		for _, id := range h.ids {
			for _, caller := range callers {
				kind := h.ask(t, caller, `query($id: ID!) { node(id: $id) { __typename } }`, map[string]any{"id": id})
				var named struct {
					Data struct {
						Node struct {
							Typename string `json:"__typename"`
						}
					}
				}
				if err := json.Unmarshal([]byte(kind.Body), &named); err != nil {
					t.Fatal(err)
				}
				of := named.Data.Node.Typename
				d := schema.Types[of]
				if d == nil || d.Fields.ForName("version") == nil || d.Fields.ForName("availableActions") == nil {
					continue
				}
				var found struct {
					Data struct {
						Node struct {
							Version          *int
							AvailableActions []struct {
								Action  string
								Allowed bool
							}
						}
					}
				}
				for _, field := range []string{"version", "availableActions { action allowed }"} { // apart, for what hangs on no approval here
					r := h.ask(t, caller, `query($id: ID!) { node(id: $id) { ... on `+of+` { `+field+` } } }`, map[string]any{"id": id})
					if err := json.Unmarshal([]byte(r.Body), &found); err != nil {
						t.Fatal(err)
					}
				}
				n := found.Data.Node
				kept[of] = kept[of] || n.Version == nil
				given[of] = given[of] || n.Version != nil
				for _, a := range n.AvailableActions {
					// A verdict on a request or list is given on its approval, and expects the version of that.
					verdict := of != "Approval" && slices.Contains([]string{"APPROVE", "RETURN", "REJECT"}, a.Action)
					if a.Allowed && n.Version == nil && !verdict {
						t.Errorf("%s may %s a %s and gets no version to expect", caller, a.Action, of)
					}
				}
				if caller == "stranger" && n.Version != nil {
					t.Errorf("a stranger gets the version of a %s", of)
				}
			}
		}
		for of := range given {
			if !given[of] || !kept[of] && seenBy[of] == "" {
				t.Errorf("%s: given to somebody %v, kept from somebody %v", of, given[of], kept[of])
			}
		}
		for _, caller := range callers { // these two have no availableActions
			r := h.ask(t, caller, `{ site { version } }`, nil)
			if got := versionGiven.MatchString(r.Body); got != (caller == "web" || caller == "director" || caller == "secondDirector") {
				t.Errorf("the website as %s: %s", caller, r.Body)
			}
			r = h.ask(t, caller, `{ scanSchedules { version } }`, nil)
			if got := versionGiven.MatchString(r.Body); got != (caller == "it") {
				t.Errorf("schedules as %s: %s", caller, r.Body)
			}
		}
	})
}

// seenBy are the types that only those read who may change something of them.
var seenBy = map[string]string{
	"Account":       "the holder, IT and directors",
	"AssetImport":   "IT",
	"ChangeRequest": "who asked, the managers, IT and directors, all of whom may withdraw or revoke it",
	"ConnectList":   "IT, who withdraw it, and directors, who take something out",
	"Incident":      "all who read it may say something about it",
	"SiteChange":    "the website section, who withdraw it, and directors, who decide on it",
	"StaffProfile":  "the one here is a draft",
	"Token":         "IT and directors, all of whom may revoke it",
}

// What changed out of a manager's sight is no conflict with what they looked at; what they see is (Art. 5a).
func TestArticle5a_NoConflictComesOfWhatIsHidden(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		h := newHouse(t, w)
		version := func(caller string) json.Number {
			return json.Number(h.must(t, caller, `query($id: ID!) { asset(id: $id) { version } }`, map[string]any{"id": h.ids["asset of NGOAI"]}).at(t, "data.asset.version"))
		}
		remark := func(caller string, expected json.Number, words string) string {
			return h.ask(t, caller, `mutation($id: ID!, $v: Int!, $p: String) { updateAsset(input: {id: $id, expectedVersion: $v, remarks: $p}) { userErrors { code } } }`,
				map[string]any{"id": h.ids["asset of NGOAI"], "v": expected, "p": words}).Body
		}
		managers, its := version("otherHead"), version("it")
		readdress(t, h)
		if got := version("otherHead"); got != managers {
			t.Errorf("a technical change moves the manager's version from %s to %s", managers, got)
		}
		if got := version("it"); got == its {
			t.Errorf("a technical change leaves the version of IT at %s", got)
		}
		if body := remark("it", its, "Phòng 1"); !strings.Contains(body, "CONFLICT") {
			t.Errorf("IT overwrites what it did not see: %s", body)
		}
		if body := remark("otherHead", managers, "Phòng 2"); strings.Contains(body, `"code"`) {
			t.Errorf("the manager is refused over what they cannot see: %s", body)
		}
		if body := remark("otherHead", managers, "Phòng 3"); !strings.Contains(body, "CONFLICT") {
			t.Errorf("the manager overwrites what they could see: %s", body)
		}
		its = version("it")
		if body := remark("otherHead", version("otherHead"), "Phòng 4"); strings.Contains(body, `"code"`) {
			t.Errorf("the manager, having looked again: %s", body)
		}
		if body := remark("it", its, "Phòng 5"); !strings.Contains(body, "CONFLICT") {
			t.Errorf("IT overwrites what the manager wrote: %s", body)
		}
	})
}

// A draft that the website section and the Board may not read is no conflict with what they do to what is on the site; what they can
// see is, and its writers see all of it (Art. 11c).
func TestArticle11c_NoConflictComesOfAHiddenDraft(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		h := newHouse(t, w)
		version := func(caller string) json.Number {
			return json.Number(h.must(t, caller, `query($id: ID!) { post(id: $id) { version } }`, map[string]any{"id": h.ids["public"]}).at(t, "data.post.version"))
		}
		act := func(caller, mutation string, expected json.Number, more string) string {
			return h.ask(t, caller, `mutation($id: ID!, $v: Int!) { `+mutation+`(input: {id: $id, expectedVersion: $v, `+more+`}) { userErrors { code } } }`,
				map[string]any{"id": h.ids["public"], "v": expected}).Body
		}
		steps := []struct {
			caller, mutation, more string
			since                  int  // the step before which the caller looked
			conflict               bool // as they could see
		}{
			{"author", "updatePost", `title: "Mới"`, 0, false},
			{"author", "updatePost", `title: "Mới hơn"`, 1, false},
			{"web", "pinPost", `pinned: true`, 0, false},
			{"web", "pinPost", `pinned: false`, 2, true},
			{"author", "updatePost", `title: "Mới nữa"`, 2, true},
			{"author", "submitPost", `privacy: NO_PATIENT`, 5, false},
			{"web", "pinPost", `pinned: false`, 3, false},
			{"author", "withdrawPost", `reason: "Sửa"`, 7, false},
			{"author", "updatePost", `title: "Mới lại"`, 8, false},
			{"director", "unpublishPost", `reason: "Sai."`, 6, true},
			{"director", "unpublishPost", `reason: "Sai."`, 7, false},
		}
		var seen []map[string]json.Number
		for i, s := range steps {
			now := map[string]json.Number{}
			for _, caller := range []string{"author", "web", "director"} {
				now[caller] = version(caller)
			}
			seen = append(seen, now)
			body := act(s.caller, s.mutation, seen[s.since][s.caller], s.more)
			if conflict := strings.Contains(body, "CONFLICT"); conflict != s.conflict || !conflict && strings.Contains(body, `"code"`) {
				t.Errorf("step %d, %s by %s with what they saw before step %d: %s", i, s.mutation, s.caller, s.since, body)
			}
		}
	})
}

// A newer version on its writer's desk shows in no state of what is on the site, except to those who may read it (Art. 11c).
func TestArticle11c_ANewerDraftShowsInNoState(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		h := newHouse(t, w)
		states := func(caller string) string {
			one := h.ask(t, caller, `query($id: ID!) { node(id: $id) { ... on Post { working publication scheduledAt expiresAt unpublishReason } } }`, map[string]any{"id": h.ids["public"]}).Body
			return one + h.ask(t, caller, `{ posts(first: 50) { totalCount nodes { id working publication scheduledAt expiresAt unpublishReason } } }`, nil).Body
		}
		before := map[string]string{}
		for _, caller := range callers {
			before[caller] = states(caller)
		}
		h.step(t, "public", "edit")
		for _, caller := range callers {
			after, reads := states(caller), caller == "author" || caller == "head"
			if (after == before[caller]) == reads {
				t.Errorf("as %s\n%s\n%s", caller, before[caller], after)
			}
		}
	})
}
