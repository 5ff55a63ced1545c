package acceptance

import (
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/test/kit"
	"ttyt.example/ttyt/internal/wire/transport"
)

// Article 4: IT lets external tools in, and a director consents to whatever goes beyond public reading.
func TestArticle4_AScopeWorksOnceADirectorConsented(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		o := newOffice(t, w)
		tok := o.issue(t, map[string]any{"scopes": []string{"staff.read_directory", "asset.read", "asset.read"}})
		c := o.with(tok.secret)
		const register = `{ assets { totalCount } }`
		lacks := `{"errors": [{"message": "The token needs one of these scopes: asset.read.", "path": ["assets"], "locations": "*", "extensions": {"code": "FORBIDDEN", "rule": "4", "traceId": "` + traceID + `"}}], "data": null}`
		c.do(t, register, nil).want(t, lacks)
		c.do(t, "{ currentToken { serviceAccount name scopes rate } departments { code } }", nil).
			want(t, `{"data": {"currentToken": {"serviceAccount": "Cổng dữ liệu tỉnh", "name": "Đồng bộ hằng đêm", "scopes": [], "rate": 10}, "departments": "*"}}`)

		const waiting = `{ me { approvalsToDecide(first: 5) { nodes { id flow step subject { ... on Token { id scopes reason state } } availableActions { action allowed } } } } }`
		o.director.do(t, waiting, nil).want(t, `{"data": {"me": {"approvalsToDecide": {"nodes": [{"id": "`+tok.approval+`", "flow": "TOKEN_SCOPE", "step": "CONSENT",
			"subject": {"id": "`+tok.id+`", "scopes": ["asset.read", "staff.read_directory"], "reason": "Sở Y tế yêu cầu.", "state": "AWAITING_CONSENT"},
			"availableActions": [{"action": "APPROVE", "allowed": true}, {"action": "RETURN", "allowed": true}, {"action": "REJECT", "allowed": true}]}]}}}}`)
		if r := o.decide(t, o.it, tok, "APPROVE"); verdictOf(t, r) != "no" {
			t.Errorf("IT consents to what it asked for: %s", r.Body)
		}
		c.do(t, register, nil).want(t, lacks)
		o.decide(t, o.director, tok, "APPROVE").want(t, `{"data": {"decideApproval": {"approval": {"state": "APPROVED", "step": "CONSENT"}, "userErrors": []}}}`)

		c.do(t, register, nil).want(t, `{"data": {"assets": {"totalCount": 1}}}`)
		c.do(t, `{ staffMembers(filter: {text: "tin"}) { nodes { name privateRecord { identityNo } roles { id } } } currentToken { scopes } }`, nil).
			want(t, `{"data": {"staffMembers": {"nodes": [{"name": "tin.hoc", "privateRecord": null, "roles": []}]}, "currentToken": {"scopes": ["asset.read", "staff.read_directory"]}}}`)
		c.do(t, `{ assets { nodes { code technical { interfaces { ip } } department { code staff { totalCount } } } } }`, nil).
			want(t, `{"data": {"assets": {"nodes": [{"code": "CONG-01", "technical": null, "department": {"code": "TCHC", "staff": {"totalCount": 3}}}]}}}`)
		if got := o.kinds(t, "tin.hoc"); got != "TOKEN_CONSENTED" {
			t.Errorf("IT was told %q", got)
		}
		o.it.do(t, `query($id: ID!) { node(id: $id) { ... on Token { state secrets { prefix usedAt } approval { state decisions { nodes { verdict } } } } } }`, map[string]any{"id": tok.id}).
			want(t, `{"data": {"node": {"state": "ACTIVE", "secrets": [{"prefix": "`+tok.secret[:17]+`", "usedAt": null}], "approval": {"state": "APPROVED", "decisions": {"nodes": [{"verdict": "APPROVE"}, {"verdict": "EXECUTE"}]}}}}}`)
	})
}

// kinds are the notices in somebody's inbox, latest first.
func (o *office) kinds(t *testing.T, login string) string {
	t.Helper()
	kinds, err := db.All[string](t.Context(), o.DB.From(t.Context()), "SELECT kind FROM inbox_items WHERE staff_id = ? ORDER BY at DESC, id DESC", o.people[login])
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(kinds, " ")
}

