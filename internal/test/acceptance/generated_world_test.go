package acceptance

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
)

// maker makes fresh objects in a given state for the valid inputs, through the API. It only reads the house around them,
// since many tests share it.
type maker struct {
	*house
	made atomic.Int64
}

func newMaker(t *testing.T, w *world) *maker {
	t.Helper()
	m := &maker{house: newHouse(t, w)}
	w.Position(t, m.staff["director"], m.keys["BGD"], "HEAD") // some decisions take the head of the Board
	return m
}

// new returns a name that is not in use.
func (m *maker) new(prefix string) string { return prefix + strconv.FormatInt(m.made.Add(1), 10) }

// change runs a mutation that has to succeed, and returns the value at a path in its payload unless that is "".
func (m *maker) change(t *testing.T, by, field, answers string, input map[string]any) string {
	t.Helper()
	selection := "userErrors { message }"
	if answers != "" {
		selection = strings.ReplaceAll(answers, ".", " { ") + strings.Repeat(" }", strings.Count(answers, ".")) + " " + selection
	}
	r := m.must(t, by, "mutation($input: "+strings.ToUpper(field[:1])+field[1:]+"Input!) { done: "+field+"(input: $input) { "+selection+" } }", map[string]any{"input": input})
	if answers == "" {
		return ""
	}
	return r.at(t, "data.done."+answers)
}

// versioned lists the types whose mutations expect a version, apart from posts.
var versioned = []string{"Account", "Approval", "Asset", "AssetImport", "ChangeRequest", "Department", "Incident", "Infection", "InventoryRound", "MediaFile",
	"AssetCorrection", "ConnectList", "ServiceAccount", "Site", "SiteChange", "StaffMember", "SupportRequest", "Token"}

// version returns the current version of an object.
func (m *maker) version(t *testing.T, by, id string) int {
	t.Helper()
	query := "query($id: ID!) { node(id: $id) { ... on Post { ofPost: version }"
	for _, name := range versioned { // some may be null: one name for all would be refused
		query += " ... on " + name + " { of" + name + ": version }"
	}
	var answer struct{ Data struct{ Node map[string]int } }
	r := m.must(t, by, query+" } }", map[string]any{"id": id})
	if err := json.Unmarshal([]byte(r.Body), &answer); err != nil || len(answer.Data.Node) != 1 {
		t.Fatalf("%v: %s", err, r.Body)
	}
	for _, version := range answer.Data.Node {
		return version
	}
	return 0
}

// args are the arguments of a field, and the caller if it is not the one of the row.
type args struct {
	values map[string]any
	as     *client
}

// input makes the argument input of alternating names and values.
func input(fields ...any) args {
	return args{values: map[string]any{"input": fieldsOf(fields...)}}
}

func fieldsOf(fields ...any) map[string]any {
	out := map[string]any{}
	for i := 0; i < len(fields); i += 2 {
		out[fields[i].(string)] = fields[i+1]
	}
	return out
}

// on is input with the id and current version of an object.
func (m *maker) on(t *testing.T, by, id string, fields ...any) args {
	t.Helper()
	return args{values: map[string]any{"input": m.with(t, by, id, fields...)}}
}

func (m *maker) with(t *testing.T, by, id string, fields ...any) map[string]any {
	t.Helper()
	return fieldsOf(append(fields, "id", id, "expectedVersion", m.version(t, by, id))...)
}

// step runs a mutation on an object at its current version.
func (m *maker) step(t *testing.T, by, field, id string, fields ...any) {
	t.Helper()
	m.change(t, by, field, "", m.with(t, by, id, fields...))
}

// person puts somebody new of NOI on record.
func (m *maker) person(t *testing.T) (id db.ID, global string) {
	t.Helper()
	id = m.Staff(t, m.keys["NOI"], m.new("Người mới "))
	return id, db.GlobalID("staff", id)
}

// newcomer is somebody new who is signed in.
func (m *maker) newcomer(t *testing.T) (c *client, login string) {
	t.Helper()
	id, _ := m.person(t)
	login = m.new("moi.")
	return m.signIn(t, id, login), login
}

// account is the account of somebody new.
func (m *maker) account(t *testing.T) string {
	t.Helper()
	_, login := m.newcomer(t)
	return m.idBy(t, "account", "SELECT id FROM accounts WHERE login = ?", login)
}

