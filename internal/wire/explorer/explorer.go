// Package explorer is what the program shows of itself: the page on which people try the API, with documentation from
// introspection, an editor with completion and samples for each role; and the page of one-time links. It is all in the
// binary, because hospital networks are closed.
package explorer

import (
	"embed"
	"encoding/json"
	"io/fs"
	"net/http"

	"ttyt.example/ttyt/internal/core/access"
)

//go:embed page
var files embed.FS

//go:embed samples.json
var samples []byte

// Path is where the explorer lives.
const Path = "/explorer"

// policy lets the page run its own files and talk to its own API, and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// Documents are what the pages send for somebody who is not signed in: where strangers are held to registered documents,
// these are among them.
func Documents() []string {
	return []string{
		"mutation SignIn($input: SignInInput!) { signIn(input: $input) { userErrors { message } } }",
	}
}

// Handler serves the page below Path. In the demonstration it offers the made-up accounts. Elsewhere strangers get the
// page, so that they can sign in, but no samples, as they get no introspection.
func Handler(demo bool, accounts []Account) http.Handler {
	page, err := fs.Sub(files, "page")
	if err != nil {
		panic(err) // the folder is in the binary
	}
	mux := http.NewServeMux()
	mux.Handle("GET "+Path+"/", http.StripPrefix(Path, http.FileServerFS(page)))
	mux.HandleFunc("GET "+Path+"/setup.json", func(w http.ResponseWriter, r *http.Request) {
		setup := struct {
			Accounts []Account       `json:"accounts"`
			Samples  json.RawMessage `json:"samples"`
		}{accounts, json.RawMessage("[]")}
		if demo || access.Of(r.Context()).SignedIn() {
			setup.Samples = samples
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		_ = json.NewEncoder(w).Encode(setup) // the client may have gone
	})
	return strict(mux)
}

func strict(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("Cache-Control", "no-cache")
		next.ServeHTTP(w, r)
	})
}

// Account is one that the page offers to sign in as.
type Account struct {
	Login string `json:"login"`
	VI    string `json:"vi"`
	EN    string `json:"en"`
}
