package acceptance

import (
	"encoding/json"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
)

const (
	toolDrafts = `mutation($d: ID!, $title: String!, $key: String) { createPost(input: {type: NEWS_ARTICLE, department: $d, title: $title, body: "<p>Tổng hợp tự động.</p>", idempotencyKey: $key}) {
		post { id version working tool author { id } availableActions { action allowed } } userErrors { code message path rule } } }`
	toolEdits   = `mutation($id: ID!, $v: Int!, $summary: String) { updatePost(input: {id: $id, expectedVersion: $v, summary: $summary}) { post { version } userErrors { code } } }`
	saved       = `{"data": {"updatePost": {"post": {"version": "*"}, "userErrors": []}}}`
	wholeDraft  = `query($id: ID!) { post(id: $id) { __typename working tool author { name } workingCopy { tool editor { name } } revisions(first: 9) { nodes { tool editor { name } } } approval { id } } }`
	unknownPost = `{"errors": [{"message": "*", "path": ["post"], "locations": "*", "extensions": {"code": "NOT_FOUND", "traceId": "` + traceID + `"}}], "data": {"post": null}}`
)

// drafting is an office with two tools, for two departments, and somebody who manages one of these.
type drafting struct {
	*office
	ward, home     string
	head           *client
	his, elsewhere *client
	tok            token
}

func newDrafting(t *testing.T, w *world) *drafting {
	t.Helper()
	d := &drafting{office: newOffice(t, w)}
	ward := w.Department(t, "CLINICAL", "NHI", db.ID{})
	d.ward, d.home = db.GlobalID("department", ward), db.GlobalID("department", d.office.home)
	var head db.ID
	d.head, head = w.person(t, ward, "thi.hoa")
	d.people["thi.hoa"] = head
	w.Position(t, head, ward, "HEAD")
	d.tok = d.issue(t, map[string]any{"scopes": []string{access.DraftScope}, "department": d.ward, "rate": 100})
	d.decide(t, d.director, d.tok, "APPROVE")
	d.his = d.with(d.tok.secret)
	d.elsewhere, _ = d.tool(t, access.DraftScope)
	return d
}

// draft makes a draft of the ward as the tool.
func (d *drafting) draft(t *testing.T, title string) string {
	t.Helper()
	return d.his.do(t, toolDrafts, map[string]any{"d": d.ward, "title": title}).at(t, "data.createPost.post.id")
}

