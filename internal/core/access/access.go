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

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
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
	role         Role
	kind, action string
	scope        string
	when         []string
	article      string
}

// question is what the policy says on one action upon one kind. Its enforcer holds those lines alone, so that an answer
// does not walk the whole matrix.
type question struct {
	rules    []rule
	enforcer *casbin.Enforcer
}

type questionKey struct{ kind, action string }

// Access answers every question about permission.
type Access struct {
	db        *db.DB
	questions map[questionKey]*question
}

// New reads the embedded policy and refuses one that names an unknown kind, scope or condition, or asks of a kind what
// its table does not tell.
func New(d *db.DB) (*Access, error) {
	m, err := model.NewModelFromString(modelText)
	if err != nil {
		return nil, fmt.Errorf("access model: %w", err)
	}
	whole, err := casbin.NewEnforcer(m.Copy(), stringadapter.NewAdapter(policyText))
	if err != nil {
		return nil, fmt.Errorf("access policy: %w", err)
	}
	lines, err := whole.GetPolicy()
	if err != nil {
		return nil, err
	}
	a := &Access{db: d, questions: map[questionKey]*question{}}
	for _, l := range lines {
		r := rule{Role(l[0]), l[1], l[2], l[3], strings.Split(l[4], "&"), strings.TrimPrefix(l[5], "-")}
		if err := r.check(); err != nil {
			return nil, fmt.Errorf("access policy: %w in %v", err, l)
		}
		q, err := a.question(r.kind, r.action, m)
		if err != nil {
			return nil, err
		}
		q.rules = append(q.rules, r)
		if _, err := q.enforcer.AddPolicy(l); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// question returns the one with the name, which it makes where there is none yet.
func (a *Access) question(kind, action string, m model.Model) (*question, error) {
	key := questionKey{kind, action}
	if q, ok := a.questions[key]; ok {
		return q, nil
	}
	e, err := casbin.NewEnforcer(m.Copy())
	if err != nil {
		return nil, fmt.Errorf("access model: %w", err)
	}
	e.AddFunction("within", contains)
	e.AddFunction("holds", containsAll)
	q := &question{enforcer: e}
	a.questions[key] = q
	return q, nil
}

// rules returns the lines on an action, none where the policy does not know it.
func (a *Access) rules(kind, action string) []rule {
	if q, ok := a.questions[questionKey{kind, action}]; ok {
		return q.rules
	}
	return nil
}

// check refuses a line that could not be asked, or not be turned into SQL over its kind's table.
func (r rule) check() error {
	for _, w := range r.when {
		if _, ok := conditions[w]; !ok {
			return fmt.Errorf("unknown condition %q", w)
		}
	}
	if !slices.Contains([]string{scopeAny, scopeDepartment, scopeOwn}, r.scope) {
		return fmt.Errorf("unknown scope %q", r.scope)
	}
	if err := r.checkScope(); err != nil {
		return err
	}
	table, ok := tableOf[r.kind]
	if !ok {
		return fmt.Errorf("unknown kind %q", r.kind)
	}
	somebody := &Actor{StaffID: db.NewID()}
	if _, _, ok := r.compile(somebody, Grant{Role: r.role, Reach: []db.ID{db.NewID()}}, table); !ok {
		return fmt.Errorf("table %s does not tell %s, %s", table, r.scope, strings.Join(r.when, "&"))
	}
	return nil
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
	return a.allowed(Of(ctx), kind, action, t)
}

// AllowedGrant is Allowed, and tells under which grant: the actor's own power before a lent one.
func (a *Access) AllowedGrant(ctx context.Context, kind, action string, t Target) (Grant, bool) {
	actor := Of(ctx)
	var lent *Grant
	for i, g := range actor.Grants {
		if !a.enforce(actor, g, kind, action, t) {
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
	if a.allowed(actor, kind, action, t) {
		return nil
	}
	if !actor.Known() {
		return fault.ErrUnauthenticated
	}
	rules := a.rules(kind, action)
	for _, r := range rules {
		if e := a.lacking(actor, r, t); e != nil {
			return e.By(r.article)
		}
	}
	if len(rules) == 0 {
		return fault.Refused("")
	}
	return fault.Refused(rules[0].article)
}

// Granted returns the grant under which the actor may act on the target, as AllowedGrant does, else why not, as Require does.
func (a *Access) Granted(ctx context.Context, kind, action string, t Target) (Grant, error) {
	g, ok := a.AllowedGrant(ctx, kind, action, t)
	if !ok {
		return g, a.Require(ctx, kind, action, t)
	}
	return g, nil
}

// lacking returns the user error of the first condition that the rule misses, where such conditions are all that keeps
// it from allowing the act.
func (a *Access) lacking(actor *Actor, r rule, t Target) *fault.RuleError {
	for _, g := range actor.Grants {
		if g.Role != r.role {
			continue
		}
		missing := slices.DeleteFunc(slices.Clone(r.when), func(w string) bool { return conditions[w].holds(actor, g, t) })
		hopeless := slices.ContainsFunc(missing, func(w string) bool { return conditions[w].otherwise == nil })
		if len(missing) > 0 && !hopeless && a.enforce(actor, g, r.kind, r.action, t, missing...) {
			e := *conditions[missing[0]].otherwise
			return &e
		}
	}
	return nil
}

func (a *Access) allowed(actor *Actor, kind, action string, t Target) bool {
	return slices.ContainsFunc(actor.Grants, func(g Grant) bool { return a.enforce(actor, g, kind, action, t) })
}

// enforce asks Casbin about one grant; the conditions given are taken as true.
func (a *Access) enforce(actor *Actor, g Grant, kind, action string, t Target, given ...string) bool {
	q, ok := a.questions[questionKey{kind, action}]
	if !ok {
		return false
	}
	var facts []string
	for _, r := range q.rules {
		if r.role != g.Role {
			continue
		}
		for _, w := range r.when {
			if slices.Contains(given, w) || conditions[w].holds(actor, g, t) {
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
	ok, err := q.enforcer.Enforce(string(g.Role), kind, action, scopes, strings.Join(facts, ","))
	return err == nil && ok
}

// Reach is a SQL condition over the kind's table, true for exactly the rows that Require would allow.
type Reach struct {
	SQL  string
	Args []any
	// Own tells that every row within reach names the actor. They are few, and indexes of people find them.
	Own bool
}

// None reports whether the condition is true for no row at all, so that reading can be spared.
func (r Reach) None() bool { return r.SQL == nowhere }

// All reports whether the condition is true for every row, so that testing can be spared.
func (r Reach) All() bool { return r.SQL == everywhere }

const (
	nowhere    = "1 = 0"
	everywhere = "1 = 1"
)

// Residual is the same condition, kept from the planner: rows are found and ordered by the index of the list, and each is
// then tested. It is for lists most of whose rows the actor may read, where the planner would gather all that any
// branch of the condition finds, and sort it. Where the actor reaches their own rows alone that is the better way, and the
// reach stays as it is.
func (r Reach) Residual() Reach {
	if !r.Own {
		r.SQL = "(" + r.SQL + ") IS TRUE"
	}
	return r
}

// Reach returns where the actor of the context may do any of the actions.
func (a *Access) Reach(ctx context.Context, kind string, actions ...string) Reach {
	return a.ReachOver(ctx, kind, tableOf[kind], actions...)
}

// ReachOver is Reach over another table that repeats the kind's scope columns: approvals of posts, say. What that table
// does not tell is not allowed there.
func (a *Access) ReachOver(ctx context.Context, kind, table string, actions ...string) Reach {
	actor := Of(ctx)
	var parts []string
	var args []any
	own := true
	for _, g := range actor.Grants {
		for _, action := range actions {
			for _, r := range a.rules(kind, action) {
				if r.role != g.Role {
					continue
				}
				sql, a, ok := r.compile(actor, g, table)
				if !ok {
					continue
				}
				if sql == "" {
					return Reach{SQL: everywhere}
				}
				own = own && r.scope == scopeOwn
				if i := slices.Index(parts, sql); i < 0 || len(a) > 0 {
					parts, args = append(parts, sql), append(args, a...)
				}
			}
		}
	}
	if parts == nil {
		return Reach{SQL: nowhere}
	}
	return Reach{SQL: "(" + strings.Join(parts, " OR ") + ")", Args: args, Own: own}
}

// compile turns the rule into SQL for a grant; "" means always, ok is false where it can never hold.
func (r rule) compile(actor *Actor, g Grant, table string) (sql string, args []any, ok bool) {
	var parts []string
	switch r.scope {
	case scopeDepartment:
		column := tables[table].department
		if column == "" || len(g.Reach) == 0 {
			return "", nil, false
		}
		parts, args = append(parts, column+" IN (?)"), append(args, g.Reach)
	case scopeOwn:
		s, a := ownSQL(actor, g, table)
		if s == "" || !actor.SignedIn() {
			return "", nil, false
		}
		parts, args = append(parts, "("+s+")"), append(args, a...)
	}
	for _, w := range r.when {
		if w == "always" {
			continue
		}
		s, a := conditions[w].sql(actor, g, table)
		if s == "" {
			return "", nil, false
		}
		parts, args = append(parts, s), append(args, a...)
	}
	if parts == nil {
		return "", nil, true
	}
	return "(" + strings.Join(parts, " AND ") + ")", args, true
}
