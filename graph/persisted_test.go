package graph_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"ttyt.example/ttyt/graph"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/wire/documents"
)

const (
	typename    = "query Name { __typename }"
	graphqlJSON = "application/graphql-response+json"
)

// apollo is the body of a request as Apollo's link makes it: without the query it asks for one known by its hash.
func apollo(t *testing.T, hash, query string) string {
	t.Helper()
	request := map[string]any{"extensions": map[string]any{"persistedQuery": map[string]any{"version": 1, "sha256Hash": hash}}}
	if query != "" {
		request["query"] = query
	}
	body, err := json.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

const answered, notFound = `{"data":{"__typename":"Query"}}`, `{"errors":[{"message":"PersistedQueryNotFound","extensions":{"code":"PERSISTED_QUERY_NOT_FOUND"`

// The hash alone, then hash and query, then the hash alone again; by POST and by GET.
func TestAutomaticPersistedQueries(t *testing.T) {
	t.Parallel()
	h, hash := (&graph.Resolver{}).Handler(graph.Options{}), documents.Hash(typename)
	get := func() (int, string) {
		w := httptest.NewRecorder()
		extensions := fmt.Sprintf(`{"persistedQuery":{"version":1,"sha256Hash":%q}}`, hash)
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/graphql?"+url.Values{"extensions": {extensions}}.Encode(), nil))
		return w.Code, w.Body.String()
	}
	for _, step := range []struct {
		what   string
		send   func() (int, string)
		status int
		says   string
	}{
		{"hash", func() (int, string) { return post(h, apollo(t, hash, "")) }, 200, notFound},
		{"hash by GET", get, 200, notFound},
		{"hash, the GraphQL media type", func() (int, string) { return post(h, apollo(t, hash, ""), "Accept", graphqlJSON) }, 400, notFound},
		{"another's hash", func() (int, string) { return post(h, apollo(t, documents.Hash("{ a }"), typename)) }, 200, "BAD_INPUT"},
		{"hash after another's", func() (int, string) { return post(h, apollo(t, hash, "")) }, 200, notFound},
		{"both", func() (int, string) { return post(h, apollo(t, hash, typename)) }, 200, answered},
		{"hash again", func() (int, string) { return post(h, apollo(t, hash, "")) }, 200, answered},
		{"hash again by GET", get, 200, answered},
	} {
		if status, body := step.send(); status != step.status || !strings.HasPrefix(body, step.says) && !strings.Contains(body, `"code":"`+step.says) {
			t.Errorf("%s: %d %s", step.what, status, body)
		}
	}
}

// What does not parse, validate or lie within the limits is not kept under its hash.
func TestRubbishIsNotPersisted(t *testing.T) {
	t.Parallel()
	h := (&graph.Resolver{}).Handler(graph.Options{})
	for name, query := range map[string]string{
		"syntax":        "{",
		"unknown field": "{ nothing }",
		"too complex":   "{" + strings.Repeat("__typename ", 1_001) + "}",
		"too long":      typename + "#" + strings.Repeat("x", 64<<10),
		"two, unnamed":  "query A { __typename } query B { __typename }",
	} {
		hash := documents.Hash(query)
		post(h, apollo(t, hash, query))
		if _, body := post(h, apollo(t, hash, "")); !strings.HasPrefix(body, notFound) {
			t.Errorf("%s: %.300s", name, body)
		}
	}
}

// However much strangers send, what people who are signed in have sent stays, and strangers keep to their share.
func TestStrangersPushOutStrangersAlone(t *testing.T) {
	t.Parallel()
	h := (&graph.Resolver{}).Handler(graph.Options{})
	signedIn := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, r.WithContext(access.With(r.Context(), &access.Actor{StaffID: db.NewID()})))
	})
	staff, first := "query Staff { __typename }", "query First { __typename }"
	post(signedIn, apollo(t, documents.Hash(staff), staff))
	post(h, apollo(t, documents.Hash(first), first))
	for i := range 200 {
		query := fmt.Sprintf("query Q%d { __typename } # %s", i, strings.Repeat("x", 50_000))
		if _, body := post(h, apollo(t, documents.Hash(query), query)); body != answered {
			t.Fatal(body)
		}
	}
	if _, body := post(h, apollo(t, documents.Hash(staff), "")); body != answered {
		t.Errorf("what staff sent: %s", body)
	}
	if _, body := post(h, apollo(t, documents.Hash(first), "")); !strings.HasPrefix(body, notFound) {
		t.Errorf("ten megabytes of strangers' documents all stay: %s", body)
	}
}

func TestMalformedNames(t *testing.T) {
	t.Parallel()
	h := (&graph.Resolver{}).Handler(graph.Options{})
	hash := documents.Hash(typename)
	for name, body := range map[string]string{
		"no object":         `{"extensions":{"persistedQuery":true}}`,
		"no hash":           `{"extensions":{"persistedQuery":{"version":1}}}`,
		"no version":        `{"extensions":{"persistedQuery":{"sha256Hash":"` + hash + `"}}}`,
		"another version":   `{"extensions":{"persistedQuery":{"version":2,"sha256Hash":"` + hash + `"}}}`,
		"a number":          `{"documentId":1}`,
		"an empty name":     `{"documentId":""}`,
		"two names":         `{"documentId":"a","extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + hash + `"}}}`,
		"a name and a body": `{"documentId":"sha256:` + hash + `","query":"` + typename + `"}`,
		"nothing":           `{"documentId":null,"extensions":{"persistedQuery":null}}`,
	} {
		if _, got := post(h, body); !strings.Contains(got, `"code":"BAD_INPUT"`) {
			t.Errorf("%s: %s", name, got)
		}
	}
}
