package acceptance

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/wire/transport"
)

// valuesWorld is a department with a clerk who may do everything that the requests below ask for, and a machine.
type valuesWorld struct {
	*world
	clerk *client
	ids   map[string]string // for the words in brackets
}

func newValuesWorld(t *testing.T, w *world) *valuesWorld {
	root := w.Department(t, "CENTRE", "TTYT", db.ID{})
	office := w.Department(t, "OFFICE", "TCHC", root)
	clerk, person := w.person(t, office, "nhan.vien", access.IT, access.WebEditor, access.Personnel)
	v := &valuesWorld{w, clerk, map[string]string{"<department>": db.GlobalID("department", office), "<person>": db.GlobalID("staff", person)}}
	v.ids["<asset>"] = v.ask(t, `mutation($i:RegisterAssetInput!){registerAsset(input:$i){asset{id} userErrors{code}}}`,
		`{"i":{"code":"MC-01","name":"Máy trạm","kind":"WORKSTATION","state":"IN_USE","department":"<department>","purchasedOn":"2024-01-02","warrantyUntil":"2027-01-02","custodian":"<person>"}}`).at(t, "data.registerAsset.asset.id")
	return v
}

// ask posts a request; its variables name what is on record in brackets.
func (v *valuesWorld) ask(t *testing.T, query, variables string) response {
	t.Helper()
	for word, id := range v.ids {
		variables = strings.ReplaceAll(variables, word, id)
	}
	return v.clerk.do(t, query, json.RawMessage(variables))
}

// An enum is read letter for letter, in every place. A looser reading would let through: a manager who publishes alone, a
// reporter who is shown, an infected machine in use, a bearer instead of a cookie.
func TestEnumsInAnotherCase(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		v := newValuesWorld(t, w)
		for at, c := range map[string]struct{ query, variables string }{
			"$f.type.0":     {`query($f:PostFilter){posts(filter:$f){totalCount}}`, `{"f":{"type":["page"]}}`},
			"$f.type":       {`query($f:PostFilter){posts(filter:$f){totalCount}}`, `{"f":{"type":"page"}}`},
			"$o.field":      {`query($o:PostOrder){posts(orderBy:$o){totalCount}}`, `{"o":{"field":"title"}}`},
			"$i.type":       {`mutation($i:CreatePostInput!){createPost(input:$i){post{id} userErrors{code}}}`, `{"i":{"type":"news_article","department":"<department>","title":"x"}}`},
			"$i.audience":   {`mutation($i:CreatePostInput!){createPost(input:$i){post{id} userErrors{code}}}`, `{"i":{"type":"NEWS_ARTICLE","department":"<department>","title":"x","audience":"public"}}`},
			"$i.category":   {`mutation($i:ReportIncidentInput!){reportIncident(input:$i){incident{id} userErrors{code}}}`, `{"i":{"title":"Nghi lộ mật khẩu","category":"security"}}`},
			"$i.urgency":    {`mutation($i:ReportIncidentInput!){reportIncident(input:$i){incident{id} userErrors{code}}}`, `{"i":{"title":"Mất mạng","category":"NETWORK","urgency":"high"}}`},
			"$i.employment": {`mutation($i:HireStaffInput!){hireStaff(input:$i){staffMember{id} userErrors{code}}}`, `{"i":{"code":"NV777","name":"Lê Thị Mẫu","department":"<department>","employment":"trainee","startedOn":"2026-11-01","decisionNo":"1"}}`},
			"$i.privacy":    {`mutation($i:SubmitPostInput!){submitPost(input:$i){post{working} userErrors{code}}}`, `{"i":{"id":"x","expectedVersion":1,"privacy":"consent"}}`},
			"$i.result":     {`mutation($i:RecordScanInput!){recordScan(input:$i){scan{result} userErrors{code}}}`, `{"i":{"code":"MC-01","result":"infected","threat":"EICAR"}}`},
			"$i.client":     {`mutation($i:SignInInput!){signIn(input:$i){token userErrors{code}}}`, `{"i":{"login":"nhan.vien","password":"mưa rào tháng sáu","client":"browser"}}`},
		} {
			v.ask(t, c.query, c.variables).want(t, fmt.Sprintf(`{"errors":[{"message":"%s: Is not a value of the enum (which is case-sensitive).","extensions":{"code":"BAD_INPUT","traceId":%q}}]}`, at, traceID))
		}
		vi := v.clerk.with("Accept-Language", "vi").with("Accept", "application/graphql-response+json")
		got := vi.do(t, `query($k:DepartmentKind){departments(filter:{kind:$k}){code}}`, map[string]any{"k": "office"})
		if got.Status != 400 || got.at(t, "errors.0.message") != "$k: Không có giá trị này trong kiểu liệt kê (phân biệt chữ hoa, chữ thường)." {
			t.Errorf("%d %s", got.Status, got.Body)
		}
		s := v.clerk.connect(t)
		s.send(t, `{"id":"1","type":"subscribe","payload":{"query":"query($t:[PostType!]){posts(filter:{type:$t}){totalCount}}","variables":{"t":"page"}}}`)
		s.want(t, `{"id":"1","type":"error","payload":[{"message":"$t: Is not a value of the enum (which is case-sensitive).","extensions":{"code":"BAD_INPUT","traceId":"*"}}]}`)
	})
}

