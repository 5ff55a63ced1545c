package acceptance

import (
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/test/kit"
)

// tools are known to IT and the Board.
var tools = table{
	"service account": "- - - - - - + - + -",
}

var tokens = table{
	"token": "- - - - - - + - + -",
}

// consents: the manager of the department that owns the asset sees what is asked for it.
var consents = table{
	"approval of token": "- - - + - - + - + -",
}

var tokenLooks = []look{
	{"Query.node", byNode, byID, tools, "+"},
	{"Query.node", byNode, byID, tokens, "+"},
	{"Query.node", byNode, byID, consents, "+"},
}

const switchInput = `{id: $id, expectedVersion: 99, reason: "Thử."}`

var tokenMutations = []mutation{
	{"createServiceAccount", `mutation($id: ID!) { createServiceAccount(input: {asset: $id, name: "", purpose: "", responsible: "c3RhZmY6AAAAAAAAAAAAAAAAAAAAAA"}) { userErrors { code } } }`,
		table{"asset of NOI": "in no no no no no - no no no"}}, // nobody has that id
	{"updateServiceAccount", `mutation($id: ID!) { updateServiceAccount(input: {id: $id, expectedVersion: 99}) { userErrors { code } } }`,
		table{"service account": "in - - - - - ok - no -"}},
	{"disableServiceAccount", `mutation($id: ID!) { disableServiceAccount(input: ` + switchInput + `) { userErrors { code } } }`,
		table{"service account": "in - - - - - ok - no -"}},
	{"enableServiceAccount", `mutation($id: ID!) { enableServiceAccount(input: ` + switchInput + `) { userErrors { code } } }`,
		table{"service account": "in - - - - - ok - no -"}},
	{"issueToken", `mutation($id: ID!) { issueToken(input: {serviceAccount: $id, name: "", scopes: [], addresses: [], expiresAt: "2026-03-03T00:00:00Z", reason: ""}) { userErrors { code } } }`,
		table{"service account": "in no no no no no ok no no no"}},
	{"rotateToken", `mutation($id: ID!) { rotateToken(input: {id: $id, expectedVersion: 99}) { userErrors { code } } }`,
		table{"token": "in - - - - - ok - no -"}},
	{"revokeToken", `mutation($id: ID!) { revokeToken(input: {id: $id, reason: ""}) { userErrors { code } } }`,
		table{"token": "in - - - - - ok - ok -"}},
}

// fillTokens gives an asset a service account, and that a token whose scopes wait for consent.
func (h *house) fillTokens(t *testing.T) {
	t.Helper()
	account := h.service(t, "Cổng tỉnh", h.keys["asset of NOI"], h.staff["it"])
	h.ids["service account"] = account
	r := h.must(t, "it", `mutation($id: ID!, $until: DateTime!) { issueToken(input: {serviceAccount: $id, name: "Đọc", scopes: ["asset.read"], addresses: [], expiresAt: $until, reason: "Đồng bộ."}) {
		token { id approval { id } } userErrors { message } } }`, map[string]any{"id": account, "until": h.Clock.Now().AddDate(0, 1, 0)})
	h.ids["token"], h.ids["approval of token"] = r.at(t, "data.issueToken.token.id"), r.at(t, "data.issueToken.token.approval.id")
}

// service puts a service account of an asset on record, for which somebody answers.
func (w *world) service(t *testing.T, name string, asset, responsible db.ID) string {
	t.Helper()
	id, now := db.NewID(), w.DB.Now(t.Context())
	w.Insert(t.Context(), t, "service_accounts", kit.Row{"id": id, "asset_id": asset, "name": name, "purpose": "Đồng bộ", "responsible_id": responsible,
		"state": "ACTIVE", "version": 1, "created_at": now, "updated_at": now})
	return db.GlobalID("service_account", id)
}

func tokenLists() []list {
	return []list{
		{"serviceAccounts", "first: 100", tools},
		{"serviceAccounts", "filter: {state: ACTIVE}", tools},
		{"tokens", "first: 100", tokens},
		{"tokens", "filter: {state: AWAITING_CONSENT}", tokens},
		{"tokens", "filter: {state: REVOKED}", table{}},
	}
}