// unconfirmedAccount is an account that no second person has confirmed.
func (m *maker) unconfirmedAccount(t *testing.T) string {
	t.Helper()
	id := m.account(t)
	m.Exec(t, "UPDATE accounts SET confirmed_by = NULL WHERE id = ?", keyOf(t, id))
	return id
}

func (m *maker) idBy(t *testing.T, kind, query string, arguments ...any) string {
	t.Helper()
	id, err := db.One[db.ID](t.Context(), m.DB.From(t.Context()), query, arguments...)
	if err != nil {
		t.Fatal(err)
	}
	return db.GlobalID(kind, id)
}

// link is the token of a one-time link for somebody new.
func (m *maker) link(t *testing.T) string {
	t.Helper()
	_, login := m.newcomer(t)
	link, err := m.App.Services.Auth.LinkFor(access.AsSystem(t.Context()), login)
	if err != nil {
		t.Fatal(err)
	}
	token := link[strings.LastIndex(link, "/")+1:]
	return token
}

func (m *maker) unit(t *testing.T) string {
	t.Helper()
	return m.change(t, "director", "createDepartment", "department.id", fieldsOf("kind", "UNIT", "name", m.new("Tổ "), "code", m.new("TO"), "parent", m.ids["TCHC"]))
}

// asset registers a machine of NOI.
func (m *maker) asset(t *testing.T, fields ...any) string {
	t.Helper()
	return m.change(t, "it", "registerAsset", "asset.id", fieldsOf(append([]any{"code", m.new("MAY-"), "name", "Máy trạm", "kind", "WORKSTATION", "department", m.ids["NOI"], "state", "IN_USE"}, fields...)...))
}

// connectList puts two machines that were found connected to the Board, or one and those given.
func (m *maker) connectList(t *testing.T, assets ...any) string {
	t.Helper()
	m.Exec(t, "DELETE FROM take_overs")
	assets = append(assets, m.asset(t, "connected", true))
	return m.change(t, "it", "submitConnectList", "connectList.id", fieldsOf("assets", assets))
}

// correction asks for another serial of a machine, and comes back where it is to be stated anew.
func (m *maker) correction(t *testing.T, returned bool) string {
	t.Helper()
	id := m.change(t, "it", "correctAsset", "assetCorrection.id", fieldsOf("id", m.asset(t), "expectedVersion", 1, "serial", m.new("S"), "reason", "Gõ nhầm."))
	if returned {
		m.Exec(t, "UPDATE asset_corrections SET state = 'RETURNED' WHERE id = ?", keyOf(t, id))
		m.Exec(t, "UPDATE approvals SET state = 'RETURNED', live = NULL WHERE subject_id = ?", keyOf(t, id))
	}
	return id
}

// siteVersion is the version of the website.
func (m *maker) siteVersion(t *testing.T) any {
	t.Helper()
	return json.Number(m.must(t, "web", "{ site { version } }", nil).at(t, "data.site.version"))
}

// siteChange proposes another name of the centre; where it is consented, as the only director's proposal.
func (m *maker) siteChange(t *testing.T, consented bool) string {
	t.Helper()
	id := m.change(t, "director", "changeSite", "siteChange.id", fieldsOf("expectedVersion", m.siteVersion(t), "name", m.new("Trung tâm "), "reason", "Tên mới."))
	if consented {
		m.Exec(t, "UPDATE site_changes SET state = 'CONSENTED' WHERE id = ?", keyOf(t, id))
		m.Exec(t, "UPDATE approvals SET state = 'APPROVED', mark = 'SOLE_DIRECTOR' WHERE subject_id = ?", keyOf(t, id))
	}
	return id
}

// imported inserts an import of assets in the state.
func (m *maker) imported(t *testing.T, state string) string {
	t.Helper()
	id := db.NewID()
	m.Insert(t.Context(), t, "asset_imports", kit.Row{"id": id, "file_name": "a.csv", "state": state, "parts": 1, "started_by": m.staff["it"], "started_at": m.DB.Now(t.Context()), "version": 1})
	return db.GlobalID("asset_import", id)
}

// round opens an inventory round. Only one can be open, so its users hold a lock.
func (m *maker) round(t *testing.T) string {
	t.Helper()
	m.noRound(t)
	return m.change(t, "director", "openInventoryRound", "inventoryRound.id", fieldsOf("name", m.new("Kiểm kê ")))
}

func (m *maker) noRound(t *testing.T) {
	t.Helper()
	m.Exec(t, "UPDATE inventory_rounds SET live = NULL")
}