func TestArticle4_ARefusedScopeEndsTheToken(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		o := newOffice(t, w)
		tok := o.issue(t, map[string]any{"scopes": []string{"asset.read"}})
		wantIn(t, o.with(tok.secret))
		o.decide(t, o.second, tok, "REJECT").want(t, `{"data": {"decideApproval": {"approval": {"state": "REJECTED", "step": "CONSENT"}, "userErrors": []}}}`)
		wantRefused(t, o.with(tok.secret))
		o.director.do(t, "{ tokens(filter: {state: REVOKED}) { nodes { id state revokeReason } } }", nil).
			want(t, `{"data": {"tokens": {"nodes": [{"id": "`+tok.id+`", "state": "REVOKED", "revokeReason": "Đã xem."}]}}}`)

		taken := o.issue(t, map[string]any{"scopes": []string{"asset.read"}})
		o.revoke(t, o.it, taken).want(t, revoked)
		if r := o.decide(t, o.director, taken, "APPROVE"); !strings.Contains(r.Body, `"userErrors":[{"code"`) {
			t.Errorf("consent to a token that IT took back: %s", r.Body)
		}
		wantRefused(t, o.with(taken.secret))
	})
}

const revoked = `{"data": {"revokeToken": {"token": {"state": "REVOKED"}, "userErrors": []}}}`

func (o *office) revoke(t *testing.T, c *client, tok token) response {
	t.Helper()
	return c.do(t, `mutation($id: ID!) { revokeToken(input: {id: $id, reason: "Bị lộ."}) { token { state } userErrors { code message } } }`, map[string]any{"id": tok.id})
}

// Bad input, by name: what no token may hold, and what no token may be.
func TestArticle4_WhatNoTokenMayHold(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		o := newOffice(t, w)
		list := "The scopes are: " + strings.Join(o.scopes(), ", ") + "."
		for _, scope := range []string{"post.approve", "post.publish", "account.create", "token.issue", "scope:asset.read", "director", "", "asset.read "} {
			o.it.do(t, issueToken, o.input(map[string]any{"scopes": []string{"asset.read", scope}})).want(t, `{"data": {"issueToken": {"secret": null, "token": null, "userErrors": [
				{"code": "INVALID", "message": `+strconv.Quote(strconv.Quote(scope)+" is not a scope that a token can have. "+list)+`, "path": ["input", "scopes", "1"], "rule": null}]}}}`)
		}
		now := o.Clock.Now()
		for what, bad := range map[string]struct {
			change map[string]any
			path   string
		}{
			"an end in the past":     {map[string]any{"expiresAt": now}, "expiresAt"},
			"an end beyond 366 days": {map[string]any{"expiresAt": now.Add(366*day + time.Second)}, "expiresAt"},
			"no name":                {map[string]any{"name": " "}, "name"},
			"no reason":              {map[string]any{"reason": ""}, "reason"},
			"a host as address":      {map[string]any{"addresses": []string{"10.0.0.1", "ttyt.example"}}, `addresses", "1`},
			"an address with a zone": {map[string]any{"addresses": []string{"fe80::1%eth0"}}, `addresses", "0`},
			"a network too long":     {map[string]any{"addresses": []string{"10.0.0.0/33"}}, `addresses", "0`},
			"too many networks":      {map[string]any{"addresses": strings.Fields(strings.Repeat("10.0.0.1 ", 21))}, "addresses"},
			"too many scopes":        {map[string]any{"scopes": strings.Fields(strings.Repeat("asset.read ", 21))}, "scopes"},
			"no rate":                {map[string]any{"rate": 0}, "rate"},
			"a rate beyond bounds":   {map[string]any{"rate": 101}, "rate"},
		} {
			r := o.it.do(t, issueToken, o.input(bad.change))
			if want := `"path":["input","` + strings.ReplaceAll(bad.path, ", ", ",") + `"]`; !strings.Contains(r.Body, want) || !strings.Contains(r.Body, `"token":null`) {
				t.Errorf("%s: %s", what, r.Body)
			}
		}
		for _, c := range []*client{o.director, o.nurse, o.clerk} {
			if r := c.do(t, issueToken, o.input(nil)); verdictOf(t, r) != "no" {
				t.Errorf("issued by somebody else: %s", r.Body)
			}
		}
		if n := o.count(t, "SELECT COUNT(*) FROM tokens") + o.count(t, "SELECT COUNT(*) FROM token_secrets"); n != 0 {
			t.Errorf("%d rows were written", n)
		}
		r := o.it.do(t, "{ tokenScopes { name allows } }", nil)
		for i, name := range o.scopes() {
			if r.at(t, fmt.Sprintf("data.tokenScopes.%d.name", i)) != name || r.at(t, fmt.Sprintf("data.tokenScopes.%d.allows.0", i)) == "" {
				t.Errorf("%s: %s", name, r.Body)
			}
		}
	})
}

