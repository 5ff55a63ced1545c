// Package crowd has a crowd of machines guess passwords while the owners of the accounts sign in.
package crowd_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/app"
	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/auth"
	"ttyt.example/ttyt/internal/test/kit"
)

var length = flag.String("crowd", os.Getenv("CROWD"), "how long the crowd guesses on each store, such as 5m, against hashes of the production's cost; three seconds against cheap ones when empty")

func TestMain(m *testing.M) { kit.Main(m) }

const (
	owners    = 20
	addresses = 1_000
	aMinute   = 2_000 // guesses
	password  = "con đò bến sông 1954"

	fromKnown = 5 * time.Second  // within which an owner gets in from a known device
	fromNew   = 30 * time.Second // and from a new place
)

// site is the product behind a trusted proxy, with the accounts of its owners.
type site struct {
	url   string
	known []*http.Cookie // the device cookies of the owners, nil if there are none
}

func login(owner int) string { return fmt.Sprintf("owner%d", owner) }

// newPlace is an address from which nobody has ever come.
func newPlace() string {
	return fmt.Sprintf("2001:db8:%x:%x::1", rand.IntN(1<<16), rand.IntN(1<<16))
}

func open(t *testing.T, k *kit.Kit, cost auth.Cost) *site {
	t.Helper()
	c := config.Config{PublicURL: &url.URL{Scheme: "https", Host: "ttyt.example"}, AuditKey: make([]byte, 32), Rate: 100, AccountRate: 50,
		TrustedProxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}}
	a, err := app.New(k.DB, c, app.Options{Cost: cost})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(a.Handler())
	t.Cleanup(server.Close)
	s := &site{url: server.URL}
	root := k.Department(t, "CENTRE", "TTYT", db.ID{})
	system := access.AsSystem(t.Context())
	for i := range owners {
		staff := k.Staff(t, root, fmt.Sprintf("Nguyễn Văn Chủ %d", i))
		if _, err := a.Services.Auth.CreateAccount(system, auth.CreateAccountInput{Staff: db.GlobalID("staff", staff), Login: login(i), Alias: fmt.Sprintf("Bút danh %d", i)}); err != nil {
			t.Fatal(err)
		}
		link, err := a.Services.Auth.LinkFor(system, login(i))
		if err != nil {
			t.Fatal(err)
		}
		token := path.Base(link)
		if err := a.Services.Auth.ResetPassword(t.Context(), auth.ResetPasswordInput{Token: strings.Fields(token)[0], NewPassword: password}); err != nil {
			t.Fatal(err)
		}
		got := s.try(t.Context(), newPlace(), login(i), password, nil)
		if !got.in {
			t.Fatalf("%s does not get in before the crowd comes", login(i))
		}
		s.known = append(s.known, got.device)
	}
	return s
}

// answer is what one attempt came to.
type answer struct {
	in     bool
	wait   time.Duration // that was asked for
	device *http.Cookie
	code   string
}

func (s *site) try(ctx context.Context, address, login, password string, device *http.Cookie) (got answer) {
	body, _ := json.Marshal(map[string]any{
		"query":     `mutation($i: SignInInput!) { signIn(input: $i) { session { id } userErrors { code ... on WaitError { retryAfter } } } }`,
		"variables": map[string]any{"i": map[string]any{"login": login, "password": password, "client": "BROWSER"}}})
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url+"/graphql", bytes.NewReader(body))
	if err != nil {
		return answer{code: err.Error()}
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Forwarded-For", address)
	if device != nil {
		r.AddCookie(device)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return answer{code: err.Error()}
	}
	defer response.Body.Close()
	text, _ := io.ReadAll(response.Body)
	var said struct {
		Data struct {
			SignIn *struct {
				Session    *struct{ ID string }
				UserErrors []struct {
					Code       string
					RetryAfter int
				}
			}
		}
		Errors []struct{ Extensions struct{ Code string } }
	}
	if err := json.Unmarshal(text, &said); err != nil {
		return answer{code: err.Error()}
	}
	for _, e := range said.Errors {
		got.code = e.Extensions.Code
	}
	if p := said.Data.SignIn; p != nil {
		got.in = p.Session != nil
		for _, e := range p.UserErrors {
			got.code, got.wait = e.Code, time.Duration(e.RetryAfter)*time.Second
		}
	}
	for _, c := range response.Cookies() {
		if strings.HasSuffix(c.Name, "device") {
			got.device = c
		}
	}
	return got
}

