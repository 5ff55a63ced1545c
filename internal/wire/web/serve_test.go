package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
)

// api answers the operations of pages by their names.
type api map[string]string

func (a api) run(_ context.Context, _, operation string, variables map[string]any) *graphql.Response {
	answer := a[operation]
	if code, ok := strings.CutPrefix(answer, "!"); ok {
		code, rule, _ := strings.Cut(code, " ")
		return &graphql.Response{Errors: gqlerror.List{{Message: "why", Extensions: map[string]any{"code": fault.Code(code), "rule": rule}}}}
	}
	if answer == "echo" {
		sent, _ := json.Marshal(fmt.Sprint(variables))
		answer = `{"signIn":{"userErrors":[{"__typename":"RuleError","message":` + string(sent) + `,"path":["input","login"]}]}}`
	}
	return &graphql.Response{Data: []byte(answer)}
}

const somebody = `{"me":{"name":"Nguyễn <b>An</b>","unreadCount":1234,"device":"SHARED","areas":[]}}`

func consoleOf(t *testing.T, a api) http.Handler {
	t.Helper()
	return consoleOver(t, a.run)
}

func consoleOver(t *testing.T, run Run) http.Handler {
	t.Helper()
	return consoleWith(t, run, nil)
}

// consoleWith is the console where accounts are offered, as in the demonstration.
func consoleWith(t *testing.T, run Run, accounts []Account) http.Handler {
	t.Helper()
	f := over(run)
	f.o.Accounts = accounts
	return f.Console()
}

// pagesRead are the pages of the program, which take a while to read.
var pagesRead = sync.OnceValues(func() (*Pages, error) {
	return Read(Rules{Schema: schema(), Limit: anything, PublicLimit: anyDocument})
})

// everybody is let in at once.
var everybody = Options{
	URL:   "https://ttyt.example",
	Admit: func(context.Context) time.Duration { return 0 },
	Turn:  func(context.Context) func() { return func() {} },
}

// over are the pages of the program over an API.
func over(run Run) *Faces {
	read, err := pagesRead()
	if err != nil {
		panic(err)
	}
	f := New(read, everybody)
	f.Over(run)
	return f
}

func ask(h http.Handler, method, target string, form url.Values, signedIn bool, headers ...string) *httptest.ResponseRecorder {
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequest(method, target, body)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	actor := access.Anonymous("192.0.2.1", "")
	if signedIn {
		actor = &access.Actor{AccountID: db.NewID(), StaffID: db.NewID()}
	}
	return serve(h, r, actor)
}

// serve answers a request of an actor.
func serve(h http.Handler, r *http.Request, actor *access.Actor) *httptest.ResponseRecorder {
	ctx := fault.WithLocale(r.Context(), fault.LocaleFor(r))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r.WithContext(access.With(ctx, actor)))
	return w
}

