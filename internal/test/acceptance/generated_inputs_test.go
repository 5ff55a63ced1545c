package acceptance

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

// base is a row of the table of valid inputs: a root field, the caller, the verdict on the unchanged input, and how the
// input is made.
type base struct {
	field, by, ends string
	make            func(t *testing.T, m *maker) args
	one             string      // the place that the input fills where one of several has to be filled
	alone           *sync.Mutex // held while the row is used, because its objects exclude each other
}

func (b *base) needs(p place) bool { return b.one != "" && strings.Join(p.path, ".") == b.one }

var inventory, opening, website sync.Mutex

const closeAccounts = `mutation { closeAccountsToDirectors { userErrors { code } } }`

// bases has a row for each mutation, and for each other root field that requires arguments or is closed to directors.
var bases = slices.Concat(reading, people, machines, texts, ofReaders)

var reading = []base{
	{field: "readCounts", by: "director", ends: "ok", make: func(t *testing.T, m *maker) args { return args{values: fieldsOf("groupBy", "POST")} }},
	{field: "node", by: "director", ends: "ok", make: func(t *testing.T, m *maker) args { return args{values: fieldsOf("id", m.ids["public"])} }},
	{field: "nodes", by: "director", ends: "ok", make: func(t *testing.T, m *maker) args { return args{values: fieldsOf("ids", []any{m.ids["public"]})} }},
	{field: "asset", by: "it", ends: "ok", one: "id", make: func(t *testing.T, m *maker) args { return args{values: fieldsOf("id", m.ids["asset of NOI"])} }},
	{field: "assets", by: "it", ends: "ok"},
	{field: "assetImports", by: "it", ends: "ok"},
	{field: "complianceSubjects", by: "director", ends: "ok", make: func(t *testing.T, m *maker) args { return args{values: fieldsOf("matter", "OPEN_INCIDENTS")} }},
	{field: "department", by: "director", ends: "ok", one: "code", make: func(t *testing.T, m *maker) args { return args{values: fieldsOf("code", "NOI")} }},
	{field: "changeRequest", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args { return args{values: fieldsOf("id", m.ids["emergency"])} }},
	{field: "post", by: "director", ends: "ok", one: "id", make: func(t *testing.T, m *maker) args { return args{values: fieldsOf("id", m.ids["public"])} }},
	{field: "mistakeState", by: "director", ends: "ok", make: func(t *testing.T, m *maker) args {
		m.Exec(t, "DELETE FROM mistake_senders")
		r := m.stranger().do(t, `mutation($post: ID!) { reportMistake(input: {post: $post, passage: "Nội dung"}) { number } }`, map[string]any{"post": m.ids["public"]})
		return args{values: fieldsOf("number", r.at(t, "data.reportMistake.number"))}
	}},
	{field: "category", by: "director", ends: "ok", make: func(t *testing.T, m *maker) args { return args{values: fieldsOf("slug", "tin-tuc")} }},
	{field: "route", by: "director", ends: "ok", make: func(t *testing.T, m *maker) args {
		return args{values: fieldsOf("path", "/bai-viet/"+m.slugs["public"])}
	}},
	{field: "staffMember", by: "director", ends: "ok", make: func(t *testing.T, m *maker) args { return args{values: fieldsOf("id", m.ids["colleague"])} }},
	{field: "mediaFile", by: "author", ends: "ok", make: func(t *testing.T, m *maker) args { return args{values: fieldsOf("id", m.media(t))} }},
	{field: "supportRequests", by: "it", ends: "ok"},
	{field: "serviceAccounts", by: "it", ends: "ok"},
}

