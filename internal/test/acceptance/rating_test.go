package acceptance

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/test/kit"
)

// ofReaders are the rows of what readers do in the table of valid inputs.
var ofReaders = []base{
	{field: "recordView", by: "director", ends: "ok", make: func(t *testing.T, m *maker) args { return input("post", m.ids["public"]) }},
	{field: "ratePost", by: "director", ends: "ok", make: func(t *testing.T, m *maker) args { return input("post", m.ids["public"], "stars", 4) }},
}

const rateIt = `mutation($post: ID!, $stars: Int!) { ratePost(input: {post: $post, stars: $stars}) { post { rating { average total count } } userErrors { code path } } }`

// Readers rate a post, each address behind the proxy of the centre on its own, and kept answers show it.
func TestArticle10_ReadersRateAPost(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		w := open(t, k, config.Config{PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}, TrustedProxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
		post := db.GlobalID("post", w.show(t, w.Department(t, "CENTRE", "TTYT", db.ID{}), "mot", nil))
		const query = `{ post(slug: "mot") { rating { average total count } } }`
		rate := func(reader, stars int) response {
			return w.stranger().with("X-Forwarded-For", fmt.Sprintf("203.0.113.%d", reader)).do(t, rateIt, map[string]any{"post": post, "stars": stars})
		}
		if kept := w.kept(t, query); !strings.Contains(kept, `"rating":{"average":0,"total":0,"count":0}`) {
			t.Error(kept)
		}
		rate(1, 5).want(t, `{"data": {"ratePost": {"post": {"rating": {"average": 5, "total": 5, "count": 1}}, "userErrors": []}}}`)
		w.stranger().do(t, query, nil).want(t, `{"data": {"post": {"rating": {"average": 5, "total": 5, "count": 1}}}}`)
		w.kept(t, query)
		rate(2, 2)
		rate(2, 4)
		w.App.Services.Ratings.Flush(t.Context())
		w.stranger().do(t, query, nil).want(t, `{"data": {"post": {"rating": {"average": 4.5, "total": 9, "count": 2}}}}`)
		rate(1, 0).want(t, `{"data": {"ratePost": {"post": null, "userErrors": [{"code": "INVALID", "path": ["input", "stars"]}]}}}`)

		refused := 0
		for i := range 130 {
			r := w.stranger().with("X-Forwarded-For", "203.0.113.9").with("User-Agent", fmt.Sprint("Browser ", i)).do(t, rateIt, map[string]any{"post": post, "stars": 1})
			if strings.Contains(r.Body, `"code":"RATE_LIMITED"`) {
				refused++
			}
		}
		if refused != 10 {
			t.Errorf("%d of 130 refused", refused)
		}
	})
}
