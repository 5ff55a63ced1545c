package acceptance

import (
	"fmt"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/test/kit"
)

// refusedBeyond are lists to which more is not added than their bound: ask sends so many, or the last of so many.
var refusedBeyond = map[string]struct {
	most       int
	code, path string
	ask        func(t *testing.T, h *house, n int) response
}{
	"HealthGuide.diseases":        {20, "TOO_LONG", `"content","healthGuide","diseases"`, draft("HEALTH_GUIDE", "healthGuide", "diseases", different)},
	"HealthGuide.topics":          {20, "TOO_LONG", `"content","healthGuide","topics"`, draft("HEALTH_GUIDE", "healthGuide", "topics", different)},
	"StaffProfile.specialties":    {10, "TOO_LONG", `"content","staffProfile","specialties"`, draft("STAFF_PROFILE", "staffProfile", "specialties", different)},
	"RecruitmentNotice.positions": {50, "TOO_LONG", `"content","recruitmentNotice","positions"`, draft("RECRUITMENT_NOTICE", "recruitmentNotice", "positions", vacancies)},
	"Post.tags":                   {20, "TOO_LONG", `"tags"`, draft("NEWS_ARTICLE", "", "tags", different)},
	"Post.categories":             {10, "TOO_LONG", `"categories"`, draft("NEWS_ARTICLE", "", "categories", sections)},

	"Token.scopes":          {20, "INVALID", `"scopes"`, issue("scopes", different)},
	"Token.addresses":       {20, "INVALID", `"addresses"`, issue("addresses", different)},
	"TokenScanRange.assets": {200, "INVALID", `"scanRange","assets"`, issue("scanRange", toScan)},

	"AssetTechnical.interfaces": {64, "TOO_LONG", `"interfaces"`, func(t *testing.T, h *house, n int) response {
		return h.ask(t, "it", `mutation($in: RegisterAssetInput!) { registerAsset(input: $in) { userErrors { code path } } }`, map[string]any{"in": map[string]any{
			"code": fmt.Sprint("SW-", n), "name": "Chuyển mạch", "kind": "NETWORK_DEVICE", "department": h.ids["NOI"], "interfaces": many(n, func(i int) map[string]any { return map[string]any{"name": fmt.Sprint("eth", i)} })}})
	}},
	"IsolateAssetsPayload.results": {200, "TOO_LONG", `"assets"`, func(t *testing.T, h *house, n int) response {
		ids := make([]string, n)
		for i := range ids {
			ids[i] = db.GlobalID("infection", db.NewID())
		}
		return h.ask(t, "it", `mutation($in: [IsolateAssetInput!]!) { isolateAssets(input: {assets: $in}) { userErrors { code path } } }`,
			map[string]any{"in": many(n, func(i int) map[string]any { return map[string]any{"id": ids[i], "expectedVersion": 1} })})
	}},
	"Mistake.reports": {100, "INVALID", `"passage"`, func(t *testing.T, h *house, n int) response {
		h.Exec(t, "DELETE FROM mistake_senders")
		h.Exec(t, "DELETE FROM mistake_reports")
		ask := func() response {
			return h.ask(t, "stranger", `mutation($id: ID!) { reportMistake(input: {post: $id, passage: "Nội dung"}) { userErrors { code path } } }`, map[string]any{"id": h.ids["public"]})
		}
		ask()
		incident, err := db.One[db.ID](t.Context(), h.DB.From(t.Context()), "SELECT id FROM mistakes ORDER BY id DESC LIMIT 1")
		if err != nil {
			t.Fatal(err)
		}
		h.Exec(t, "DELETE FROM mistake_reports")
		h.fill(t, "mistake_reports", n-1, func(i int) kit.Row {
			return kit.Row{"incident_id": incident, "number_hash": []byte(fmt.Sprintf("%032d", i)), "text": "Sai", "at": 1}
		})
		return ask()
	}},
	"Incident.followUps": {300, "INVALID", `"text"`, func(t *testing.T, h *house, n int) response {
		h.Exec(t, "DELETE FROM incident_follow_ups")
		h.fill(t, "incident_follow_ups", n-1, func(int) kit.Row {
			return kit.Row{"incident_id": keyOf(t, h.ids["pc fault"]), "author_id": h.staff["it"], "text": "Đang xem."}
		})
		return h.ask(t, "it", `mutation($id: ID!) { followUpIncident(input: {id: $id, text: "Nữa."}) { userErrors { code path } } }`, map[string]any{"id": h.ids["pc fault"]})
	}},
}