// unhurried lets everybody report again: what was reported counts as before the last hour.
func (m *maker) unhurried(t *testing.T) {
	t.Helper()
	m.Exec(t, "UPDATE incidents SET created_at = created_at - ?", time.Hour.Microseconds())
}

// incident is reported by the author, and taken through the steps by IT.
func (m *maker) incident(t *testing.T, steps ...string) string {
	t.Helper()
	m.unhurried(t)
	id := m.change(t, "author", "reportIncident", "incident.id", fieldsOf("title", "Máy không lên", "category", "COMPUTER"))
	for _, step := range steps {
		fields := map[string][]any{
			"waitIncident":    {"for", "REPORTER", "reason", "Chờ số máy."},
			"resolveIncident": {"solution", "Thay dây."},
			"linkIncident":    {"assets", []any{m.ids["asset of NOI"]}},
		}[step]
		m.step(t, "it", step, id, fields...)
	}
	return id
}

// mistake is one that the author reported in a post, of which a newer revision is published since.
func (m *maker) mistake(t *testing.T) string {
	t.Helper()
	m.unhurried(t)
	post := m.post(t, append(slices.Clone(approved), "publish")...)
	id := m.change(t, "author", "reportMistake", "incident.id", fieldsOf("post", post, "passage", "Nội dung"))
	revision := db.NewID()
	m.Insert(t.Context(), t, "revisions", kit.Row{"id": revision, "post_id": keyOf(t, post), "number": 9, "title": "Bài", "body": "<p>Nội dung.</p>", "content": "{}", "created_at": m.DB.Now(t.Context())})
	m.Exec(t, "UPDATE posts SET published_revision_id = ? WHERE id = ?", revision, keyOf(t, post))
	return id
}

// request is a change request of the author, taken through the steps.
func (m *maker) request(t *testing.T, steps ...string) string {
	t.Helper()
	id := m.change(t, "author", "requestChange", "changeRequest.id", fieldsOf("kind", "INSTALL", "asset", m.asset(t), "title", "Lắp máy", "reason", "Cần."))
	for _, step := range steps {
		switch step {
		case "endorse":
			m.decides(t, "head", m.approval(t, "head", id), "APPROVE")
		case "return":
			m.decides(t, "head", m.approval(t, "head", id), "RETURN")
		case "assess":
			m.step(t, "it", "assessChange", id, "risk", "LOW", "cost", 0, "plan", "Làm.", "rollBackPlan", "Trả.")
		case "execute":
			m.step(t, "it", "executeChange", id)
		}
	}
	return id
}

func (m *maker) emergency(t *testing.T) string {
	t.Helper()
	return m.change(t, "it", "recordEmergencyChange", "changeRequest.id", m.emergencyInput(t))
}

func (m *maker) emergencyInput(t *testing.T) map[string]any {
	t.Helper()
	return fieldsOf("kind", "INSTALL", "asset", m.asset(t), "title", "Khẩn", "reason", "Gấp.", "risk", "HIGH", "cost", 0, "plan", "Làm.", "rollBackPlan", "Trả.",
		"director", m.ids["director"], "spokenAt", m.Clock.Now())
}

// approval returns the open approval of a post, change request or token.
func (m *maker) approval(t *testing.T, by, id string) string {
	t.Helper()
	return m.must(t, by, `query($id: ID!) { node(id: $id) { ... on Post { approval { id } } ... on ChangeRequest { approval { id } } ... on Token { approval { id } } } }`,
		map[string]any{"id": id}).at(t, "data.node.approval.id")
}

func (m *maker) decides(t *testing.T, by, approval, verdict string) {
	t.Helper()
	m.step(t, by, "decideApproval", approval, "verdict", verdict, "comment", "Đã xem.")
}

// infection is reported by the author, and taken through the steps by IT.
func (m *maker) infection(t *testing.T, steps ...string) string {
	t.Helper()
	id := m.change(t, "author", "reportInfection", "infection.id", fieldsOf("asset", m.asset(t)))
	for _, step := range steps {
		fields := map[string][]any{"recordCleaning": {"method", "Cài lại."}, "recordRescan": {"result", "CLEAN"}}[step]
		m.step(t, "it", step, id, fields...)
	}
	return id
}

// heldBack is an infection of a machine that runs on although an agent found something on it.
func (m *maker) heldBack(t *testing.T) string {
	t.Helper()
	id := m.infection(t)
	m.Exec(t, "UPDATE infections SET held_back = 'SERVES_OTHERS' WHERE id = ?", keyOf(t, id))
	return id
}