// Null is what is left out, in the document as in variables, and clears where the schema says so.
func TestNullIsLeftOutOrClears(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		v := newValuesWorld(t, w)
		for _, c := range []struct{ query, variables string }{
			{`query($f:AssetFilter){assets(filter:$f){totalCount}}`, `{"f":{"department":null,"custodian":null,"kind":null,"text":null}}`},
			{`query($d:ID){incidents(filter:{department:$d}){totalCount}}`, `{"d":null}`},
			{`query($f:AuditEventFilter){auditEvents(filter:$f){totalCount}}`, `{"f":{"from":null,"to":null}}`},
			{`query($f:DepartmentFilter){departments(filter:$f){code}}`, `{"f":{"below":null}}`},
			{`{departments(filter:{below:null}){code}}`, `null`},
			{`query($n:Int,$a:String,$f:PostFilter){posts(first:$n,after:$a,filter:$f,orderBy:null){totalCount}}`, `{"n":null,"a":null,"f":null}`},
			{`mutation($i:CreatePostInput!){createPost(input:$i){post{id} userErrors{code path}}}`, `{"i":{"type":"TENDER_NOTICE","department":"<department>","title":"Gói thầu thử","content":{"tenderNotice":{"packageNumber":"1","packageName":"x","procurementForm":"OTHER","issuedOn":null,"submissionDeadline":"2036-12-30T09:00:00+07:00","openingAt":null,"estimatedValue":null}}}}`},
			{`mutation($i:RegisterAssetInput!){registerAsset(input:$i){asset{code} userErrors{code}}}`, `{"i":{"code":"NULL-1","name":"Máy in","kind":"PRINTER","department":"<department>","purchasedOn":null,"interfaces":[{"name":"eth0","switch":null}]}}`},
			{`mutation($i:RecordScanInput!){recordScan(input:$i){scan{id} userErrors{code}}}`, `{"i":{"code":"MC-01","result":"CLEAN","madeAt":null,"signaturesAt":null}}`},
		} {
			got := v.ask(t, c.query, c.variables)
			if strings.Contains(got.Body, "errors\"") || strings.Contains(got.Body, `"code":"INVALID"`) || strings.Contains(got.Body, "null") {
				t.Errorf("%s: %s", c.query, got.Body)
			}
		}

		updateAsset := `mutation($i:UpdateAssetInput!){updateAsset(input:$i){asset{purchasedOn warrantyUntil custodian{id}} userErrors{code}}}`
		v.ask(t, updateAsset, `{"i":{"id":"<asset>","expectedVersion":1,"name":"Máy trạm 1"}}`).
			want(t, `{"data":{"updateAsset":{"asset":{"purchasedOn":"2024-01-02","warrantyUntil":"2027-01-02","custodian":{"id":"`+v.ids["<person>"]+`"}},"userErrors":[]}}}`)
		v.ask(t, updateAsset, `{"i":{"id":"<asset>","expectedVersion":2,"name":null,"purchasedOn":null,"warrantyUntil":null,"custodian":null}}`).
			want(t, `{"data":{"updateAsset":{"asset":{"purchasedOn":null,"warrantyUntil":null,"custodian":null},"userErrors":[]}}}`)

		hired := v.ask(t, `mutation($i:HireStaffInput!){hireStaff(input:$i){staffMember{id} userErrors{code}}}`,
			`{"i":{"code":"NV778","name":"Lê Thị Mẫu","department":"<department>","employment":"CONTRACT","startedOn":"2026-01-01","endsOn":"2030-01-01","birthDate":"1990-01-01","decisionNo":"1"}}`)
		v.ids["<hired>"] = hired.at(t, "data.hireStaff.staffMember.id")
		updateStaff := `mutation($i:UpdateStaffInput!){updateStaff(input:$i){staffMember{privateRecord{endsOn birthDate}} userErrors{code}}}`
		v.ask(t, updateStaff, `{"i":{"id":"<hired>","expectedVersion":1,"title":"Y sĩ","name":null,"employment":null,"identityNo":null}}`).
			want(t, `{"data":{"updateStaff":{"staffMember":{"privateRecord":{"endsOn":"2030-01-01","birthDate":"1990-01-01"}},"userErrors":[]}}}`)
		v.ask(t, updateStaff, `{"i":{"id":"<hired>","expectedVersion":2,"endsOn":null,"birthDate":null}}`).
			want(t, `{"data":{"updateStaff":{"staffMember":{"privateRecord":{"endsOn":null,"birthDate":null}},"userErrors":[]}}}`)
	})
}