func TestPages(t *testing.T) {
	t.Parallel()
	home := `{"me":{"name":"An","unreadCount":1,"inbox":{"nodes":[{"id":"i1","kind":"TO_CONSENT","detail":"<script>","subject":{"__typename":"NewsArticle","title":"Lịch tiêm"},"at":"2026-11-30T02:12:00Z","readAt":null}],"pageInfo":{"hasNextPage":true,"endCursor":"c=1"}}}}`
	for name, c := range map[string]struct {
		api      api
		method   string
		target   string
		form     url.Values
		stranger bool
		locale   string
		status   int
		location string
		has      []string
		hasNot   []string
	}{
		"the home page":            {api: api{"Layout": somebody, "Home": home}, target: "/console/", status: 200, has: []string{`lang="vi"`, "Nguyễn &lt;b&gt;An&lt;/b&gt;", "1.234 tin chưa đọc", "Chờ Ban Giám đốc cho ý kiến", "<p>Lịch tiêm</p>", "&lt;script&gt;", "09:12, 30/11/2026", `datetime="2026-11-30T09:12:00&#43;07:00"`, "?after=c%3D1"}},
		"in English":               {api: api{"Layout": somebody, "Home": home}, target: "/console/", locale: "en", status: 200, has: []string{`lang="en"`, "1,234 unread", "The Board&#39;s consent is needed"}},
		"a stranger signs in":      {target: "/console/?after=x", stranger: true, status: 303, location: "/console/sign-in?next=%2Fconsole%2F%3Fafter%3Dx"},
		"the page to sign in":      {api: api{"Layout": `{"me":null}`}, target: "/console/sign-in?next=/console/account", stranger: true, status: 200, has: []string{`name="_next" value="/console/account"`, `href="/console/sign-in?lang=en&amp;next=%2Fconsole%2Faccount"`}},
		"a link out of the site":   {api: api{"Layout": `{"me":null}`}, target: "/console/sign-in?next=https://evil.example/console/", stranger: true, status: 200, hasNot: []string{"evil"}},
		"a link out, in disguise":  {api: api{"Layout": `{"me":null}`}, target: "/console/sign-in?next=//evil.example/console/", stranger: true, status: 200, hasNot: []string{"evil"}},
		"a link out, with a slash": {api: api{"Layout": `{"me":null}`}, target: "/console/sign-in?next=/console/%5Cevil.example", stranger: true, status: 200, hasNot: []string{"evil"}},
		"an address that is not":   {target: "/console/nothing", status: 404, has: []string{"Không tìm thấy trang"}},
		"refused with its article": {api: api{"Layout": somebody, "Home": "!FORBIDDEN 11c"}, target: "/console/", status: 403, has: []string{"Không có quyền", "Điều 11c"}},
		"too many":                 {api: api{"Layout": somebody, "Home": "!RATE_LIMITED"}, target: "/console/", status: 429, has: []string{"Quá nhiều yêu cầu"}},
		"the store is away":        {api: api{"Home": "!UNAVAILABLE"}, target: "/console/", locale: "en", status: 503, has: []string{"The system is busy"}},
		"a fault of ours":          {api: api{"Layout": somebody, "Home": "!INTERNAL"}, target: "/console/", status: 500, has: []string{"Có lỗi xảy ra"}, hasNot: []string{"why"}},
		"an answer with a gap":     {api: api{"Layout": somebody, "Home": `{"me":{"name":"An"}}`}, target: "/console/", status: 500, has: []string{"Có lỗi xảy ra"}},
		"another method":           {target: "/console/", method: "DELETE", status: 405},
		"signed in":                {api: api{"Layout": `{"me":null}`, "SignIn": `{"signIn":{"userErrors":[]}}`}, target: "/console/sign-in", method: "POST", stranger: true, form: url.Values{"_form": {"SignIn"}, "_next": {"/console/account"}, "input.login": {"an"}, "input.password": {"x"}, "input.client": {"BROWSER"}}, status: 303, location: "/console/account"},
		"signed in, out of bounds": {api: api{"Layout": `{"me":null}`, "SignIn": `{"signIn":{"userErrors":[]}}`}, target: "/console/sign-in", method: "POST", stranger: true, form: url.Values{"_form": {"SignIn"}, "_next": {"https://evil.example/"}, "input.login": {"an"}, "input.password": {"x"}, "input.client": {"BROWSER"}}, status: 303, location: "/console/"},
		"refused beside its field": {api: api{"Layout": `{"me":null}`, "SignIn": `{"signIn":{"userErrors":[{"__typename":"RuleError","message":"Sai mật khẩu.","path":["input","password"]}]}}`}, target: "/console/sign-in", method: "POST", stranger: true, form: url.Values{"_form": {"SignIn"}, "input.login": {"an\"<"}, "input.password": {"secret"}, "input.client": {"BROWSER"}}, status: 422, has: []string{`value="an&#34;&lt;"`, `<a href="#f-input-password">Sai mật khẩu.</a>`, `id="f-input-password-fault"><p class="fault">Sai mật khẩu.`, `aria-describedby="f-input-password-fault"`}, hasNot: []string{"secret"}},
		"a form of another page":   {api: api{"Layout": somebody}, target: "/console/", method: "POST", form: url.Values{"_form": {"SignIn"}}, status: 400, has: []string{"Biểu mẫu không còn đúng"}},
		"a field of no form":       {api: api{"Layout": somebody}, target: "/console/", method: "POST", form: url.Values{"_form": {"MarkRead"}, "input.idz.0": {"x"}}, status: 400},
		"the session has ended":    {api: api{"Layout": `{"me":null}`}, target: "/console/?after=x", method: "POST", stranger: true, form: url.Values{"_form": {"MarkRead"}, "input.ids.0": {"i1"}, "input.password": {"secret"}}, status: 401, has: []string{"phần vừa nhập được giữ nguyên", `name="_kept._form" value="MarkRead"`, `name="_kept.input.ids.0" value="i1"`, `name="_next" value="/console/?after=x"`}, hasNot: []string{"secret"}},
		"and begun again":          {api: api{"Layout": `{"me":null}`, "SignIn": `{"signIn":{"userErrors":[]}}`}, target: "/console/sign-in", method: "POST", stranger: true, form: url.Values{"_form": {"SignIn"}, "_next": {"/console/?after=x"}, "_kept._form": {"MarkRead"}, "_kept.input.ids.0": {"i1"}, "input.login": {"an"}, "input.password": {"x"}, "input.client": {"BROWSER"}}, status: 200, has: []string{`action="/console/?after=x"`, `name="_again" value="1"`, `name="input.ids.0" value="i1"`, `name="_form" value="MarkRead"`}},
		"a form shown again":       {api: api{"Layout": somebody, "Home": home}, target: "/console/", method: "POST", form: url.Values{"_again": {"1"}, "_form": {"MarkRead"}, "input.ids.0": {"i1"}}, status: 200, has: []string{"Việc của tôi"}},
		"another language":         {target: "/console/?after=x&lang=en", status: 303, location: "/console/?after=x"},
		"an unknown language":      {api: api{"Layout": somebody, "Home": home}, target: "/console/?lang=fr", status: 200},
		"a form without a name":    {api: api{"Layout": somebody}, target: "/console/", method: "POST", form: url.Values{}, status: 400},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			method := c.method
			if method == "" {
				method = http.MethodGet
			}
			w := ask(consoleOf(t, c.api), method, c.target, c.form, !c.stranger, "Accept-Language", c.locale)
			if w.Code != c.status || w.Header().Get("Location") != c.location {
				t.Errorf("%d to %q, wanted %d to %q\n%s", w.Code, w.Header().Get("Location"), c.status, c.location, w.Body)
			}
			for _, text := range c.has {
				if !strings.Contains(w.Body.String(), text) {
					t.Errorf("%q is missing in\n%s", text, w.Body)
				}
			}
			for _, text := range c.hasNot {
				if strings.Contains(w.Body.String(), text) {
					t.Errorf("%q stands in\n%s", text, w.Body)
				}
			}
			if got := w.Header().Get("Cache-Control"); got != "no-store" && w.Code != http.StatusSeeOther {
				t.Errorf("Cache-Control is %q", got)
			}
		})
	}
}

