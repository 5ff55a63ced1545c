package access

import (
	"fmt"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
)

// A scope of an external tool's token is a role of its own in the policy, so that the policy is the allow-list: what no
// line names cannot be asked for, and no token ever holds what checkScope refuses.
const scopePrefix = "scope:"

// DraftScope lets a tool draft posts, for the one department to which its token is confined.
const DraftScope = "post.draft"

// Scope is one word of the allow-list, and what it lets a tool do.
type Scope struct {
	Name   string   // "asset.read"
	Allows []string // actions by kind: "asset.read", "asset.confirm"
}

// Scopes returns the allow-list in the order of names.
func (a *Access) Scopes() []Scope {
	allows := map[string][]string{}
	for _, q := range a.questions {
		for _, r := range q.rules {
			if name, ok := strings.CutPrefix(string(r.role), scopePrefix); ok {
				allows[name] = append(allows[name], r.kind+"."+r.action)
			}
		}
	}
	scopes := make([]Scope, 0, len(allows))
	for name, actions := range allows {
		slices.Sort(actions)
		scopes = append(scopes, Scope{Name: name, Allows: slices.Compact(actions)})
	}
	slices.SortFunc(scopes, func(a, b Scope) int { return strings.Compare(a.Name, b.Name) })
	return scopes
}

// Tool returns an external tool that acts under the scopes of its token, on top of what is public.
func Tool(service, token, secret db.ID, scopes []string) *Actor {
	a := &Actor{Service: service, Token: token, Secret: secret, Grants: slices.Clone(anonymous.Grants)}
	for _, name := range scopes {
		a.Grants = append(a.Grants, Grant{Role: Role(scopePrefix + name)})
	}
	return a
}

// Confine lets the tool use the scope over one department, without its units. A scope that the policy grants by department does
// nothing before.
func (a *Actor) Confine(scope string, department db.ID) {
	for i, g := range a.Grants {
		if g.Role == Role(scopePrefix+scope) && !department.IsZero() {
			a.Grants[i].Department, a.Grants[i].Reach = department, []db.ID{department}
		}
	}
}

// HasScope reports whether the actor is a tool whose token holds the scope now.
func (a *Actor) HasScope(name string) bool { return a.Is(Role(scopePrefix + name)) }

// What no token ever holds: decisions, consent and publication are acts of people (Art. 11c, 12), and nobody but people
// runs accounts, roles and tokens (Art. 4, 6c).
var (
	peoplesActs  = []string{"endorse", "approve", "reject", "return", "consent", "publish", "unpublish", "order", "revoke", "grant", "adopt", "decide", "assess", "execute", "submit", "withdraw", "restore", "archive", "delete"}
	peoplesKinds = []string{"account", "session", "role", "position", "delegation", "approval", "audit", "token", "service_account"}
)

// checkScope refuses a line that gives a token what is for people alone, or a scope that belongs to nobody: a tool has a
// department where its token names one, and nothing of its own.
func (r rule) checkScope() error {
	if !strings.HasPrefix(string(r.role), scopePrefix) {
		return nil
	}
	if slices.Contains(peoplesActs, r.action) || slices.Contains(peoplesKinds, r.kind) {
		return fmt.Errorf("%s %s is not for tokens", r.kind, r.action)
	}
	if r.scope == scopeOwn {
		return fmt.Errorf("a token has no scope %q", r.scope)
	}
	return nil
}
