package acceptance

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"golang.org/x/text/unicode/norm"

	"ttyt.example/ttyt/internal/app"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
)

// given is what a name that a mutation gives means for those who read published posts.
type given struct {
	// hidden says why no published post shows another name after it; such a row has nothing else.
	hidden string
	// by gives the name; subject is what has it, and on which type that reads its version.
	by, subject, kind string
	// shown is where postNames shows it.
	shown string
	// action is what the record calls it; told are those who hear of it.
	action string
	told   []string
	// names are given in turn: another one, one that differs by its marks alone, and one by its case.
	names [3]string
}

// postNames is all that a reader of a post sees that has a name and that its consent does not cover.
const postNames = `department { name officers { name } } categories { name }`

// namesGiven sorts every name that a mutation of the schema takes. What nobody has sorted fails the test.
var namesGiven = map[string]given{
	"updateDepartment.name": {by: "director", subject: "NOI", kind: "Department", shown: "department.name", action: "department.rename",
		told: []string{"secondDirector", "web"}, names: [3]string{"Khoa Nội", "Khoa Nỗi", "khoa nỗi"}},
	"updateStaff.name": {by: "personnel", subject: "head", kind: "StaffMember", shown: "department.officers.0.name", action: "staff.update",
		told: []string{"director", "secondDirector", "web"}, names: [3]string{"Trần Văn Hoa", "Trần Văn Hoà", "trần văn hoà"}},

	"createDepartment.name":      {hidden: "no post is of a new department"},
	"changeSite.name":            {hidden: "consented to"},
	"changeSite.categories.name": {hidden: "consented to"},
	"hireStaff.name":             {hidden: "nobody new leads a department"},
	"createAccount.alias":        {hidden: "nobody new has put anything on the site"},
	"updateAlias.alias":          {hidden: "a post keeps the alias under which it was put on the site: see the test below"},

	"createPost.content.tenderNotice.packageName": {hidden: "hashed with the post"},
	"updatePost.content.tenderNotice.packageName": {hidden: "hashed with the post"},

	"registerAsset.name":                           {hidden: "of the register"},
	"registerAsset.interfaces.name":                {hidden: "of the register"},
	"registerFoundAsset.asset.name":                {hidden: "of the register"},
	"registerFoundAsset.asset.interfaces.name":     {hidden: "of the register"},
	"updateAsset.name":                             {hidden: "of the register"},
	"updateAsset.protected.interfaces.name":        {hidden: "of the register"},
	"correctAsset.interfaces.name":                 {hidden: "of the register"},
	"updateAssetCorrection.interfaces.name":        {hidden: "of the register"},
	"assessChange.change.interfaces.name":          {hidden: "of the register"},
	"recordEmergencyChange.change.interfaces.name": {hidden: "of the register"},
	"openInventoryRound.name":                      {hidden: "of the register"},
	"createServiceAccount.name":                    {hidden: "of a tool"},
	"updateServiceAccount.name":                    {hidden: "of a tool"},
	"issueToken.name":                              {hidden: "of a tool"},
}

// nameLike is how the schema calls names.
var nameLike = regexp.MustCompile(`(?i)(name|alias)$`)

// TestEveryNameThatIsGivenIsSorted walks the inputs of all mutations.
func TestEveryNameThatIsGivenIsSorted(t *testing.T) {
	t.Parallel()
	sdl := gqlparser.MustLoadSchema(&ast.Source{Input: app.SDL()})
	var found []string
	var walk func(at string, of *ast.Type, above []string)
	walk = func(at string, of *ast.Type, above []string) {
		def := sdl.Types[of.Name()]
		if def.Kind != ast.InputObject || slices.Contains(above, def.Name) {
			return
		}
		for _, f := range def.Fields {
			if nameLike.MatchString(f.Name) && sdl.Types[f.Type.Name()].Kind == ast.Scalar {
				found = append(found, at+"."+f.Name)
			}
			walk(at+"."+f.Name, f.Type, append(above, def.Name))
		}
	}
	for _, m := range sdl.Mutation.Fields {
		for _, arg := range m.Arguments {
			walk(m.Name, arg.Type, nil)
		}
	}
	slices.Sort(found)
	if sorted := slices.Sorted(maps.Keys(namesGiven)); !slices.Equal(found, sorted) {
		t.Errorf("mutations take the names\n%s\nsorted are\n%s", strings.Join(found, "\n"), strings.Join(sorted, "\n"))
	}
}