func (o *office) count(t *testing.T, query string, args ...any) int {
	t.Helper()
	n, err := db.One[int](t.Context(), o.DB.From(t.Context()), query, args...)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// A secret is shown once: the store holds its hash, and nothing that is read or recorded holds more than its prefix.
func TestArticle4_ASecretIsShownOnce(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		o := newOffice(t, w)
		tok := o.issue(t, map[string]any{"scopes": []string{"asset.read"}})
		prefix, secret, _ := strings.Cut(strings.TrimPrefix(tok.secret, "ttyt_t_"), "_")
		if len(tok.secret) != 77 || len(prefix) != 10 || len(secret) != 59 {
			t.Fatalf("%d characters, %d of them public", len(tok.secret), len(prefix))
		}
		const query = `query($prefix: String) { tokens(filter: {prefix: $prefix}) { nodes { id secrets { prefix } } } auditEvents(first: 100) { nodes { detail } } }`
		for _, found := range []string{tok.secret, "ttyt_t_" + prefix, " ttyt_t_" + prefix + "_... "} {
			r := o.it.do(t, query, map[string]any{"prefix": found})
			if r.at(t, "data.tokens.nodes.0.id") != tok.id || strings.Contains(r.Body, secret[:8]) {
				t.Errorf("%q: %s", found, r.Body)
			}
		}
		o.it.do(t, `{ tokens(filter: {prefix: "ttyt_t_aaaaaaaaaa"}) { totalCount } }`, nil).want(t, `{"data": {"tokens": {"totalCount": 0}}}`)
		for table, column := range map[string]string{"tokens": "reason", "token_secrets": "prefix", "audit_log": "detail", "inbox_items": "detail", "changes": "tags"} {
			if o.count(t, "SELECT COUNT(*) FROM "+table+" WHERE "+column+" LIKE ?", "%"+secret[:8]+"%") != 0 {
				t.Errorf("%s holds a secret", table)
			}
		}
	})
}

func TestArticle4_RotationOverlaps(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		o := newOffice(t, w)
		c, tok := o.tool(t, "asset.read")
		rotate := func(version int, until any) response {
			return o.it.do(t, `mutation($id: ID!, $v: Int!, $until: DateTime) { rotateToken(input: {id: $id, expectedVersion: $v, oldValidUntil: $until}) { secret token { version scopes state secrets { prefix } } userErrors { code path } } }`,
				map[string]any{"id": tok.id, "v": version, "until": until})
		}
		version := o.count(t, "SELECT version FROM tokens")
		rotate(version, o.Clock.Now().Add(7*day+time.Second)).want(t, `{"data": {"rotateToken": {"secret": null, "token": null, "userErrors": [{"code": "INVALID", "path": ["input", "oldValidUntil"]}]}}}`)
		rotate(version, o.Clock.Now().Add(-time.Second)).want(t, `{"data": {"rotateToken": {"secret": null, "token": null, "userErrors": [{"code": "INVALID", "path": ["input", "oldValidUntil"]}]}}}`)
		rotate(version-1, nil).want(t, `{"data": {"rotateToken": {"secret": null, "token": null, "userErrors": [{"code": "CONFLICT", "path": []}]}}}`)
		o.Clock.Advance(time.Minute)
		second := o.with(rotate(version, o.Clock.Now().Add(7*day)).at(t, "data.rotateToken.secret"))
		for _, tool := range []*client{c, second} {
			tool.do(t, "{ assets { totalCount } currentToken { scopes } }", nil).want(t, `{"data": {"assets": {"totalCount": 1}, "currentToken": {"scopes": ["asset.read"]}}}`)
		}
		o.Clock.Advance(7*day - time.Second)
		wantIn(t, c)
		o.Clock.Advance(time.Second)
		wantRefused(t, c)
		wantIn(t, second)
		// The last but one ends at once, the last a day later where no other moment is named.
		third := o.with(rotate(version+1, nil).at(t, "data.rotateToken.secret"))
		o.Clock.Advance(time.Minute)
		fourth := o.with(rotate(version+2, nil).at(t, "data.rotateToken.secret"))
		wantRefused(t, second)
		wantIn(t, third)
		o.Clock.Advance(day)
		wantRefused(t, third)
		wantIn(t, fourth)
		o.revoke(t, o.director, tok).want(t, revoked)
		wantRefused(t, fourth)
		rotate(version+4, nil).want(t, `{"data": {"rotateToken": {"secret": null, "token": null, "userErrors": [{"code": "WRONG_STATE", "path": []}]}}}`)
	})
}