var people = []base{
	{field: "signIn", ends: "ok", make: func(t *testing.T, m *maker) args {
		c, login := m.newcomer(t)
		return args{input("login", login, "password", "mưa rào tháng sáu", "client", "APP").values, c}
	}},
	{field: "signOut", ends: "ok", make: func(t *testing.T, m *maker) args { c, _ := m.newcomer(t); return args{as: c} }},
	{field: "unlock", ends: "ok", make: func(t *testing.T, m *maker) args {
		c, _ := m.newcomer(t)
		return args{input("password", "mưa rào tháng sáu").values, c}
	}},
	{field: "changePassword", ends: "ok", make: func(t *testing.T, m *maker) args {
		c, _ := m.newcomer(t)
		return args{input("currentPassword", "mưa rào tháng sáu", "newPassword", "nắng hạ chang chang").values, c}
	}},
	{field: "endSession", by: "colleague", ends: "ok", make: func(t *testing.T, m *maker) args { return input("id", m.session(t, "colleague")) }},
	{field: "endOtherSessions", by: "outsider", ends: "ok"},
	{field: "createAccount", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args {
		return input("staff", m.member(t), "login", m.new("dung."), "alias", m.new("Bút danh "))
	}},
	{field: "suspendAccount", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args { return input("id", m.account(t), "reason", "Kiểm tra.") }},
	{field: "resumeAccount", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args {
		id := m.account(t)
		m.change(t, "it", "suspendAccount", "", fieldsOf("id", id, "reason", "Kiểm tra."))
		return input("id", id)
	}},
	{field: "updateAlias", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args { return m.on(t, "it", m.account(t), "alias", m.new("Bút danh ")) }},
	{field: "sendPasswordReset", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args { return input("staff", m.ids["colleague"]) }},
	{field: "confirmPasswordReset", by: "director", ends: "ok", make: func(t *testing.T, m *maker) args { return input("id", m.reset(t)) }},
	{field: "confirmAccount", by: "director", ends: "ok", make: func(t *testing.T, m *maker) args { return input("id", m.unconfirmedAccount(t)) }},
	{field: "openAccountsToDirectors", by: "director", ends: "ok", alone: &opening, make: func(t *testing.T, m *maker) args {
		m.as["director"].do(t, closeAccounts, nil) // whether or not they are open
		return input("reason", "Tổ CNTT vắng người.")
	}},
	{field: "closeAccountsToDirectors", by: "director", ends: "ok", alone: &opening, make: func(t *testing.T, m *maker) args {
		m.as["director"].do(t, closeAccounts, nil)
		m.change(t, "director", "openAccountsToDirectors", "", fieldsOf("reason", "Tổ CNTT vắng người."))
		return args{}
	}},
	{field: "resetPassword", by: "colleague", ends: "ok", make: func(t *testing.T, m *maker) args {
		return input("token", m.link(t), "newPassword", "nắng hạ chang chang")
	}},
	{field: "createDepartment", by: "director", ends: "ok", make: func(t *testing.T, m *maker) args {
		return input("kind", "UNIT", "name", m.new("Tổ "), "code", m.new("TO"), "parent", m.ids["TCHC"])
	}},
	{field: "updateDepartment", by: "director", ends: "ok", make: func(t *testing.T, m *maker) args { return m.on(t, "director", m.unit(t), "name", m.new("Tổ ")) }},
	{field: "moveDepartment", by: "director", ends: "ok", make: func(t *testing.T, m *maker) args { return m.on(t, "director", m.unit(t), "parent", m.ids["NOI"]) }},
	{field: "deleteDepartment", by: "director", ends: "ok", make: func(t *testing.T, m *maker) args { return m.on(t, "director", m.unit(t)) }},
	{field: "markInboxRead", by: "head", ends: "ok", make: func(t *testing.T, m *maker) args { return input("ids", []any{m.ids["inbox of head"]}) }},
	{field: "grantRole", by: "director", ends: "ok", make: func(t *testing.T, m *maker) args { return input("staffMember", m.member(t), "role", "PERSONNEL") }},
	{field: "revokeRole", by: "director", ends: "ok", make: func(t *testing.T, m *maker) args {
		return input("id", m.change(t, "director", "grantRole", "roleAssignment.id", fieldsOf("staffMember", m.member(t), "role", "PERSONNEL")))
	}},
	{field: "appoint", by: "personnel", ends: "ok", make: func(t *testing.T, m *maker) args {
		return input("staffMember", m.member(t), "department", m.ids["NOI"], "kind", "DEPUTY", "decisionNo", "1/QĐ")
	}},
	{field: "endPosition", by: "personnel", ends: "ok", make: func(t *testing.T, m *maker) args {
		return input("id", m.change(t, "personnel", "appoint", "position.id", fieldsOf("staffMember", m.member(t), "department", m.ids["NOI"], "kind", "DEPUTY", "decisionNo", "1/QĐ")), "decisionNo", "2/QĐ")
	}},
	{field: "delegate", by: "head", ends: "ok", make: func(t *testing.T, m *maker) args {
		return args{values: map[string]any{"input": m.lent(t)}}
	}},
	{field: "revokeDelegation", by: "head", ends: "ok", make: func(t *testing.T, m *maker) args {
		return input("id", m.change(t, "head", "delegate", "delegation.id", m.lent(t)))
	}},
	{field: "hireStaff", by: "personnel", ends: "ok", make: func(t *testing.T, m *maker) args {
		return input("code", m.new("NV"), "name", "Trần Văn Mới", "department", m.ids["NOI"], "employment", "CONTRACT", "startedOn", "2026-03-02", "decisionNo", "3/QĐ")
	}},
	{field: "updateStaff", by: "personnel", ends: "ok", make: func(t *testing.T, m *maker) args { return m.on(t, "personnel", m.member(t), "title", "Bác sĩ") }},
	{field: "updateContact", by: "personnel", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "personnel", m.member(t), "workPhone", "0203 123 456")
	}},
	{field: "transferStaff", by: "personnel", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "personnel", m.member(t), "department", m.ids["NGOAI"], "decisionNo", "4/QĐ", "effectiveOn", "2026-03-02")
	}},
	{field: "startLeave", by: "personnel", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "personnel", m.member(t), "decisionNo", "5/QĐ", "effectiveOn", "2026-03-02")
	}},
	{field: "endLeave", by: "personnel", ends: "ok", make: func(t *testing.T, m *maker) args {
		id := m.member(t)
		m.step(t, "personnel", "startLeave", id, "decisionNo", "5/QĐ", "effectiveOn", "2026-03-02")
		return m.on(t, "personnel", id, "decisionNo", "6/QĐ", "effectiveOn", "2026-03-02")
	}},
	{field: "endEmployment", by: "personnel", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "personnel", m.member(t), "decisionNo", "7/QĐ", "effectiveOn", "2026-03-02")
	}},
}