// Posts show names as they are now, which no consent covers: readers see a new one at once, what was decided on stands, the
// record names both, and the Board and the website section are notified, except the person who changed it. Marks and case make
// another name.
func TestArticle11c_TheBoardIsToldOfEveryNewNameThatAPostShows(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		h := newHouse(t, w)
		h.hire(t, "directorOnLeave", h.keys["BGD"], access.Director)
		w.Exec(t, "UPDATE staff SET state = 'ON_LEAVE' WHERE id = ?", h.staff["directorOnLeave"])
		for field, g := range namesGiven {
			if g.hidden == "" {
				t.Run(field, func(t *testing.T) { h.renames(t, strings.TrimSuffix(field, ".name"), g) })
			}
		}
	})
}

func (h *house) renames(t *testing.T, mutation string, g given) {
	t.Helper()
	reader := `{ post(slug: "` + h.slugs["public"] + `") { title ` + postNames + ` } }`
	consent := func() string {
		return h.must(t, "director", `query($id: ID!) { post(id: $id) { publication working revisions { nodes { id hash } } approval { id state hash version } } }`,
			map[string]any{"id": h.ids["public"]}).Body
	}
	give := func(name string) {
		t.Helper()
		version := h.must(t, g.by, `query($id: ID!) { node(id: $id) { ... on `+g.kind+` { version } } }`, map[string]any{"id": h.ids[g.subject]}).at(t, "data.node.version")
		h.must(t, g.by, `mutation($id: ID!, $v: Int!, $n: String) { `+mutation+`(input: {id: $id, expectedVersion: $v, name: $n}) { userErrors { message } } }`,
			map[string]any{"id": h.ids[g.subject], "v": json.Number(version), "n": name})
	}
	decided := consent()
	now := h.stranger().do(t, reader, nil).at(t, "data.post."+g.shown)
	var said []string
	for _, name := range g.names {
		h.kept(t, reader)
		give(name)
		if shown := h.stranger().do(t, reader, nil).at(t, "data.post."+g.shown); shown != name {
			t.Errorf("named %q, readers see %q", name, shown)
		}
		said = append(said, now+" → "+name)
		now = name
	}
	give(norm.NFD.String(now) + " ") // the same name, as another keyboard writes it

	for person := range h.staff {
		want := []string(nil)
		if slices.Contains(g.told, person) {
			want = said
		}
		if got := h.heard(t, person, h.ids[g.subject]); !slices.Equal(got, want) {
			t.Errorf("%s is told %q, want %q", person, got, want)
		}
	}
	told := h.must(t, g.told[0], `{ me { inbox(first: 1) { nodes { kind subjectId subject { id } detail } } } }`, nil)
	told.want(t, `{"data":{"me":{"inbox":{"nodes":[{"kind":"NAME_CHANGED","subjectId":"`+h.ids[g.subject]+`","subject":{"id":"`+h.ids[g.subject]+`"},"detail":"`+said[2]+`"}]}}}}`)
	if got := h.onRecord(t, g); !slices.Equal(got, said) {
		t.Errorf("on record: %q, want %q", got, said)
	}
	if after := consent(); after != decided {
		t.Errorf("what was decided on was\n%s\nand is\n%s", decided, after)
	}
}

// heard are the details of what the person was told of new names of the subject, whether they may sign in or not.
func (h *house) heard(t *testing.T, person, subject string) []string {
	t.Helper()
	_, key, err := db.SplitID(subject)
	if err != nil {
		t.Fatal(err)
	}
	details, err := db.All[string](t.Context(), h.DB.From(t.Context()),
		"SELECT detail FROM inbox_items WHERE kind = 'NAME_CHANGED' AND staff_id = ? AND subject_id = ? ORDER BY at, id", h.staff[person], key)
	if err != nil {
		t.Fatal(err)
	}
	return details
}

// onRecord are the names that the record has of new ones, as a director reads it.
func (h *house) onRecord(t *testing.T, g given) (details []string) {
	t.Helper()
	var answer struct {
		Data struct {
			AuditEvents struct{ Nodes []struct{ Detail *string } }
		}
	}
	r := h.must(t, "director", `query($s: ID!, $a: String!) { auditEvents(first: 100, filter: {subject: $s, action: $a}) { nodes { detail } } }`,
		map[string]any{"s": h.ids[g.subject], "a": g.action})
	if err := json.Unmarshal([]byte(r.Body), &answer); err != nil {
		t.Fatal(err)
	}
	for _, e := range slices.Backward(answer.Data.AuditEvents.Nodes) { // the latest comes first
		if e.Detail != nil {
			details = append(details, *e.Detail)
		}
	}
	return details
}