// A token revoked on one replica stands on no other from the next request on, and its sockets close.
func TestArticle4_ARevokedTokenStandsNowhere(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		o := newOffice(t, w)
		one, two := w.serve(t, transport.Limits{}), w.serve(t, transport.Limits{})
		c, tok := o.tool(t, "asset.read")
		other, _ := o.tool(t)
		for _, replica := range []*world{w, one, two} {
			wantIn(t, c.on(replica))
		}
		late := w.stranger().on(two)
		byHeader, byPayload, kept := c.on(one).connect(t), late.introduce(t, tok.secret), other.on(one).connect(t)
		byHeader.subscribe(t, "1", "{ assets { totalCount } }")
		byHeader.want(t, `{"id": "1", "type": "next", "payload": {"data": {"assets": {"totalCount": 1}}}}`)
		byHeader.want(t, `{"id": "1", "type": "complete"}`)

		if r := o.revoke(t, o.nurse, tok); verdictOf(t, r) != "-" {
			t.Errorf("revoked by somebody else: %s", r.Body)
		}
		o.revoke(t, o.director.on(one), tok).want(t, revoked)
		for _, replica := range []*world{w, one, two} {
			wantRefused(t, c.on(replica))
			wantIn(t, other.on(replica))
		}
		byHeader.wantClosed(t, 4403, 5*time.Second)
		byPayload.wantClosed(t, 4403, 5*time.Second)
		kept.subscribe(t, "1", "{ departments { id } }")
		kept.want(t, `{"id": "1", "type": "next", "payload": "*"}`)
		o.revoke(t, o.director, tok).want(t, `{"data": {"revokeToken": {"token": null, "userErrors": [{"code": "WRONG_STATE", "message": "The current state does not allow this."}]}}}`)
		if got := o.kinds(t, "tin.hoc"); !strings.HasPrefix(got, "TOKEN_REVOKED") {
			t.Errorf("IT was told %q", got)
		}
		if s, answer, err := c.on(two).dial(t); err == nil || answer.StatusCode != http.StatusUnauthorized {
			t.Errorf("a socket with a revoked token: %v, %v", s, err)
		}
	})
}

// introduce opens a socket that says in its first message who it is.
func (c *client) introduce(t *testing.T, secret string) *socket {
	t.Helper()
	s, _, err := c.dial(t)
	if err != nil {
		t.Fatal(err)
	}
	s.send(t, `{"type": "connection_init", "payload": {"Authorization": "Bearer `+secret+`"}}`)
	s.want(t, `{"type": "connection_ack"}`)
	return s
}

