package acceptance

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
)

// readers are those who may not know who reported. "tool" reads the register and the directory.
var readers = []string{"it1", "it2", "head", "head1", "web", "personnel", "c", "other", "tool"}

// words tell whether a word of an answer is one of some marks, or holds one.
func words(marks ...string) func(string) bool {
	return func(word string) bool {
		return slices.ContainsFunc(marks, func(m string) bool { return word == m || len(m) > shortest && strings.Contains(word, m) })
	}
}

// people are the marks of r, and of c who reported the same machine; of nobody who asks themselves.
func (v *veiled) people(t *testing.T, reader string) func(string) bool {
	t.Helper()
	var marks []string
	for _, who := range []string{"r", "c"} {
		if who == reader {
			continue
		}
		marks = append(marks, db.GlobalID("staff", v.staff[who]), "Họ Tên "+strings.ToUpper(who), "Bút danh u."+who)
		marks = append(marks, v.texts(t, "SELECT code FROM staff WHERE id = ?", v.staff[who])...)
		for _, account := range v.keys(t, "SELECT id FROM accounts WHERE staff_id = ?", v.staff[who]) {
			marks = append(marks, db.GlobalID("account", account))
		}
	}
	return words(marks...)
}

// secrets are the ids of what became a matter of security: the incidents, and all of it with the machines.
func (v *veiled) secrets() (incidents, all func(string) bool) {
	var ids, of []string
	for _, name := range v.sealed {
		if ids = append(ids, v.matters[name]); v.subject[name] == "Incident" {
			of = append(of, v.matters[name])
		}
	}
	return words(of...), words(append(ids, v.assets["PC-1"], v.assets["PC-2"])...)
}

// ties reports whether an answer names one of these and one of those together: in one element of a list, or beside it.
func ties(answer any, one, other func(string) bool, hasOne, hasOther bool) bool {
	var elements []any
	var look func(v any)
	look = func(v any) {
		switch v := v.(type) {
		case string:
			hasOne, hasOther = hasOne || one(v), hasOther || other(v)
		case map[string]any:
			for _, inner := range v {
				look(inner)
			}
		case []any:
			elements = append(elements, v...)
		}
	}
	look(answer)
	return hasOne && hasOther || slices.ContainsFunc(elements, func(e any) bool { return ties(e, one, other, hasOne, hasOther) })
}

// told is ties, where what was asked for counts as a part of each element that is answered.
func told(asked, answer any, one, other func(string) bool) bool {
	hasOne, hasOther := mentions(asked, one), mentions(asked, other)
	return ties(answer, one, other, false, false) ||
		slices.ContainsFunc(elements(answer), func(e any) bool { return ties(e, one, other, hasOne, hasOther) })
}

func mentions(v any, mark func(string) bool) bool {
	return ties(v, mark, mark, false, false)
}

// elements are those of the lists in an answer, but not of the lists in them.
func elements(answer any) (all []any) {
	switch v := answer.(type) {
	case map[string]any:
		for _, inner := range v {
			all = append(all, elements(inner)...)
		}
	case []any:
		return v
	}
	return all
}

// telling returns what the reader is told by which the reporter, or their department, is tied to the matter.
func (v *veiled) telling(t *testing.T, reader string, doors []door) (leaks []string) {
	t.Helper()
	person, noi := v.people(t, reader), words("NOI", v.department(t, "NOI"))
	incidents, all := v.secrets()
	for _, d := range doors {
		r := v.as[reader].do(t, d.document, d.variables)
		var answer struct {
			Errors []struct{ Extensions struct{ Code string } }
			Data   any
		}
		if err := json.Unmarshal([]byte(r.Body), &answer); err != nil {
			t.Fatal(err)
		}
		for _, e := range answer.Errors {
			if !slices.Contains([]string{"NOT_FOUND", "FORBIDDEN", "UNAUTHENTICATED"}, e.Extensions.Code) {
				t.Fatalf("%s\n%v\n%s", d.document, d.variables, r.Body)
			}
		}
		if told(d.variables, answer.Data, person, all) || told(d.variables, answer.Data, noi, incidents) {
			leaks = append(leaks, fmt.Sprint(d.document, d.variables, "\n", r.Body))
		}
	}
	return leaks
}