// The name of somebody who leads no department is personal data: readers do not see it with a post, so the record does not have it
// and nobody is notified of it.
func TestANewNameThatReadersDoNotSeeIsNobodysNews(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		h := newHouse(t, w)
		h.must(t, "personnel", `mutation($id: ID!) { updateStaff(input: {id: $id, expectedVersion: 1, name: "Lê Thị Bưởi"}) { userErrors { message } } }`, map[string]any{"id": h.ids["colleague"]})
		for person := range h.staff {
			if got := h.heard(t, person, h.ids["colleague"]); got != nil {
				t.Errorf("%s is told %q", person, got)
			}
		}
		if got := h.onRecord(t, given{subject: "colleague", action: "staff.update"}); got != nil {
			t.Errorf("on record: %q", got)
		}

		// Nor do readers see another alias: a post keeps the one under which it was put on the site.
		reader := `{ post(slug: "` + h.slugs["public"] + `") { postedBy } }`
		before := h.kept(t, reader)
		version := h.must(t, "it", `query($id: ID!) { node(id: $id) { ... on Account { version } } }`, map[string]any{"id": h.ids["account of web"]}).at(t, "data.node.version")
		h.must(t, "it", `mutation($id: ID!, $v: Int!) { updateAlias(input: {id: $id, expectedVersion: $v, alias: "Hoa Sen"}) { userErrors { message } } }`,
			map[string]any{"id": h.ids["account of web"], "v": json.Number(version)})
		if after := h.stranger().do(t, reader, nil).Body; after != before || !strings.Contains(before, `"postedBy":"`) {
			t.Errorf("put on the site by %s, now by %s", before, after)
		}
	})
}

// What becomes an official name by the mutations of the API is nobody's alias any more: the holder is notified, the person who gave the name is
// not, and what was published keeps what it showed.
func TestAnAliasGivesWayToAnOfficialName(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		h := newHouse(t, w)
		reader := `{ post(slug: "` + h.slugs["public"] + `") { postedBy } }`
		before := h.kept(t, reader)
		const own = `{ me { name account { id version alias } } }`
		name := h.must(t, "web", own, nil).at(t, "data.me.name")
		for given, mutation := range map[string]string{
			"Hoa Sen":   `createDepartment(input: {kind: UNIT, name: "hoa sen", code: "SEN", parent: "` + h.ids["NOI"] + `"})`,
			"Hoa Ban":   `updateDepartment(input: {id: "` + h.ids["NGOAI"] + `", expectedVersion: 1, name: "H0a Ban"})`,
			"Hoa Trà":   `hireStaff(input: {code: "TRA", name: "Hoa Trà", title: "", department: "` + h.ids["NOI"] + `", employment: CONTRACT, startedOn: "2026-03-02", decisionNo: "1/QĐ"})`,
			"Hoa Huệ":   `hireStaff(input: {code: "HUE", name: "Vũ Thị Huệ", title: "Hoa Huệ", department: "` + h.ids["NOI"] + `", employment: CONTRACT, startedOn: "2026-03-02", decisionNo: "2/QĐ"})`,
			"Hoa Quỳnh": `updateStaff(input: {id: "` + h.ids["colleague"] + `", expectedVersion: 1, name: "Hoà Quynh"})`,
		} {
			mine := h.must(t, "web", own, nil)
			h.must(t, "web", `mutation($id: ID!, $v: Int!, $a: String!) { updateAlias(input: {id: $id, expectedVersion: $v, alias: $a}) { userErrors { message } } }`,
				map[string]any{"id": mine.at(t, "data.me.account.id"), "v": json.Number(mine.at(t, "data.me.account.version")), "a": given})
			if said := h.must(t, "director", `mutation { `+mutation+` { userErrors { message } } }`, nil).Body; strings.Contains(said, "Hoa") || strings.Contains(said, name) {
				t.Errorf("%s: the person who gave the name is told %s", given, said)
			}
			if shown := h.must(t, "web", own, nil).at(t, "data.me.account.alias"); shown != name {
				t.Errorf("%s: the alias is %q, want %q", given, shown, name)
			}
			told := h.must(t, "web", `{ me { inbox(first: 5) { nodes { kind detail } } } }`, nil).Body
			if want := `{"kind":"ALIAS_REPLACED","detail":"` + given + " → " + name + `"}`; !strings.Contains(told, want) {
				t.Errorf("%s: the holder is told %s", given, told)
			}
		}
		others, err := db.One[int](t.Context(), w.DB.From(t.Context()), "SELECT COUNT(*) FROM inbox_items WHERE kind = 'ALIAS_REPLACED' AND staff_id <> ?", h.staff["web"])
		if err != nil || others != 0 {
			t.Errorf("%d others are told: %v", others, err)
		}
		if after := h.stranger().do(t, reader, nil).Body; after != before {
			t.Errorf("put on the site by %s, now by %s", before, after)
		}
	})
}