func TestFormsMayComeInParts(t *testing.T) {
	t.Parallel()
	h := consoleOf(t, api{"Layout": `{"me":null}`, "SignIn": "echo"})
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for name, text := range map[string]string{"_form": "SignIn", "input.login": "ân", "input.password": "x", "input.client": "BROWSER"} {
		if err := m.WriteField(name, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	w := ask(h, http.MethodPost, "/console/sign-in", nil, false)
	if w.Code != http.StatusBadRequest {
		t.Errorf("nothing is answered with %d", w.Code)
	}
	r := httptest.NewRequest(http.MethodPost, "/console/sign-in", &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	w = httptest.NewRecorder()
	h.ServeHTTP(w, r.WithContext(access.With(r.Context(), access.Anonymous("192.0.2.1", ""))))
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "login:ân") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// A page is drawn in a turn, of which there are few: somebody who sends a form slowly waits outside.
func TestAFormThatIsStillBeingSentHoldsNoTurn(t *testing.T) {
	t.Parallel()
	f := over(nil)
	arrived := false
	f.o.Turn = func(context.Context) func() {
		if !arrived {
			t.Error("the turn begins before the form has arrived")
		}
		return func() {}
	}
	f.Over(api{"SignIn": "echo"}.run)
	body := slow{strings.NewReader(url.Values{"_form": {"SignIn"}, "input.login": {"an"}, "input.password": {"x"}, "input.client": {"BROWSER"}}.Encode()), &arrived}
	for _, target := range []string{"/console/sign-in", "/console/"} {
		arrived = false
		r := httptest.NewRequest(http.MethodPost, target, body)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		f.Console().ServeHTTP(w, r.WithContext(access.With(r.Context(), access.Anonymous("192.0.2.1", ""))))
		if w.Code >= http.StatusInternalServerError || !arrived {
			t.Errorf("%s: %d, arrived: %v", target, w.Code, arrived)
		}
	}
}

// slow notes when its last byte was read.
type slow struct {
	io.Reader
	arrived *bool
}

func (s slow) Read(b []byte) (int, error) {
	n, err := s.Reader.Read(b)
	*s.arrived = *s.arrived || err != nil
	return n, err
}

func TestAFormThatIsTooLargeIsRefused(t *testing.T) {
	t.Parallel()
	h := consoleOf(t, api{"Layout": `{"me":null}`})
	form := url.Values{"_form": {"SignIn"}, "input.login": {strings.Repeat("x", maxForm)}}
	if w := ask(h, http.MethodPost, "/console/sign-in", form, false); w.Code != http.StatusBadRequest {
		t.Errorf("%d", w.Code)
	}
}
