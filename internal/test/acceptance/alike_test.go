package acceptance

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"golang.org/x/text/unicode/norm"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
	"ttyt.example/ttyt/internal/test/product"
)

// lookUp is a text by which something is found, or found to be taken.
type lookUp struct {
	text, found string // what is there, and a part of the answer that finds it
	ask         func(text string) response
}

// variants are the ways to write a text almost as it is.
func variants(text string) map[string]string {
	return map[string]string{
		"as it is": text, "a space after it": text + " ", "a space before it": " " + text, "a tab after it": text + "\t", "a wide space after it": text + "\u00a0",
		"lower case": strings.ToLower(text), "upper case": strings.ToUpper(text),
		"composed": norm.NFC.String(text), "decomposed": norm.NFD.String(text), "a mark more": text + "\u0301", "cut": text[:len(text)-1],
	}
}

// The names by which a mutation finds something, or finds it taken, wherever they stand in an input.
var lookUpNames = regexp.MustCompile(`^(login|code|slug|serial|mac|ip|idempotencyKey|prefix|scopes)$`)

// lookUpsOf the schema: each text that a query takes, but cursors, and each of those names in an input.
func lookUpsOf(schema *ast.Schema) map[string]bool {
	found := map[string]bool{}
	isText := func(t *ast.Type) bool { return t.Name() == "String" || t.Name() == "Slug" }
	var within func(input *ast.Definition)
	within = func(input *ast.Definition) {
		for _, f := range input.Fields {
			if isText(f.Type) {
				found[input.Name+"."+f.Name] = true
			} else if d := schema.Types[f.Type.Name()]; d.Kind == ast.InputObject {
				within(d)
			}
		}
	}
	for _, d := range schema.Types {
		if d.Kind == ast.InputObject {
			for _, f := range d.Fields {
				if isText(f.Type) && lookUpNames.MatchString(f.Name) {
					found[d.Name+"."+f.Name] = true
				}
			}
		}
		if d.Kind != ast.Object || strings.HasPrefix(d.Name, "__") || d == schema.Mutation || d == schema.Subscription {
			continue
		}
		for _, f := range d.Fields {
			for _, a := range f.Arguments {
				switch in := schema.Types[a.Type.Name()]; {
				case strings.HasPrefix(f.Name, "__"):
				case isText(a.Type) && a.Name != "after" && a.Name != "before":
					found[d.Name+"."+f.Name+"."+a.Name] = true
				case in.Kind == ast.InputObject:
					within(in)
				}
			}
		}
	}
	return found
}

// Some inputs look up what another in the table does, by the same code.
var alikeBy = map[string]string{
	"RecordAntivirusInput.code": "ReportInfectionInput.code", "RecordPatchRunInput.code": "ReportInfectionInput.code", "RecordScanInput.code": "ReportInfectionInput.code",
	"AssetPatchInput.serial": "RegisterAssetInput.serial", "UpdateDepartmentInput.code": "CreateDepartmentInput.code",
	"CreateDepartmentInput.idempotencyKey": "RegisterAssetInput.idempotencyKey", "CreatePostInput.idempotencyKey": "RegisterAssetInput.idempotencyKey",
	"HireStaffInput.idempotencyKey": "RegisterAssetInput.idempotencyKey", "ImportPostInput.idempotencyKey": "RegisterAssetInput.idempotencyKey",
	"RecordPatchRunInput.idempotencyKey": "RegisterAssetInput.idempotencyKey", "RecordScanInput.idempotencyKey": "RegisterAssetInput.idempotencyKey",
	"ReportMistakeInput.idempotencyKey": "RegisterAssetInput.idempotencyKey", "ReportIncidentInput.idempotencyKey": "RegisterAssetInput.idempotencyKey", "ReportInfectionInput.idempotencyKey": "RegisterAssetInput.idempotencyKey",
	"RequestChangeInput.idempotencyKey": "RegisterAssetInput.idempotencyKey", "RequestSupportInput.idempotencyKey": "RegisterAssetInput.idempotencyKey",
	"ChangeSiteInput.idempotencyKey":        "RegisterAssetInput.idempotencyKey",
	"UploadMediaInput.idempotencyKey":       "RegisterAssetInput.idempotencyKey",
	"SubmitConnectListInput.idempotencyKey": "RegisterAssetInput.idempotencyKey",
	"CorrectAssetInput.idempotencyKey":      "RegisterAssetInput.idempotencyKey", "UpdateAssetCorrectionInput.code": "CorrectAssetInput.code",
	"UpdateAssetCorrectionInput.serial": "CorrectAssetInput.serial",
	"ReadCountFilter.category":          "Query.category.slug",
	"NewsArticle.previous.category":     "Query.category.slug", "Page.previous.category": "Query.category.slug", "Announcement.previous.category": "Query.category.slug", "HealthGuide.previous.category": "Query.category.slug", "RecruitmentNotice.previous.category": "Query.category.slug", "TenderNotice.previous.category": "Query.category.slug", "DepartmentPage.previous.category": "Query.category.slug", "StaffProfile.previous.category": "Query.category.slug",
	"NewsArticle.next.category": "Query.category.slug", "Page.next.category": "Query.category.slug", "Announcement.next.category": "Query.category.slug", "HealthGuide.next.category": "Query.category.slug", "RecruitmentNotice.next.category": "Query.category.slug", "TenderNotice.next.category": "Query.category.slug", "DepartmentPage.next.category": "Query.category.slug", "StaffProfile.next.category": "Query.category.slug",
}

