// Package access decides who may do what: one Casbin policy, asked for one object by Require and turned into a SQL
// condition for lists by Reach. It is the only importer of Casbin.
package access

import (
	"context"
	_ "embed" // the policy
	"fmt"
	"slices"
	"strings"

	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"
	stringadapter "github.com/casbin/casbin/v2/persist/string-adapter"

	"ttyt/internal/db"
	"ttyt/internal/fault"
)

//go:embed model.conf
var modelText string

//go:embed policy.csv
var policyText string

// The scopes of the policy.
const (
	scopeAny        = "any"
	scopeDepartment = "department"
	scopeOwn        = "own"
)

// rule is one line of the policy.
type rule struct {
	role                               Role
	kind, action, scope, when, article string
}

// Access answers every question about permission.
type Access struct {
	db       *db.DB
	enforcer *casbin.Enforcer
	rules    map[string][]rule // by kind.action
}

// New reads the embedded policy and refuses one that names an unknown role, kind, scope or condition.
func New(d *db.DB) (*Access, error) {
	m, err := model.NewModelFromString(modelText)
	if err != nil {
		return nil, fmt.Errorf("access model: %w", err)
	}
	e, err := casbin.NewEnforcer(m, stringadapter.NewAdapter(policyText))
	if err != nil {
		return nil, fmt.Errorf("access policy: %w", err)
	}
	e.AddFunction("within", contains)
	e.AddFunction("holds", containsAll)
	a := &Access{db: d, enforcer: e, rules: map[string][]rule{}}
	lines, err := e.GetPolicy()
	if err != nil {
		return nil, err
	}
	for _, l := range lines {
		r := rule{Role(l[0]), l[1], l[2], l[3], l[4], l[5]}
		for _, w := range strings.Split(r.when, "&") {
			if _, ok := conditions[w]; !ok {
				return nil, fmt.Errorf("access policy: unknown condition %q in %v", w, l)
			}
		}
		if !slices.Contains([]string{scopeAny, scopeDepartment, scopeOwn}, r.scope) {
			return nil, fmt.Errorf("access policy: unknown scope %q in %v", r.scope, l)
		}
		a.rules[r.kind+"."+r.action] = append(a.rules[r.kind+"."+r.action], r)
	}
	return a, nil
}

// contains and containsAll are the matcher's within and holds over comma-separated words.
func contains(args ...any) (any, error) {
	words, word := args[0].(string), args[1].(string)
	return strings.Contains(","+words+",", ","+word+","), nil
}

func containsAll(args ...any) (any, error) {
	for w := range strings.SplitSeq(args[1].(string), "&") {
		if ok, _ := contains(args[0], w); !ok.(bool) {
			return false, nil
		}
	}
	return true, nil
}

// Allowed reports whether the actor of the context may act on the target.
func (a *Access) Allowed(ctx context.Context, kind, action string, t Target) bool {
	return a.allowed(Of(ctx), kind, action, t, "")
}

// AllowedGrant is Allowed, and tells under which grant: the actor's own power before a lent one.
func (a *Access) AllowedGrant(ctx context.Context, kind, action string, t Target) (Grant, bool) {
	actor := Of(ctx)
	var lent *Grant
	for i, g := range actor.Grants {
		if !a.enforce(actor, g, kind, action, t, "") {
			continue
		}
		if g.OnBehalfOf.IsZero() {
			return g, true
		}
		if lent == nil {
			lent = &actor.Grants[i]
		}
	}
	if lent != nil {
		return *lent, true
	}
	return Grant{}, false
}

