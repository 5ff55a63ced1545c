package acceptance

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

const (
	plainJSON   = "application/json"
	graphqlJSON = "application/graphql-response+json"
)

// The GraphQL-over-HTTP specification, row by row, as the conformance suite of the npm package graphql-http asks for it,
// and more. Whatever is refused says so in one form, has no data, and repeats nothing of the request.
func TestGraphQLOverHTTP(t *testing.T) {
	t.Parallel()
	const fine, secret = `{"query":"{ __typename }"}`, "mật khẩu"
	tooDeep := strings.Repeat("[", 50_000) + strings.Repeat("]", 50_000)
	rows := map[string]struct {
		method, contentType, accept, body string
		status                            int
		media, says                       string
	}{
		"a query":              {body: fine, status: 200, says: `{"data":{"__typename":"Query"}}`},
		"a charset":            {body: fine, contentType: "application/json; charset=UTF-8", status: 200, says: `"data"`},
		"text of all scripts":  {body: `{"query":"{ node(id: \"Run🏃Điều\") { id } }"}`, status: 200, says: "BAD_INPUT"},
		"nulls":                {body: `{"query":"{ __typename }","variables":null,"operationName":null,"extensions":null}`, status: 200, says: `{"data":{"__typename":"Query"}}`},
		"an operation's name":  {body: `{"query":"query A { __typename } query B { other: __typename }","operationName":"B"}`, status: 200, says: `{"data":{"other":"Query"}}`},
		"variables":            {body: `{"query":"query($yes: Boolean!) { __typename @include(if: $yes) }","variables":{"yes":true}}`, status: 200, says: `"Query"`},
		"extensions":           {body: `{"query":"{ __typename }","extensions":{"some":"value"}}`, status: 200, says: `{"data":{"__typename":"Query"}}`},
		"the cost, on demand":  {body: `{"query":"{ __typename }","extensions":{"cost":true}}`, status: 200, says: `"extensions":{"cost":{"available":10000,"requested":1}}`},
		"unknown properties":   {body: `{"query":"{ __typename }","Query":"{","id":[1]}`, status: 200, says: `{"data":{"__typename":"Query"}}`},
		"any media type":       {body: fine, accept: "*/*", status: 200, says: `"data"`},
		"a browser's Accept":   {body: fine, accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", status: 200, says: `"data"`},
		"GraphQL's media type": {body: fine, accept: graphqlJSON, status: 200, media: graphqlJSON, says: `{"data":{"__typename":"Query"}}`},
		"the better of two":    {body: fine, accept: plainJSON + ";q=0.9, " + graphqlJSON, status: 200, media: graphqlJSON, says: `"data"`},
		"a partial success":    {body: `{"query":"{ __typename me { name } }"}`, accept: graphqlJSON, status: 294, media: graphqlJSON, says: `UNAUTHENTICATED`},
		"partial, plain":       {body: `{"query":"{ __typename me { name } }"}`, status: 200, says: `UNAUTHENTICATED`},

		"nothing acceptable":   {body: fine, accept: "text/html", status: 406, says: "BAD_INPUT"},
		"another encoding":     {body: fine, accept: "application/json; charset=utf-16", status: 406, says: "BAD_INPUT"},
		"refused types":        {body: fine, accept: "application/json;q=0, application/graphql-response+json;q=0, */*;q=0", status: 406, says: "BAD_INPUT"},
		"no JSON":              {body: `{"` + secret, status: 400, says: "BAD_INPUT"},
		"no JSON, GraphQL":     {body: `{"` + secret, accept: graphqlJSON, status: 400, media: graphqlJSON, says: "BAD_INPUT"},
		"not an object":        {body: `"` + secret + `"`, status: 400, says: "BAD_INPUT"},
		"JSON twice":           {body: fine + fine, status: 400, says: "BAD_INPUT"},
		"a batch":              {body: " [" + fine + "]", status: 400, says: "Batches are not supported"},
		"invalid UTF-8":        {body: "{\"query\":\"{ __typename } #\xff\"}", status: 400, says: "BAD_INPUT"},
		"an empty body":        {status: 400, says: "BAD_INPUT"},
		"no query":             {body: `{"qeury":"` + secret + `"}`, status: 400, says: "query is required"},
		"no query, GraphQL":    {body: `{"Query":"{ __typename }"}`, accept: graphqlJSON, status: 400, media: graphqlJSON, says: "query is required"},
		"two queries":          {body: `{"query":"{ __typename }","query":"{ a: __typename }"}`, status: 400, says: "query is given twice"},
		"an object as query":   {body: `{"query":{"` + secret + `":1}}`, status: 400, says: "query must be a string"},
		"a list as name":       {body: `{"query":"{ __typename }","operationName":["` + secret + `"]}`, status: 400, says: "operationName must be a string"},
		"text as variables":    {body: `{"query":"{ __typename }","variables":"` + secret + `"}`, status: 400, says: "variables must be a JSON object"},
		"a list of variables":  {body: `{"query":"{ __typename }","variables":[]}`, status: 400, says: "variables must be a JSON object"},
		"zero as extensions":   {body: `{"query":"{ __typename }","extensions":0}`, status: 400, says: "extensions must be a JSON object"},
		"deep variables":       {body: `{"query":"{ __typename }","variables":{"a":` + tooDeep + `}}`, status: 400, says: "BAD_INPUT"},
		"a large body":         {body: `{"query":"` + strings.Repeat(" ", 1<<20) + `"}`, status: 413, says: "256 KiB"},
		"no content type":      {contentType: "-", body: fine, status: 415, says: "BAD_INPUT"},
		"another content type": {contentType: "text/plain", body: fine, status: 415, says: "BAD_INPUT"},
		"another charset":      {contentType: "application/json; charset=utf-16", body: fine, status: 415, says: "BAD_INPUT"},
		"a form":               {contentType: "application/x-www-form-urlencoded", body: "query={__typename}", status: 415, says: "BAD_INPUT"},
		"PUT":                  {method: "PUT", body: fine, status: 405, says: "BAD_INPUT"},
		"PATCH":                {method: "PATCH", body: fine, status: 405, says: "BAD_INPUT"},
		"DELETE":               {method: "DELETE", status: 405, says: "BAD_INPUT"},

		"syntax":                {body: `{"query":"{"}`, status: 200, says: "BAD_INPUT"},
		"syntax, GraphQL":       {body: `{"query":"{"}`, accept: graphqlJSON, status: 400, media: graphqlJSON, says: "BAD_INPUT"},
		"unknown field":         {body: `{"query":"{ 8f31 }"}`, status: 200, says: "BAD_INPUT"},
		"no guesses":            {body: `{"query":"{ nod }"}`, accept: graphqlJSON, status: 400, media: graphqlJSON, says: "BAD_INPUT"},
		"which operation":       {body: `{"query":"query A { __typename } query B { __typename }"}`, status: 200, says: "operationName must name one"},
		"which, GraphQL":        {body: `{"query":"query A { __typename } query B { __typename }"}`, accept: graphqlJSON, status: 400, media: graphqlJSON, says: "operationName must name one"},
		"an unknown operation":  {body: `{"query":"query A { __typename }","operationName":"B"}`, accept: graphqlJSON, status: 400, media: graphqlJSON, says: "BAD_INPUT"},
		"an empty document":     {body: `{"query":"# nothing"}`, accept: graphqlJSON, status: 400, media: graphqlJSON, says: "BAD_INPUT"},
		"coercion":              {body: `{"query":"query($id: ID!) { node(id: $id) { id } }","variables":{"id":null}}`, status: 200, says: "BAD_INPUT"},
		"coercion, GraphQL":     {body: `{"query":"query($id: ID!) { node(id: $id) { id } }","variables":{"id":null}}`, accept: graphqlJSON, status: 400, media: graphqlJSON, says: "BAD_INPUT"},
		"too complex":           {body: `{"query":"{` + strings.Repeat(" __typename", 1_001) + `}"}`, status: 200, says: "QUERY_TOO_COMPLEX"},
		"too complex, GraphQL":  {body: `{"query":"{` + strings.Repeat(" __typename", 1_001) + `}"}`, accept: graphqlJSON, status: 400, media: graphqlJSON, says: "QUERY_TOO_COMPLEX"},
		"a mutation of nothing": {body: `{"query":"mutation { __typename }"}`, status: 200, says: `{"data":{"__typename":"Mutation"}}`},
	}
	run(t, func(t *testing.T, w *world) {
		for name, c := range rows {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				caller, media := w.stranger(), or(c.media, plainJSON)
				if c.accept != "" {
					caller = caller.with("Accept", c.accept)
				}
				got := caller.send(t, or(c.method, "POST"), "/graphql", strings.TrimPrefix(or(c.contentType, plainJSON), "-"), []byte(c.body))
				if got.Status != c.status || !strings.Contains(got.Body, c.says) || got.Header.Get("Content-Type") != media+"; charset=utf-8" {
					t.Errorf("status %d, %s, %.400s", got.Status, got.Header.Get("Content-Type"), got.Body)
				}
				if refused := c.status >= 400; refused && (strings.Contains(got.Body, `"data"`) || !strings.Contains(got.Body, `"traceId":"`+traceID+`"`)) {
					t.Errorf("got %.400s", got.Body)
				}
				if strings.Contains(got.Body, "Did you mean") || strings.Contains(got.Body, secret) {
					t.Errorf("tells too much: %.400s", got.Body)
				}
				if allow := got.Header.Get("Allow"); (c.status == http.StatusMethodNotAllowed) != (allow == "GET, HEAD, OPTIONS, POST") {
					t.Errorf("Allow %q", allow)
				}
			})
		}
	})
}