// A tool drafts for the department that a director consented to with its scope, and is told precisely where it may not.
func TestArticle11a_AToolDraftsByItsToken(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		d := newDrafting(t, w)
		for name, x := range map[string]struct {
			changes map[string]any
			want    string
		}{
			"no department": {map[string]any{"scopes": []string{"asset.read", access.DraftScope}, "department": ""}, "BAD_INPUT"},
			"no scope":      {map[string]any{"scopes": []string{"asset.read"}, "department": d.ward}, `"path":["input","department"]`},
			"no such one":   {map[string]any{"scopes": []string{access.DraftScope}, "department": db.GlobalID("department", db.NewID())}, "NOT_FOUND"},
			"submitting":    {map[string]any{"scopes": []string{"post.submit"}}, `"path":["input","scopes","0"]`},
		} {
			if r := d.it.do(t, issueToken, d.input(x.changes)); !strings.Contains(r.Body, x.want) {
				t.Errorf("%s: %s", name, r.Body)
			}
		}
		waiting := d.issue(t, map[string]any{"scopes": []string{access.DraftScope}, "department": d.ward})
		d.director.do(t, `{ me { approvalsToDecide(first: 5) { nodes { subject { ... on Token { id scopes department { code } } } } } } }`, nil).
			want(t, `{"data": {"me": {"approvalsToDecide": {"nodes": [{"subject": {"id": "`+waiting.id+`", "scopes": ["post.draft"], "department": {"code": "NHI"}}}]}}}}`)
		if r := d.with(waiting.secret).do(t, toolDrafts, map[string]any{"d": d.ward, "title": "Tin"}); toolsVerdict(t, r) != "no" {
			t.Errorf("before the consent: %s", r.Body)
		}
		d.his.do(t, `{ currentToken { scopes department { code } } }`, nil).want(t, `{"data": {"currentToken": {"scopes": ["post.draft"], "department": {"code": "NHI"}}}}`)

		first := d.his.do(t, toolDrafts, map[string]any{"d": d.ward, "title": "Số liệu tuần 49", "key": "tuan-49"})
		if again := d.his.do(t, toolDrafts, map[string]any{"d": d.ward, "title": "Số liệu tuần 49", "key": "tuan-49"}); again.Body != first.Body {
			t.Errorf("twice under one key: %s", again.Body)
		}
		var made struct {
			Data struct {
				CreatePost struct {
					Post struct {
						ID, Working, Tool string
						Version           int
						Author            any
						AvailableActions  []struct {
							Action  string
							Allowed bool
						}
					}
				}
			}
		}
		if err := json.Unmarshal([]byte(first.Body), &made); err != nil {
			t.Fatal(err)
		}
		p := made.Data.CreatePost.Post
		if p.Working != "DRAFT" || p.Tool != "Cổng dữ liệu tỉnh" || p.Version != 1 || p.Author != nil {
			t.Errorf("the draft: %s", first.Body)
		}
		for _, a := range p.AvailableActions {
			if a.Allowed != (a.Action == "UPDATE") {
				t.Errorf("a tool is offered %s: %v", a.Action, a.Allowed)
			}
		}
		d.his.do(t, toolDrafts, map[string]any{"d": d.home, "title": "Tin"}).want(t, `{"errors": [{"message": "The token can only draft posts for the department that a director consented to.", "path": ["createPost"],
			"locations": "*", "extensions": {"code": "FORBIDDEN", "rule": "11", "traceId": "`+traceID+`"}}], "data": null}`)
		d.his.do(t, toolEdits, map[string]any{"id": p.ID, "v": 1, "summary": "Tuần 49"}).want(t, saved)
		d.his.do(t, toolEdits, map[string]any{"id": p.ID, "v": 1}).want(t, `{"data": {"updatePost": {"post": null, "userErrors": [{"code": "CONFLICT"}]}}}`)
		d.director.do(t, `{ auditEvents(filter: {action: "post.create"}) { nodes { actorId serviceAccountId tokenId } } }`, nil).
			want(t, `{"data": {"auditEvents": {"nodes": [{"actorId": null, "serviceAccountId": "`+d.account+`", "tokenId": "`+d.tok.id+`"}]}}}`)
	})
}

