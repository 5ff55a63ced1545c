package acceptance

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/wire/transport"
)

func TestForbiddenNamesTheArticle(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		centre := w.Department(t, "CENTRE", "TTYT", db.ID{})
		clerk, _ := w.person(t, centre, "thuky")
		director, _ := w.person(t, centre, "giamdoc", access.Director)
		const create = `mutation { createDepartment(input: {kind: OFFICE, name: "Phòng Điều dưỡng", code: "DD"}) { department { name } userErrors { code } } }`
		clerk.do(t, create, nil).want(t, `{"errors":[{"message":"You may not do this.","path":["createDepartment"],"locations":"*",
			"extensions":{"code":"FORBIDDEN","rule":"3","traceId":"`+traceID+`"}}],"data":null}`)
		if got := director.do(t, create, nil); !strings.Contains(got.Body, `"createDepartment":{`) {
			t.Errorf("got %s", got.Body)
		}
	})
}

// Introspection is for those who are signed in; nothing tells strangers what the schema holds.
func TestSchemaIsShownToThoseSignedIn(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		const query = `{ __schema { queryType { name } } }`
		clerk, _ := w.person(t, w.Department(t, "CENTRE", "TTYT", db.ID{}), "thuky")
		w.stranger().do(t, query, nil).want(t, strings.Replace(refusal("__schema", "UNAUTHENTICATED", "Sign in first."), `{"__schema":null}`, "null", 1))
		clerk.do(t, query, nil).want(t, `{"data":{"__schema":{"queryType":{"name":"Query"}}}}`)
		for _, hidden := range []string{
			`{ a: __schema { queryType { name } } }`, `{ __type(name: "Post") { name } }`, `{ ...f } fragment f on Query { __schema { types { name } } }`,
			`{ ... @include(if: true) { __type(name: "Post") { fields { name } } } }`, `{ departments { name } ... on Query { t: __type(name: "Query") { name } } }`,
		} {
			if got := w.stranger().do(t, hidden, nil); !strings.Contains(got.Body, "UNAUTHENTICATED") || strings.Contains(got.Body, `"Post"`) {
				t.Errorf("%s: %s", hidden, got.Body)
			}
		}
		w.stranger().do(t, `{ __typename }`, nil).want(t, `{"data":{"__typename":"Query"}}`)
		for _, wrong := range []string{`{ departmentz { name } }`, `{ departments { nane } }`, `{ departments }`, `{ departments(filtr: 1) { name } }`, `{ departments { ... @defer { name } } }`} {
			if got := w.stranger().do(t, wrong, nil); strings.Contains(got.Body, "Did you mean") || !strings.Contains(got.Body, "BAD_INPUT") {
				t.Errorf("got %s", got.Body)
			}
		}
	})
}

// A browser's cookie counts where another site cannot send it: with a JSON body, or, of a GET and of files too, with a header of its own.
func TestCookiesAreClosedToOtherSites(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		_, staff := w.person(t, w.Department(t, "CENTRE", "TTYT", db.ID{}), "thuky")
		if staff.IsZero() {
			t.Fatal("nobody")
		}
		body, err := json.Marshal(map[string]any{"query": `mutation { signIn(input: {login: "thuky", password: "mưa rào tháng sáu", client: BROWSER}) { token userErrors { code } } }`})
		if err != nil {
			t.Fatal(err)
		}
		in := w.stranger().send(t, http.MethodPost, "/graphql", "application/json", body)
		in.want(t, `{"data":{"signIn":{"token":null,"userErrors":[]}}}`)
		cookie := (&http.Response{Header: in.Header}).Cookies()[0]
		if !cookie.HttpOnly || cookie.SameSite == http.SameSiteNoneMode || cookie.Name != "session" {
			t.Errorf("cookie %v", cookie)
		}
		browser := w.stranger().with("Cookie", cookie.Name+"="+cookie.Value)
		const me = "/graphql?query={me{name}}"
		browser.do(t, "{ me { name } }", nil).want(t, `{"data":{"me":{"name":"thuky"}}}`)
		browser.with("X-Requested-With", "test").send(t, http.MethodGet, me, "", nil).want(t, `{"data":{"me":{"name":"thuky"}}}`)
		browser.send(t, http.MethodGet, me, "", nil).want(t, refusal("me", "UNAUTHENTICATED", "Sign in first."))
		files := []part{{"operations", "", `{"query":"{ me { name } }"}`}, {"map", "", "{}"}}
		browser.with("X-Requested-With", "test").parts(t, files...).want(t, `{"data":{"me":{"name":"thuky"}}}`)
		browser.parts(t, files...).want(t, `{"errors":[{"message":"Sign in first.","extensions":{"code":"UNAUTHENTICATED","traceId":"`+traceID+`"}}]}`)
		if got := browser.send(t, http.MethodPost, "/graphql", "application/x-www-form-urlencoded", []byte("query={me{name}}")); got.Status != http.StatusUnsupportedMediaType {
			t.Errorf("got %d %s", got.Status, got.Body)
		}
		if got := browser.send(t, http.MethodPost, "/graphql", "text/plain", []byte(`{"query":"{ me { name } }"}`)); got.Status != http.StatusUnsupportedMediaType {
			t.Errorf("got %d %s", got.Status, got.Body)
		}
		if got := browser.with("X-Requested-With", "test").send(t, http.MethodGet, "/graphql?query=mutation{signOut{userErrors{code}}}", "", nil); got.Status != http.StatusMethodNotAllowed {
			t.Errorf("a mutation by GET: %d %s", got.Status, got.Body)
		}
	})
}