func (m *maker) lent(t *testing.T) map[string]any {
	t.Helper()
	return fieldsOf("staffMember", m.member(t), "role", "MANAGER", "department", m.ids["NOI"], "decisionNo", "8/QĐ", "until", m.Clock.Now().AddDate(0, 0, 30))
}

var machines = []base{
	{field: "registerAsset", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args {
		return input("code", m.new("MAY-"), "name", "Máy trạm", "kind", "WORKSTATION", "department", m.ids["NOI"])
	}},
	{field: "updateAsset", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args { return m.on(t, "it", m.asset(t), "name", "Máy khác") }},
	{field: "transferAsset", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args { return m.on(t, "it", m.asset(t), "department", m.ids["NGOAI"]) }},
	{field: "retireAsset", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args { return m.on(t, "it", m.asset(t), "reason", "Hỏng.") }},
	{field: "unplugAsset", by: "it", ends: "ok", alone: &inventory, make: func(t *testing.T, m *maker) args {
		m.Exec(t, "DELETE FROM take_overs")
		return m.on(t, "it", m.asset(t, "connected", true))
	}},
	{field: "closeTakeOver", by: "director", ends: "ok", alone: &inventory, make: func(t *testing.T, m *maker) args {
		m.Exec(t, "DELETE FROM take_overs")
		return input("reason", "Đã tiếp nhận xong.")
	}},
	{field: "submitConnectList", by: "it", ends: "ok", alone: &inventory, make: func(t *testing.T, m *maker) args {
		m.Exec(t, "DELETE FROM take_overs")
		return input("assets", []any{m.asset(t, "connected", true)})
	}},
	{field: "takeOutOfConnectList", by: "director", ends: "ok", alone: &inventory, make: func(t *testing.T, m *maker) args {
		out := m.asset(t, "connected", true)
		return m.on(t, "director", m.connectList(t, out), "assets", []any{out}, "reason", "Không cần.")
	}},
	{field: "withdrawConnectList", by: "it", ends: "ok", alone: &inventory, make: func(t *testing.T, m *maker) args { return m.on(t, "it", m.connectList(t), "reason", "Nhầm.") }},
	{field: "correctAsset", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "it", m.asset(t), "serial", m.new("S"), "reason", "Gõ nhầm.")
	}},
	{field: "updateAssetCorrection", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "it", m.correction(t, true), "serial", m.new("S"))
	}},
	{field: "withdrawAssetCorrection", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "it", m.correction(t, false), "reason", "Nhầm.")
	}},
	{field: "linkAssets", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args { return input("asset", m.asset(t), "dependsOn", m.asset(t)) }},
	{field: "unlinkAssets", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args {
		in := input("asset", m.asset(t), "dependsOn", m.asset(t))
		m.change(t, "it", "linkAssets", "", in.values["input"].(map[string]any))
		return in
	}},
	{field: "addAssetLicence", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args { return input("asset", m.asset(t), "product", "Office") }},
	{field: "removeAssetLicence", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args { return input("id", m.licence(t)) }},
	{field: "importAssets", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args { return input("file", file, "more", true) }},
	{field: "addToAssetImport", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args {
		return input("import", m.imported(t, "RECEIVING"), "part", 2, "file", file, "more", true)
	}},
	{field: "applyAssetImport", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args { return m.on(t, "it", m.imported(t, "CHECKED")) }},
	{field: "openInventoryRound", by: "director", ends: "ok", alone: &inventory, make: func(t *testing.T, m *maker) args {
		m.noRound(t)
		return input("name", "Kiểm kê quý")
	}},
	{field: "closeInventoryRound", by: "director", ends: "ok", alone: &inventory, make: func(t *testing.T, m *maker) args { return m.on(t, "director", m.round(t)) }},
	{field: "confirmAssets", by: "head", ends: "ok", alone: &inventory, make: func(t *testing.T, m *maker) args {
		return input("round", m.round(t), "department", m.ids["NOI"], "assets", []any{m.ids["asset of NOI"]})
	}},
	{field: "reportInventoryDifference", by: "head", ends: "ok", alone: &inventory, make: func(t *testing.T, m *maker) args {
		return input("round", m.round(t), "asset", m.ids["asset of NOI"], "result", "MISSING")
	}},
	{field: "registerFoundAsset", by: "it", ends: "ok", alone: &inventory, make: func(t *testing.T, m *maker) args {
		round, what := m.round(t), m.new("Máy lạ ")
		m.change(t, "head", "reportInventoryDifference", "", fieldsOf("round", round, "department", m.ids["NOI"], "result", "UNKNOWN_EXTRA", "description", what, "connected", true))
		return input("round", round, "description", what, "asset", fieldsOf("code", m.new("MAY-"), "name", "Máy trạm", "kind", "WORKSTATION", "department", m.ids["NOI"], "connected", true))
	}},
	{field: "reportIncident", by: "author", ends: "ok", make: func(t *testing.T, m *maker) args {
		m.unhurried(t)
		return input("title", "Máy không lên", "category", "COMPUTER")
	}},
	{field: "reportMistake", by: "author", ends: "ok", make: func(t *testing.T, m *maker) args {
		m.unhurried(t)
		return input("post", m.ids["public"], "passage", "Nội dung")
	}},
	{field: "correctMistake", by: "web", ends: "ok", make: func(t *testing.T, m *maker) args { return m.on(t, "web", m.mistake(t)) }},
	{field: "triageIncident", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args { return m.on(t, "it", m.incident(t), "impact", "HIGH") }},
	{field: "takeIncident", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args { return m.on(t, "it", m.incident(t)) }},
	{field: "assignIncident", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args { return m.on(t, "it", m.incident(t), "handler", m.ids["it"]) }},
	{field: "followUpIncident", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args { return input("id", m.incident(t), "text", "Đã gọi lại.") }},
	{field: "waitIncident", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "it", m.incident(t, "takeIncident"), "for", "REPORTER", "reason", "Chờ số máy.")
	}},
	{field: "resumeIncident", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args { return m.on(t, "it", m.incident(t, "takeIncident", "waitIncident")) }},
	{field: "resolveIncident", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "it", m.incident(t, "takeIncident"), "solution", "Thay dây.")
	}},
	{field: "closeIncident", by: "author", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "author", m.incident(t, "takeIncident", "resolveIncident"))
	}},
	{field: "linkIncident", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "it", m.incident(t), "assets", []any{m.ids["asset of NOI"]})
	}},
	{field: "setIncidentCause", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "it", m.incident(t), "asset", m.ids["asset of NOI"])
	}},
	{field: "unlinkIncident", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "it", m.incident(t, "linkIncident"), "assets", []any{m.ids["asset of NOI"]})
	}},
	{field: "reopenIncident", by: "author", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "author", m.incident(t, "takeIncident", "resolveIncident"), "reason", "Vẫn hỏng.")
	}},
	{field: "requestChange", by: "author", ends: "ok", make: func(t *testing.T, m *maker) args {
		return input("kind", "INSTALL", "asset", m.asset(t), "title", "Lắp máy", "reason", "Cần.")
	}},
	{field: "updateChange", by: "author", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "author", m.request(t, "return"), "title", "Lắp máy khác")
	}},
	{field: "assessChange", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "it", m.request(t, "endorse"), "risk", "LOW", "cost", 0, "plan", "Làm.", "rollBackPlan", "Trả.")
	}},
	{field: "executeChange", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args { return m.on(t, "it", m.request(t, "endorse", "assess")) }},
	{field: "withdrawChange", by: "author", ends: "ok", make: func(t *testing.T, m *maker) args { return m.on(t, "author", m.request(t), "reason", "Thôi.") }},
	{field: "revokeChange", by: "director", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "director", m.request(t, "endorse", "assess"), "reason", "Đổi ý.")
	}},
	{field: "closeEmergencyChange", by: "director", ends: "ok", make: func(t *testing.T, m *maker) args {
		id := m.emergency(t)
		m.step(t, "director", "confirmEmergencyChange", id, "given", false, "comment", "Tôi không nói vậy.")
		return m.on(t, "director", id, "reason", "Đã kiểm tra lại.")
	}},
	{field: "recordEmergencyChange", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args {
		return args{values: map[string]any{"input": m.emergencyInput(t)}}
	}},
	{field: "confirmEmergencyChange", by: "director", ends: "ok", make: func(t *testing.T, m *maker) args { return m.on(t, "director", m.emergency(t), "given", true) }},
	{field: "rollBackChange", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "it", m.request(t, "endorse", "assess", "execute"), "reason", "Lỗi.")
	}},
	{field: "reportInfection", by: "author", ends: "ok", one: "input.asset", make: func(t *testing.T, m *maker) args { return input("asset", m.asset(t)) }},
	{field: "isolateAsset", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args { return m.on(t, "it", m.infection(t)) }},
	{field: "isolateAssets", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args {
		return input("assets", []any{m.with(t, "it", m.infection(t))})
	}},
	{field: "keepInfectedRunning", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "it", m.heldBack(t), "reason", "Đang phục vụ người bệnh.")
	}},
	{field: "recordCleaning", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "it", m.infection(t, "isolateAsset"), "method", "Cài lại.")
	}},
	{field: "recordRescan", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "it", m.infection(t, "isolateAsset", "recordCleaning"), "result", "CLEAN")
	}},
	{field: "reconnectAsset", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "it", m.infection(t, "isolateAsset", "recordCleaning", "recordRescan"))
	}},
	{field: "writeOffInfectedAsset", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "it", m.infection(t, "isolateAsset"), "reason", "Ổ cứng hỏng.")
	}},
	{field: "recordScan", by: "it", ends: "ok", one: "input.asset", make: func(t *testing.T, m *maker) args { return input("asset", m.asset(t), "result", "CLEAN") }},
	{field: "recordScans", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args {
		return input("scans", []any{fieldsOf("asset", m.asset(t), "result", "CLEAN")})
	}},
	{field: "recordPatchRun", by: "it", ends: "ok", one: "input.asset", make: func(t *testing.T, m *maker) args { return input("asset", m.asset(t)) }},
	{field: "recordAntivirus", by: "it", ends: "ok", one: "input.asset", make: func(t *testing.T, m *maker) args { return input("asset", m.asset(t), "product", "ClamAV") }},
	{field: "refuseSignIns", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args { return input("asset", m.asset(t), "refuse", false) }},
	{field: "setScanSchedule", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args {
		return input("kind", "PRINTER", "scanDays", 7, "patchDays", 30, "signatureDays", 3, "expectedVersion", m.schedule(t, "PRINTER"))
	}},
	{field: "uploadMedia", by: "author", ends: "ok", make: func(t *testing.T, m *maker) args { return input("file", file) }},
	{field: "describeMedia", by: "author", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "author", m.media(t), "alt", "Trẻ được tiêm phòng")
	}},
	{field: "rescanMedia", by: "author", ends: "ok", make: func(t *testing.T, m *maker) args { return m.on(t, "author", m.media(t)) }},
	{field: "deleteMedia", by: "author", ends: "ok", make: func(t *testing.T, m *maker) args { return m.on(t, "author", m.media(t)) }},
	{field: "requestSupport", by: "author", ends: "ok", make: func(t *testing.T, m *maker) args { return input("kind", "ADVICE", "title", "Nên mua máy in nào?") }},
	{field: "takeSupportRequest", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args { return m.on(t, "it", m.support(t, false)) }},
	{field: "answerSupportRequest", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "it", m.support(t, true), "answer", "Loại đen trắng.")
	}},
	{field: "writeSupportMessage", by: "author", ends: "ok", make: func(t *testing.T, m *maker) args {
		return input("id", m.support(t, false), "text", "Loại nào rẻ hơn?")
	}},
	{field: "reopenSupportRequest", by: "author", ends: "ok", make: func(t *testing.T, m *maker) args {
		id := m.support(t, true)
		m.step(t, "it", "answerSupportRequest", id, "answer", "Loại đen trắng.")
		return m.on(t, "author", id, "reason", "Vẫn không được.")
	}},
	{field: "withdrawSupportRequest", by: "author", ends: "ok", make: func(t *testing.T, m *maker) args { return m.on(t, "author", m.support(t, false)) }},
	{field: "createServiceAccount", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args {
		return args{values: map[string]any{"input": m.toolInput(t)}}
	}},
	{field: "updateServiceAccount", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args { return m.on(t, "it", m.tool(t), "purpose", "Báo cáo") }},
	{field: "disableServiceAccount", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args { return m.on(t, "it", m.tool(t), "reason", "Tạm dừng.") }},
	{field: "enableServiceAccount", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args {
		id := m.tool(t)
		m.step(t, "it", "disableServiceAccount", id, "reason", "Tạm dừng.")
		return m.on(t, "it", id, "reason", "Chạy lại.")
	}},
	{field: "issueToken", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args {
		return args{values: map[string]any{"input": m.tokenInput(t)}}
	}},
	{field: "rotateToken", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args { return m.on(t, "it", m.token(t)) }},
	{field: "revokeToken", by: "it", ends: "ok", make: func(t *testing.T, m *maker) args { return input("id", m.token(t), "reason", "Thôi.") }},
}