func TestGraphQLOverGET(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		for name, c := range map[string]struct {
			values url.Values
			status int
			says   string
		}{
			"a query":              {url.Values{"query": {"{ __typename }"}}, 200, `{"data":{"__typename":"Query"}}`},
			"an operation's name":  {url.Values{"query": {"query A { __typename } query B { other: __typename }"}, "operationName": {"B"}}, 200, `{"data":{"other":"Query"}}`},
			"variables":            {url.Values{"query": {"query($yes: Boolean!) { __typename @include(if: $yes) }"}, "variables": {`{"yes":true}`}}, 200, `{"data":{"__typename":"Query"}}`},
			"empty is not there":   {url.Values{"query": {"{ __typename }"}, "operationName": {""}, "variables": {""}, "extensions": {""}, "other": {"1", "2"}}, 200, `{"data":{"__typename":"Query"}}`},
			"a query of a pair":    {url.Values{"query": {"mutation M { __typename } query Q { __typename }"}, "operationName": {"Q"}}, 200, `{"data":{"__typename":"Query"}}`},
			"malformed variables":  {url.Values{"query": {"{ __typename }"}, "variables": {"{"}}, 400, "variables must be a JSON object"},
			"variables of no type": {url.Values{"query": {"{ __typename }"}, "variables": {"[]"}}, 400, "variables must be a JSON object"},
			"two queries":          {url.Values{"query": {"{ __typename }", "{ a: __typename }"}}, 400, "query is given twice"},
			"no query":             {nil, 400, "query is required"},
			"invalid UTF-8":        {url.Values{"query": {"{ __typename } #\xff"}}, 400, "BAD_INPUT"},
			"a long address":       {url.Values{"query": {"{ __typename }" + strings.Repeat("#", 9_000)}}, 414, "use POST"},
			"a mutation":           {url.Values{"query": {"mutation { __typename }"}}, 405, "GET is for queries"},
		} {
			got := w.stranger().send(t, http.MethodGet, "/graphql?"+c.values.Encode(), "", nil)
			if got.Status != c.status || !strings.Contains(got.Body, c.says) {
				t.Errorf("%s: status %d, %.400s", name, got.Status, got.Body)
			}
			if c.status == http.StatusMethodNotAllowed && got.Header.Get("Allow") != http.MethodPost {
				t.Errorf("%s: Allow %q", name, got.Header.Get("Allow"))
			}
			head := w.stranger().send(t, http.MethodHead, "/graphql?"+c.values.Encode(), "", nil)
			if head.Status != got.Status || head.Body != "" || head.Header.Get("Content-Length") != got.Header.Get("Content-Length") {
				t.Errorf("%s: HEAD answers %d, %q, length %s", name, head.Status, head.Body, head.Header.Get("Content-Length"))
			}
		}
	})
}

// OPTIONS says what the endpoint can do, and lets no other site's script in.
func TestOptionsGrantNothing(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		got := w.stranger().with("Origin", "https://elsewhere.example").with("Access-Control-Request-Method", "POST").send(t, http.MethodOptions, "/graphql", "", nil)
		if got.Status != http.StatusNoContent || got.Header.Get("Allow") != "GET, HEAD, OPTIONS, POST" || got.Body != "" {
			t.Errorf("got %d %v %s", got.Status, got.Header, got.Body)
		}
		for name := range got.Header {
			if strings.HasPrefix(name, "Access-Control-") {
				t.Errorf("%s: %s", name, got.Header.Get(name))
			}
		}
	})
}

func or(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}
