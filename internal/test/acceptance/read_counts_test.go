package acceptance

import (
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
)

// What readers read is counted, what staff read is not, and who may know is told: in a list, beside each post, and in a file.
func TestArticle10_ReadCountsAreForThoseWhoMayKnow(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		w := open(t, k, config.Config{PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}, TrustedProxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
		root := w.Department(t, "CENTRE", "TTYT", db.ID{})
		ward, other := w.Department(t, "CLINICAL", "NHI", root), w.Department(t, "CLINICAL", "NGO", root)
		mine, theirs := db.GlobalID("post", w.show(t, ward, "mot", nil)), db.GlobalID("post", w.show(t, other, "hai", kit.Row{"title": "=1+1"}))
		chief := w.Staff(t, ward, "Trưởng khoa")
		w.Position(t, chief, ward, "HEAD")
		head, nurse := w.signIn(t, chief, "truongkhoa"), w.signIn(t, w.Staff(t, ward, "Y tá"), "yta")
		editor, _ := w.person(t, other, "bientap", access.WebEditor)

		record := func(c *client, post string) response {
			return c.with("User-Agent", "Mozilla/5.0 Chrome/109.0.0.0").do(t, `mutation($post: ID!) { recordView(input: {post: $post}) { counted userErrors { code } } }`, map[string]any{"post": post})
		}
		counted := func(yes string) string {
			return `{"data": {"recordView": {"counted": ` + yes + `, "userErrors": []}}}`
		}
		for _, reader := range []string{"203.0.113.1", "203.0.113.2"} {
			record(w.stranger().with("X-Forwarded-For", reader), theirs).want(t, counted("true"))
		}
		record(w.stranger().with("X-Forwarded-For", "203.0.113.1"), mine).want(t, counted("true"))
		record(w.stranger().with("X-Forwarded-For", "203.0.113.1"), mine).want(t, counted("false"))
		record(nurse, mine).want(t, counted("false"))
		w.App.Services.Analytics.Flush(t.Context())

		const query = `{ readCounts(groupBy: POST, filter: {from: "2026-03-02", to: "2026-03-02"}) { nodes { post { slug } department { code } views firstDay lastDay } totalCount } mot: post(slug: "mot") { views } hai: post(slug: "hai") { views } }`
		one := `{"post": {"slug": "mot"}, "department": null, "views": 1, "firstDay": "2026-03-02", "lastDay": "2026-03-02"}`
		two := `{"post": {"slug": "hai"}, "department": null, "views": 2, "firstDay": "2026-03-02", "lastDay": "2026-03-02"}`
		editor.do(t, query, nil).want(t, `{"data": {"readCounts": {"nodes": [`+two+`, `+one+`], "totalCount": 2}, "mot": {"views": 1}, "hai": {"views": 2}}}`)
		head.do(t, query, nil).want(t, `{"data": {"readCounts": {"nodes": [`+one+`], "totalCount": 1}, "mot": {"views": 1}, "hai": {"views": null}}}`)
		editor.do(t, `{ readCounts(groupBy: DEPARTMENT) { nodes { department { code } views } } }`, nil).
			want(t, `{"data": {"readCounts": {"nodes": [{"department": {"code": "NGO"}, "views": 2}, {"department": {"code": "NHI"}, "views": 1}]}}}`)
		nurse.do(t, `{ readCounts(groupBy: DAY) { totalCount } }`, nil).want(t, `{"data": null, "errors": [{"message": "*", "path": ["readCounts"], "locations": "*", "extensions": {"code": "FORBIDDEN", "rule": "10", "traceId": "`+traceID+`"}}]}`)
		for _, c := range []*client{nurse, w.stranger()} {
			c.do(t, `{ post(slug: "mot") { views } }`, nil).want(t, `{"data": {"post": {"views": null}}}`)
		}

		for _, f := range []struct {
			says, path string
			c          *client
			status     int
			want       string
		}{
			{"the website section", "/read-counts.csv?groupBy=POST", editor, http.StatusOK, "\ufeffPath,Title,Views,First day,Last day\r\n/bai-viet/hai,'=1+1,2,2026-03-02,2026-03-02\r\n/bai-viet/mot,Bài mot,1,2026-03-02,2026-03-02\r\n"},
			{"the head", "/read-counts.csv", head, http.StatusOK, "\ufeffDay,Views\r\n2026-03-02,1\r\n"},
			{"of a day without readings", "/read-counts.csv?from=2026-03-03", head, http.StatusOK, "\ufeffDay,Views\r\n"},
			{"a nurse", "/read-counts.csv", nurse, http.StatusForbidden, "FORBIDDEN"},
			{"a stranger", "/read-counts.csv", w.stranger(), http.StatusUnauthorized, "UNAUTHENTICATED"},
			{"of no group", "/read-counts.csv?groupBy=HOUR", editor, http.StatusBadRequest, "BAD_INPUT"},
			{"of no day", "/read-counts.csv?from=tomorrow", editor, http.StatusBadRequest, "BAD_INPUT"},
			{"of what is no parameter", "/read-counts.csv?reader=1", editor, http.StatusBadRequest, "BAD_INPUT"},
		} {
			r := f.c.send(t, http.MethodGet, f.path, "", nil)
			if r.Status != f.status || f.status == http.StatusOK && r.Body != f.want || !strings.Contains(r.Body, f.want) {
				t.Errorf("%s: %d %q", f.says, r.Status, r.Body)
			}
		}
	})
}