// Deciders see what no consent covers together with what it covers, as it is now, by every way to what is decided on.
func TestArticle11c_DecidersSeeTheNamesOfNow(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		h := newHouse(t, w)
		h.step(t, "profile", "submit")
		h.ids["approval of profile"] = h.must(t, "head", `query($id: ID!) { post(id: $id) { approval { id } } }`, map[string]any{"id": h.ids["profile"]}).at(t, "data.post.approval.id")
		w.Position(t, h.staff["colleague"], h.keys["NGOAI"], "DEPUTY")
		h.renamesCategory(t, "Tin của khoa")
		for code, name := range map[string]string{"NOI": "Khoa Nội tổng hợp", "NGOAI": "Khoa Ngoại sản"} {
			h.must(t, "director", `mutation($id: ID!, $n: String!) { updateDepartment(input: {id: $id, expectedVersion: 1, name: $n}) { userErrors { message } } }`, map[string]any{"id": h.ids[code], "n": name})
		}
		h.seesNames(t, "head", "Khoa Nội tổng hợp")
		h.step(t, "profile", "endorse")
		version := h.must(t, "personnel", `query($id: ID!) { node(id: $id) { ... on StaffMember { version } } }`, map[string]any{"id": h.ids["colleague"]}).at(t, "data.node.version")
		h.must(t, "personnel", `mutation($id: ID!, $v: Int!, $d: ID!) { transferStaff(input: {id: $id, expectedVersion: $v, department: $d, decisionNo: "7/QĐ", effectiveOn: "2026-03-02"}) { userErrors { message } } }`,
			map[string]any{"id": h.ids["colleague"], "v": json.Number(version), "d": h.ids["NGOAI"]})
		for _, who := range []string{"director", "secondDirector", "web"} {
			h.seesNames(t, who, "Khoa Ngoại sản")
		}
	})
}

// seesNames checks each way of the caller to the profile that waits for a decision.
func (h *house) seesNames(t *testing.T, caller, home string) {
	t.Helper()
	const names = `__typename ... on StaffProfile { department { name } categories { name } workingCopy { categories { name } } offices { kind department { name } } person { department { name } } }`
	ways := map[string]string{
		"as a post":        `query($p: ID!) { post(id: $p) { ` + names + ` } }`,
		"in a list":        `{ posts(filter: {working: IN_REVIEW}, first: 100) { nodes { ` + names + ` } } }`,
		"as a node":        `query($p: ID!) { node(id: $p) { ` + names + ` } }`,
		"by its approval":  `query($a: ID!) { node(id: $a) { ... on Approval { subject { ` + names + ` } } } }`,
		"in the approvals": `{ approvals(first: 100) { nodes { subject { ` + names + ` } } } }`,
		"in the inbox":     `{ me { inbox(first: 100) { nodes { subject { ` + names + ` } } } } }`,
	}
	if caller != "web" { // who decides nothing
		ways["in what waits"] = `{ me { approvalsToDecide(first: 100) { nodes { subject { ` + names + ` } } } } }`
	}
	want := `{"__typename":"StaffProfile","department":{"name":"` + home + `"},"categories":[{"name":"Tin của khoa"}],"workingCopy":{"categories":[{"name":"Tin của khoa"}]},` +
		`"offices":[{"kind":"DEPUTY","department":{"name":"Khoa Ngoại sản"}}],"person":{"department":{"name":"` + home + `"}}}`
	for way, document := range ways {
		variables := map[string]any{}
		for name, id := range map[string]string{"p": h.ids["profile"], "a": h.ids["approval of profile"]} {
			if strings.Contains(document, "$"+name+":") {
				variables[name] = id
			}
		}
		if body := h.must(t, caller, document, variables).Body; !strings.Contains(body, want) {
			t.Errorf("%s, %s:\n%s\nhas no %s", caller, way, body, want)
		}
	}
}
