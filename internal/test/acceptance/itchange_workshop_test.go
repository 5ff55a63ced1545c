package acceptance

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
)

// workshop is a centre whose department NOI has machines, with two of IT and two of the Board.
type workshop struct {
	*world
	as  map[string]*client
	ids map[string]string // of people, departments and assets, by name
}

func newWorkshop(t *testing.T, w *world) *workshop {
	t.Helper()
	s := &workshop{w, map[string]*client{}, map[string]string{}}
	root := w.Department(t, "CENTRE", "TTYT", db.ID{})
	board, office, noi := w.Department(t, "BOARD", "BGD", root), w.Department(t, "OFFICE", "TCHC", root), w.Department(t, "CLINICAL", "NOI", root)
	s.ids["NOI"], s.ids["TCHC"] = db.GlobalID("department", noi), db.GlobalID("department", office)
	for _, p := range []struct {
		name  string
		home  db.ID
		roles []access.Role
	}{
		{"nurse", noi, nil}, {"head", noi, nil}, {"it", office, []access.Role{access.IT}}, {"it2", office, []access.Role{access.IT}},
		{"director", board, []access.Role{access.Director}}, {"second", board, []access.Role{access.Director}},
	} {
		id := w.Staff(t, p.home, p.name, p.roles...)
		s.ids[p.name] = db.GlobalID("staff", id)
		if p.name == "head" {
			w.Position(t, id, noi, "HEAD")
		}
		s.as[p.name] = w.signIn(t, id, "u."+p.name)
	}
	return s
}

// asset registers one of the department.
func (s *workshop) asset(t *testing.T, code, kind, department string, more map[string]any) string {
	t.Helper()
	input := map[string]any{"code": code, "name": "Thiết bị " + code, "kind": kind, "department": s.ids[department]}
	for k, v := range more {
		input[k] = v
	}
	r := s.as["it"].do(t, `mutation($input: RegisterAssetInput!) { registerAsset(input: $input) { asset { id } userErrors { code message } } }`, map[string]any{"input": input})
	s.ids[code] = r.at(t, "data.registerAsset.asset.id")
	return s.ids[code]
}

// did is what a change answers, as far as these tests look.
type did struct {
	Request struct {
		ID, State, Rule string
		Unconfirmed     bool
		Approval        *struct {
			ID, State, Step string
			SkipReason      *string
		}
	}
	code, rule, message string // of the first error of either channel
}

// change runs a mutation of change requests.
func (s *workshop) change(t *testing.T, who, field string, input map[string]any) (d did) {
	t.Helper()
	name := strings.ToUpper(field[:1]) + field[1:] + "Input"
	r := s.as[who].do(t, `mutation($input: `+name+`!) { done: `+field+`(input: $input) {
		changeRequest { id state rule unconfirmed approval { id state step skipReason } } userErrors { code rule message } } }`, map[string]any{"input": input})
	var answer struct {
		Errors []struct {
			Message    string
			Extensions struct{ Code, Rule string }
		}
		Data struct {
			Done struct {
				ChangeRequest json.RawMessage
				UserErrors    []struct{ Code, Rule, Message string }
			}
		}
	}
	if err := json.Unmarshal([]byte(r.Body), &answer); err != nil {
		t.Fatal(err, r.Body)
	}
	for _, e := range answer.Errors {
		d.code, d.rule, d.message = e.Extensions.Code, e.Extensions.Rule, e.Message
	}
	for _, e := range answer.Data.Done.UserErrors {
		d.code, d.rule, d.message = e.Code, e.Rule, e.Message
	}
	if d.code == "" {
		if err := json.Unmarshal(answer.Data.Done.ChangeRequest, &d.Request); err != nil {
			t.Fatal(err, r.Body)
		}
	}
	return d
}

// must is change for what has to succeed.
func (s *workshop) must(t *testing.T, who, field string, input map[string]any) did {
	t.Helper()
	d := s.change(t, who, field, input)
	if d.code != "" {
		t.Fatalf("%s as %s: %s %s (%s)", field, who, d.code, d.message, d.rule)
	}
	return d
}

// refused is change for what has to fail with the code, and the article where one is given.
func (s *workshop) refused(t *testing.T, who, field string, input map[string]any, code, rule string) {
	t.Helper()
	if d := s.change(t, who, field, input); d.code != code || rule != "" && d.rule != rule {
		t.Errorf("%s as %s: got %q by %q (%s), want %q by %q", field, who, d.code, d.rule, d.message, code, rule)
	}
}

