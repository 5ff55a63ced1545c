package acceptance

import (
	"encoding/json"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
)

// callers are the columns of the tables of the doors. author, colleague and head are of the department NOI, outsider
// and otherHead of its sibling NGOAI; author wrote whatever NOI has.
var callers = []string{"stranger", "author", "colleague", "head", "outsider", "otherHead", "it", "web", "director", "personnel"}

// house is a small centre in which every caller has a way in and every state of a post has a post.
type house struct {
	*world
	staff map[string]db.ID
	as    map[string]*client
	keys  map[string]db.ID
	ids   map[string]string // global ids by name: of departments, posts, revisions, approvals …
	slugs map[string]string // of posts
}

func newHouse(t *testing.T, w *world) *house {
	t.Helper()
	h := &house{w, map[string]db.ID{}, map[string]*client{"stranger": w.stranger()}, map[string]db.ID{}, map[string]string{}, map[string]string{}}
	root := h.department(t, "CENTRE", "TTYT", db.ID{})
	board, office := h.department(t, "BOARD", "BGD", root), h.department(t, "OFFICE", "TCHC", root)
	noi, ngoai := h.department(t, "CLINICAL", "NOI", root), h.department(t, "CLINICAL", "NGOAI", root)
	h.hire(t, "author", noi)
	h.hire(t, "colleague", noi)
	h.hire(t, "head", noi)
	h.hire(t, "outsider", ngoai)
	h.hire(t, "otherHead", ngoai)
	h.hire(t, "it", h.department(t, "UNIT", "CNTT", office), access.IT)
	h.hire(t, "web", h.department(t, "UNIT", "WEB", office), access.WebEditor)
	h.hire(t, "director", board, access.Director)
	h.hire(t, "secondDirector", board, access.Director)
	h.hire(t, "personnel", office, access.Personnel)
	w.Position(t, h.staff["head"], noi, "HEAD")
	w.Position(t, h.staff["otherHead"], ngoai, "HEAD")
	for name := range h.staff { // with the roles and positions that they have by now
		h.enter(t, name)
	}
	h.ids["category"] = db.GlobalID("category", h.Category(t, "Tin tức"))
	h.fillPosts(t)
	h.fillRecord(t)
	h.fillStaff(t)
	h.fillAssets(t)
	h.fillTrouble(t)
	h.fillInfections(t)
	h.fillTokens(t)
	h.fillRequests(t)
	h.fillSite(t)
	h.fillMedia(t)
	return h
}

func (h *house) department(t *testing.T, kind, code string, above db.ID) db.ID {
	t.Helper()
	id := h.Department(t, kind, code, above)
	h.keys[code], h.ids[code] = id, db.GlobalID("department", id)
	return id
}

func (h *house) hire(t *testing.T, name string, home db.ID, roles ...access.Role) {
	t.Helper()
	h.staff[name] = h.Staff(t, home, name, roles...)
	h.ids[name] = db.GlobalID("staff", h.staff[name])
}

// enter signs the person in.
func (h *house) enter(t *testing.T, name string) {
	t.Helper()
	h.as[name] = h.signIn(t, h.staff[name], "u."+strings.ToLower(name))
	var found struct {
		Account db.ID `db:"account"`
		Session db.ID `db:"session"`
	}
	err := h.DB.From(t.Context()).Get(t.Context(), &found, "SELECT accounts.id AS account, sessions.id AS session FROM accounts JOIN sessions ON sessions.account_id = accounts.id WHERE staff_id = ?", h.staff[name])
	if err != nil {
		t.Fatal(err)
	}
	h.keys["account of "+name], h.ids["account of "+name] = found.Account, db.GlobalID("account", found.Account)
	h.ids["session of "+name] = db.GlobalID("session", found.Session)
}

// session opens one more session of the person.
func (h *house) session(t *testing.T, name string) string {
	t.Helper()
	id, now := db.NewID(), h.DB.Now(t.Context())
	h.Insert(t.Context(), t, "sessions", kit.Row{"id": id, "account_id": h.keys["account of "+name], "token_hash": id[:], "client": "APP",
		"created_at": now, "seen_at": now, "expires_at": db.At(now.AddDate(1, 0, 0))})
	return db.GlobalID("session", id)
}

// unconfirmed takes back that a second person stands for the account.
func (h *house) unconfirmed(t *testing.T, object string) string {
	t.Helper()
	h.Exec(t, "UPDATE accounts SET confirmed_by = NULL WHERE id = ?", h.keys[object])
	return h.ids[object]
}

func (h *house) ask(t *testing.T, caller, document string, variables map[string]any) response {
	t.Helper()
	if strings.Contains(document, "$file") {
		return h.as[caller].upload(t, document, variables, "a.txt", strings.Repeat("Dài ", 100)+"\nChào.")
	}
	return h.as[caller].do(t, document, variables)
}

// must is ask for what has to succeed.
func (h *house) must(t *testing.T, caller, document string, variables map[string]any) response {
	t.Helper()
	r := h.ask(t, caller, document, variables)
	var answer struct {
		Errors []any
		Data   map[string]struct{ UserErrors []any }
	}
	if err := json.Unmarshal([]byte(r.Body), &answer); err != nil {
		t.Fatal(err)
	}
	failed := answer.Errors != nil
	for _, payload := range answer.Data {
		failed = failed || len(payload.UserErrors) > 0
	}
	if failed {
		t.Fatalf("%s as %s\n%s", document, caller, r.Body)
	}
	return r
}

