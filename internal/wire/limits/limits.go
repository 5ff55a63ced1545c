// Package limits bounds what one request may cost before any work is done for it: how large a document is, how many
// fields its answer is expected to hold, how much text goes out and how many errors come back. Every bound is found in
// time linear in the document, and what follows from a document alone is kept with it.
package limits

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator/core"

	"ttyt.example/ttyt/internal/base/budget"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
)

// Options adjust the limits.
type Options struct {
	// ShowSchema words messages for strangers as for people who are signed in: with the names of the schema.
	ShowSchema bool
	// Rules validate documents too: those of the limits leave arguments and values alone.
	Rules []core.Rule
	// Refused is told the reason of each refusal, one of Reasons, for the metrics.
	Refused func(ctx context.Context, reason string)
}

// Limits is the extension of the GraphQL server that applies the limits.
type Limits struct {
	Options
	schema    *ast.Schema
	rules     []core.Rule
	documents *documents
	turns     *turns
}

var _ interface {
	graphql.OperationParameterMutator
	graphql.ResponseInterceptor
} = (*Limits)(nil)

// New returns the limits for a schema.
func New(schema *ast.Schema, o Options) *Limits {
	if o.Refused == nil {
		o.Refused = func(ctx context.Context, reason string) {
			slog.DebugContext(ctx, "document refused", "reason", reason)
		}
	}
	return &Limits{Options: o, schema: schema, rules: slices.Concat(allRules, o.Rules), documents: newDocuments(cacheBytes), turns: newTurns()}
}

// Install has the server parse, validate and cache documents within the limits, and apply them to each request. What
// changes a request's document, such as a persisted query, is installed before.
func (l *Limits) Install(s *executor.Executor) {
	s.SetParserTokenLimit(MaxTokens)
	s.SetDisableSuggestion(true)
	s.SetQueryCache(l.documents)
	s.SetDefaultRulesFn(l.ruleSet)
	s.Use(l)
}

// ExtensionName names the extension to the library.
func (*Limits) ExtensionName() string { return "limits" }

// Validate has nothing to check.
func (*Limits) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters refuses a request beyond the limits with QueryTooComplex, or BadInput for a document that
// does not parse; it changes nothing.
func (l *Limits) MutateOperationParameters(ctx context.Context, p *graphql.RawParams) *gqlerror.Error {
	r := &request{limits: l, budget: BudgetOf(access.Of(ctx))}
	r.text.Max, r.text.Over = r.budget.Text, r.over
	r.work = budget.NewWork(r.budget.Work, r.tooMuchWork)
	r.namesSchema = l.ShowSchema || access.Of(ctx).Known()
	op := graphql.GetOperationContext(ctx)
	op.Stats.SetExtension(requestKey, r)

	found, err := l.read(p.Query)
	plan := found.plan
	if err == nil {
		err = plan.refused
	}
	if err == nil {
		err = checkVariables(p.Variables)
	}
	if err != nil {
		return l.refuse(ctx, err)
	}
	r.document = found
	if o := plan.operation(p.OperationName); o != nil {
		r.cost, r.computes = o.of(p.Variables), o.computes
	}
	r.reportsCost = p.Extensions[costKey] == true
	if r.cost > r.budget.Cost {
		return l.refuse(ctx, tooDear(r.budget))
	}
	return nil
}

// read returns the document with what is known of it from its text alone.
func (l *Limits) read(query string) (document, error) {
	if found, ok := l.documents.get(query); ok {
		return found, nil
	}
	if len(query) > maxDocument {
		return document{}, beyond(ReasonSize, sizeInBytes, maxDocument)
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: query}, MaxTokens)
	if err != nil {
		return document{}, unparsed(err)
	}
	return document{doc, measure(l.schema, doc, query)}, nil
}

// ForStrangers returns why a stranger could not run the document, nil where they could: each operation within the limits
// and the budget, with the defaults of its variables.
func ForStrangers(schema *ast.Schema, doc *ast.QueryDocument) error {
	return within(strangers, schema, doc)
}

// ForStaff returns the check of ForStrangers for somebody who is signed in.
func ForStaff(schema *ast.Schema) func(*ast.QueryDocument) error {
	return func(doc *ast.QueryDocument) error { return within(staff, schema, doc) }
}

func within(b Budget, schema *ast.Schema, doc *ast.QueryDocument) error {
	p := measure(schema, doc, "")
	if p.refused != nil {
		return p.refused
	}
	for _, o := range p.operations {
		if o.of(nil) > b.Cost {
			return tooDear(b)
		}
	}
	return nil
}

func tooDear(b Budget) error {
	return beyond(ReasonCost, costPoints, b.Cost)
}

func (l *Limits) refuse(ctx context.Context, err error) *gqlerror.Error {
	if e, ok := errors.AsType[*refusal](err); ok {
		l.Refused(ctx, e.reason)
	}
	return gqlerror.WrapIfUnwrapped(err)
}

func unparsed(err error) error {
	g := gqlerror.WrapIfUnwrapped(err)
	if strings.HasPrefix(g.Message, "exceeded token limit") {
		return beyond(ReasonTokens, tokens, MaxTokens)
	}
	if strings.HasPrefix(g.Message, "exceeded maximum nesting") {
		return beyond(ReasonDepth, nesting, maxDepth)
	}
	errcode.Set(g, errcode.ParseFailed)
	shorten(g)
	return g
}

// refusal is a fault with the reason that is counted.
type refusal struct {
	reason string
	fault  *fault.Error
}

func (r *refusal) Error() string { return r.fault.Error() }
func (r *refusal) Unwrap() error { return r.fault }

func beyond(reason string, what fault.Text, limit int) error {
	return &refusal{reason, &fault.Error{Code: fault.QueryTooComplex, Text: beyondLimit.With(limit, what)}}
}
