package app_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/app"
	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/test/kit"
)

// internals are words that no answer may hold: names of Go types and packages, SQL, stacks, files.
var internals = regexp.MustCompile(`(?i)goroutine|panic|runtime|\.go\b|/home/|/root/|/usr/|/tmp/|ttyt/|internal/|\*?(json|ast|graph|fault|gqlerror|http|strconv|model|db|url)\.[A-Z]\w+|` +
	`\b(select|insert|update|delete) .*\b(from|into|set)\b|sqlite|mysql|mariadb|gqlgen|gqlparser|unmarshal|nil pointer|0xc0`)

func findInternals(t *testing.T, body string) {
	t.Helper()
	if found := internals.FindString(body); found != "" {
		t.Errorf("%q in %.400s", found, body)
	}
}

func opened(t *testing.T, k *kit.Kit, c config.Config) *app.App {
	t.Helper()
	c.PublicURL, c.AuditKey = &url.URL{Scheme: "https", Host: "ttyt.example"}, make([]byte, 32)
	a, err := app.New(k.DB, c, app.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// Whatever is answered carries the headers that make browsers strict, and nothing of the inside.
func TestEveryAnswer(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		h := opened(t, k, config.Config{}).Handler()
		bodies := []string{
			"", "{", "[]", "null", `"x"`, "{}", `{"query":1}`, `{"query":"{"}`, `{"query":"{ nowhere }"}`, `{"query":"{ __schema { types { name } } }"}`,
			`{"query":"{ node(id: 1) { id } }"}`, `{"query":"{ node(id: \"x\") { id } }"}`, `{"query":"{ post(slug: \"'; DROP TABLE posts; --\") { title } }"}`,
			`{"query":"{ posts(first: -1) { totalCount } }"}`, `{"query":"{ posts(first: 99999999999999999999) { totalCount } }"}`,
			`{"query":"{ posts(after: \"x\") { totalCount } }"}`, `{"query":"{ posts(filter: {type: [NOTHING]}) { totalCount } }"}`,
			`{"query":"{ posts(filter: {department: \"x\"}) { totalCount } }"}`, `{"query":"{ posts(filter: {publishedAt: {from: \"yesterday\"}}) { totalCount } }"}`,
			`{"query":"query($n: Int!) { posts(first: $n) { totalCount } }","variables":{"n":"x"}}`, `{"query":"query($n: Int!) { posts(first: $n) { totalCount } }","variables":{"n":{"a":[]}}}`,
			`{"query":"mutation { signIn(input: {login: \"a\u0000\", password: \"b\", client: APP}) { token } }"}`,
			`{"query":"mutation { createPost(input: {}) { post { id } } }"}`, `{"query":"{ a: staff { totalCount } }"}`,
			`{"query":"{ __typename @include(if: 1) }"}`, `{"query":"{ ...f } fragment f on Query { ...f }"}`, "{\"query\":\"\xff\"}", strings.Repeat("[", 10_000),
		}
		for _, path := range []string{"/", "/graphql", "/graphql/", "/graphql?query={", "/graphql?query={x}&variables=[", "/graphql?%zz", "/explorer/", "/explorer", "/explorer/nowhere", "/explorer/setup.json",
			"/healthz", "/readyz", "/nowhere", "/metrics", "/debug/pprof/", "/.git/config", "/explorer/..%2f..%2fserver.go"} {
			for _, method := range []string{"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"} {
				for _, body := range bodies {
					if method != "POST" && body != "" {
						break
					}
					r := httptest.NewRequest(method, path, strings.NewReader(body))
					r.Header.Set("Content-Type", "application/json")
					r.Header.Set("Accept-Language", "en")
					r.Header.Set("Origin", "https://evil.example")
					r.Header.Set("Access-Control-Request-Method", "POST")
					r.Header.Set("Access-Control-Request-Headers", "content-type")
					w := httptest.NewRecorder()
					h.ServeHTTP(w, r)
					strictly(t, method+" "+path, w)
					if !strings.HasPrefix(path, "/explorer") || w.Code >= 400 {
						findInternals(t, w.Body.String())
					}
					if (path == "/metrics" || strings.HasPrefix(path, "/debug")) && w.Code < 400 {
						t.Errorf("%s is open: %d", path, w.Code)
					}
				}
			}
		}
	})
}

func strictly(t *testing.T, what string, w *httptest.ResponseRecorder) {
	t.Helper()
	referrer := "no-referrer"
	if strings.Contains(w.Header().Get("Content-Security-Policy"), "form-action 'self'") { // else browsers would not say where a form comes from
		referrer = "same-origin"
	}
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "Referrer-Policy": referrer, "Content-Security-Policy": "frame-ancestors 'none'",
		"Strict-Transport-Security": "max-age=", "Cross-Origin-Resource-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
		"Permissions-Policy": "camera=()", "Cache-Control": "no-", "X-Trace-Id": "",
	} {
		if got := w.Header().Get(name); got == "" || !strings.Contains(got, want) {
			t.Errorf("%s: %d with %s %q", what, w.Code, name, got)
		}
	}
	for name := range w.Header() {
		if strings.HasPrefix(name, "Access-Control-") || name == "Server" || name == "X-Powered-By" {
			t.Errorf("%s: %d with %s", what, w.Code, name)
		}
	}
}

// A panic becomes a status without detail, and an answer that was begun is cut instead of ended with nonsense.
func TestPanic(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		a := opened(t, k, config.Config{})
		w := httptest.NewRecorder()
		a.Wrapped(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("a secret of /root/x.go") })).
			ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
		strictly(t, "a panic", w)
		if w.Code != http.StatusInternalServerError || w.Body.String() != "Internal Server Error\n" {
			t.Errorf("%d %s", w.Code, w.Body)
		}
		s := httptest.NewServer(a.Wrapped(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/begun" {
				_, _ = w.Write(make([]byte, 1<<20))
			}
			panic("a secret")
		})))
		t.Cleanup(s.Close)
		if status, _, body := get(t, s.URL+"/"); status != http.StatusInternalServerError || strings.Contains(body, "secret") {
			t.Errorf("%d %s", status, body)
		}
		r, err := http.Get(s.URL + "/begun")
		if err == nil {
			defer r.Body.Close()
			n := 0
			for buf := make([]byte, 1<<16); err == nil; {
				var m int
				m, err = r.Body.Read(buf)
				n += m
			}
			if err.Error() == "EOF" {
				t.Errorf("%d bytes look whole", n)
			}
		}
		if status, _, _ := get(t, s.URL+"/"); status != http.StatusInternalServerError {
			t.Error("the process is gone")
		}
	})
}