func TestArticle4_TokensEndAndAreBoundToTheirAccount(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		o := newOffice(t, w)
		c, _ := o.tool(t)
		turn := func(caller *client, field string, version int) response {
			return caller.do(t, `mutation($id: ID!, $v: Int!) { `+field+`(input: {id: $id, expectedVersion: $v, reason: "Bảo trì."}) { serviceAccount { state } userErrors { code } } }`,
				map[string]any{"id": o.account, "v": version})
		}
		turn(o.it, "disableServiceAccount", 1).want(t, `{"data": {"disableServiceAccount": {"serviceAccount": {"state": "DISABLED"}, "userErrors": []}}}`)
		wantRefused(t, c)
		if r := o.it.do(t, issueToken, o.input(nil)); !strings.Contains(r.Body, "WRONG_STATE") {
			t.Errorf("a token of a disabled account: %s", r.Body)
		}
		turn(o.it, "disableServiceAccount", 2).want(t, `{"data": {"disableServiceAccount": {"serviceAccount": null, "userErrors": [{"code": "WRONG_STATE"}]}}}`)
		turn(o.it, "enableServiceAccount", 1).want(t, `{"data": {"enableServiceAccount": {"serviceAccount": null, "userErrors": [{"code": "CONFLICT"}]}}}`)
		turn(o.it, "enableServiceAccount", 2).want(t, `{"data": {"enableServiceAccount": {"serviceAccount": {"state": "ACTIVE"}, "userErrors": []}}}`)
		wantIn(t, c)
		if got := o.kinds(t, "tin.hoc"); got != "SERVICE_STOPPED" {
			t.Errorf("IT was told %q", got)
		}
		for _, state := range []string{"QUARANTINED", "RETIRED"} {
			o.Exec(t, "UPDATE assets SET state = ?", state)
			wantRefused(t, c)
			o.it.do(t, "{ serviceAccounts { nodes { concerns } } }", nil).want(t, `{"data": {"serviceAccounts": {"nodes": [{"concerns": ["ASSET_`+state+`"]}]}}}`)
			for range 2 { // told once
				if err := o.App.Tokens.Look(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			if got := o.kinds(t, "tin.hoc"); got != "SERVICE_UNATTENDED SERVICE_STOPPED" && state == "QUARANTINED" {
				t.Errorf("IT was told %q", got)
			}
		}
		o.Exec(t, "UPDATE assets SET state = 'IN_USE'")
		wantIn(t, c)
		o.Clock.Advance(20 * day)
		if err := o.App.Tokens.Look(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := o.kinds(t, "tin.hoc"); !strings.HasPrefix(got, "TOKEN_EXPIRING SERVICE_UNATTENDED") {
			t.Errorf("IT was told %q", got)
		}
		o.Clock.Advance(12 * day)
		wantRefused(t, c)
	})
}

// Article 2: what connects to other business systems is in the register, and somebody answers for it.
func TestArticle2_AServiceAccountBelongsToAnAsset(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		o := newOffice(t, w)
		const create = `mutation($input: CreateServiceAccountInput!) { createServiceAccount(input: $input) { serviceAccount { name asset { code } responsible { name } state concerns } userErrors { code path } } }`
		in := func(asset, name, person string) map[string]any {
			return map[string]any{"input": map[string]any{"asset": asset, "name": name, "purpose": "Đọc", "responsible": db.GlobalID("staff", o.people[person])}}
		}
		system, printer := o.register(t, "HIS-01", "SOFTWARE_SYSTEM"), o.register(t, "IN-01", "PRINTER")
		o.it.do(t, create, in(system, "  HIS  ", "y.ta")).want(t, `{"data": {"createServiceAccount": {"serviceAccount": {"name": "HIS", "asset": {"code": "HIS-01"}, "responsible": {"name": "y.ta"}, "state": "ACTIVE", "concerns": []}, "userErrors": []}}}`)
		o.it.do(t, create, in(printer, "Máy in", "y.ta")).want(t, `{"data": {"createServiceAccount": {"serviceAccount": null, "userErrors": [{"code": "INVALID", "path": ["input", "asset"]}]}}}`)
		o.it.do(t, create, in(system, "HIS", "y.ta")).want(t, `{"data": {"createServiceAccount": {"serviceAccount": null, "userErrors": [{"code": "TAKEN", "path": ["input", "name"]}]}}}`)
		for _, c := range []*client{o.director, o.nurse} {
			if r := c.do(t, create, in(system, "Khác", "y.ta")); verdictOf(t, r) != "no" {
				t.Errorf("made by somebody else: %s", r.Body)
			}
		}
		tool, _ := o.tool(t)
		o.clerk.do(t, `mutation($id: ID!) { endEmployment(input: {id: $id, expectedVersion: 1, decisionNo: "9/QĐ", effectiveOn: "2026-03-02"}) { userErrors { code message } } }`,
			map[string]any{"id": db.GlobalID("staff", o.people["y.ta"])}).want(t, `{"data": {"endEmployment": {"userErrors": []}}}`)
		if got := o.kinds(t, "tin.hoc"); got != "SERVICE_UNATTENDED SERVICE_UNATTENDED" {
			t.Errorf("IT was told %q", got)
		}
		o.it.do(t, "{ serviceAccounts { nodes { concerns } } }", nil).want(t, `{"data": {"serviceAccounts": {"nodes": [{"concerns": ["RESPONSIBLE_LEFT"]}, {"concerns": ["RESPONSIBLE_LEFT"]}]}}}`)
		wantIn(t, tool) // the tool works on: IT is notified, and names another
		if r := o.it.do(t, issueToken, o.input(nil)); !strings.Contains(r.Body, "WRONG_STATE") {
			t.Errorf("a token that nobody answers for: %s", r.Body)
		}
		if r := o.it.do(t, create, in(system, "Khác", "y.ta")); !strings.Contains(r.Body, "WRONG_STATE") && verdictOf(t, r) != "-" {
			t.Errorf("somebody who left answers for it: %s", r.Body)
		}
		o.it.do(t, `mutation($id: ID!, $person: ID!) { updateServiceAccount(input: {id: $id, expectedVersion: 1, responsible: $person}) { serviceAccount { concerns } userErrors { code } } }`,
			map[string]any{"id": o.account, "person": db.GlobalID("staff", o.people["nhan.su"])}).want(t, `{"data": {"updateServiceAccount": {"serviceAccount": {"concerns": []}, "userErrors": []}}}`)
	})
}