// fillPosts walks posts of NOI into each state, by the way that people go.
func (h *house) fillPosts(t *testing.T) {
	t.Helper()
	for _, p := range []struct{ name, kind, audience, steps string }{
		{"draft", "NEWS_ARTICLE", "PUBLIC", ""},
		{"toolDraft", "NEWS_ARTICLE", "PUBLIC", ""}, // of another tool than any that calls
		{"profile", "STAFF_PROFILE", "PUBLIC", ""},  // of the colleague
		{"endorsement", "NEWS_ARTICLE", "PUBLIC", "submit"},
		{"board", "NEWS_ARTICLE", "PUBLIC", "submit endorse"},
		{"page", "DEPARTMENT_PAGE", "INTERNAL", "submit endorse"},
		{"approved", "NEWS_ARTICLE", "PUBLIC", "submit endorse consent"},
		{"scheduled", "NEWS_ARTICLE", "PUBLIC", "submit endorse consent schedule"},
		{"public", "NEWS_ARTICLE", "PUBLIC", "submit endorse consent publish"},
		{"renewed", "NEWS_ARTICLE", "PUBLIC", "submit endorse consent publish edit"},
		{"inRenewal", "NEWS_ARTICLE", "PUBLIC", "submit endorse consent publish edit submit"},
		{"internal", "NEWS_ARTICLE", "INTERNAL", "submit endorse"},
		{"department", "NEWS_ARTICLE", "DEPARTMENT", "submit endorse"},
		{"unpublished", "NEWS_ARTICLE", "PUBLIC", "submit endorse consent publish unpublish"},
		{"archived", "NEWS_ARTICLE", "PUBLIC", "submit endorse consent publish archive"},
	} {
		variables := map[string]any{"k": p.kind, "d": h.ids["NOI"], "t": "Bai " + p.name, "a": p.audience, "c": h.ids["category"]}
		if p.kind == "STAFF_PROFILE" {
			variables["p"] = h.ids["colleague"]
		} else {
			variables["b"] = "<p>Nội dung.</p>"
		}
		r := h.must(t, "author", `mutation($k: PostType!, $d: ID!, $t: String!, $a: Audience!, $c: ID!, $p: ID, $b: HTML) { createPost(input: {type: $k, person: $p, department: $d, title: $t, body: $b, audience: $a, tags: ["the"], categories: [$c]}) {
			post { id slug workingCopy { id } } userErrors { message } } }`,
			variables)
		h.ids[p.name], h.slugs[p.name] = r.at(t, "data.createPost.post.id"), r.at(t, "data.createPost.post.slug")
		h.ids["revision of "+p.name] = r.at(t, "data.createPost.post.workingCopy.id")
		if p.name == "toolDraft" {
			h.Exec(t, "UPDATE posts SET author_id = NULL, service_account_id = ? WHERE working_title = 'Bai toolDraft'", db.NewID())
			h.Exec(t, "UPDATE revisions SET editor_id = NULL, service_account_id = ? WHERE title = 'Bai toolDraft'", db.NewID())
		}
		for step := range strings.FieldsSeq(p.steps) {
			h.step(t, p.name, step)
		}
		if p.steps == "" {
			continue
		}
		r = h.must(t, "head", `query($id: ID!) { post(id: $id) { approvals { nodes { id decisions { nodes { id } } } } } }`, map[string]any{"id": h.ids[p.name]})
		h.ids["approval of "+p.name] = r.at(t, "data.post.approvals.nodes.0.id")
		switch p.name {
		case "inRenewal":
			h.ids["first approval of inRenewal"] = r.at(t, "data.post.approvals.nodes.1.id")
		case "board", "public":
			h.ids["decision of "+p.name] = r.at(t, "data.post.approvals.nodes.0.decisions.nodes.0.id")
		}
	}
}

// step moves the post on, each step by the person who may take it.
func (h *house) step(t *testing.T, name, step string) {
	t.Helper()
	s := map[string]struct{ caller, document string }{
		"submit":    {"author", `mutation($id: ID!, $v: Int!) { submitPost(input: {id: $id, expectedVersion: $v, privacy: NO_PATIENT}) { userErrors { message } } }`},
		"endorse":   {"head", decide},
		"consent":   {"secondDirector", decide},
		"publish":   {"web", `mutation($id: ID!, $v: Int!) { publishPost(input: {id: $id, expectedVersion: $v}) { userErrors { message } } }`},
		"schedule":  {"web", `mutation($id: ID!, $v: Int!, $at: DateTime!) { schedulePost(input: {id: $id, expectedVersion: $v, publishAt: $at}) { userErrors { message } } }`},
		"unpublish": {"web", `mutation($id: ID!, $v: Int!) { unpublishPost(input: {id: $id, expectedVersion: $v, reason: "Sai."}) { userErrors { message } } }`},
		"archive":   {"web", `mutation($id: ID!, $v: Int!) { archivePost(input: {id: $id, expectedVersion: $v, reason: "Cũ."}) { userErrors { message } } }`},
		"edit":      {"author", `mutation($id: ID!, $v: Int!) { updatePost(input: {id: $id, expectedVersion: $v, title: "Bai khac"}) { userErrors { message } } }`},
	}[step]
	r := h.must(t, s.caller, `query($id: ID!) { post(id: $id) { version approval { id version } } }`, map[string]any{"id": h.ids[name]})
	of := "data.post"
	variables := map[string]any{"id": h.ids[name]}
	if s.document == decide {
		of = "data.post.approval"
		variables["id"] = r.at(t, of+".id")
	}
	if step == "schedule" {
		variables["at"] = h.Clock.Now().AddDate(0, 0, 7)
	}
	variables["v"] = json.Number(r.at(t, of+".version"))
	h.must(t, s.caller, s.document, variables)
}

const decide = `mutation($id: ID!, $v: Int!) { decideApproval(input: {id: $id, expectedVersion: $v, verdict: APPROVE}) { userErrors { message } } }`