// Who reported what became a matter of security is told through no door (Art. 6d): not by what was written before it was
// one, nor by what they did later; not by presence, count or filter; not after they left either.
func TestArticle6d_NoDoorTellsWhoReported(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		v := newVeiled(t, w)
		doors := v.doors(t)
		if missing := unwalked(doors); missing != nil {
			t.Errorf("nobody has walked through %q", missing)
		}
		for _, reader := range []string{"it1", "head1"} {
			if len(v.telling(t, reader, doors)) == 0 {
				t.Errorf("%s is told nothing even before: the walk proves nothing", reader)
			}
		}
		v.seal(t)
		check := func(when string, readers ...string) {
			doors := v.doors(t)
			for _, reader := range readers {
				leaks := v.telling(t, reader, doors)
				for _, leak := range leaks[:min(len(leaks), 5)] {
					t.Errorf("%s, %s is told who reported, by %d doors: %.1800s", when, reader, len(leaks), leak)
				}
			}
		}
		check("afterwards", readers...)
		v.answersTellNothing(t)
		v.ok(t, "personnel", `mutation($id: ID!) { endEmployment(input: {id: $id, expectedVersion: 1, decisionNo: "7/QĐ", effectiveOn: "2026-03-02"}) { userErrors { message } } }`,
			map[string]any{"id": db.GlobalID("staff", v.staff["r"])})
		check("when they have left", "it1", "head")
	})
}

// answersTellNothing looks at what is answered to a change: of the matter as it is now, and as it was meanwhile changed.
func (v *veiled) answersTellNothing(t *testing.T) {
	t.Helper()
	person := v.people(t, "it1")
	const shown = `{ ... on Incident { reporter { id } department { code } followUps { author { name } } history { nodes { actor { name } } } } }`
	for _, more := range []map[string]any{{"expectedVersion": 1}, {}} {
		input := map[string]any{"id": v.matters["fault"], "text": "Đang xem."}
		document := `mutation($in: FollowUpIncidentInput!) { r: followUpIncident(input: $in) { incident ` + shown + ` userErrors { code } } }`
		if more["expectedVersion"] != nil {
			input = map[string]any{"id": v.matters["fault"], "expectedVersion": 1}
			document = `mutation($in: TakeIncidentInput!) { r: takeIncident(input: $in) { incident { id } userErrors { code ... on ConflictError { current ` + shown + ` } } } }`
		}
		r := v.as["it1"].do(t, document, map[string]any{"in": input})
		var answer any
		if err := json.Unmarshal([]byte(r.Body), &answer); err != nil || strings.Contains(r.Body, `"errors"`) || mentions(answer, person) || mentions(answer, words("NOI")) {
			t.Errorf("%v %s", err, r.Body)
		}
	}
}

// The reporter and the Board go on knowing, and the record keeps it.
func TestArticle6d_TheReporterAndTheBoardKnow(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		v := newVeiled(t, w)
		v.seal(t)
		r := db.GlobalID("staff", v.staff["r"])
		for _, reader := range []string{"r", "director"} {
			for name, fields := range map[string]string{
				"fault": "reporter { id }", "site": "reporter { id }", "theft": "reporter { id }", "virus": "reporter { id }", "infection": "reporter { id } history { nodes { actor { id } } }",
				"repair": "requester { id }", "withdrawn": "requester { id } approvals { nodes { author { id } submitter { id } decisions { nodes { decidedBy { id } } } } }", "decision": "decidedBy { id }",
			} {
				got := v.as[reader].do(t, "query($id: ID!) { node(id: $id) { ... on "+v.subject[name]+" { "+fields+" } } }", map[string]any{"id": v.matters[name]})
				if name == "decision" && reader == "director" {
					continue // the Board sees an approval once it was told of it
				}
				if !strings.Contains(got.Body, r) {
					t.Errorf("%s as %s: %s", name, reader, got.Body)
				}
			}
			for name, action := range map[string]string{"fault": "incident.reported", "site": "incident.followed_up", "theft": "incident.reported", "virus": "incident.reopened",
				"infection": "infection.reported", "repair": "change_request.request", "withdrawn": "change_request.withdraw"} {
				record := v.as[reader].do(t, "query($f: AuditEventFilter) { auditEvents(filter: $f) { totalCount nodes { actorId } } }",
					map[string]any{"f": map[string]any{"subject": v.matters[name], "action": action, "staff": r}})
				if !strings.Contains(record.Body, r) {
					t.Errorf("the record of %s, %s, as %s: %s", name, action, reader, record.Body)
				}
			}
			history := v.as[reader].do(t, `query($id: ID!) { asset(id: $id) { history(first: 100) { nodes { field after by { id } } } } }`, map[string]any{"id": v.assets["PC-2"]})
			if !strings.Contains(history.Body, r) {
				t.Errorf("the history of the machine as %s: %s", reader, history.Body)
			}
		}
	})
}