// Article 6a, 6b: what a tool does is recorded under its own name, never a person's, and the record stays sound.
func TestArticle6a_TheRecordNamesTheServiceAccount(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		o := newOffice(t, w)
		c, tok := o.tool(t)
		if err := o.DB.InTx(t.Context(), o.App.Audit.TakeStock); err != nil { // the office was put there past the program
			t.Fatal(err)
		}
		c.do(t, "{ staffMembers { totalCount } }", nil)
		c.do(t, `query($id: ID!) { node(id: $id) { id } }`, map[string]any{"id": o.asset})
		o.App.Watch.Flush(t.Context())
		const refusals = `{ auditEvents(filter: {action: "request.refused"}) { nodes { detail actorId actor { name } accountId serviceAccountId tokenId role rule address } } }`
		event := func(detail, rule, token, address string) string {
			return `{"detail": "` + detail + `", "actorId": null, "actor": null, "accountId": null, "serviceAccountId": "` + o.account + `", "tokenId": ` + token + `, "role": null, "rule": ` + rule + `, "address": ` + address + `}`
		}
		o.it.do(t, refusals, nil).want(t, `{"data": {"auditEvents": {"nodes": [`+event("NOT_FOUND Query.node", "null", `"`+tok.id+`"`, `"127.0.0.1"`)+`, `+event("FORBIDDEN Query.staffMembers", `"4"`, `"`+tok.id+`"`, `"127.0.0.1"`)+`]}}}`)
		o.it.do(t, `query($id: ID!) { auditEvents(filter: {serviceAccount: $id}) { totalCount } }`, map[string]any{"id": o.account}).want(t, `{"data": {"auditEvents": {"totalCount": 2}}}`)
		report, err := o.App.Audit.Verify(t.Context(), nil, func(f audit.Finding) { t.Errorf("the record: %+v", f) })
		if err != nil || report.Findings > 0 {
			t.Errorf("the record: %+v, %v", report, err)
		}
		o.Exec(t, "UPDATE audit_log SET service_account_id = NULL WHERE service_account_id IS NOT NULL")
		if report, err = o.App.Audit.Verify(t.Context(), nil, func(audit.Finding) {}); err != nil || report.Findings != 2 {
			t.Errorf("a name taken out of the record goes unseen: %+v, %v", report, err)
		}
	})
}

