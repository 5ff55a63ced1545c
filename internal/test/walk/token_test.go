package walk

import (
	"fmt"
	"time"

	"ttyt.example/ttyt/internal/test/product"
)

func init() {
	*approvals = kind{
		name:  "approval",
		types: []string{"Approval"},
		shown: `... on Approval { version state step flow` + offered + " }",
		state: func(v view) string {
			if v.str("state") == "PENDING" {
				return v.str("flow") + " at " + v.str("step")
			}
			return v.str("flow") + " " + v.str("state")
		},
		over: func(v view) bool { return v.str("state") != "PENDING" },
		drivers: map[string]driver{
			"APPROVE": verdict("APPROVE", ""), "RETURN": verdict("RETURN", ""), "REJECT": verdict("REJECT", ""),
		},
		// Those of posts and change requests end with their subjects.
		ends: func(v view) [2][]string {
			if v.str("flow") == "TOKEN_SCOPE" {
				return [2][]string{{"APPROVE"}, {"REJECT"}}
			}
			return [2][]string{}
		},
	}
}

func init() {
	*services = kind{
		name:   "service account",
		types:  []string{"ServiceAccount"},
		stands: true,
		shown:  "... on ServiceAccount { version state" + offered + " }",
		state:  func(v view) string { return v.str("state") },
		over:   func(view) bool { return true },
		drivers: map[string]driver{
			"UPDATE": func(w *walk, _ *person, v view) *call {
				return &call{field: "updateServiceAccount", input: on(v, "responsible", pick(w, w.active()).id)}
			},
			"DISABLE": simple("disableServiceAccount", "reason", "Không dùng."),
			"ENABLE":  simple("enableServiceAccount", "reason", "Dùng lại."),
			"ISSUE_TOKEN": func(w *walk, _ *person, v view) *call {
				return &call{field: "issueToken", shows: "secret token { id }", input: w.wanted(v.str("id"))}
			},
		},
		begin: func(w *walk) { w.employ(pick(w, w.active("IT"))) },
	}
	*tokens = kind{
		name:   "token",
		types:  []string{"Token"},
		stands: true,
		shown:  `... on Token { version state approval { id }` + offered + ` }`,
		state:  func(v view) string { return v.str("state") },
		over:   func(v view) bool { return v.str("state") != "AWAITING_CONSENT" },
		drivers: map[string]driver{
			"ROTATE": simple("rotateToken"),
			"REVOKE": func(_ *walk, _ *person, v view) *call {
				return &call{field: "revokeToken", input: bare(v, "reason", "Không dùng.")}
			},
		},
		ends: func(view) [2][]string { return [2][]string{} }, // with their approvals
	}
}

// tool is an external system with a token.
type tool struct {
	token  *subject
	of     string // the department for which it drafts posts
	client *product.Client
}

// employ lets a tool in: a service account of a system of the register, and a token that a director has yet to consent to.
func (w *walk) employ(it *person) {
	system := w.anyAsset(func(v view) bool { return v.str("kind") == "SOFTWARE_SYSTEM" && v.str("state") == "IN_USE" })
	if system == nil {
		return
	}
	n := w.next()
	r := w.do(it, &call{field: "createServiceAccount", shows: "serviceAccount { id }",
		input: map[string]any{"asset": system.id, "name": fmt.Sprintf("Hệ thống %d", n), "purpose": "Đồng bộ.", "responsible": pick(w, w.active()).id}})
	account := view(r.data).str("createServiceAccount.serviceAccount.id")
	if account == "" {
		return
	}
	w.after(it, w.add(services, account))
	c := &call{field: "issueToken", shows: "secret token { id }", input: w.wanted(account)}
	r = w.do(it, c)
	s := w.add(tokens, view(r.data).str("issueToken.token.id"))
	w.note(s, fmt.Sprintf("%-10s issueToken -> %s", it, r.refused))
	if s == nil {
		return
	}
	w.after(it, s)
	w.tools = append(w.tools, &tool{s, c.input["department"].(string), w.Stranger().With("Authorization", "Bearer "+view(r.data).str("issueToken.secret"))})
}

// wanted is the input for a token of the service account.
func (w *walk) wanted(account string) map[string]any {
	return map[string]any{"serviceAccount": account, "name": fmt.Sprintf("Mã %d", w.next()), "scopes": []string{"scan.record", "incident.report", "post.draft"},
		"department": w.departments[1+w.numbers%(len(w.departments)-1)].id, // any but the centre
		"scanRange":  map[string]any{"kinds": []string{"WORKSTATION", "SERVER", "SOFTWARE_SYSTEM", "PRINTER"}},
		"addresses":  []string{}, "expiresAt": w.Clock.Now().Add(time.Duration(10+w.rng.IntN(100)) * 24 * time.Hour), "reason": "Quét tự động."}
}

// send sends a mutation as the tool, which may be let in or not.
func (w *walk) send(t *tool, document string, input map[string]any) reply {
	r := t.client.Do(w.t, document, map[string]any{"input": input})
	if r.Status == 401 {
		return reply{refused: &refusal{Code: "UNAUTHENTICATED"}}
	}
	return w.read(r, t.token.name+": "+document)
}

// draft has the tool draft a post, which waits for a person who may take it over.
func (w *walk) draft(t *tool, input map[string]any) {
	input["department"] = t.of
	r := w.send(t, `mutation($input: CreatePostInput!) { createPost(input: $input) { post { id } userErrors { code message path rule } } }`, input)
	w.note(t.token, fmt.Sprintf("%-10s createPost -> %s", t.token, r.refused))
	s := w.add(posts, view(r.data).str("createPost.post.id"))
	for _, p := range w.active() {
		if s != nil && s.seen == nil {
			w.after(p, s)
		}
	}
}

// report has the tool report an incident, which people handle from then on.
func (w *walk) report(t *tool, input map[string]any) {
	r := w.send(t, `mutation($input: ReportIncidentInput!) { reportIncident(input: $input) { incident { id } userErrors { code message path rule } } }`, input)
	w.note(t.token, fmt.Sprintf("%-10s reportIncident -> %s", t.token, r.refused))
	if s := w.add(incidents, view(r.data).str("reportIncident.incident.id")); s != nil {
		w.after(w.active("IT")[0], s)
	}
}

// scan has the tool find something on the asset.
func (w *walk) scan(t *tool, a *subject) {
	r := w.send(t, `mutation($input: RecordScanInput!) { recordScan(input: $input) { scan { id } userErrors { code message path rule } } }`,
		map[string]any{"asset": a.id, "result": "INFECTED", "tool": "ClamAV", "threat": "Eicar"})
	w.note(a, fmt.Sprintf("%-10s recordScan of %s -> %s", t.token, a, r.refused))
	if r.refused == nil {
		w.discover(w.active("IT")[0], a)
	}
}

// discover takes the infection of the asset into the walk.
func (w *walk) discover(it *person, a *subject) {
	if v := w.look(it, a); v != nil {
		if s := w.add(infections, v.str("infection.id")); s != nil {
			w.after(it, s)
		}
	}
}