// A nullable variable may stand where null may not, for its default; null itself is refused, at the beginning of a
// subscription too.
func TestNullInADirective(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		w = w.serve(t, transport.Limits{})
		reader, _ := w.person(t, w.Department(t, "CENTRE", "TTYT", db.ID{}), "ban.doc")
		const says = "$s: Must not be null where the variable is used."
		for _, query := range []string{
			`query($s:Boolean=true){posts(first:1) @include(if:$s){totalCount}}`,
			`query($s:Boolean=false){posts(first:1){nodes{title @skip(if:$s)}}}`,
			`query($s:Boolean=false){posts(first:1){...F}} fragment F on PostConnection {totalCount @skip(if:$s)}`,
		} {
			reader.do(t, query, map[string]any{"s": nil}).want(t, fmt.Sprintf(`{"errors":[{"message":%q,"extensions":{"code":"BAD_INPUT","traceId":%q}}]}`, says, traceID))
			if got := reader.do(t, query, map[string]any{"s": true}); strings.Contains(got.Body, "errors") {
				t.Errorf("%s: %s", query, got.Body)
			}
		}
		s := reader.connect(t)
		s.send(t, `{"id":"1","type":"subscribe","payload":{"query":"subscription($s:Boolean=true){inboxItemAdded{kind @include(if:$s)}}","variables":{"s":null}}}`)
		s.want(t, fmt.Sprintf(`{"id":"1","type":"error","payload":[{"message":%q,"extensions":{"code":"BAD_INPUT","traceId":"*"}}]}`, says))
	})
}

// One wrong value in an operation, and none of its fields runs.
func TestOneWrongValueRunsNothing(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		v := newValuesWorld(t, w)
		const two = `mutation%s{a:registerAsset(input:{code:"A-1",name:"x",kind:PRINTER,department:"%s"}){asset{id}} b:registerAsset(input:{code:"A-2",name:"x",kind:PRINTER,department:"%[2]s",purchasedOn:%[3]s}){asset{id}}}`
		for _, c := range []struct{ define, day, variables string }{
			{"", `"2026-3-2"`, `{}`},
			{"", `20260302`, `{}`},
			{"($d:Date)", `$d`, `{"d":"02/03/2026"}`},
		} {
			got := v.ask(t, fmt.Sprintf(two, c.define, v.ids["<department>"], c.day), c.variables)
			if !strings.Contains(got.Body, "Must be a date such as 2026-03-02.") || strings.Contains(got.Body, `"data"`) {
				t.Errorf("%s %s: %s", c.day, c.variables, got.Body)
			}
		}
		v.ask(t, `{assets(filter:{kind:PRINTER}){totalCount}}`, `null`).want(t, `{"data":{"assets":{"totalCount":0}}}`)
	})
}