// A token may be bound to addresses, and every token to a rate of its own.
func TestArticle4_AddressesAndRates(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		w := open(t, k, config.Config{PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}, TrustedProxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
		o := newOffice(t, w)
		tok := o.issue(t, map[string]any{"addresses": []string{"198.51.100.0/24", "2001:db8::5", "203.0.113.9", "203.0.113.9/32"}})
		o.it.do(t, "{ tokens { nodes { addresses } } }", nil).want(t, `{"data": {"tokens": {"nodes": [{"addresses": ["198.51.100.0/24", "2001:db8::5/128", "203.0.113.9/32"]}]}}}`)
		from := func(address string) *client { return o.with(tok.secret).with("X-Forwarded-For", address) }
		for _, in := range []string{"198.51.100.255", "2001:db8::5", "203.0.113.9", "::ffff:203.0.113.9"} {
			wantIn(t, from(in))
		}
		for _, out := range []string{"198.51.101.1", "2001:db8::6", "203.0.113.10", "127.0.0.1", "unknown"} {
			wantRefused(t, from(out))
		}
		o.App.Watch.Flush(t.Context())
		r := o.it.do(t, `{ auditEvents(filter: {action: "token.elsewhere"}) { totalCount nodes { serviceAccountId subjectId } } }`, nil)
		if r.at(t, "data.auditEvents.totalCount") != "5" || r.at(t, "data.auditEvents.nodes.0.subjectId") != tok.id || r.at(t, "data.auditEvents.nodes.0.serviceAccountId") != o.account {
			t.Errorf("IT sees that a token is tried elsewhere: %s", r.Body)
		}
		slow, quick := o.issue(t, map[string]any{"rate": 1}), o.issue(t, map[string]any{"rate": 100})
		admitted := 0
		for range 20 {
			r := o.with(slow.secret).do(t, "{ __typename }", nil)
			if r.Status == http.StatusOK {
				admitted++
			} else if r.Status != http.StatusTooManyRequests || r.Header.Get("Retry-After") == "" {
				t.Errorf("got %d %v", r.Status, r.Header)
			}
			wantIn(t, o.with(quick.secret))
		}
		if admitted < 5 || admitted == 20 {
			t.Errorf("%d of 20 were admitted at one a second, which is 5 at once", admitted)
		}
	})
}

// Guessing is bounded like any stranger's asking.
func TestGuessedTokensCountAsAStrangers(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		w := open(t, k, config.Config{PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}, Rate: 1})
		statuses := map[int]int{}
		for i := range 20 {
			statuses[w.with(fmt.Sprintf("ttyt_t_%d", i)).do(t, "{ __typename }", nil).Status]++
		}
		if statuses[http.StatusUnauthorized] < 5 || statuses[http.StatusTooManyRequests] == 0 || len(statuses) != 2 {
			t.Errorf("got %v", statuses)
		}
	})
}

// The last use is noted to the minute, by whichever replica saw it, without a write in the request.
func TestUsesAreNoted(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		o := newOffice(t, w)
		c, _ := o.tool(t)
		used := func() string {
			o.App.Tokens.Flush(t.Context())
			r := o.it.do(t, "{ tokens { nodes { secrets { usedAt usedFrom } } } }", nil)
			return r.at(t, "data.tokens.nodes.0.secrets.0.usedAt") + " " + r.at(t, "data.tokens.nodes.0.secrets.0.usedFrom")
		}
		if got := used(); got != "null null" {
			t.Errorf("before the first use: %s", got)
		}
		at := func() string { return o.Clock.Now().In(time.FixedZone("", 7*3600)).Format(time.RFC3339) + " 127.0.0.1" }
		wantIn(t, c)
		first := at()
		if got := used(); got != first {
			t.Errorf("got %s, want %s", got, first)
		}
		o.Clock.Advance(59 * time.Second)
		wantIn(t, c)
		if got := used(); got != first {
			t.Errorf("within the minute: got %s, want %s", got, first)
		}
		o.Clock.Advance(time.Second)
		wantIn(t, c)
		if got := used(); got != at() {
			t.Errorf("a minute later: got %s, want %s", got, at())
		}
	})
}