// Require returns nil when the actor may act on the target, else why not: Unauthenticated for a stranger, a user
// error when only the state or the four-eyes rule stands in the way, Forbidden with the article otherwise. Load the
// object under Reach first, so that an invisible one is NotFound before Require is asked.
func (a *Access) Require(ctx context.Context, kind, action string, t Target) error {
	actor := Of(ctx)
	if a.allowed(actor, kind, action, t, "") {
		return nil
	}
	if !actor.SignedIn() {
		return fault.ErrUnauthenticated
	}
	rules := a.rules[kind+"."+action]
	for _, r := range rules {
		for w := range strings.SplitSeq(r.when, "&") {
			if c := conditions[w]; c.otherwise != nil && a.allowed(actor, kind, action, t, w) {
				e := *c.otherwise
				return e.By(r.article)
			}
		}
	}
	article := ""
	if len(rules) > 0 && rules[0].article != "-" {
		article = rules[0].article
	}
	return fault.Refused(article)
}

// allowed asks each grant; the condition named by given is taken as true.
func (a *Access) allowed(actor *Actor, kind, action string, t Target, given string) bool {
	return slices.ContainsFunc(actor.Grants, func(g Grant) bool { return a.enforce(actor, g, kind, action, t, given) })
}

func (a *Access) enforce(actor *Actor, g Grant, kind, action string, t Target, given string) bool {
	var facts []string
	for _, r := range a.rules[kind+"."+action] {
		if r.role != g.Role {
			continue
		}
		for w := range strings.SplitSeq(r.when, "&") {
			if w == given || conditions[w].holds(actor, g, t) {
				facts = append(facts, w)
			}
		}
	}
	if facts == nil { // no line for this role, or none whose conditions hold
		return false
	}
	scopes := scopeAny
	if slices.Contains(g.Reach, t.Department) {
		scopes += "," + scopeDepartment
	}
	if actor.own(g, t.People) {
		scopes += "," + scopeOwn
	}
	ok, err := a.enforcer.Enforce(string(g.Role), kind, action, scopes, strings.Join(facts, ","))
	return err == nil && ok
}

// Reach is a SQL condition over the kind's table, true for exactly the rows that Require would allow.
type Reach struct {
	SQL  string
	Args []any
}

// Reach returns where the actor of the context may do any of the actions.
func (a *Access) Reach(ctx context.Context, kind string, actions ...string) Reach {
	return a.ReachOver(ctx, kind, kind, actions...)
}

// ReachOver is Reach over another table that repeats the kind's scope columns: approvals of posts, say.
func (a *Access) ReachOver(ctx context.Context, kind, table string, actions ...string) Reach {
	actor := Of(ctx)
	var parts []string
	var args []any
	for _, g := range actor.Grants {
		for _, action := range actions {
			for _, r := range a.rules[kind+"."+action] {
				if r.role != g.Role {
					continue
				}
				sql, a, ok := r.compile(actor, g, table)
				if !ok {
					continue
				}
				if sql == "" {
					return Reach{SQL: "1 = 1"}
				}
				if i := slices.Index(parts, sql); i < 0 || len(a) > 0 {
					parts, args = append(parts, sql), append(args, a...)
				}
			}
		}
	}
	if parts == nil {
		return Reach{SQL: "1 = 0"}
	}
	return Reach{SQL: "(" + strings.Join(parts, " OR ") + ")", Args: args}
}

// compile turns the rule into SQL for a grant; "" means always, ok is false where it can never hold.
func (r rule) compile(actor *Actor, g Grant, table string) (sql string, args []any, ok bool) {
	var parts []string
	switch r.scope {
	case scopeDepartment:
		if len(g.Reach) == 0 {
			return "", nil, false
		}
		parts, args = append(parts, tables[table].department+" IN (?)"), append(args, g.Reach)
	case scopeOwn:
		if !actor.SignedIn() {
			return "", nil, false
		}
		s, a := ownSQL(actor, g, table)
		parts, args = append(parts, "("+s+")"), append(args, a...)
	}
	for w := range strings.SplitSeq(r.when, "&") {
		if w == "always" {
			continue
		}
		s, a := conditions[w].sql(actor, g, table)
		parts, args = append(parts, s), append(args, a...)
	}
	if parts == nil {
		return "", nil, true
	}
	return "(" + strings.Join(parts, " AND ") + ")", args, true
}