// on names a request as it is now, for a mutation.
func (s *workshop) on(t *testing.T, id string, more ...any) map[string]any {
	t.Helper()
	r := s.as["it"].do(t, `query($id: ID!) { changeRequest(id: $id) { version } }`, map[string]any{"id": id})
	input := map[string]any{"id": id, "expectedVersion": number(t, r.at(t, "data.changeRequest.version"))}
	for i := 0; i < len(more); i += 2 {
		input[more[i].(string)] = more[i+1]
	}
	return input
}

func (s *workshop) ask(t *testing.T, who, kind, code string, more ...any) string {
	t.Helper()
	input := map[string]any{"kind": kind, "asset": s.ids[code], "title": "Yêu cầu " + code, "reason": "Cần cho công việc."}
	for i := 0; i < len(more); i += 2 {
		input[more[i].(string)] = more[i+1]
	}
	return s.must(t, who, "requestChange", input).Request.ID
}

// decide gives a verdict on the request's approval, and returns the code of what went wrong.
func (s *workshop) decide(t *testing.T, who, id, verdict string) string {
	t.Helper()
	r := s.as["it"].do(t, `query($id: ID!) { changeRequest(id: $id) { approval { id } } }`, map[string]any{"id": id})
	approval := r.at(t, "data.changeRequest.approval.id")
	r = s.as[who].do(t, decideApproval, map[string]any{"input": map[string]any{"id": approval, "verdict": verdict, "comment": "Đã xem.",
		"expectedVersion": versionTo(t, s.as[who], approval)}})
	return failureOf(t, r, "decideApproval")
}

func (s *workshop) agree(t *testing.T, who, id string) {
	t.Helper()
	if code := s.decide(t, who, id, "APPROVE"); code != "" {
		t.Fatalf("%s may not consent: %s", who, code)
	}
}

// failureOf is the code of the first error of either channel, "" for none.
func failureOf(t *testing.T, r response, field string) string {
	t.Helper()
	var answer struct {
		Errors []struct{ Extensions struct{ Code string } }
		Data   map[string]*struct{ UserErrors []struct{ Code string } }
	}
	if err := json.Unmarshal([]byte(r.Body), &answer); err != nil {
		t.Fatal(err, r.Body)
	}
	if len(answer.Errors) > 0 {
		return answer.Errors[0].Extensions.Code
	}
	if payload := answer.Data[field]; payload != nil && len(payload.UserErrors) > 0 {
		return payload.UserErrors[0].Code
	}
	return ""
}

// assessed is an assessment with a change of protected fields.
func (s *workshop) assessed(t *testing.T, id string, change map[string]any, more ...any) map[string]any {
	t.Helper()
	return s.on(t, id, append([]any{"risk", "LOW", "cost", 0, "plan", "Làm theo sơ đồ.", "rollBackPlan", "Trả lại như cũ.", "change", change}, more...)...)
}

// stands returns how an asset stands in the register.
func (s *workshop) stands(t *testing.T, code, fields string) string {
	t.Helper()
	r := s.as["it"].do(t, `query($id: ID!) { asset(id: $id) { `+fields+` } }`, map[string]any{"id": s.ids[code]})
	return strings.Join(strings.Fields(r.at(t, "data.asset")), "")
}

// told reports whether a notice of the kind about the request lies in somebody's inbox.
func (s *workshop) told(t *testing.T, who, kind, id string) bool {
	t.Helper()
	r := s.as[who].do(t, `{ me { inbox(first: 100) { nodes { kind subjectId } } } }`, nil)
	var answer struct {
		Data struct {
			Me struct {
				Inbox struct {
					Nodes []struct{ Kind, SubjectID string }
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(r.Body), &answer); err != nil {
		t.Fatal(err, r.Body)
	}
	return slices.Contains(answer.Data.Me.Inbox.Nodes, struct{ Kind, SubjectID string }{kind, id})
}

// approvedChange walks a request to CONFIGURE a network device up to the Board's consent.
func (s *workshop) approvedChange(t *testing.T, code string, change map[string]any) string {
	t.Helper()
	id := s.ask(t, "it", "CONFIGURE", code)
	s.must(t, "it", "assessChange", s.assessed(t, id, change))
	s.agree(t, "director", id)
	return id
}

// after runs what is due once the time has passed.
func (s *workshop) after(t *testing.T, d time.Duration) {
	t.Helper()
	for _, pause := range []time.Duration{d, 2 * time.Second} { // the first pass enrols what is repeated
		s.Clock.Advance(pause)
		if _, err := s.App.Jobs.RunDue(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}
