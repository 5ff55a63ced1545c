package acceptance

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/test/kit"
	"ttyt.example/ttyt/internal/wire/documents"
	"ttyt.example/ttyt/internal/wire/explorer"
	"ttyt.example/ttyt/internal/wire/transport"
)

// held opens a product whose strangers are held to the operations of a manifest.
func held(t *testing.T, k *kit.Kit, bodies ...string) *world {
	t.Helper()
	file := filepath.Join(t.TempDir(), "manifest.json")
	register(t, file, bodies...)
	return open(t, k, config.Config{PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}, TrustedDocuments: file, TrustedOnly: true})
}

// register makes the file a manifest of the operations, in one step.
func register(t *testing.T, file string, bodies ...string) {
	t.Helper()
	operations := map[string]string{}
	for _, body := range bodies {
		operations[documents.Hash(body)] = body
	}
	manifest, err := json.Marshal(operations)
	if err == nil {
		err = os.WriteFile(file+".new", manifest, 0o600)
	}
	if err == nil {
		err = os.Rename(file+".new", file)
	}
	if err != nil {
		t.Fatal(err)
	}
}

const (
	departmentNames = "query DepartmentNames($kind: DepartmentKind) {\n  departments(filter: {kind: $kind}) {\n    ...Name\n  }\n}\nfragment Name on Department {\n  name\n}"
	otherNames      = "query OtherNames { departments { name } }"
	schemaNames     = "query SchemaNames { __schema { queryType { name } } }"
)

// Strangers run what is registered, by its id, by its hash in either protocol, or as a body in whatever layout, and
// nothing else; the guard stands behind it as ever. People who are signed in are not held.
func TestStrangersAreHeldToTrustedDocuments(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		w := held(t, k, departmentNames, schemaNames, explorer.Documents()[0])
		centre := w.Department(t, "CENTRE", "TTYT", db.ID{})
		stranger := w.stranger()
		const refused = `{"errors":[{"message":"Only registered documents can be run without signing in. Sign in to run others.","extensions":{"code":"DOCUMENT_NOT_TRUSTED","traceId":"` + traceID + `"}}]}`
		hash := documents.Hash(departmentNames)
		post := func(c *client, body map[string]any) response {
			text, err := json.Marshal(body)
			if err != nil {
				t.Fatal(err)
			}
			return c.send(t, http.MethodPost, "/graphql", "application/json", text)
		}
		named := func(hash string) map[string]any {
			return map[string]any{"persistedQuery": map[string]any{"version": 1, "sha256Hash": hash}}
		}
		const answer = `{"data":{"departments":[{"name":"*"}]}}`
		variables := map[string]any{"kind": "CENTRE"}
		reordered := "fragment   Name on Department { name } # as it is\nquery DepartmentNames($kind: DepartmentKind) { departments(filter: {kind: $kind}) { ...Name } }"
		for name, body := range map[string]map[string]any{
			"by documentId":          {"documentId": "sha256:" + hash, "variables": variables},
			"by a bare documentId":   {"documentId": hash, "variables": variables},
			"by Apollo's hash":       {"extensions": named(hash), "variables": variables},
			"by body":                {"query": departmentNames, "variables": variables},
			"by body and hash":       {"query": departmentNames, "extensions": named(hash), "variables": variables},
			"by body of same sense":  {"query": reordered, "variables": variables},
			"the same with its hash": {"query": reordered, "extensions": named(documents.Hash(reordered)), "variables": variables},
		} {
			t.Log(name)
			post(stranger, body).want(t, answer)
		}
		stranger.send(t, http.MethodGet, "/graphql?documentId=sha256:"+hash+"&variables="+url.QueryEscape(`{"kind":"CENTRE"}`), "", nil).want(t, answer)

		// A socket takes the same names.
		socket := stranger.connect(t)
		for id, name := range map[string]string{"1": `"documentId":"` + hash + `"`, "2": `"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + hash + `"}}`} {
			socket.send(t, `{"id":"`+id+`","type":"subscribe","payload":{`+name+`,"variables":{"kind":"CENTRE"}}}`)
			socket.want(t, `{"id":"`+id+`","type":"next","payload":{"data":{"departments":[{"name":"*"}]}}}`)
			socket.want(t, `{"id":"`+id+`","type":"complete"}`)
		}

		for name, body := range map[string]map[string]any{
			"another body":             {"query": otherNames},
			"another body, with hash":  {"query": otherNames, "extensions": named(documents.Hash(otherNames))},
			"an unknown hash":          {"extensions": named(documents.Hash(otherNames))},
			"an unknown documentId":    {"documentId": "DepartmentNames"},
			"more than is registered":  {"query": departmentNames + " query More { departments { id } }", "operationName": "DepartmentNames"},
			"another name":             {"query": strings.Replace(departmentNames, "DepartmentNames", "X", 1)},
			"no GraphQL":               {"query": "{"},
			"introspection":            {"query": "{ __schema { types { name } } }"},
			"a body with another hash": {"query": otherNames, "extensions": named(hash)},
		} {
			want := refused
			if strings.HasSuffix(name, "another hash") {
				want = `{"errors":[{"message":"sha256Hash is not the hash of query.","extensions":{"code":"BAD_INPUT","traceId":"` + traceID + `"}}]}`
			}
			t.Log(name)
			post(stranger, body).want(t, want)
		}
		post(stranger, map[string]any{"query": schemaNames}).want(t, strings.Replace(refusal("__schema", "UNAUTHENTICATED", "Sign in first."), `{"__schema":null}`, "null", 1))

		// The pages of the program stay of use: this signs in by them.
		signIn := map[string]any{"query": explorer.Documents()[0], "variables": map[string]any{"input": map[string]any{"login": "thuky", "password": "x", "client": "BROWSER"}}}
		post(stranger, signIn).want(t, `{"data":{"signIn":{"userErrors":[{"message":"*"}]}}}`)

		elsewhere := open(t, k, config.Config{PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}}) // another replica, which holds nobody
		staff, _ := elsewhere.person(t, centre, "thuky")
		staff.url = w.URL
		staff.do(t, otherNames, nil).want(t, answer)
		post(staff, map[string]any{"extensions": named(documents.Hash(otherNames))}).want(t, `{"errors":[{"message":"PersistedQueryNotFound","extensions":{"code":"PERSISTED_QUERY_NOT_FOUND","traceId":"`+traceID+`"}}]}`)
		post(staff, map[string]any{"query": otherNames, "extensions": named(documents.Hash(otherNames))}).want(t, answer)
		post(staff, map[string]any{"extensions": named(documents.Hash(otherNames))}).want(t, answer)
		post(stranger, map[string]any{"extensions": named(documents.Hash(otherNames))}).want(t, refused)
	})
}