// cutAt are lists of which the first so many are shown, however many there are: look shows that many of the mark among so many.
var cutAt = []struct {
	field string
	most  int
	mark  string
	look  func(t *testing.T, h *house, n int) response
}{
	{"Token.secrets", 20, `"prefix"`, func(t *testing.T, h *house, n int) response {
		h.Exec(t, "DELETE FROM token_secrets")
		h.fill(t, "token_secrets", n, func(i int) kit.Row {
			return kit.Row{"token_id": keyOf(t, h.ids["token"]), "prefix": fmt.Sprint("p", i), "hash": []byte(fmt.Sprint(i)), "created_at": i + 1, "valid_until": i + 2}
		})
		return h.ask(t, "it", `query($id: ID!) { node(id: $id) { ... on Token { secrets { prefix } } } }`, map[string]any{"id": h.ids["token"]})
	}},
	{"Query.passwordResets", 100, `"expiresAt"`, func(t *testing.T, h *house, n int) response {
		account, err := db.One[db.ID](t.Context(), h.DB.From(t.Context()), "SELECT id FROM accounts WHERE staff_id = ?", h.staff["web"])
		if err != nil {
			t.Fatal(err)
		}
		now := h.DB.Now(t.Context())
		h.Exec(t, "DELETE FROM reset_links")
		h.fill(t, "reset_links", n, func(int) kit.Row {
			return kit.Row{"account_id": account, "requested_by": h.staff["director"], "needs_second": 1, "created_at": now, "expires_at": db.At(now.AddDate(0, 0, 1))}
		})
		return h.ask(t, "it", "{ passwordResets { expiresAt } }", nil)
	}},
	{"Revision.lookAlikes", 100, `"word"`, func(t *testing.T, h *house, n int) response {
		var words []string
		for i := range n {
			words = append(words, fmt.Sprintf("\u0442%c%c", 'b'+i/20, 'b'+i%20)) // the first letter is Cyrillic
		}
		return h.ask(t, "author", `mutation($in: CreatePostInput!) { createPost(input: $in) { post { workingCopy { lookAlikes { word } } } userErrors { code path } } }`,
			map[string]any{"in": map[string]any{"type": "NEWS_ARTICLE", "department": h.ids["NOI"], "title": "Bài", "summary": strings.Join(words, " ")}})
	}},
	{"ServiceStatus.incidents", 100, `"priority"`, func(t *testing.T, h *house, n int) response {
		h.Exec(t, "DELETE FROM asset_links")
		h.Exec(t, "UPDATE incidents SET live = 0")
		service := h.fill(t, "assets", 1, running("WEBSITE", h.keys["NOI"], fmt.Sprint("WEB-", n)))[0]
		h.fill(t, "incidents", n, func(i int) kit.Row {
			return kit.Row{"category": "SOFTWARE", "queue": "IT", "title": "Chậm", "application_id": service, "department_id": h.keys["NOI"], "impact": "LOW", "urgency": "LOW", "priority": "LOW", "state": "NEW", "live": 1, "version": 1, "created_at": i + 1, "updated_at": 1}
		})
		return h.ask(t, "author", "{ serviceStatus { incidents { priority } } }", nil)
	}},
	{"ServiceStatus.plannedWork", 100, `"underWay"`, func(t *testing.T, h *house, n int) response {
		h.Exec(t, "UPDATE change_requests SET state = 'EXECUTED'")
		service, from := h.fill(t, "assets", 1, running("WEBSITE", h.keys["NOI"], fmt.Sprint("VIEC-", n)))[0], h.DB.Now(t.Context())
		h.fill(t, "change_requests", n, func(int) kit.Row {
			return kit.Row{"kind": "CONFIGURE", "state": "APPROVED", "asset_id": service, "department_id": h.keys["NOI"], "requester_id": h.staff["it"], "title": "Nâng cấp", "planned_from": from, "version": 1}
		})
		return h.ask(t, "author", "{ serviceStatus { plannedWork { underWay } } }", nil)
	}},
	{"ConnectList.lines", 1000, `"line"`, func(t *testing.T, h *house, n int) response {
		h.Exec(t, "UPDATE assets SET found_at = NULL")
		h.fill(t, "assets", n, func(i int) kit.Row {
			r := running("WORKSTATION", h.keys["NOI"], fmt.Sprint("CAM-", n))(i)
			r["connected"], r["found_at"], r["found_by"] = 1, i+1, h.staff["it"]
			return r
		})
		return h.must(t, "it", "mutation { submitConnectList(input: {}) { connectList { lines { line: __typename } } userErrors { code } } }", nil)
	}},
	{"Query.applications", 500, `"assetId"`, func(t *testing.T, h *house, n int) response {
		h.Exec(t, "UPDATE assets SET state = 'RETIRED'")
		h.fill(t, "assets", n, running("SOFTWARE_SYSTEM", h.keys["NOI"], fmt.Sprint("PM-", n)))
		return h.ask(t, "author", "{ applications { assetId } }", nil)
	}},
	{"Query.serviceStatus", 1000, `"health"`, func(t *testing.T, h *house, n int) response {
		h.Exec(t, "UPDATE assets SET state = 'RETIRED'")
		h.fill(t, "assets", n, running("SERVER", h.keys["NOI"], fmt.Sprint("MC-", n)))
		return h.ask(t, "author", "{ serviceStatus { health } }", nil)
	}},
	{"EquipmentLeft.assets", 200, `"name":"may"`, func(t *testing.T, h *house, n int) response {
		person := h.Staff(t, h.keys["NOI"], "leaver")
		h.fill(t, "assets", n, func(i int) kit.Row {
			return kit.Row{"code": fmt.Sprint("L-", n, "-", i), "name": "may", "kind": "WORKSTATION", "state": "IN_USE", "source": "REGISTERED", "department_id": h.keys["NOI"], "custodian_id": person, "version": 1}
		})
		return h.must(t, "director", `mutation($id: ID!) { endEmployment(input: {id: $id, expectedVersion: 1, decisionNo: "9/QĐ", effectiveOn: "2026-03-02"}) {
			equipment { count assets { name } } userErrors { code path } } }`, map[string]any{"id": db.GlobalID("staff", person)})
	}},
}

