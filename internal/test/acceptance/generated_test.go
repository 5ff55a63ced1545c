package acceptance

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/internal/base/db"
)

// attempt is one flaw at one place of a root field.
type attempt struct {
	kind   ast.Operation
	root   *ast.FieldDefinition
	at     place
	flaw   flaw
	inline bool // arguments are literals in the document, not variables
}

// class names what attempts that fail for one reason have in common: the type, the flaw, and whether it is inline.
func (a attempt) class() string {
	class := "of the " + string(a.kind)
	if a.at.of != nil {
		class = strings.ReplaceAll(a.at.of.String(), "!", "")
	}
	class += ", " + a.flaw.name
	if a.inline {
		class += ", inline"
	}
	return class
}

func (a attempt) name() string {
	return a.root.Name + "." + strings.Join(a.at.path, ".") + ": " + a.class()
}

// attempts lists every flaw at every place of every root field, in a stable order.
func (in inputs) attempts(t *testing.T) (out []attempt) {
	t.Helper()
	for _, operation := range []struct {
		kind ast.Operation
		def  *ast.Definition
	}{{ast.Query, in.Query}, {ast.Mutation, in.Mutation}, {ast.Subscription, in.Subscription}} {
		for _, root := range operation.def.Fields {
			if strings.HasPrefix(root.Name, "__") {
				continue
			}
			flaws := map[*place][]flaw{{path: []string{unknownName}}: fieldFlaws}
			for _, p := range in.places(root) {
				flaws[&p] = in.flawsAt(t, p)
			}
			for p, all := range flaws {
				for _, f := range all {
					for _, inline := range []bool{false, true} {
						if inline && f.inline || !inline && f.json {
							out = append(out, attempt{operation.kind, root, *p, f, inline})
						}
					}
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b attempt) int { return strings.Compare(a.name(), b.name()) })
	return out
}

// fieldFlaws are tried on each root field, whatever its arguments.
var fieldFlaws = []flaw{
	{name: "unknown argument", inline: true, secret: wrongNumber, change: func(v value) value { return v.and(unknownName, same(wrongNumber)) }},
	{name: "skip if null", inline: true, says: nullVariable, change: itself, variable: "$" + nullVariable + ": Boolean = false", directive: " @skip(if: $" + nullVariable + ")"},
	{name: "include if null", inline: true, says: nullVariable, change: itself, variable: "$" + nullVariable + ": Boolean = true", directive: " @include(if: $" + nullVariable + ")"},
}

func itself(v value) value { return v }

// trial is a walk over one store.
type trial struct {
	inputs
	*maker
	words map[string]bool // that may stand in a message of any language
	found *findings
}

// TestGeneratedInputs sends every argument and input field of every root field with every flaw, and compares the answer
// with what the GraphQL specification and the rules of this API require. Known failures are listed in
// testdata/generated_failures.txt, which can only shrink.
func TestGeneratedInputs(t *testing.T) {
	t.Parallel()
	in := inputs{generated.NewExecutableSchema(generated.Config{}).Schema()}
	all := map[string][]attempt{}
	for _, a := range in.attempts(t) {
		all[a.root.Name] = append(all[a.root.Name], a)
	}
	for _, b := range bases {
		if all[b.field] == nil {
			t.Errorf("there is no root field %s: remove its row", b.field)
		}
	}
	runScanned(t, func(t *testing.T, w *world) {
		tr := newTrial(t, in, w, partly(w))
		t.Run("of", func(t *testing.T) {
			for name, attempts := range all {
				t.Run(name, func(t *testing.T) {
					t.Parallel()
					tr.try(t, attempts)
				})
			}
		})
		tr.found.settle(t)
	})
}

func newTrial(t *testing.T, in inputs, w *world, store string) *trial {
	t.Helper()
	return &trial{in, newMaker(t, w), in.names(), newFindings(t, in.names(), store)}
}

// partly returns the suffix of a store on which each root field meets each flaw only once, because the same code reads
// the input on all stores. SQLite has none: it gets the whole walk.
func partly(w *world) string {
	if w.DB.Dialect == db.SQLite {
		return ""
	}
	return " on " + string(w.DB.Dialect)
}

// try makes the attempts on one root field.
func (tr *trial) try(t *testing.T, attempts []attempt) {
	b := tr.base(t, attempts[0])
	if b == nil {
		return
	}
	if b.alone != nil {
		b.alone.Lock()
		defer b.alone.Unlock()
	}
	tr.Clock.Advance(30 * time.Second) // else the change feed rereads everything at each poll
	for _, inline := range []bool{false, true} {
		plain := attempt{kind: attempts[0].kind, root: attempts[0].root, inline: inline}
		good, c := tr.good(t, b, plain.root)
		if r := tr.compose(plain, good).send(t, c, plain.kind); r.verdict() != b.ends {
			t.Errorf("the valid input of %s: %s, want %s\n%s", plain.root.Name, r.verdict(), b.ends, r.body)
		}
	}
	good, c := tr.good(t, b, attempts[0].root)
	seen := map[string]bool{}
	for _, a := range attempts {
		if tr.found.store == "" || !seen[a.flaw.name] {
			tr.found.tried(a)
			tr.judge(t, a, b, good, c)
		}
		seen[a.flaw.name] = true
	}
}

// good makes valid arguments, with fresh objects for a mutation to change, and returns who sends them.
func (tr *trial) good(t *testing.T, b *base, root *ast.FieldDefinition) (value, *client) {
	t.Helper()
	made := args{}
	if b.make != nil {
		made = b.make(t, tr.maker)
	}
	if made.as == nil {
		made.as = tr.as[b.by]
	}
	out := value{shape: isObject}
	for name, v := range made.values {
		out = out.and(name, tr.read(t, root.Arguments.ForName(name).Type, v))
	}
	return out, made.as.with("Accept-Language", "vi")
}

// judge makes one attempt and records what is wrong with the answer. Only requests that must not run share arguments.
func (tr *trial) judge(t *testing.T, a attempt, b *base, good value, c *client) {
	t.Helper()
	ask := func(change func(value) value) reply {
		if a.flaw.want != refused || a.flaw.late {
			good, c = tr.good(t, b, a.root)
		}
		return tr.compose(a, tr.at(t, a.root, good, a.at, change)).send(t, c, a.kind)
	}
	if a.flaw.want == survived && a.flaw.name == "absent" && !tr.holds(good, a.at) {
		return // the valid input is without it already
	}
	r := ask(a.flaw.change)
	switch got := r.verdict(); {
	case strings.Contains(got, "INTERNAL"):
		tr.found.fail(a, "INTERNAL", r.body)
	case a.flaw.want == refused:
		tr.refused(a, r)
	case a.flaw.want == alike:
		if other := ask(a.flaw.like); other.verdict() != got {
			tr.found.fail(a, "differs", got+", where the other gets "+other.verdict()+"\n"+r.body)
		} else if r.outcome() == "BAD_INPUT" && !b.needs(a.at) {
			tr.found.fail(a, "BAD_INPUT", r.body)
		}
	case r.outcome() == "BAD_INPUT" && a.flaw.name == "absent" && !b.needs(a.at):
		tr.found.fail(a, "BAD_INPUT", r.body)
	case a.flaw.want == bounded:
		tr.bounded(a, b, r)
	}
}

// holds reports whether the place has a value in the arguments.
func (tr *trial) holds(v value, p place) bool {
	for _, name := range p.path {
		if name == "0" {
			if len(v.elements) == 0 {
				return false
			}
			v = v.elements[0]
			continue
		}
		part, ok := v.get(name)
		if !ok {
			return false
		}
		v = part
	}
	return true
}

// bounded checks the answer to a text that is too long: a mutation refuses it and says where.
func (tr *trial) bounded(a attempt, b *base, r reply) {
	if a.kind != ast.Mutation || b.ends != "ok" {
		return
	}
	switch errs := r.userErrors(); {
	case r.verdict() == "ok":
		tr.found.fail(a, "taken", r.body)
	case len(r.Errors) == 0 && !slices.ContainsFunc(errs, a.at.meant):
		tr.found.fail(a, "elsewhere", r.body)
	}
}

// meant reports whether the path of the error leads to the place or an object around it. Failed sign-ins never say which
// value was wrong.
func (p place) meant(e userError) bool {
	return e.Code == "BAD_CREDENTIALS" || len(e.Path) > 0 && slices.Contains(p.path[1:], e.Path[len(e.Path)-1])
}

// refused checks the answer to what has to be BAD_INPUT. A malformed slug may also be an error in the payload.
func (tr *trial) refused(a attempt, r reply) {
	if inPayload := a.flaw.late && a.at.of.NamedType == "Slug" && len(r.userErrors()) > 0; inPayload {
		tr.bounded(a, &base{ends: "ok"}, r)
		return
	}
	for _, code := range strings.Fields(r.verdict()) {
		if code != "BAD_INPUT" {
			tr.found.fail(a, "taken", r.body)
			return
		}
	}
	if r.ran() {
		tr.found.fail(a, "ran", r.body)
	}
	for _, message := range r.messages() {
		tr.message(a, message)
	}
}