// schedule returns the version of the scan schedule of a kind.
func (m *maker) schedule(t *testing.T, kind string) int {
	t.Helper()
	var found struct {
		Data struct {
			ScanSchedules []struct {
				Kind    string
				Version int
			}
		}
	}
	if err := json.Unmarshal([]byte(m.as["it"].do(t, "{ scanSchedules { kind version } }", nil).Body), &found); err != nil {
		t.Fatal(err)
	}
	for _, s := range found.Data.ScanSchedules {
		if s.Kind == kind {
			return s.Version
		}
	}
	return 0
}

var texts = []base{
	{field: "decideApproval", by: "head", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "head", m.approval(t, "head", m.post(t, "submit")), "verdict", "APPROVE", "comment", "Được.")
	}},
	{field: "changeSite", by: "web", ends: "ok", alone: &website, make: func(t *testing.T, m *maker) args {
		return input("expectedVersion", m.siteVersion(t), "name", m.new("Trung tâm "), "reason", "Tên mới.")
	}},
	{field: "withdrawSiteChange", by: "web", ends: "ok", alone: &website, make: func(t *testing.T, m *maker) args {
		return m.on(t, "web", m.siteChange(t, false), "reason", "Nhầm.")
	}},
	{field: "confirmSiteChange", by: "web", ends: "ok", alone: &website, make: func(t *testing.T, m *maker) args { return m.on(t, "web", m.siteChange(t, true)) }},
	{field: "createPost", by: "author", ends: "ok", make: func(t *testing.T, m *maker) args {
		return input(append(m.files(t), "type", "NEWS_ARTICLE", "department", m.ids["NOI"], "title", "Bài viết", "body", "<p>Nội dung.</p>")...)
	}},
	{field: "importPost", by: "author", ends: "ok", make: func(t *testing.T, m *maker) args {
		return input("type", "PAGE", "department", m.ids["NOI"], "file", file)
	}},
	{field: "updatePost", by: "author", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "author", m.post(t), append(m.files(t), "title", "Bài khác")...)
	}},
	{field: "deletePost", by: "author", ends: "ok", make: func(t *testing.T, m *maker) args { return m.on(t, "author", m.post(t)) }},
	{field: "restoreRevision", by: "author", ends: "ok", make: func(t *testing.T, m *maker) args {
		id := m.post(t)
		first := m.revision(t, id)
		m.step(t, "author", "updatePost", id, "title", "Bài khác")
		return m.on(t, "author", id, "revision", first)
	}},
	{field: "changeSlug", by: "web", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "web", m.post(t, append(approved, "publish")...), "slug", m.new("bai-"))
	}},
	{field: "pinPost", by: "web", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "web", m.post(t, append(approved, "publish")...), "pinned", true)
	}},
	{field: "submitPost", by: "author", ends: "ok", make: func(t *testing.T, m *maker) args { return m.on(t, "author", m.post(t), "privacy", "NO_PATIENT") }},
	{field: "withdrawPost", by: "author", ends: "ok", make: func(t *testing.T, m *maker) args { return m.on(t, "author", m.post(t, "submit"), "reason", "Thôi.") }},
	{field: "holdPost", by: "web", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "web", m.post(t, approved...), "reason", "Chờ ảnh.")
	}},
	{field: "releasePost", by: "web", ends: "ok", make: func(t *testing.T, m *maker) args { return m.on(t, "web", m.post(t, append(approved, "hold")...)) }},
	{field: "revokeConsent", by: "director", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "director", m.post(t, approved...), "reason", "Sai số liệu.")
	}},
	{field: "publishPost", by: "web", ends: "ok", make: func(t *testing.T, m *maker) args { return m.on(t, "web", m.post(t, approved...)) }},
	{field: "schedulePost", by: "web", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "web", m.post(t, approved...), "publishAt", m.Clock.Now().AddDate(0, 0, 7))
	}},
	{field: "cancelSchedule", by: "web", ends: "ok", make: func(t *testing.T, m *maker) args { return m.on(t, "web", m.post(t, append(approved, "schedule")...)) }},
	{field: "unpublishPost", by: "web", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "web", m.post(t, append(approved, "publish")...), "reason", "Sai.")
	}},
	{field: "archivePost", by: "web", ends: "ok", make: func(t *testing.T, m *maker) args {
		return m.on(t, "web", m.post(t, append(approved, "publish")...), "reason", "Cũ.")
	}},
}

// base returns the row of the attempt's root field. Fields without one are sent by a director without arguments.
func (tr *trial) base(t *testing.T, a attempt) *base {
	t.Helper()
	if i := slices.IndexFunc(bases, func(b base) bool { return b.field == a.root.Name }); i >= 0 {
		return &bases[i]
	}
	if a.kind == ast.Mutation || slices.ContainsFunc(a.root.Arguments, func(d *ast.ArgumentDefinition) bool { return needed(d.Type, d.DefaultValue) }) {
		t.Errorf("%s has no valid input: give it a row", a.root.Name)
		return nil
	}
	return &base{field: a.root.Name, by: "director", ends: "ok"}
}