// A person's own acts stay in their own trail, without what would reveal the reporter: the department that the incident had,
// and digests that cover the reporter.
func TestArticle6d_OwnTrailsAreVeiledToo(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		v := newVeiled(t, w)
		const trail = `query($f: AuditEventFilter) { auditEvents(first: 100, filter: $f) { totalCount nodes { action department { code } beforeDigest afterDigest } } }`
		of := func(who, name string, more map[string]any) response {
			f := map[string]any{"subject": v.matters[name]}
			for k, x := range more {
				f[k] = x
			}
			return v.as[who].do(t, trail, map[string]any{"f": f})
		}
		taken := map[string]any{"action": "incident.taken"}
		of("it1", "fault", taken).want(t, `{"data": {"auditEvents": {"totalCount": 1, "nodes": [{"action": "incident.taken", "department": {"code": "NOI"}, "beforeDigest": "*", "afterDigest": "*"}]}}}`)
		v.seal(t)
		of("it1", "fault", taken).want(t, `{"data": {"auditEvents": {"totalCount": 1, "nodes": [{"action": "incident.taken", "department": null, "beforeDigest": null, "afterDigest": null}]}}}`)
		of("director", "fault", taken).want(t, `{"data": {"auditEvents": {"totalCount": 1, "nodes": [{"action": "incident.taken", "department": {"code": "NOI"}, "beforeDigest": "*", "afterDigest": "*"}]}}}`)
		of("it1", "fault", map[string]any{"department": v.department(t, "NOI")}).want(t, `{"data": {"auditEvents": {"totalCount": 0, "nodes": []}}}`)
		of("it1", "ordinary", nil).want(t, `{"data": {"auditEvents": {"totalCount": 0, "nodes": []}}}`) // no matter of security
		for _, name := range []string{"fault", "site", "theft", "virus", "infection"} {
			for _, reader := range readers {
				if got := of(reader, name, nil).Body; strings.Contains(got, `Digest":"`) {
					t.Errorf("%s has digests of %s: %s", reader, name, got)
				}
			}
		}
	})
}

// An asset that the reader may not see is named to them by nothing that was written of it: not in the history of another, in
// the record of what was theirs, or in what they were told.
func TestArticle5b_HiddenAssetsAreNamedNowhere(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		v := newVeiled(t, w)
		office := v.keys(t, "SELECT id FROM departments WHERE code = 'TCHC'")[0]
		v.register(t, office, "SW-9", "NETWORK_DEVICE")
		device := db.GlobalID("asset", v.keys(t, "SELECT id FROM assets WHERE code = 'SW-9'")[0])
		for _, field := range []string{"linkAssets", "unlinkAssets"} {
			v.ok(t, "it1", `mutation($a: ID!, $b: ID!) { `+field+`(input: {asset: $a, dependsOn: $b}) { userErrors { message } } }`, map[string]any{"a": v.assets["PC-1"], "b": device})
		}
		const history = `query($id: ID!) { asset(id: $id) { history(first: 2) { totalCount nodes { action field before after } } } }`
		lines := func(code string) string {
			return `{"data": {"asset": {"history": {"totalCount": "*", "nodes": [{"action": "UNLINKED", "field": "dependsOn", "before": "` + code + `", "after": ""},
				{"action": "LINKED", "field": "dependsOn", "before": "", "after": "` + code + `"}]}}}}`
		}
		for reader, code := range map[string]string{"c": "", "head": "", "head1": "", "it1": "SW-9", "director": "SW-9"} {
			v.as[reader].do(t, history, map[string]any{"id": v.assets["PC-1"]}).want(t, lines(code))
		}

		version := v.as["it1"].do(t, `query($id: ID!) { asset(id: $id) { version } }`, map[string]any{"id": v.assets["PC-2"]}).at(t, "data.asset.version")
		v.ok(t, "it1", `mutation($a: ID!, $v: Int!, $d: ID!) { transferAsset(input: {id: $a, expectedVersion: $v, department: $d}) { userErrors { message } } }`,
			map[string]any{"a": v.assets["PC-2"], "v": json.Number(version), "d": db.GlobalID("department", office)})
		const told = `query($id: ID!) { auditEvents(first: 100, filter: {subject: $id}) { nodes { detail } } me { inbox(first: 100) { nodes { detail } } } }`
		for reader, sees := range map[string]bool{"head": false, "head1": false, "director": true} {
			r := v.as[reader].do(t, told, map[string]any{"id": v.assets["PC-2"]})
			if strings.Contains(r.Body, "PC-2") != sees || !strings.Contains(r.Body, `"detail"`) {
				t.Errorf("as %s: %s", reader, r.Body)
			}
		}
	})
}