// What a list holds at most is what it says: one more is refused, or left out.
func TestListsEndAtTheirBounds(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		h := newHouse(t, w)
		for field, b := range refusedBeyond {
			refused := fmt.Sprintf(`{"code":%q,"path":["input",%s]}`, b.code, b.path)
			if r := b.ask(t, h, b.most); !strings.Contains(r.Body, `"data"`) || strings.Contains(r.Body, refused) || strings.Contains(r.Body, `"errors"`) {
				t.Errorf("%s, %d: %.300s", field, b.most, r.Body)
			}
			if r := b.ask(t, h, b.most+1); !strings.Contains(r.Body, refused) {
				t.Errorf("%s, %d: %.300s", field, b.most+1, r.Body)
			}
		}
		for _, b := range cutAt {
			for _, n := range []int{b.most, b.most + 1} {
				if r := b.look(t, h, n); strings.Count(r.Body, b.mark) != b.most {
					t.Errorf("%s: %d of %d, want %d: %.300s", b.field, strings.Count(r.Body, b.mark), n, b.most, r.Body)
				}
			}
		}
	})
}

// fill writes so many rows, each with a new id, and returns their keys.
func (h *house) fill(t *testing.T, table string, n int, of func(i int) kit.Row) (keys []db.ID) {
	t.Helper()
	rows := make([]kit.Row, n)
	for i := range rows {
		key := db.NewID()
		rows[i], keys = of(i), append(keys, key)
		rows[i]["id"] = key
	}
	h.InsertMany(t.Context(), t, table, rows)
	return keys
}