// Article 9: what a tool may read within the centre is never kept for strangers, and what is kept for them never stands
// in for what a tool is answered.
func TestArticle9_ToolsReadWhatIsInternal(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		h := newHouse(t, w)
		issue := func(scopes ...string) *client {
			r := h.must(t, "it", issueToken, map[string]any{"input": map[string]any{"serviceAccount": h.ids["service account"], "name": "Đọc", "scopes": append([]string{}, scopes...),
				"addresses": []string{}, "expiresAt": h.Clock.Now().AddDate(0, 1, 0), "reason": "Cổng nội bộ."}})
			if approval := approvalOf(r); approval != "" {
				h.must(t, "secondDirector", decide, map[string]any{"id": approval, "v": 1})
			}
			return w.with(r.at(t, "data.issueToken.secret"))
		}
		without, with := issue(), issue("post.read_internal")
		const query = "{ posts(first: 100, orderBy: {field: TITLE, direction: ASC}) { totalCount nodes { id version author { id } availableActions { action } workingCopy { id } } } }"
		public := h.ask(t, "stranger", query, nil)
		if got := without.do(t, query, nil).Body; got != public.Body {
			t.Errorf("a tool without a scope reads what strangers read:\n%s\n%s", got, public.Body)
		}
		for range 2 { // the second time from what is kept
			r := with.do(t, query, nil)
			if strings.Count(r.Body, `"id"`) != strings.Count(public.Body, `"id"`)+2 || !strings.Contains(r.Body, h.ids["internal"]) || !strings.Contains(r.Body, h.ids["page"]) || strings.Contains(r.Body, h.ids["department"]) {
				t.Errorf("got %s", r.Body)
			}
			if r.Header.Get("Cache-Control") != "no-store" && !strings.Contains(r.Header.Get("Cache-Control"), "private") {
				t.Errorf("caches may keep it: %v", r.Header)
			}
			if again := h.ask(t, "stranger", query, nil); again.Body != public.Body {
				t.Errorf("a stranger is answered %s", again.Body)
			}
		}
		for _, field := range []string{"version", "author", "workingCopy"} {
			if r := with.do(t, query, nil); strings.Count(r.Body, `"`+field+`":null`) != strings.Count(r.Body, `"`+field+`"`) {
				t.Errorf("%s is for people: %s", field, r.Body)
			}
		}
	})
}

// Article 4, 5c: a monitoring system reports an incident under its own name, for the department that owns it, reads no
// other, and a repeated request makes one.
func TestArticle5c_ToolsReportIncidents(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		o := newOffice(t, w)
		c, tok := o.tool(t, "incident.report")
		second, _ := o.tool(t, "incident.report", "asset.read")
		const report = `mutation($input: ReportIncidentInput!) { reportIncident(input: $input) { incident { id title state reporter { name } department { code } assets { code } availableActions { allowed } } userErrors { code message path } } }`
		in := func(changes map[string]any) map[string]any {
			input := map[string]any{"title": "Mất kết nối cổng tỉnh", "category": "NETWORK", "idempotencyKey": "canh-bao-1"}
			for k, v := range changes {
				input[k] = v
			}
			return map[string]any{"input": input}
		}
		first := c.do(t, report, in(nil))
		if first.at(t, "data.reportIncident.incident.department.code") != "TCHC" || first.at(t, "data.reportIncident.incident.reporter") != "null" || strings.Contains(first.Body, `"allowed":true`) {
			t.Errorf("got %s", first.Body)
		}
		if again := c.do(t, report, in(nil)); again.Body != first.Body {
			t.Errorf("twice: %s", again.Body)
		}
		id := first.at(t, "data.reportIncident.incident.id")
		if r := c.do(t, byNode, map[string]any{"id": id}); toolsVerdict(t, r) != "-" {
			t.Errorf("what it reported is no longer its own: %s", r.Body)
		}
		if r := c.do(t, report, in(map[string]any{"assets": []string{o.asset}, "idempotencyKey": "2"})); toolsVerdict(t, r) != "-" {
			t.Errorf("an asset that it may not read: %s", r.Body)
		}
		if r := second.do(t, report, in(map[string]any{"assets": []string{o.asset}, "idempotencyKey": "3"})); r.at(t, "data.reportIncident.incident.assets.0.code") != "CONG-01" {
			t.Errorf("got %s", r.Body)
		}
		if got := o.kinds(t, "tin.hoc"); !strings.HasPrefix(got, "INCIDENT_REPORTED INCIDENT_REPORTED") {
			t.Errorf("IT was told %q", got)
		}
		o.director.do(t, `query($id: ID!) { auditEvents(filter: {subject: $id}) { nodes { actorId serviceAccountId tokenId } } incidents { totalCount } }`, map[string]any{"id": id}).
			want(t, `{"data": {"auditEvents": {"nodes": [{"actorId": null, "serviceAccountId": "`+o.account+`", "tokenId": "`+tok.id+`"}]}, "incidents": {"totalCount": 2}}}`)
	})
}
