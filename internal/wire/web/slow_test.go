package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"ttyt.example/ttyt/internal/base/fault"
)

// Somebody who waits for a slow API, or for the turn of their page, is told within ten seconds, on each face and after a form.
func TestASlowAPIIsToldWithinTenSeconds(t *testing.T) {
	t.Parallel()
	if _, err := pagesRead(); err != nil {
		t.Fatal(err)
	}
	hangs := func(ctx context.Context, _, _ string, _ map[string]any) *graphql.Response {
		<-ctx.Done()
		return &graphql.Response{Errors: gqlerror.List{{Message: "why", Extensions: map[string]any{"code": fault.Unavailable}}}}
	}
	rate, read := url.Values{"_form": {"RatePost"}, "input.post": {"x"}, "input.stars": {"5"}}, url.Values{"_form": {"MarkRead"}, "input.ids.0": {"x"}}
	for name, c := range map[string]struct {
		run          Run
		path         string
		form         url.Values
		full, signed bool
		says         string
	}{
		"a page of the site":      {run: hangs, path: "/tin-tuc", says: "Trang đang bận"},
		"in English":              {run: hangs, path: "/en/bai-viet/mot", says: "The site is busy"},
		"a form of the site":      {run: hangs, path: "/bai-viet/mot", form: rate, says: "Trang đang bận"},
		"a page of the console":   {run: hangs, path: "/console/", signed: true, says: "Hệ thống đang bận"},
		"a form of the console":   {run: hangs, path: "/console/", form: read, signed: true, says: "Hệ thống đang bận"},
		"too many pages at once":  {run: somePages.run, path: "/tin-tuc", full: true, says: "Trang đang bận"},
		"too many, with a form":   {run: somePages.run, path: "/bai-viet/mot", form: rate, full: true, says: "Trang đang bận"},
		"too many in the console": {run: somePages.run, path: "/console/", signed: true, full: true, says: "Hệ thống đang bận"},
		"the API says so itself":  {run: api{"Site": frame, "PostsOfType": "!UNAVAILABLE"}.run, path: "/tin-tuc", says: "Trang đang bận"},
	} {
		synctest.Test(t, func(t *testing.T) {
			f := over(c.run)
			if c.full {
				f.o.Turn = func(ctx context.Context) func() { <-ctx.Done(); return nil }
			}
			h := f.Site(stranger, stranger)
			if c.signed {
				h = f.Console()
			}
			method := http.MethodGet
			if c.form != nil {
				method = http.MethodPost
			}
			began := time.Now()
			var w *httptest.ResponseRecorder
			if w = ask(h, method, c.path, c.form, c.signed); w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), c.says) {
				t.Errorf("%s: %d without %q\n%s", name, w.Code, c.says, w.Body)
			}
			if took := time.Since(began); took > 10*time.Second {
				t.Errorf("%s: told after %s", name, took)
			}
		})
	}
}
