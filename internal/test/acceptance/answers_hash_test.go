package acceptance

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/wire/documents"
)

// A GET that names its document by the hash alone is answered, and may be kept, as that to the document itself is; once the
// document is known, and not before.
func TestAnswersByHashAreKept(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		w.show(t, w.Department(t, "CENTRE", "TTYT", db.ID{}), "mot", nil)
		const query = `query($n: Int) { posts(first: $n) { nodes { title } } }`
		hash := documents.Hash(query)
		extensions := `{"persistedQuery":{"version":1,"sha256Hash":"` + hash + `"}}`
		variables := `{"n":3}`
		get := func(c *client, with ...string) response {
			values := url.Values{"variables": {variables}}
			for i := 0; i < len(with); i += 2 {
				values.Set(with[i], with[i+1])
			}
			return c.send(t, http.MethodGet, "/graphql?"+values.Encode(), "", nil)
		}
		plain := w.stranger().with("Accept-Encoding", "identity")
		unknown := get(plain, "extensions", extensions)
		if unknown.Header.Get("Etag") != "" || unknown.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("an unknown document: %v %s", unknown.Header, unknown.Body)
		}
		inFull := get(plain, "query", query)
		tag, control := inFull.Header.Get("Etag"), inFull.Header.Get("Cache-Control")
		if tag == "" || control == "no-store" {
			t.Fatalf("in full: %v", inFull.Header)
		}
		for range 2 { // a client that sends both has the document kept, each time
			if both := get(plain, "query", query, "extensions", extensions); both.Body != inFull.Body || both.Header.Get("Etag") != "" {
				t.Errorf("with its hash: %v %s", both.Header, both.Body)
			}
		}
		for range 2 {
			byHash := get(plain, "extensions", extensions)
			if byHash.Body != inFull.Body || byHash.Header.Get("Etag") != tag || byHash.Header.Get("Cache-Control") != control || byHash.Header.Get("Vary") != inFull.Header.Get("Vary") {
				t.Errorf("by the hash: %v %s", byHash.Header, byHash.Body)
			}
			if same := get(plain.with("If-None-Match", tag), "extensions", extensions); same.Status != http.StatusNotModified {
				t.Errorf("by the hash, who has it: %d", same.Status)
			}
		}
		w.behind(t, "Không ai được báo")
		if byHash := get(plain, "extensions", extensions); byHash.Body != inFull.Body {
			t.Errorf("it is not kept: %s", byHash.Body)
		}
		posted := func() response {
			body, _ := json.Marshal(map[string]any{"variables": map[string]any{"n": 4}, "extensions": json.RawMessage(extensions)})
			return plain.send(t, http.MethodPost, "/graphql", "application/json", body)
		}
		first := posted()
		w.behind(t, "Lại không ai được báo")
		if again := posted(); again.Body != first.Body || again.Header.Get("Etag") != "" {
			t.Errorf("by POST it is not kept: %s", again.Body)
		}
		// A change ends all of them.
		w.App.Answers.Forget()
		if byHash := get(plain, "extensions", extensions); byHash.Body == inFull.Body || byHash.Header.Get("Etag") == tag {
			t.Errorf("outlives its end: %s", byHash.Body)
		}
	})
}
