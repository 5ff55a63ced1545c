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

// office is a small centre with an integration in its register, whose service account IT runs.
type office struct {
	*world
	it, director, second, nurse, clerk *client
	people                             map[string]db.ID
	home                               db.ID
	asset, account                     string // global ids
}

func newOffice(t *testing.T, w *world) *office {
	t.Helper()
	o := &office{world: w, people: map[string]db.ID{}}
	root := w.Department(t, "CENTRE", "TTYT", db.ID{})
	board := w.Department(t, "BOARD", "BGD", root)
	o.home = w.Department(t, "OFFICE", "TCHC", root)
	join := func(login string, department db.ID, roles ...access.Role) (c *client) {
		c, o.people[login] = w.person(t, department, login, roles...)
		return c
	}
	o.it, o.nurse = join("tin.hoc", o.home, access.IT), join("y.ta", o.home)
	o.director, o.second = join("bac.hai", board, access.Director), join("chi.lan", board, access.Director)
	o.clerk = join("nhan.su", o.home, access.Personnel)
	o.asset = o.register(t, "CONG-01", "INTEGRATION")
	o.account = o.it.do(t, `mutation($input: CreateServiceAccountInput!) { createServiceAccount(input: $input) { serviceAccount { id } userErrors { message } } }`,
		map[string]any{"input": map[string]any{"asset": o.asset, "name": "Cổng dữ liệu tỉnh", "purpose": "Đồng bộ", "responsible": db.GlobalID("staff", o.people["y.ta"])}}).
		at(t, "data.createServiceAccount.serviceAccount.id")
	return o
}

// register puts an asset on record.
func (o *office) register(t *testing.T, code, kind string) string {
	t.Helper()
	return o.it.do(t, `mutation($code: String!, $kind: AssetKind!, $d: ID!) { registerAsset(input: {code: $code, name: "Hệ thống", kind: $kind, department: $d, state: IN_USE}) { asset { id } userErrors { message } } }`,
		map[string]any{"code": code, "kind": kind, "d": db.GlobalID("department", o.home)}).at(t, "data.registerAsset.asset.id")
}

const issueToken = `mutation($input: IssueTokenInput!) { issueToken(input: $input) { secret token { id state version scopes approval { id } } userErrors { code message path rule } } }`

// input is what a token is asked for with, for a month.
func (o *office) input(changes map[string]any) map[string]any {
	in := map[string]any{"serviceAccount": o.account, "name": "Đồng bộ hằng đêm", "scopes": []string{}, "addresses": []string{},
		"expiresAt": o.Clock.Now().AddDate(0, 1, 0), "reason": "Sở Y tế yêu cầu."}
	for k, v := range changes {
		in[k] = v
	}
	if scopes, _ := in["scopes"].([]string); slices.Contains(scopes, "scan.record") && in["scanRange"] == nil {
		in["scanRange"] = map[string]any{"kinds": []string{"WORKSTATION", "SERVER"}}
	}
	if scopes, _ := in["scopes"].([]string); slices.Contains(scopes, access.DraftScope) && in["department"] == nil {
		in["department"] = db.GlobalID("department", o.home)
	}
	return map[string]any{"input": in}
}

// token is an issued one.
type token struct{ id, secret, approval string }

// issue issues a token, whose scopes await consent.
func (o *office) issue(t *testing.T, changes map[string]any) token {
	t.Helper()
	r := o.it.do(t, issueToken, o.input(changes))
	return token{r.at(t, "data.issueToken.token.id"), r.at(t, "data.issueToken.secret"), approvalOf(r)}
}

func approvalOf(r response) string {
	var answer struct {
		Data struct {
			IssueToken struct {
				Token struct{ Approval *struct{ ID string } }
			}
		}
	}
	if json.Unmarshal([]byte(r.Body), &answer) != nil || answer.Data.IssueToken.Token.Approval == nil {
		return ""
	}
	return answer.Data.IssueToken.Token.Approval.ID
}

// decide gives a director's verdict on the scopes of a token.
func (o *office) decide(t *testing.T, c *client, tok token, verdict string) response {
	t.Helper()
	return c.do(t, `mutation($id: ID!, $verdict: ApprovalVerdict!) { decideApproval(input: {id: $id, verdict: $verdict, expectedVersion: 1, comment: "Đã xem."}) { approval { state step } userErrors { code message } } }`,
		map[string]any{"id": tok.approval, "verdict": verdict})
}

// tool is a tool whose token has the scopes, to which a director has consented.
func (o *office) tool(t *testing.T, scopes ...string) (*client, token) {
	t.Helper()
	if scopes == nil {
		scopes = []string{}
	}
	tok := o.issue(t, map[string]any{"scopes": scopes, "rate": 100})
	if tok.approval != "" {
		o.decide(t, o.director, tok, "APPROVE").want(t, `{"data": {"decideApproval": {"approval": {"state": "APPROVED", "step": "CONSENT"}, "userErrors": []}}}`)
	}
	return o.with(tok.secret), tok
}

// with is a tool that sends the token.
func (w *world) with(secret string) *client {
	return w.stranger().with("Authorization", "Bearer "+secret)
}

// scopes lists every scope.
func (o *office) scopes() []string {
	var names []string
	for _, s := range o.App.Access.Scopes() {
		names = append(names, s.Name)
	}
	return names
}

// refusedToken is the whole answer to a token that is not valid.
const refusedToken = `{"errors": [{"message": "The token is unknown, expired or revoked, or cannot be used from this address.", "extensions": {"code": "UNAUTHENTICATED", "traceId": "` + traceID + `"}}]}`

// wantRefused checks that a tool is not let in.
func wantRefused(t *testing.T, c *client) {
	t.Helper()
	r := c.do(t, "{ departments { id } }", nil)
	if r.Status != 401 || r.Header.Get("WWW-Authenticate") != `Bearer error="invalid_token"` {
		t.Errorf("got %d %q", r.Status, r.Header["Www-Authenticate"])
	}
	r.want(t, refusedToken)
}

// wantIn checks that a tool is let in.
func wantIn(t *testing.T, c *client) {
	t.Helper()
	if r := c.do(t, "{ currentToken { serviceAccount } }", nil); r.Status != 200 || !strings.Contains(r.Body, "Cổng dữ liệu tỉnh") {
		t.Errorf("got %d %s", r.Status, r.Body)
	}
}

const day = 24 * time.Hour
