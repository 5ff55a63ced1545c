package acceptance

import (
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
)

func TestArticle6c_SignInOverTheAPI(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		centre := w.Department(t, "CENTRE", "TTYT", db.ID{})
		ward := w.Department(t, "CLINICAL", "NOI", centre)
		nurse := w.Staff(t, ward, "Nguyễn Thị Hoa")
		w.Position(t, nurse, ward, "HEAD")

		const me = `{ me { name account { login alias state } roles { role department { code } } sessions { client address current } } }`
		w.stranger().do(t, me, nil).want(t, refusal("me", "UNAUTHENTICATED", "Sign in first."))
		w.stranger().with("Authorization", "Bearer ttyt_s_stolen").do(t, me, nil).want(t, refusal("me", "UNAUTHENTICATED", "Sign in first."))
		her := w.signIn(t, nurse, "hoa")

		const signIn = `mutation($login: String!, $password: String!) { signIn(input: {login: $login, password: $password, client: APP}) {
			token session { id } userErrors { code message path rule ... on WaitError { retryAfter } } } }`
		const wrong = `{"data":{"signIn":{"token":null,"session":null,"userErrors":[{"code":"BAD_CREDENTIALS",
			"message":"The login or password is wrong, or the account is not active.","path":["input","password"],"rule":"6c"}]}}}`
		for _, login := range []string{"hoa", "nobody"} { // the same for every name
			for range 5 {
				w.stranger().do(t, signIn, map[string]any{"login": login, "password": "đoán mò"}).want(t, wrong)
			}
			w.stranger().do(t, signIn, map[string]any{"login": login, "password": "đoán mò"}).want(t, `{"data":{"signIn":{"token":null,"session":null,"userErrors":[
				{"code":"TOO_MANY_ATTEMPTS","message":"Too many attempts. Try again in 1 s. If you cannot wait, ask the IT section for a one-time link.","path":[],"rule":null,"retryAfter":1}]}}}`)
		}

		her.do(t, me, nil).want(t, `{"data":{"me":{"name":"Nguyễn Thị Hoa","account":{"login":"hoa","alias":"Bút danh hoa","state":"ACTIVE"},
			"roles":[{"role":"STAFF","department":{"code":"NOI"}},{"role":"MANAGER","department":{"code":"NOI"}}],
			"sessions":[{"client":"APP","address":"127.0.0.1","current":true}]}}}`)
		her.do(t, `mutation { changePassword(input: {currentPassword: "mưa rào tháng sáu", newPassword: "mat khau 2026"}) { userErrors { code path rule } } }`, nil).
			want(t, `{"data":{"changePassword":{"userErrors":[{"code":"WEAK_PASSWORD","path":["input","newPassword"],"rule":"6c"}]}}}`)
		her.do(t, `mutation { endOtherSessions { ended userErrors { code } } signOut { userErrors { code } } }`, nil).
			want(t, `{"data":{"endOtherSessions":{"ended":0,"userErrors":[]},"signOut":{"userErrors":[]}}}`)
		her.do(t, me, nil).want(t, refusal("me", "UNAUTHENTICATED", "Sign in first."))
	})
}

func TestArticle1_AccountsOverTheAPI(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		centre := w.Department(t, "CENTRE", "TTYT", db.ID{})
		newcomer := w.Staff(t, centre, "Bùi Văn Mới")
		her, nurse := w.person(t, centre, "hoa")
		it, _ := w.person(t, centre, "cntt", access.IT)
		director, _ := w.person(t, centre, "giamdoc", access.Director)

		const create = `mutation($input: CreateAccountInput!) { createAccount(input: $input) { account { login } passwordReset { awaitsSecond link } userErrors { code path rule } } }`
		input := map[string]any{"input": map[string]any{"staff": db.GlobalID("staff", newcomer), "login": "moi.bv", "alias": "Văn Mới"}}
		her.do(t, create, input).want(t, `{"errors":[{"message":"You may not do this.","path":["createAccount"],"locations":"*",
			"extensions":{"code":"FORBIDDEN","rule":"1","traceId":"`+traceID+`"}}],"data":null}`)
		director.do(t, create, input).want(t, `{"errors":[{"message":"You may not do this.","path":["createAccount"],"locations":"*",
			"extensions":{"code":"FORBIDDEN","rule":"1","traceId":"`+traceID+`"}}],"data":null}`)
		// No mail is set up here, so the link is handed over.
		it.do(t, create, input).want(t, `{"data":{"createAccount":{"account":{"login":"moi.bv"},"passwordReset":{"awaitsSecond":false,"link":"*"},"userErrors":[]}}}`)

		const list = `{ accounts { nodes { login state } totalCount } }`
		her.do(t, list, nil).want(t, `{"data":{"accounts":{"nodes":[{"login":"hoa","state":"ACTIVE"}],"totalCount":1}}}`)
		it.do(t, list, nil).want(t, `{"data":{"accounts":{"nodes":[{"login":"cntt","state":"ACTIVE"},{"login":"giamdoc","state":"ACTIVE"},{"login":"hoa","state":"ACTIVE"},{"login":"moi.bv","state":"ACTIVE"}],"totalCount":4}}}`)

		id := her.do(t, `{ me { account { id } } }`, nil).at(t, "data.me.account.id")
		const suspend = `mutation($id: ID!) { suspendAccount(input: {id: $id, reason: "mất máy"}) { account { state } userErrors { code rule } } }`
		of := map[string]any{"id": id}
		her.do(t, suspend, of).want(t, `{"errors":[{"message":"You may not do this.","path":["suspendAccount"],"locations":"*",
			"extensions":{"code":"FORBIDDEN","rule":"1","traceId":"`+traceID+`"}}],"data":null}`)
		director.do(t, suspend, of).want(t, `{"data":{"suspendAccount":{"account":{"state":"SUSPENDED"},"userErrors":[]}}}`)
		her.do(t, `{ me { name } }`, nil).want(t, refusal("me", "UNAUTHENTICATED", "Sign in first."))
		it.do(t, `mutation($id: ID!) { resumeAccount(input: {id: $id}) { account { state } userErrors { code } } }`, of).
			want(t, `{"data":{"resumeAccount":{"account":{"state":"ACTIVE"},"userErrors":[]}}}`)
		her.do(t, `{ me { name } }`, nil).want(t, refusal("me", "UNAUTHENTICATED", "Sign in first."))
		it.do(t, `mutation($staff: ID!) { sendPasswordReset(input: {staff: $staff}) { passwordReset { link } userErrors { code } } }`, map[string]any{"staff": db.GlobalID("staff", nurse)}).
			want(t, `{"data":{"sendPasswordReset":{"passwordReset":{"link":"*"},"userErrors":[]}}}`)
	})
}
