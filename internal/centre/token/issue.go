package token

import (
	"context"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
)

// IssueInput asks for a token of a service account.
type IssueInput struct {
	ServiceAccount string
	Name           string
	Scopes         []string
	Addresses      []string
	Rate           *int
	ExpiresAt      db.Time
	Reason         string
	ScanRange      *RangeInput
	Department     *string // whose posts it drafts
}

// Issued is a token with its secret, which nobody is shown again.
type Issued struct {
	Token  *Token
	Secret string
}

// Issue makes a token. One that goes beyond public reading is put before the Board, and does nothing beyond it until a
// director has consented (Art. 4). What no token may do is a user error that names it.
func (s *Service) Issue(ctx context.Context, in IssueInput) (*Issued, error) {
	var plain string
	m, err := s.tokens.Create(ctx, act.Creation{Operation: "issueToken", Input: in}, func(ctx context.Context) (m *matter, err error) {
		m, plain, err = s.issue(ctx, in)
		return m, err
	})
	if err != nil {
		return nil, err
	}
	return &Issued{m.Token, plain}, nil
}

func (s *Service) issue(ctx context.Context, in IssueInput) (m *matter, plain string, err error) {
	if err := s.access.Require(ctx, "token", "issue", access.Target{}); err != nil {
		return nil, "", err
	}
	a, err := s.account(ctx, in.ServiceAccount, s.db.ForUpdate(ctx))
	if err != nil {
		return nil, "", err
	}
	if _, err := s.accountActs.May(ctx, actionIssue, a); err != nil {
		return nil, "", err
	}
	now := s.db.Now(ctx)
	t := &Token{Key: db.NewID(), Account: a.Key, Name: in.Name, Rate: usualRate, ExpiresAt: in.ExpiresAt, Reason: in.Reason,
		IssuedBy: access.Of(ctx).StaffID, IssuedAt: now, Version: 1}
	if err := s.fill(t, in, now); err != nil {
		return nil, "", err
	}
	if err := s.bind(ctx, t, in.ScanRange); err != nil {
		return nil, "", err
	}
	if err := s.bindDrafts(ctx, t, in.Department); err != nil {
		return nil, "", err
	}
	m = &matter{Token: t, s: s}
	if err := m.ask(ctx); err != nil {
		return nil, "", err
	}
	plain, secret := newSecret(t.Key, now, t.ExpiresAt)
	if err := s.insert(ctx, t, secret); err != nil {
		return nil, "", err
	}
	t.State = t.stateAt(now)
	return m, plain, s.record(ctx, "token", t.Key, keptTokens.Digest(t), act.Line{Action: "token.issue", Detail: secret.Prefix + " " + t.ScopeList})
}

// ask submits the scopes of a new token to the Board. Public reading needs no consent.
func (m *matter) ask(ctx context.Context) (err error) {
	if m.ScopeList == "" {
		return nil
	}
	if m.owner, err = m.s.owner(ctx, m.Account); err != nil {
		return err
	}
	c, err := m.s.approvals.Begin(ctx, m, approval.Opening{Flow: approval.TokenScope})
	if err != nil {
		return err
	}
	return m.s.approvals.Save(ctx, c)
}

// sound refuses a new token if those of the account are not valid.
func (s *Service) sound(ctx context.Context, a *Account) error {
	concerns, err := s.concernsOf(ctx, a)
	if err != nil {
		return err
	}
	if a.State != Active || concerns != nil {
		return fault.User(fault.WrongState, accountUnfit, "input.serviceAccount").By("4")
	}
	return nil
}

// fill checks what is asked for, and brings it into its stored form.
func (s *Service) fill(t *Token, in IssueInput, now db.Time) error {
	var f input.Form
	f.Needed("name", &t.Name, nameMax)
	f.Needed("reason", &t.Reason, reasonMax)
	life := t.ExpiresAt.Sub(now.Time)
	f.Must(life > 0 && life <= longestLife, "expiresAt", lifetime)
	if in.Rate != nil {
		t.Rate = *in.Rate
	}
	f.Must(t.Rate >= 1 && t.Rate <= maxRate, "rate", rateBounds)
	t.ScopeList = s.scopes(&f, in.Scopes)
	t.AddressList = networks(&f, in.Addresses)
	return f.Err()
}

// scopes checks the scopes against the allow-list of the policy, and names each that is not on it.
func (s *Service) scopes(f *input.Form, asked []string) string {
	if len(asked) > maxScopes {
		f.Must(false, "scopes", tooManyScopes)
		return ""
	}
	var allowed []string
	for _, scope := range s.access.Scopes() {
		allowed = append(allowed, scope.Name)
	}
	for i, name := range asked {
		if !slices.Contains(allowed, name) {
			shown, list := strconv.Quote(text.Truncate(name, 64)), strings.Join(allowed, ", ")
			f.Add(fault.Invalid, "scopes."+strconv.Itoa(i), unknownScope.With(shown, list))
		}
	}
	return sorted(asked)
}

// networks brings addresses and networks into one form.
func networks(f *input.Form, asked []string) string {
	if len(asked) > maxNetworks {
		f.Must(false, "addresses", tooManyNetworks)
		return ""
	}
	list := make([]string, len(asked))
	for i, a := range asked {
		n, ok := network(strings.TrimSpace(a))
		f.Must(ok, "addresses."+strconv.Itoa(i), malformedNetwork)
		list[i] = n.String()
	}
	return sorted(list)
}

// network reads an address as the network of it alone. An IPv4 address written as IPv6 is one.
func network(s string) (netip.Prefix, bool) {
	n, err := netip.ParsePrefix(s)
	if err != nil {
		at, err := netip.ParseAddr(s)
		if err != nil || at.Zone() != "" {
			return n, false
		}
		at = at.Unmap()
		return netip.PrefixFrom(at, at.BitLen()), true
	}
	return n.Masked(), !n.Addr().Is4In6()
}

func sorted(words []string) string {
	words = slices.Clone(words)
	slices.Sort(words)
	return strings.Join(slices.Compact(words), " ")
}