// A running program takes up a new manifest: what is no longer registered is no longer answered, cached or not, by name or by
// body, on open sockets as well; what is new is answered.
func TestANewManifestEndsWhatItDoesNotHold(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		w.Department(t, "CENTRE", "TTYT", db.ID{})
		file := filepath.Join(t.TempDir(), "manifest.json")
		register(t, file, departmentNames)
		here, stop := w.start(t, transport.Limits{}, config.Config{TrustedDocuments: file, TrustedOnly: true, Cache: 8 << 20})
		t.Cleanup(stop)
		stranger := w.stranger().on(here)
		byName := func(body string) string { return `{"documentId":"sha256:` + documents.Hash(body) + `"}` }
		byHash := func(body string) string {
			return `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + documents.Hash(body) + `"}}}`
		}
		byBody := func(body string) string {
			text, err := json.Marshal(map[string]string{"query": body})
			if err != nil {
				t.Fatal(err)
			}
			return string(text)
		}
		ways := []func(string) string{byName, byHash, byBody}
		ask := func(request string) response {
			return stranger.send(t, http.MethodPost, "/graphql", "application/json", []byte(request))
		}
		const answer = `{"data":{"departments":[{"name":"Khoa TTYT"}]}}`
		const refused = `{"errors":[{"message":"Only registered documents can be run without signing in. Sign in to run others.","extensions":{"code":"DOCUMENT_NOT_TRUSTED","traceId":"` + traceID + `"}}]}`
		socket := stranger.connect(t)
		onSocket := func(id, request, want string) {
			t.Helper()
			socket.send(t, `{"id":"`+id+`","type":"subscribe","payload":`+request+`}`)
			socket.want(t, want)
			if strings.Contains(want, `"next"`) {
				socket.want(t, `{"id":"`+id+`","type":"complete"}`)
			}
		}
		next := func(id string) string { return `{"id":"` + id + `","type":"next","payload":` + answer + `}` }
		here.kept(t, departmentNames)
		for _, way := range ways {
			for range 2 { // the second is kept
				ask(way(departmentNames)).want(t, answer)
			}
			onSocket("1", way(departmentNames), next("1"))
		}
		ask(byName(otherNames)).want(t, refused)

		register(t, file, otherNames)
		for deadline := time.Now().Add(patience); ask(byName(otherNames)).Body != answer; time.Sleep(20 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatal("the new manifest is not taken up")
			}
		}
		ended := `{"id":"2","type":"error","payload":` + strings.TrimSuffix(strings.TrimPrefix(refused, `{"errors":`), "}") + `}`
		for _, way := range ways {
			ask(way(departmentNames)).want(t, refused)
			onSocket("2", way(departmentNames), ended)
			onSocket("3", way(otherNames), next("3"))
		}
	})
}

// The schema can be had by whom introspection answers, and by nobody else.
func TestSchemaFile(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		clerk, _ := w.person(t, w.Department(t, "CENTRE", "TTYT", db.ID{}), "thuky")
		if got := w.stranger().send(t, http.MethodGet, "/schema.graphql", "", nil); got.Status != http.StatusNotFound || strings.Contains(got.Body, "type ") || got.Header.Get("ETag") != "" {
			t.Errorf("a stranger: %d %.100s", got.Status, got.Body)
		}
		got := clerk.send(t, http.MethodGet, "/schema.graphql", "", nil)
		if got.Status != http.StatusOK || got.Header.Get("Content-Type") != "application/graphql; charset=utf-8" || !strings.Contains(got.Body, "type Query {") || strings.Contains(got.Body, "__Schema") {
			t.Errorf("%d %v %.100s", got.Status, got.Header, got.Body)
		}
		if again := clerk.with("If-None-Match", got.Header.Get("ETag")).send(t, http.MethodGet, "/schema.graphql", "", nil); again.Status != http.StatusNotModified || again.Body != "" {
			t.Errorf("again: %d", again.Status)
		}
	})
}

// Files are read, and nothing is sent to them.
func TestFilesTakeNothing(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		for _, path := range []string{"/schema.graphql", "/assets.csv", "/assets.xlsx", "/read-counts.csv", "/static/0/site.css", "/healthz", "/readyz"} {
			for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete} {
				if got := w.stranger().send(t, method, path, "", nil); got.Status != http.StatusMethodNotAllowed || got.Header.Get("Allow") != "GET, HEAD" {
					t.Errorf("%s %s: %d, allowed %q", method, path, got.Status, got.Header.Get("Allow"))
				}
			}
		}
	})
}