// running are assets in use.
func running(kind string, department db.ID, code string) func(i int) kit.Row {
	return func(i int) kit.Row {
		return kit.Row{"code": fmt.Sprint(code, "-", i), "name": "dich vu", "kind": kind, "state": "IN_USE", "source": "REGISTERED", "department_id": department, "version": 1}
	}
}

// draft writes a post with so many elements of a list, of the type's own content where that is named.
func draft(typ, content, field string, of func(t *testing.T, h *house, n int) any) func(t *testing.T, h *house, n int) response {
	return func(t *testing.T, h *house, n int) response {
		in := map[string]any{"type": typ, "department": h.ids["NOI"], "title": "Bài"}
		own := in
		if content != "" {
			own = map[string]any{}
			in["content"] = map[string]any{content: own}
		}
		own[field] = of(t, h, n)
		switch typ {
		case "RECRUITMENT_NOTICE":
			own["applicationDeadline"] = "2026-04-01T16:00:00+07:00"
		case "STAFF_PROFILE":
			in["person"] = db.GlobalID("staff", h.Staff(t, h.keys["NOI"], "nguoi"))
		}
		return h.ask(t, "head", `mutation($in: CreatePostInput!) { createPost(input: $in) { userErrors { code path } } }`, map[string]any{"in": in})
	}
}

// issue asks for a token with so many elements of a list.
func issue(field string, of func(t *testing.T, h *house, n int) any) func(t *testing.T, h *house, n int) response {
	return func(t *testing.T, h *house, n int) response {
		in := map[string]any{"serviceAccount": h.ids["service account"], "name": "Quét", "scopes": []string{}, "addresses": []string{}, "expiresAt": h.Clock.Now().AddDate(0, 1, 0), "reason": "Thử."}
		if field == "scanRange" {
			in["scopes"] = []string{"scan.record"}
		}
		in[field] = of(t, h, n)
		return h.ask(t, "it", `mutation($in: IssueTokenInput!) { issueToken(input: $in) { userErrors { code path } } }`, map[string]any{"in": in})
	}
}

// different are different from each other.
func different(_ *testing.T, _ *house, n int) any {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprint("muc ", i)
	}
	return all
}

func vacancies(_ *testing.T, _ *house, n int) any {
	return many(n, func(i int) map[string]any { return map[string]any{"position": fmt.Sprint("Bác sĩ ", i), "number": 1} })
}

func sections(t *testing.T, h *house, n int) any {
	ids := make([]string, n)
	for i, key := range h.fill(t, "categories", n, func(i int) kit.Row {
		return kit.Row{"slug": fmt.Sprint("muc-", n, "-", i), "name": fmt.Sprint("Mục ", n, " ", i), "version": 1}
	}) {
		ids[i] = db.GlobalID("category", key)
	}
	return ids
}

func toScan(t *testing.T, h *house, n int) any {
	ids := make([]string, n)
	for i, key := range h.fill(t, "assets", n, running("WORKSTATION", h.keys["NOI"], fmt.Sprint("Q-", n))) {
		ids[i] = db.GlobalID("asset", key)
	}
	return map[string]any{"assets": ids}
}

// many are so many elements, each made of its number.
func many(n int, of func(i int) map[string]any) []map[string]any {
	all := make([]map[string]any, n)
	for i := range all {
		all[i] = of(i)
	}
	return all
}
