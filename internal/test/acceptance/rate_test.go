package acceptance

import (
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/test/kit"
)

// Who asks too often waits as long as the answer says; a name that a stranger gives themselves changes nothing, while
// what the configured proxy says counts.
func TestRateByAddress(t *testing.T) {
	t.Parallel()
	// Each request carries the headers with %d replaced by its number.
	const requests = 20
	local := []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	for name, c := range map[string]struct {
		proxies []netip.Prefix
		headers http.Header
		refused bool
	}{
		"without headers":                             {refused: true},
		"a stranger's X-Forwarded-For":                {headers: http.Header{"X-Forwarded-For": {"192.0.2.%d"}}, refused: true},
		"a stranger's Forwarded":                      {headers: http.Header{"Forwarded": {"for=192.0.2.%d"}}, refused: true},
		"a stranger's X-Real-IP":                      {headers: http.Header{"X-Real-Ip": {"192.0.2.%d"}, "True-Client-Ip": {"192.0.2.%d"}}, refused: true},
		"the proxy's X-Forwarded-For":                 {proxies: local, headers: http.Header{"X-Forwarded-For": {"192.0.2.%d"}}},
		"the same address by the proxy":               {proxies: local, headers: http.Header{"X-Forwarded-For": {"192.0.2.1"}}, refused: true},
		"Forwarded by the proxy":                      {proxies: local, headers: http.Header{"Forwarded": {"for=192.0.2.%d"}}, refused: true},
		"what stood before the proxy's own word":      {proxies: local, headers: http.Header{"X-Forwarded-For": {"192.0.2.%d, 198.51.100.1"}}, refused: true},
		"the same in a header of its own":             {proxies: local, headers: http.Header{"X-Forwarded-For": {"192.0.2.%d", "198.51.100.1"}}, refused: true},
		"a chain of two trusted proxies":              {proxies: local, headers: http.Header{"X-Forwarded-For": {"192.0.2.%d", "127.0.0.9"}}},
		"an address behind the name of a trusted one": {proxies: local, headers: http.Header{"X-Forwarded-For": {"192.0.2.%d, 198.51.100.1, 127.0.0.9"}}, refused: true},
		"IPv4 in the form of IPv6":                    {proxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, headers: http.Header{"X-Forwarded-For": {"::ffff:198.51.100.1"}}, refused: true},
		"another host of one IPv6 site":               {proxies: local, headers: http.Header{"X-Forwarded-For": {"2001:db8::%d"}}, refused: true},
		"another IPv6 site":                           {proxies: local, headers: http.Header{"X-Forwarded-For": {"2001:db8:0:%d::1"}}},
		"no address at all":                           {proxies: local, headers: http.Header{"X-Forwarded-For": {"unknown%d"}}, refused: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			kit.Run(t, func(t *testing.T, k *kit.Kit) {
				w := open(t, k, config.Config{PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}, TrustedProxies: c.proxies, Rate: 1})
				for i := range requests {
					caller := w.stranger()
					for name, values := range c.headers {
						for _, v := range values {
							caller.header.Add(name, strings.ReplaceAll(v, "%d", strconv.Itoa(i+1)))
						}
					}
					got := caller.do(t, "{ __typename }", nil)
					if got.Status == http.StatusOK {
						continue
					}
					if !c.refused {
						t.Fatalf("request %d: %d %s", i, got.Status, got.Body)
					}
					if wait := got.Header.Get("Retry-After"); got.Status != http.StatusTooManyRequests || wait != "1" || !strings.Contains(got.Body, `"code":"RATE_LIMITED"`) {
						t.Errorf("status %d, Retry-After %q, %s", got.Status, wait, got.Body)
					}
					return
				}
				if c.refused {
					t.Errorf("%d requests were answered", requests)
				}
			})
		})
	}
}

// An account has its own measure, whatever else its address asks for.
func TestRateByAccount(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		w := open(t, k, config.Config{PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}, AccountRate: 1})
		centre := w.Department(t, "CENTRE", "TTYT", db.ID{})
		hoa, _ := w.person(t, centre, "hoa")
		minh, _ := w.person(t, centre, "minh")
		refused := false
		for range 20 {
			if refused = hoa.do(t, "{ me { name } }", nil).Status == http.StatusTooManyRequests; refused {
				break
			}
		}
		if !refused {
			t.Error("never refused")
		}
		minh.do(t, "{ me { name } }", nil).want(t, `{"data":{"me":{"name":"minh"}}}`)
		w.stranger().do(t, "{ __typename }", nil).want(t, `{"data":{"__typename":"Query"}}`)
	})
}

// Many attempts in one document count one by one, and every replica sees them: a crowd of aliases is no way around the
// brake on guessing.
func TestAliasesDoNotGuessFaster(t *testing.T) {
	t.Parallel()
	for _, s := range kit.Stores(t) {
		t.Run(string(s.Dialect), func(t *testing.T) {
			t.Parallel()
			store := s.Open(t, nil)
			k := kit.New(t, store)
			local := config.Config{PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}}
			one := open(t, k, local)
			other := open(t, &kit.Kit{DB: store(k.Clock.Now), Clock: k.Clock}, local)
			one.person(t, one.Department(t, "CENTRE", "TTYT", db.ID{}), "hoa")

			// Three are what the budget of strangers takes at once.
			looked, waited := 0, 0
			for n := range 4 {
				var document strings.Builder
				for i := range 3 {
					fmt.Fprintf(&document, `g%d: signIn(input: {login: "hoa", password: "mật khẩu thứ %d", client: APP}) { token userErrors { code } } `, i, 3*n+i)
				}
				body := one.stranger().do(t, "mutation {"+document.String()+"}", nil).Body
				looked, waited = looked+strings.Count(body, `"code":"BAD_CREDENTIALS"`), waited+strings.Count(body, `"code":"TOO_MANY_ATTEMPTS"`)
			}
			if looked != 5 || waited != 7 {
				t.Fatalf("%d guesses were looked at, %d had to wait", looked, waited)
			}
			const right = `mutation { signIn(input: {login: "hoa", password: "mưa rào tháng sáu", client: APP}) { token userErrors { code } } }`
			if got := other.stranger().do(t, right, nil); !strings.Contains(got.Body, "TOO_MANY_ATTEMPTS") {
				t.Errorf("the other replica looked at a guess: %s", got.Body)
			}
			const link = `r%d: resetPassword(input: {token: "ttyt_r_guess", newPassword: "mưa rào tháng bảy"}) { userErrors { code } } `
			waited = 0
			for range 40 {
				waited += strings.Count(one.stranger().do(t, "mutation {"+fmt.Sprintf(link+link+link, 1, 2, 3)+"}", nil).Body, "TOO_MANY_ATTEMPTS")
			}
			if waited == 0 {
				t.Error("links can be guessed without end")
			}
		})
	}
}
