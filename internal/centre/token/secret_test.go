package token

import (
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/auth"
)

func TestSecretsAreWellFormedAndDiffer(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 1000 {
		plain, s := newSecret(db.NewID(), db.Time{}, db.Time{})
		if !wellFormed(plain) || prefixOf(plain) != s.Prefix || !strings.HasPrefix(plain, s.Prefix+"_") || seen[s.Prefix] || string(s.Hash) != string(hashOf(plain)) {
			t.Fatalf("%q of %q", s.Prefix, plain)
		}
		seen[s.Prefix] = true
	}
}

// Whatever a stranger sends, what is not a token is recognised without asking the store, and so is one that lost or changed a
// character.
func FuzzWellFormed(f *testing.F) {
	plain, _ := newSecret(db.NewID(), db.Time{}, db.Time{})
	for _, s := range []string{"", auth.ToolPrefix, plain, plain[:tokenLength-1], plain + "a", strings.ToUpper(plain), strings.Replace(plain, "_", "-", 1), "ttyt_s_" + plain[7:],
		auth.ToolPrefix + strings.Repeat("a", 70), auth.ToolPrefix + strings.Repeat("ă", 35), strings.Repeat("_", tokenLength)} {
		f.Add(s, 20)
	}
	f.Fuzz(func(t *testing.T, s string, i int) {
		if p := prefixOf(s); !strings.Contains(s, p) || len(p) > len(auth.ToolPrefix)+publicLength {
			t.Errorf("%q is no beginning of %q", p, s)
		}
		if !wellFormed(s) {
			return
		}
		if len(s) != tokenLength || prefixOf(s)+"_" != s[:len(auth.ToolPrefix)+publicLength+1] {
			t.Errorf("%q passes", s)
		}
		i = (i%len(s) + len(s)) % len(s)
		changed := []byte(s)
		changed[i] ^= 1
		if wellFormed(string(changed)) || wellFormed(s[:i]+s[i+1:]) {
			t.Errorf("a changed %q passes", s)
		}
	})
}

// What somebody writes as an address or network comes out in one form, and matches what lies in it.
func FuzzNetwork(f *testing.F) {
	for _, s := range []string{"10.0.0.1", "10.0.0.7/8", "::ffff:10.0.0.1", "2001:db8::1/64", "fe80::1%eth0", "::ffff:10.0.0.0/104", "0.0.0.0/0", "10.0.0.1/33", "x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, ok := network(s)
		if !ok {
			return
		}
		again, ok := network(n.String())
		if !ok || again != n || n != n.Masked() || n.Addr().Is4In6() || n.Addr().Zone() != "" {
			t.Errorf("%q comes out as %v, then as %v", s, n, again)
		}
		if !from(n.String(), n.Addr().String()) {
			t.Errorf("%v does not hold its own first address", n)
		}
	})
}

func TestFrom(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		list, address string
		want          bool
	}{
		{"", "198.51.100.1", true}, {"", "", true},
		{"198.51.100.0/24", "198.51.100.255", true}, {"198.51.100.0/24", "198.51.101.0", false},
		{"203.0.113.9/32 2001:db8::/32", "2001:db8:1::1", true}, {"203.0.113.9/32", "2001:db8::1", false},
		{"0.0.0.0/0", "::1", false}, {"198.51.100.0/24", "", false}, {"198.51.100.0/24", "unknown", false},
	} {
		if got := from(x.list, x.address); got != x.want {
			t.Errorf("%q from %q: %v", x.list, x.address, got)
		}
	}
}
