package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// The script of a post sends a document that is registered, and every post's page loads it.
func TestTheScriptOfAPostSendsARegisteredDocument(t *testing.T) {
	t.Parallel()
	f := over(nil)
	if !slices.Contains(f.Documents(), viewDocument) || !strings.Contains(textOf(t, "assets/view.js"), `query: "`+viewDocument+`"`) {
		t.Error("the script sends another document than is registered")
	}
	if _, errs := gqlparser.LoadQueryWithRules(schema(), viewDocument, rules.NewDefaultRules()); errs != nil {
		t.Error(errs)
	}
	page := askSite(siteOf(t, api{"Site": frame, "SitePost": article}), http.MethodGet, "/bai-viet/mot")
	for _, text := range []string{`<script type="module" src="/static/`, `/view.js"></script>`, `data-post="UG9zdDox"`} {
		if !strings.Contains(page.Body.String(), text) {
			t.Errorf("%q is missing in\n%s", text, page.Body)
		}
	}
	if csp := page.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "script-src 'self'") || !strings.Contains(csp, "connect-src 'self'") || strings.Contains(csp, "unsafe") {
		t.Error(csp)
	}
}

// What the API says of a form decides where its reader comes to, in the language of the page.
func TestWhereFormsOfTheSiteLead(t *testing.T) {
	t.Parallel()
	rate := url.Values{"_form": {"RatePost"}, "input.post": {"x"}, "input.stars": {"5"}}
	report := url.Values{"_form": {"ReportMistake"}, "input.post": {"x"}, "input.passage": {"<b>"}}
	whole := api{"Site": frame, "SitePost": article, "SiteReport": `{"post":{"__typename":"NewsArticle","id":"x","path":"/bai-viet/mot","title":"Mot"}}`}
	for name, c := range map[string]struct {
		answer, target string
		form           url.Values
		status         int
		to, says       string
	}{
		"a rating":               {`{"ratePost":{"userErrors":[]}}`, "/bai-viet/mot?trang=2", rate, 303, "/bai-viet/mot?trang=2#da-danh-gia", ""},
		"a rating, in English":   {`{"ratePost":{"userErrors":[]}}`, "/en/bai-viet/mot", rate, 303, "/en/bai-viet/mot#da-danh-gia", ""},
		"a way to the console":   {`{"ratePost":{"userErrors":[]}}`, "/bai-viet/mot?next=/console/", rate, 303, "/bai-viet/mot?next=/console/#da-danh-gia", ""},
		"too many ratings":       {"!RATE_LIMITED", "/bai-viet/mot", rate, 429, "", "Quá nhiều yêu cầu"},
		"the store is away":      {"!UNAVAILABLE", "/bai-viet/mot", rate, 503, "", "Trang đang bận"},
		"the post has gone":      {"!NOT_FOUND", "/bai-viet/mot", rate, 404, "", "Không tìm thấy trang"},
		"a report":               {`{"reportMistake":{"number":"AB&C","userErrors":[]}}`, "/bao-sai-sot/mot", report, 303, "/bao-sai-sot?so=AB%26C", ""},
		"a report, in English":   {`{"reportMistake":{"number":"ABC","userErrors":[]}}`, "/en/bao-sai-sot/mot", report, 303, "/en/bao-sai-sot?so=ABC", ""},
		"a report that is wrong": {`{"reportMistake":{"number":null,"userErrors":[{"__typename":"RuleError","message":"Chép lại","path":["input","passage"]}]}}`, "/bao-sai-sot/mot", report, 422, "", `id="f-input-passage-fault"><p class="fault">Chép lại`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answers := api{c.form.Get("_form"): c.answer}
			for operation, answer := range whole {
				answers[operation] = answer
			}
			w := ask(siteOf(t, answers), http.MethodPost, c.target, c.form, false)
			if w.Code != c.status || w.Header().Get("Location") != c.to || !strings.Contains(w.Body.String(), c.says) {
				t.Errorf("%d to %q\n%s", w.Code, w.Header().Get("Location"), w.Body)
			}
		})
	}
}
