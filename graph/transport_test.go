package graph_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"ttyt/graph"
)

const graphqlJSON = "application/graphql-response+json"

func TestTransport(t *testing.T) {
	t.Parallel()
	h := (&graph.Resolver{}).Handler(graph.Options{})
	const fine = `{"query":"{ __typename }"}`
	for name, c := range map[string]struct {
		method, contentType, accept, body string
		status                            int
		media, says                       string
	}{
		"a query":                {body: fine, status: 200, says: `"data":{"__typename":"Query"}`},
		"nulls":                  {body: `{"query":"{ __typename }","variables":null,"operationName":null,"extensions":null}`, status: 200, says: `"__typename"`},
		"any media type":         {body: fine, accept: "*/*", status: 200, says: `"data"`},
		"the GraphQL media type": {body: fine, accept: graphqlJSON, status: 200, media: graphqlJSON, says: `"data"`},
		"first of two":           {body: fine, accept: graphqlJSON + ", application/json;q=0.9", status: 200, media: graphqlJSON, says: `"data"`},

		"no JSON":              {body: `{"query":`, status: 400, says: "BAD_INPUT"},
		"JSON twice":           {body: fine + fine, status: 400, says: "BAD_INPUT"},
		"a batch":              {body: "[" + fine + "]", status: 400, says: "BAD_INPUT"},
		"invalid UTF-8":        {body: "{\"query\":\"{ __typename } #\xff\"}", status: 400, says: "BAD_INPUT"},
		"empty":                {body: "", status: 400, says: "BAD_INPUT"},
		"no query":             {body: `{}`, status: 400, says: "BAD_INPUT"},
		"a number as query":    {body: `{"query":1}`, status: 400, says: "BAD_INPUT"},
		"a list of variables":  {body: `{"query":"{ __typename }","variables":[]}`, status: 400, says: "BAD_INPUT"},
		"deep variables":       {body: `{"query":"{ __typename }","variables":{"a":` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + `}}`, status: 400, says: "BAD_INPUT"},
		"a large body":         {body: `{"query":"` + strings.Repeat(" ", 1<<20) + `"}`, status: 413, says: "BAD_INPUT"},
		"another content type": {contentType: "text/plain", body: fine, status: 415, says: "BAD_INPUT"},
		"a form":               {contentType: "application/x-www-form-urlencoded", body: "query={__typename}", status: 415, says: "BAD_INPUT"},
		"PUT":                  {method: "PUT", body: fine, status: 405, says: "BAD_INPUT"},
		"OPTIONS":              {method: "OPTIONS", status: 405, says: "BAD_INPUT"},

		"syntax, plain":       {body: `{"query":"{"}`, status: 200, says: "BAD_INPUT"},
		"syntax, GraphQL":     {body: `{"query":"{"}`, accept: graphqlJSON, status: 400, media: graphqlJSON, says: "BAD_INPUT"},
		"unknown field":       {body: `{"query":"{ nod }"}`, accept: graphqlJSON, status: 400, media: graphqlJSON, says: "BAD_INPUT"},
		"unknown operation":   {body: `{"query":"query A { __typename }","operationName":"B"}`, accept: graphqlJSON, status: 400, media: graphqlJSON, says: "BAD_INPUT"},
		"missing variable":    {body: `{"query":"query($id: ID!) { node(id: $id) { id } }"}`, accept: graphqlJSON, status: 400, media: graphqlJSON, says: "BAD_INPUT"},
		"an empty document":   {body: `{"query":"# nothing"}`, accept: graphqlJSON, status: 400, media: graphqlJSON, says: "BAD_INPUT"},
		"the cost, on demand": {body: `{"query":"{ __typename }","extensions":{"cost":true}}`, status: 200, says: `"extensions":{"cost":{"available":10000,"requested":1}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			method, contentType, media := or(c.method, "POST"), or(c.contentType, "application/json"), or(c.media, "application/json")
			r := httptest.NewRequest(method, "/graphql", strings.NewReader(c.body))
			r.Header.Set("Content-Type", contentType)
			if c.accept != "" {
				r.Header.Set("Accept", c.accept)
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			body := w.Body.String()
			if w.Code != c.status || !strings.Contains(body, c.says) || w.Header().Get("Content-Type") != media+"; charset=utf-8" {
				t.Errorf("status %d, %s, %.400s", w.Code, w.Header().Get("Content-Type"), body)
			}
			if strings.Contains(body, "Did you mean") || c.status != 200 && strings.Contains(body, `"data"`) {
				t.Errorf("got %.400s", body)
			}
		})
	}
}

func TestTransportGET(t *testing.T) {
	t.Parallel()
	h := (&graph.Resolver{}).Handler(graph.Options{})
	for name, c := range map[string]struct {
		values url.Values
		status int
		says   string
	}{
		"a query":         {url.Values{"query": {"{ __typename }"}}, 200, `{"data":{"__typename":"Query"}}`},
		"with variables":  {url.Values{"query": {"query($id: ID!) { node(id: $id) { id } }"}, "variables": {`{"id":"x"}`}}, 200, "BAD_INPUT"},
		"wrong variables": {url.Values{"query": {"{ __typename }"}, "variables": {"{"}}, 400, "BAD_INPUT"},
		"no query":        {nil, 400, "BAD_INPUT"},
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/graphql?"+c.values.Encode(), nil))
		if body := w.Body.String(); w.Code != c.status || !strings.Contains(body, c.says) {
			t.Errorf("%s: status %d, %.400s", name, w.Code, body)
		}
	}
}

func or(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}