// Both stores find the same by texts that are almost what is there.
func TestLookUpsAnswerAlike(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	answers := map[db.Dialect]map[string]string{}
	t.Run("stores", func(t *testing.T) {
		run(t, func(t *testing.T, w *world) {
			mine := answersOf(t, w)
			mu.Lock()
			defer mu.Unlock()
			answers[w.DB.Dialect] = mine
		})
	})
	for dialect, theirs := range answers {
		for _, question := range slices.Sorted(maps.Keys(answers[db.SQLite])) {
			if want, got := answers[db.SQLite][question], theirs[question]; want != got {
				t.Errorf("%s\nsqlite: %s\n%s: %s", question, want, dialect, got)
			}
		}
	}
}

// answersOf asks each look-up each variant of its text, and returns the answers.
func answersOf(t *testing.T, w *world) map[string]string {
	t.Helper()
	table, answers := lookUps(t, w), map[string]string{}
	wanted := lookUpsOf(generated.NewExecutableSchema(generated.Config{}).Schema())
	for name := range wanted {
		if _, ok := table[name]; !ok && table[alikeBy[name]].ask == nil {
			t.Errorf("%s takes a text: ask it here", name)
		}
	}
	for name := range alikeBy {
		if !wanted[name] || table[name].ask != nil {
			t.Errorf("%s no longer exists, or has its own row", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(table)) {
		l := table[name]
		if of, _, _ := strings.Cut(name, ": "); !wanted[of] && !strings.HasSuffix(of, ".name") {
			t.Errorf("%s is no look-up of the schema", name)
		}
		ways, misses := variants(l.text), 0
		for _, way := range slices.Sorted(maps.Keys(ways)) {
			body := l.ask(ways[way]).Body
			answers[name+", "+way] = body
			if strings.Contains(body, l.found) {
				continue
			}
			if misses++; way == "as it is" {
				t.Errorf("%s does not find %q: %s", name, l.text, body)
			}
		}
		if misses == 0 {
			t.Errorf("%s finds whatever it is asked", name)
		}
	}
	return answers
}

// lookUps fills a centre and says how each text is looked up.
func lookUps(t *testing.T, w *world) map[string]lookUp {
	t.Helper()
	h := newHospital(t, w)
	editor, _ := w.person(t, h.wardKey, "bien.tap", access.WebEditor)
	clerk, _ := w.person(t, h.wardKey, "nhan.su", access.Personnel)
	ask := func(by *client, query string, more map[string]any) func(string) response {
		return func(text string) response {
			variables := map[string]any{"t": text}
			maps.Copy(variables, more)
			return by.do(t, query, variables)
		}
	}
	h.register(t, "MAY-01", "SERVER", h.ward, map[string]any{"name": "Máy đo Hòa", "serial": "Hòa 01",
		"interfaces": []map[string]any{{"name": "eth0", "mac": "aa:bb:cc:dd:ee:0f", "ip": "fd00::a"}}})
	h.register(t, "PM-01", "SOFTWARE_SYSTEM", h.ward, nil)
	c := post.Copy{Title: "Bài Đái tháo đường", Body: "<p>Khám.</p>"}
	c.Content.V.Tags = []string{"Đái tháo đường"}
	category := db.NewID()
	w.Insert(t.Context(), t, "categories", kit.Row{"id": category, "slug": "tin-tuc", "name": "Tin Hòa", "version": 1})
	c.Content.V.Categories = []db.ID{category}
	shown := w.show(t, h.wardKey, "bai-viet-a", kit.Row{"title": c.Title})
	w.findable(t, shown, h.wardKey, c)
	w.Insert(t.Context(), t, "slugs", kit.Row{"slug": "bai-viet-cu", "post_id": shown})
	w.Exec(t, "UPDATE staff SET name = 'Võ Hòa', sort_name = ?, search = ? WHERE id = ?", text.SortName("Võ Hòa", 120), text.Searched(400, "Võ Hòa"), h.nurseOf)
	w.Insert(t.Context(), t, "service_accounts", kit.Row{"id": category, "asset_id": keyOf(t, h.ids["MAY-01"]), "name": "Cổng Hòa", "name_key": text.Key("Cổng Hòa"), "responsible_id": h.nurseOf, "state": "ACTIVE"})
	w.Insert(t.Context(), t, "tokens", kit.Row{"id": category, "service_account_id": category, "name": "Hằng đêm", "issued_by": h.nurseOf, "expires_at": w.DB.Now(t.Context())})
	w.Insert(t.Context(), t, "token_secrets", kit.Row{"id": category, "token_id": category, "prefix": "ttyt_t_aaaaaaaaaa", "hash": make([]byte, 32)})

	n := 0
	fresh := func(prefix string) string { n++; return fmt.Sprint(prefix, n) }
	register := func(more func(text string) map[string]any) func(string) response {
		return func(text string) response {
			input := map[string]any{"code": fresh("TB-"), "name": "Thiết bị", "kind": "SERVER", "department": h.ward}
			maps.Copy(input, more(text))
			return h.it.do(t, `mutation($i: RegisterAssetInput!) { registerAsset(input: $i) { asset { code } userErrors { code path } } }`, map[string]any{"i": input})
		}
	}
	correct := func(field string) func(string) response {
		return func(text string) response {
			code := fresh("TB-")
			h.register(t, code, "SERVER", h.ward, nil)
			return h.it.do(t, `mutation($i: CorrectAssetInput!) { correctAsset(input: $i) { assetCorrection { after { code serial } } userErrors { code path } } }`,
				map[string]any{"i": map[string]any{"id": h.ids[code], "expectedVersion": 1, field: text, "reason": "Gõ nhầm"}})
		}
	}
	slug := func(query string) string { return "query($t: Slug) { " + query + " }" }
	query := func(query string) string { return "query($t: String) { " + query + " }" }
	taken := `"TAKEN"`
	sum := sha256.Sum256([]byte("tệp"))
	w.Insert(t.Context(), t, "media_files", kit.Row{"id": db.NewID(), "department_id": h.wardKey, "uploader_id": h.nurseOf, "name": "tệp.txt", "sort_name": "tep", "media_type": "text/plain", "size": 5, "sha256": sum[:], "state": "CLEAN", "version": 1, "created_at": 1})
	return map[string]lookUp{
		"Query.asset.code":         {"MAY-01", `"MAY-01"`, ask(h.it, query("asset(code: $t) { code }"), nil)},
		"AssetFilter.text":         {"máy đo Hòa", `"totalCount":1`, ask(h.it, query("assets(filter: {text: $t}) { totalCount }"), nil)},
		"AssetTechnicalFilter.ip":  {"fd00::a", `"totalCount":1`, ask(h.it, query("assets(filter: {technical: {ip: $t}}) { totalCount }"), nil)},
		"AssetTechnicalFilter.mac": {"aa:bb:cc:dd:ee:0f", `"totalCount":1`, ask(h.it, query("assets(filter: {technical: {mac: $t}}) { totalCount }"), nil)},
		"AssetTechnicalFilter.licence": {"phần mềm Hòa", `"totalCount":1`, func(text string) response {
			h.it.do(t, `mutation($a: ID!) { addAssetLicence(input: {asset: $a, product: "Phần mềm Hòa 2"}) { userErrors { code } } }`, map[string]any{"a": h.ids["PM-01"]})
			return h.it.do(t, `query($t: String) { assets(filter: {technical: {licence: $t}}) { totalCount } }`, map[string]any{"t": text})
		}},
		"AuditEventFilter.action": {"asset.register", `"asset.register"`, ask(h.it, query("auditEvents(filter: {action: $t}) { nodes { action } }"), nil)},
		"AccountFilter.login":     {"truongkhoa", `"truongkhoa"`, ask(h.it, query("accounts(filter: {login: $t}) { nodes { login } }"), nil)},
		"Query.department.slug":   {"khoa-NOI", `"NOI"`, ask(h.it, slug("department(slug: $t) { code }"), nil)},
		"Query.department.code":   {"NOI", `"NOI"`, ask(h.it, query("department(code: $t) { code }"), nil)},
		"Query.mistakeState.number": {w.stranger().do(t, `mutation($post: ID!) { reportMistake(input: {post: $post, passage: "Nội dung"}) { number } }`, map[string]any{"post": db.GlobalID("post", shown)}).
			at(t, "data.reportMistake.number"), `"RECEIVED"`, ask(w.stranger(), "query($t: String!) { mistakeState(number: $t) }", nil)},
		"Query.category.slug":          {"tin-tuc", `"Tin Hòa"`, ask(w.stranger(), "query($t: Slug!) { category(slug: $t) { name } }", nil)},
		"PublishedPostFilter.category": {"tin-tuc", `"totalCount":1`, ask(w.stranger(), slug("category(slug: \"tin-tuc\") { posts(filter: {category: $t}) { totalCount } }"), nil)},
		"PublishedPostFilter.tag":      {"Đái tháo đường", `"totalCount":1`, ask(w.stranger(), query("category(slug: \"tin-tuc\") { posts(filter: {tag: $t}) { totalCount } }"), nil)},
		"PostFilter.category":          {"tin-tuc", `"totalCount":1`, ask(w.stranger(), slug("posts(filter: {category: $t}) { totalCount }"), nil)},
		"PostFilter.tag":               {"Đái tháo đường", `"totalCount":1`, ask(w.stranger(), query("posts(filter: {tag: $t}) { totalCount }"), nil)},
		"PostFilter.text":              {"Bài đái", `"totalCount":1`, ask(w.stranger(), query("posts(filter: {text: $t}) { totalCount }"), nil)},
		"Query.post.slug":              {"bai-viet-a", `"bai-viet-a"`, ask(w.stranger(), slug("post(slug: $t) { slug }"), nil)},
		"Query.route.path":             {"/bai-viet/bai-viet-a", `"redirect":false`, ask(w.stranger(), "query($t: String!) { route(path: $t) { ... on Route { path redirect } } }", nil)},
		"Query.route.path: of a past":  {"/bai-viet/bai-viet-cu", `"redirect":true`, ask(w.stranger(), "query($t: String!) { route(path: $t) { ... on Route { path redirect } } }", nil)},
		"Query.route.path: of a ward":  {"/khoa-phong/khoa-NOI", `"redirect":false`, ask(w.stranger(), "query($t: String!) { route(path: $t) { ... on Route { path redirect } } }", nil)},
		"MediaFileFilter.sha256":       {hex.EncodeToString(sum[:]), `"totalCount":1`, ask(h.it, query("mediaFiles(filter: {sha256: $t}) { totalCount }"), nil)},
		"StaffFilter.text":             {"võ Hòa", `"totalCount":1`, ask(h.it, query("staffMembers(filter: {text: $t}) { totalCount }"), nil)},
		"TokenFilter.prefix":           {"ttyt_t_aaaaaaaaaa", `"Hằng đêm"`, ask(h.it, query("tokens(filter: {prefix: $t}) { nodes { name } }"), nil)},

		"SignInInput.login": {"truongkhoa", `"userErrors":[]`, ask(w.stranger(), `mutation($t: String!) { signIn(input: {login: $t, password: "`+product.Password+`", client: APP}) { userErrors { code path } } }`, nil)},
		"CreateAccountInput.login": {"truongkhoa", taken, func(text string) response {
			return h.it.do(t, `mutation($t: String!, $s: ID!) { createAccount(input: {staff: $s, login: $t, alias: "Bút danh"}) { account { login } userErrors { code path } } }`,
				map[string]any{"t": text, "s": db.GlobalID("staff", w.Staff(t, h.wardKey, "Người mới"))})
		}},
		"CategoryInput.name": {"Tin Hòa", taken, ask(editor, `mutation($t: String!) { changeSite(input: {expectedVersion: 1, reason: "x", categories: [{name: $t}]}) { userErrors { code path } } }`, nil)},
		"CategoryInput.slug": {"tin-tuc", taken, func(text string) response {
			return editor.do(t, `mutation($t: Slug!, $n: String!) { changeSite(input: {expectedVersion: 1, reason: "x", categories: [{name: $n, slug: $t}]}) { userErrors { code path } } }`, map[string]any{"t": text, "n": fresh("Mục ")})
		}},
		"CreateDepartmentInput.code": {"NOI", taken, ask(h.director, `mutation($t: String!, $p: ID!) { createDepartment(input: {kind: UNIT, name: "Tổ mới", code: $t, parent: $p}) { department { code slug } userErrors { code path } } }`, map[string]any{"p": h.ward})},
		"HireStaffInput.code": {"NV-01", taken, func(text string) response {
			hire := func(code string) response {
				return clerk.do(t, `mutation($i: HireStaffInput!) { hireStaff(input: $i) { staffMember { code } userErrors { code path } } }`, map[string]any{"i": map[string]any{
					"code": code, "name": "Võ An", "department": h.ward, "employment": "CONTRACT", "startedOn": "2026-03-02", "decisionNo": "1/QĐ"}})
			}
			hire("NV-01")
			return hire(text)
		}},
		"ChangeSlugInput.slug": {"bai-viet-a", taken, func(text string) response {
			other := w.show(t, h.wardKey, fresh("khac-"), nil)
			return editor.do(t, `mutation($t: Slug!, $id: ID!) { changeSlug(input: {id: $id, expectedVersion: 1, slug: $t}) { userErrors { code path } } }`, map[string]any{"t": text, "id": db.GlobalID("post", other)})
		}},
		"CreateServiceAccountInput.name": {"Cổng Hòa", taken, ask(h.it, `mutation($t: String!, $a: ID!, $r: ID!) { createServiceAccount(input: {asset: $a, name: $t, purpose: "x", responsible: $r}) { serviceAccount { name } userErrors { code path } } }`,
			map[string]any{"a": h.ids["PM-01"], "r": h.itID})},
		"IssueTokenInput.scopes": {"scan.record", `"scan.record"`, func(text string) response {
			return h.it.do(t, `mutation($i: IssueTokenInput!) { issueToken(input: $i) { token { scopes } userErrors { code path } } }`, map[string]any{"i": map[string]any{"serviceAccount": db.GlobalID("service_account", category),
				"name": "Hằng ngày", "scopes": []string{text}, "addresses": []string{}, "expiresAt": w.Clock.Now().AddDate(0, 1, 0), "reason": "x",
				"scanRange": map[string]any{"kinds": []string{"SERVER"}}}})
		}},
		"ReportInfectionInput.code":         {"MAY-01", `"MAY-01"`, ask(h.nurse, `mutation($t: String) { reportInfection(input: {code: $t, description: "Lạ"}) { infection { asset { code } } userErrors { code path } } }`, nil)},
		"RegisterAssetInput.code":           {"MAY-01", taken, register(func(text string) map[string]any { return map[string]any{"code": text} })},
		"RegisterAssetInput.serial":         {"Hòa 01", taken, register(func(text string) map[string]any { return map[string]any{"serial": text} })},
		"RegisterAssetInput.idempotencyKey": {"khoa-01", `"code":"LAP-01"`, register(func(text string) map[string]any { return map[string]any{"code": "LAP-01", "idempotencyKey": text} })},
		"CorrectAssetInput.code":            {"MAY-01", taken, correct("code")},
		"CorrectAssetInput.serial":          {"Hòa 01", taken, correct("serial")},
		"AssetInterfaceInput.mac":           {"aa:bb:cc:dd:ee:0f", taken, register(func(text string) map[string]any { return map[string]any{"interfaces": []map[string]any{{"mac": text}}} })},
		"AssetInterfaceInput.ip":            {"fd00::a", taken, register(func(text string) map[string]any { return map[string]any{"interfaces": []map[string]any{{"ip": text}}} })},
	}
}