// post is a news article of the author, taken through the steps.
func (m *maker) post(t *testing.T, steps ...string) string {
	t.Helper()
	id := m.change(t, "author", "createPost", "post.id", fieldsOf("type", "NEWS_ARTICLE", "department", m.ids["NOI"], "title", m.new("Bài "), "body", "<p>Nội dung.</p>",
		"audience", "PUBLIC", "categories", []any{m.ids["category"]}))
	for _, step := range steps {
		switch step {
		case "submit":
			m.step(t, "author", "submitPost", id, "privacy", "NO_PATIENT")
		case "endorse":
			m.decides(t, "head", m.approval(t, "head", id), "APPROVE")
		case "consent":
			m.decides(t, "secondDirector", m.approval(t, "secondDirector", id), "APPROVE")
		case "hold":
			m.step(t, "web", "holdPost", id, "reason", "Chờ ảnh.")
		case "publish":
			m.step(t, "web", "publishPost", id)
		case "schedule":
			m.step(t, "web", "schedulePost", id, "publishAt", m.Clock.Now().AddDate(0, 0, 7))
		}
	}
	return id
}

// approved are the steps up to the consent of the Board.
var approved = []string{"submit", "endorse", "consent"}

func (m *maker) revision(t *testing.T, post string) string {
	t.Helper()
	return m.must(t, "author", `query($id: ID!) { post(id: $id) { workingCopy { id } } }`, map[string]any{"id": post}).at(t, "data.post.workingCopy.id")
}

// member is the id of somebody new.
func (m *maker) member(t *testing.T) string {
	t.Helper()
	_, id := m.person(t)
	return id
}

// files are what a post of the author shows, as parts of an input.
func (m *maker) files(t *testing.T) []any {
	t.Helper()
	file := map[string]any{"file": m.media(t)}
	return []any{"cover", file, "gallery", []any{file}, "attachments", []any{file}}
}

// media is a file of the author that was scanned.
func (m *maker) media(t *testing.T) string {
	t.Helper()
	id := db.NewID()
	m.Insert(t.Context(), t, "media_files", kit.Row{"id": id, "department_id": m.keys["NOI"], "uploader_id": m.staff["author"], "name": "a.jpg", "sort_name": "a",
		"media_type": "image/jpeg", "size": 3, "sha256": make([]byte, 32), "state": "CLEAN", "version": 1, "created_at": 1, "picture": "DRAWABLE"})
	return db.GlobalID("media", id)
}

// support is a support request of the author, which IT may have taken.
func (m *maker) support(t *testing.T, taken bool) string {
	t.Helper()
	id := m.change(t, "author", "requestSupport", "supportRequest.id", fieldsOf("kind", "ADVICE", "title", "Nên mua máy in nào?"))
	if taken {
		m.step(t, "it", "takeSupportRequest", id)
	}
	return id
}

// tool is a service account.
func (m *maker) tool(t *testing.T) string {
	t.Helper()
	return m.change(t, "it", "createServiceAccount", "serviceAccount.id", m.toolInput(t))
}

func (m *maker) toolInput(t *testing.T) map[string]any {
	t.Helper()
	return fieldsOf("asset", m.asset(t, "kind", "SOFTWARE_SYSTEM"), "name", m.new("Công cụ "), "purpose", "Đồng bộ", "responsible", m.ids["it"])
}

func (m *maker) tokenInput(t *testing.T) map[string]any {
	t.Helper()
	return fieldsOf("serviceAccount", m.tool(t), "name", "Đọc", "scopes", []any{}, "addresses", []any{}, "expiresAt", m.Clock.Now().AddDate(0, 1, 0), "reason", "Đồng bộ.")
}

func (m *maker) token(t *testing.T) string {
	t.Helper()
	return m.change(t, "it", "issueToken", "token.id", m.tokenInput(t))
}

// reset inserts a one-time link that waits for a second person.
func (m *maker) reset(t *testing.T) string {
	t.Helper()
	id, now := db.NewID(), m.DB.Now(t.Context())
	m.Insert(t.Context(), t, "reset_links", kit.Row{"id": id, "account_id": keyOf(t, m.account(t)), "requested_by": m.staff["it"], "needs_second": 1, "created_at": now, "expires_at": db.At(now.AddDate(0, 0, 1))})
	return db.GlobalID("reset_link", id)
}