// Where a browser says that a page of another site asks with a cookie of ours, every door is shut, whatever else the request
// carries; for the site's own pages, and without a cookie, it is as it was.
func TestEveryDoorIsShutToOtherSites(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		here := w.serve(t, transport.Limits{})
		_, _ = w.person(t, w.Department(t, "CENTRE", "TTYT", db.ID{}), "thuky")
		in := w.stranger().on(here).do(t, `mutation { signIn(input: {login: "thuky", password: "mưa rào tháng sáu", client: BROWSER}) { userErrors { code } } }`, nil)
		files := []part{{"operations", "", `{"query":"{ me { name } }"}`}, {"map", "", "{}"}}
		doors := map[string]func(c *client) int{
			"POST": func(c *client) int { return c.do(t, "{ me { name } }", nil).Status },
			"GET":  func(c *client) int { return c.send(t, http.MethodGet, "/graphql?query={me{name}}", "", nil).Status },
			"batch": func(c *client) int {
				return c.send(t, http.MethodPost, "/graphql", "application/json", []byte(`[{"query":"{ me { name } }"}]`)).Status
			},
			"stream": func(c *client) int { return c.with("Accept", "text/event-stream").do(t, "{ me { name } }", nil).Status },
			"upload": func(c *client) int { return c.parts(t, files...).Status },
			"socket": func(c *client) int {
				_, answer, _ := c.dial(t)
				return answer.StatusCode
			},
			"register": func(c *client) int { return c.send(t, http.MethodGet, "/assets.csv", "", nil).Status },
			"schema":   func(c *client) int { return c.send(t, http.MethodGet, "/schema.graphql", "", nil).Status },
			"explorer": func(c *client) int { return c.send(t, http.MethodGet, "/explorer/", "", nil).Status },
		}
		cookies := slices.DeleteFunc((&http.Response{Header: in.Header}).Cookies(), func(c *http.Cookie) bool { return c.Name == "signed-in" }) // which opens nothing
		if len(cookies) != 2 {
			t.Fatalf("cookies %v", cookies)
		}
		for _, cookie := range cookies {
			browser := w.stranger().on(here).with("Cookie", cookie.Name+"="+cookie.Value).with("X-Requested-With", "test")
			for name, enter := range doors {
				for says, c := range map[string]*client{
					"another origin":  browser.with("Origin", "https://evil.example"),
					"no origin":       browser.with("Origin", "null"),
					"another scheme":  browser.with("Origin", strings.Replace(here.URL, "http:", "https:", 1)),
					"cross-site":      browser.with("Sec-Fetch-Site", "cross-site"),
					"cross-site here": browser.with("Origin", here.URL).with("Sec-Fetch-Site", "cross-site"),
				} {
					if status := enter(c); status != http.StatusForbidden {
						t.Errorf("%s, %s, %s: %d", cookie.Name, name, says, status)
					}
				}
				for says, c := range map[string]*client{
					"own page":  browser.with("Origin", here.URL).with("Sec-Fetch-Site", "same-origin"),
					"no cookie": w.stranger().on(here).with("Sec-Fetch-Site", "cross-site"),
				} {
					if status := enter(c); status == http.StatusForbidden {
						t.Errorf("%s, %s, %s: shut", cookie.Name, name, says)
					}
				}
			}
		}
	})
}