// getIn tries until the owner is in, as they are told to, and returns how long that took.
func (s *site) getIn(ctx context.Context, owner int, device *http.Cookie, within time.Duration) (took time.Duration, in bool) {
	begun, address := time.Now(), newPlace()
	for time.Since(begun) < 10*within && ctx.Err() == nil {
		got := s.try(ctx, address, login(owner), password, device)
		if got.in {
			return time.Since(begun), true
		}
		select {
		case <-time.After(max(got.wait, time.Second)):
		case <-ctx.Done():
		}
	}
	return time.Since(begun), false
}

// tally is how long something took, each time.
type tally struct {
	mu   sync.Mutex
	took []time.Duration
	out  int
}

func (l *tally) add(d time.Duration, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.took = append(l.took, d)
	if !ok {
		l.out++
	}
}

func (l *tally) of(q float64) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.took) == 0 {
		return 0
	}
	slices.Sort(l.took)
	return l.took[min(int(q*float64(len(l.took))), len(l.took)-1)].Round(time.Millisecond)
}

func (l *tally) String() string {
	return fmt.Sprintf("%d times, median %s, 95 %% %s, longest %s, never %d", len(l.took), l.of(0.5), l.of(0.95), l.of(1), l.out)
}

// A crowd guesses 2,000 times a minute from 1,000 addresses, half of it at one name, the rest at all names and at names that
// nobody has. Every owner gets in, from a known device and from a new place, and refusals take the same time whether
// the name exists.
func TestEveryOwnerGetsInThroughTheCrowd(t *testing.T) {
	cost, lasts := auth.Cost{Memory: 64, Time: 1, Threads: 1}, 3*time.Second
	if *length != "" {
		var err error
		if lasts, err = time.ParseDuration(*length); err != nil {
			t.Fatal(err)
		}
		cost = auth.Cost{} // the production's
	}
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		s := open(t, k, cost)
		ctx, stop := context.WithTimeout(t.Context(), lasts)
		defer stop()
		var all sync.WaitGroup
		all.Go(func() { runClock(ctx, k) })
		var known, fresh, existing, unknown tally
		all.Go(func() { s.guess(ctx, &existing, &unknown) })
		for i := range owners {
			all.Go(func() {
				for ctx.Err() == nil {
					pause(ctx, time.Duration(rand.Int64N(int64(lasts/4))))
					for _, way := range []struct {
						device *http.Cookie
						within time.Duration
						tally  *tally
					}{{s.known[i], fromKnown, &known}, {nil, fromNew, &fresh}} {
						if took, in := s.getIn(ctx, i, way.device, way.within); in || took > way.within {
							way.tally.add(took, in)
						}
					}
				}
			})
		}
		all.Wait()
		t.Logf("known device: %s", &known)
		t.Logf("new place: %s", &fresh)
		t.Logf("refused, existing names: %s", &existing)
		t.Logf("refused, unknown names: %s", &unknown)
		for says, l := range map[string]struct {
			*tally
			within time.Duration
		}{"from a known device": {&known, fromKnown}, "from a new place": {&fresh, fromNew}} {
			if longest := l.of(1); longest > l.within || l.out > 0 || longest == 0 {
				t.Errorf("%s: %s; want each within %s", says, l.tally, l.within)
			}
		}
		if a, b := existing.of(0.5), unknown.of(0.5); *length != "" && (a > 2*b+20*time.Millisecond || b > 2*a+20*time.Millisecond) {
			t.Errorf("refusals take %s where the name exists, %s where not", a, b)
		}
	})
}

// guess has the crowd try names until the context ends, and notes how long the wrong guesses took.
func (s *site) guess(ctx context.Context, existing, unknown *tally) {
	tick := time.NewTicker(time.Minute / aMinute)
	defer tick.Stop()
	var all sync.WaitGroup
	defer all.Wait()
	for n := 0; ; n++ {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		all.Go(func() {
			machine := n % addresses
			name, refused := login(0), existing
			switch n % 4 {
			case 1:
				name = login(rand.IntN(owners))
			case 3:
				name, refused = fmt.Sprintf("nobody%d", rand.IntN(owners)), unknown
			}
			begun := time.Now()
			got := s.try(ctx, fmt.Sprintf("198.18.%d.%d", machine/250, 1+machine%250), name, "giàn mướp trước hiên", nil)
			if got.code == "BAD_CREDENTIALS" && name != login(0) {
				refused.add(time.Since(begun), true)
			}
		})
	}
}

// runClock lets the store's clock go as fast as ours.
func runClock(ctx context.Context, k *kit.Kit) {
	last := time.Now()
	for ctx.Err() == nil {
		pause(ctx, 10*time.Millisecond)
		now := time.Now()
		k.Clock.Advance(now.Sub(last))
		last = now
	}
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}