// Callers who may not see a tool's draft find nothing, by any door: a tool for another department, people of it, a stranger. The tool itself
// meets nothing of others' drafts; once a person has taken its draft over, nothing of that either.
func TestArticle11a_AToolsDraftIsSeenByThoseWhoMayTakeItOver(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		d := newDrafting(t, w)
		id := d.draft(t, "Số liệu tuần")
		theirs := d.nurse.do(t, toolDrafts, map[string]any{"d": d.home, "title": "Số liệu tuần"}).at(t, "data.createPost.post.id")
		revision := d.his.do(t, `query($id: ID!) { post(id: $id) { workingCopy { id } } }`, map[string]any{"id": id}).at(t, "data.post.workingCopy.id")
		doors := map[string]string{
			"posts":        `{ posts(first: 50) { totalCount nodes { id } } }`,
			"of the ward":  `{ posts(filter: {department: "` + d.ward + `"}) { totalCount nodes { id } } }`,
			"drafts":       `{ posts(filter: {working: DRAFT}) { totalCount nodes { id } } }`,
			"found":        `{ posts(filter: {working: DRAFT, text: "so lieu"}) { totalCount nodes { id } } }`,
			"latest":       `{ posts(orderBy: {field: UPDATED_AT}) { totalCount nodes { id } } }`,
			"mine":         `{ posts(filter: {mine: true}) { totalCount nodes { id } } }`,
			"by id":        `{ post(id: "` + id + `") { id } }`,
			"by slug":      `{ post(slug: "so-lieu-tuan") { id } }`,
			"by path":      `{ route(path: "/bai-viet/so-lieu-tuan") { ... on Route { node { id } } } }`,
			"node":         `{ node(id: "` + id + `") { id } }`,
			"nodes":        `{ nodes(ids: ["` + id + `"]) { id } }`,
			"its revision": `{ node(id: "` + revision + `") { id } }`,
		}
		see := func(c *client, door, what string) bool {
			return strings.Contains(c.do(t, doors[door], nil).Body, what)
		}
		for door := range doors {
			what := id
			if door == "its revision" {
				what = revision
			}
			for name, x := range map[string]struct {
				as  *client
				may bool
			}{
				"the tool":               {d.his, true},
				"the manager":            {d.head, door != "mine"},
				"another tool":           {d.elsewhere, false},
				"somebody of another":    {d.nurse, false},
				"a director":             {d.director, false},
				"IT":                     {d.it, false},
				"a stranger":             {d.stranger(), false},
				"a tool without a scope": {d.with(d.issue(t, nil).secret), false},
			} {
				if got := see(x.as, door, `"id":"`+what+`"`); got != x.may {
					t.Errorf("%s as %s: %v, want %v", door, name, got, x.may)
				}
			}
			if see(d.his, door, theirs) {
				t.Errorf("%s shows the tool what a person of another department drafts", door)
			}
		}
		for name, c := range map[string]*client{"another tool": d.elsewhere, "somebody of another": d.nurse} {
			r, nothing := c.do(t, toolEdits, map[string]any{"id": id, "v": 1}), c.do(t, toolEdits, map[string]any{"id": db.GlobalID("post", db.NewID()), "v": 1})
			if r.Body != nothing.Body {
				t.Errorf("%s is told that there is a draft: %s", name, r.Body)
			}
		}

		// Notices name the tool; the manager takes the draft over, and it has an author from then on.
		if got := d.kinds(t, "thi.hoa"); got != "TO_TAKE_OVER" {
			t.Errorf("the manager was told %q", got)
		}
		d.head.do(t, `{ me { inbox(first: 1) { nodes { kind detail subjectId } } } }`, nil).
			want(t, `{"data": {"me": {"inbox": {"nodes": [{"kind": "TO_TAKE_OVER", "detail": "Cổng dữ liệu tỉnh", "subjectId": "`+id+`"}]}}}}`)
		d.head.do(t, wholeDraft, map[string]any{"id": id}).want(t, `{"data": {"post": {"__typename": "NewsArticle", "working": "DRAFT", "tool": "Cổng dữ liệu tỉnh", "author": null,
			"workingCopy": {"tool": "Cổng dữ liệu tỉnh", "editor": null}, "revisions": {"nodes": [{"tool": "Cổng dữ liệu tỉnh", "editor": null}]}, "approval": null}}}`)

		// The token is revoked: the draft stays, and passes to the manager all the same.
		d.revoke(t, d.it, d.tok).want(t, revoked)
		wantRefused(t, d.his)
		d.head.do(t, toolEdits, map[string]any{"id": id, "v": 1, "summary": "Đã xem"}).want(t, saved)
		d.head.do(t, wholeDraft, map[string]any{"id": id}).want(t, `{"data": {"post": {"__typename": "NewsArticle", "working": "DRAFT", "tool": "Cổng dữ liệu tỉnh", "author": {"name": "thi.hoa"},
			"workingCopy": {"tool": null, "editor": {"name": "thi.hoa"}}, "revisions": {"nodes": [{"tool": null, "editor": {"name": "thi.hoa"}}, {"tool": "Cổng dữ liệu tỉnh", "editor": null}]}, "approval": null}}}`)
		next := d.issue(t, map[string]any{"scopes": []string{access.DraftScope}, "department": d.ward})
		d.decide(t, d.director, next, "APPROVE")
		d.with(next.secret).do(t, `query($id: ID!) { post(id: $id) { id } }`, map[string]any{"id": id}).want(t, unknownPost)
		d.head.do(t, `mutation($id: ID!) { submitPost(input: {id: $id, expectedVersion: 2, privacy: NO_PATIENT}) { post { working } userErrors { code } } }`, map[string]any{"id": id}).
			want(t, `{"data": {"submitPost": {"post": {"working": "IN_REVIEW"}, "userErrors": []}}}`)
	})
}
