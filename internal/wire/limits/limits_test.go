package limits

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"

	"ttyt.example/ttyt/internal/base/budget"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
)

// schema is the product's own.
var schema = func() *ast.Schema {
	files, _ := filepath.Glob("../../../schema/*.graphqls")
	var sources []*ast.Source
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			panic(err)
		}
		sources = append(sources, &ast.Source{Name: file, Input: string(content)})
	}
	return gqlparser.MustLoadSchema(sources...)
}()

// ask runs the request through the limits as the server does, without executing it.
func ask(t testing.TB, l *Limits, ctx context.Context, query string, variables map[string]any) (*request, error) {
	t.Helper()
	op := &graphql.OperationContext{}
	ctx = graphql.WithOperationContext(ctx, op)
	var err error
	if g := l.MutateOperationParameters(ctx, &graphql.RawParams{Query: query, Variables: variables}); g != nil {
		err = g
	} else if _, cached := l.documents.Get(ctx, query); !cached {
		doc, parsed := parser.ParseQuery(&ast.Source{Input: query})
		if parsed != nil {
			t.Fatal(parsed)
		}
		l.documents.Add(ctx, query, doc)
	}
	return requestOf(ctx), err
}

func signedIn(ctx context.Context) context.Context {
	return access.With(ctx, &access.Actor{StaffID: db.NewID(), AccountID: db.NewID()})
}

func TestCost(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		query     string
		variables string
		want      int
	}{
		{`{ __typename }`, ``, 1},
		{`{ posts { nodes { id } } }`, ``, 1 + 20*2},
		{`{ posts(first: 5) { nodes { id title } } }`, ``, 1 + 5*3},
		{`{ posts(first: 5) { nodes { id } edges { cursor node { id } } totalCount pageInfo { endCursor } } }`, ``, 1 + 10 + 2 + 5*(2+4)},
		{`{ posts(first: 5) { a: nodes { id } b: nodes { id } } }`, ``, 1 + 5*4},
		{`{ a: posts(first: 5) { nodes { id } } b: posts(last: 7) { nodes { id } } }`, ``, 1 + 5*2 + 1 + 7*2},
		{`{ posts(first: 5) { ...P } } fragment P on PostConnection { nodes { id } totalCount }`, ``, 1 + 10 + 5*2},
		{`{ posts(first: 10) { nodes { revisions(first: 10) { nodes { number } } } } }`, ``, 1 + 10*(1+10+10*2)},
		{`{ posts(first: 10) { nodes { body } } }`, ``, 1 + 10*(1+5)},
		{`{ posts(first: 10) { nodes { ... on NewsArticle { body } } } }`, ``, 1 + 10*(1+5)}, // as the interface says
		{`{ departments { name } }`, ``, 1 + 10*2},
		{`{ departments { children { name } } }`, ``, 1 + 10*(1+1+10*2)},
		{`{ node(id: "x") { ... on Department { name } ... on Category { id name } } }`, ``, 1 + 2}, // an object is one of the two
		{`{ node(id: "x") { id ... on Post { title } ... on NewsArticle { slug } ... on Category { id } } }`, ``, 1 + 1 + 2},
		{`{ node(id: "x") { ...D ...C } } fragment D on Department { name code } fragment C on Category { name }`, ``, 1 + 2},
		{`{ nodes(ids: ["a", "b", "c"]) { id } }`, ``, 3 * 11},
		{`{ nodes(ids: "a") { id } }`, ``, 11},
		{`query($ids: [ID!]!) { nodes(ids: $ids) { id } }`, `{"ids": ["a", "b"]}`, 2 * 11},
		{`query($ids: [ID!]!) { nodes(ids: $ids) { id } }`, `{"ids": "a"}`, 11},
		{`query($n: Int) { posts(first: $n) { nodes { id } } }`, `{"n": 100}`, 1 + 100*2},
		{`query($n: Int) { posts(first: $n) { nodes { id } } }`, `{"n": "100"}`, 1 + 100*2}, // which the library takes for a number
		{`query($n: Int) { posts(first: $n) { nodes { id } } }`, `{"n": 1e2}`, 1 + 100*2},
		{`query($n: Int) { posts(first: $n) { nodes { id } } }`, `{"n": 99999999999999999999}`, 1 + 100*2},
		{`query($n: Int) { posts(first: $n) { nodes { id } } }`, `{"n": -5}`, 1},
		{`query($n: Int) { posts(first: $n) { nodes { id } } }`, ``, 1 + 20*2},
		{`query($n: Int) { posts(first: $n) { nodes { id } } }`, `{"n": null}`, 1 + 20*2},
		{`query($n: Int = 7) { posts(first: $n) { nodes { id } } }`, ``, 1 + 7*2},
		{`query($n: Int = 7) { posts(first: $n) { nodes { id } } }`, `{"n": null}`, 1 + 20*2},
		{`query($n: Int = 7) { posts(first: $n) { nodes { id } } }`, `{"n": 3}`, 1 + 3*2},
		{`query($n: Int, $m: Int) { posts(first: $n, last: $m) { nodes { id } } }`, `{"m": 30}`, 1 + 30*2},
		{`query($n: Int) { posts(last: 50, first: $n) { nodes { id } } }`, ``, 1 + 50*2},
		{`query($n: Int, $m: Int) { posts(first: $n) { nodes { ...R } } } fragment R on Post { revisions(first: $m) { nodes { number } } }`, `{"n": 10, "m": 20}`, 1 + 10*(1+10+20*2)},
		{`query($n: Int) { node(id: "x") { ... on Department { staff(first: $n) { nodes { name } } } ... on Category { name } } }`, `{"n": 2}`, 1 + 10 + 2*2},
		{`query($n: Int) { node(id: "x") { ... on Department { staff(first: $n) { nodes { name } } } ... on NewsArticle { diff(from: 1, to: 2) { title { text } } } } }`, `{"n": 2}`, 1 + 1000 + 1 + 10*2},
		{`mutation { signIn(input: {login: "a", password: "b", client: APP}) { token } }`, ``, 2500 + 1},
	} {
		variables := map[string]any{}
		if c.variables != "" {
			d := json.NewDecoder(strings.NewReader(c.variables))
			d.UseNumber()
			if err := d.Decode(&variables); err != nil {
				t.Fatal(err)
			}
		}
		l := New(schema, Options{})
		for _, time := range []string{"first", "second"} {
			r, err := ask(t, l, t.Context(), c.query, variables)
			if err != nil || r.cost != c.want {
				t.Errorf("%s time: %d, %v, want %d: %s %s", time, r.cost, err, c.want, c.query, c.variables)
			}
		}
	}
}

// What staff have run, and is cached, strangers may still not: the price is asked of each request.
func TestBudgetIsAskedOfEachRequest(t *testing.T) {
	t.Parallel()
	var reasons []string
	l := New(schema, Options{Refused: func(_ context.Context, reason string) { reasons = append(reasons, reason) }})
	const query = `query($n: Int) { posts(first: $n) { nodes { revisions(first: 100) { nodes { number } } } } }`
	variables := map[string]any{"n": int64(100)}
	if _, err := ask(t, l, signedIn(t.Context()), query, variables); err != nil {
		t.Fatal(err)
	}
	if _, ok := l.documents.get(query); !ok {
		t.Fatal("not cached")
	}
	r, err := ask(t, l, t.Context(), query, variables)
	if !fault.Is(err, fault.QueryTooComplex) || r.cost != 1+100*(1+10+100*2) {
		t.Errorf("got %v, cost %d", err, r.cost)
	}
	if fmt.Sprint(reasons) != "[cost]" {
		t.Errorf("counted %v", reasons)
	}
	if _, err := ask(t, l, t.Context(), query, map[string]any{"n": int64(1)}); err != nil {
		t.Error(err)
	}
}

// Only the operation that runs is paid for; all of them are held to what a document may hold.
func TestOperationsOfOneDocument(t *testing.T) {
	t.Parallel()
	l := New(schema, Options{})
	const query = `query Small { categories { id } } query Large { posts(first: 100) { nodes { revisions(first: 100) { nodes { number } } } } }`
	for name, want := range map[string]int{"Small": 21, "Large": 1 + 100*(1+10+100*2), "": 0, "Other": 0} {
		op := &graphql.OperationContext{}
		ctx := graphql.WithOperationContext(signedIn(t.Context()), op)
		if err := l.MutateOperationParameters(ctx, &graphql.RawParams{Query: query, OperationName: name}); err != nil {
			t.Error(name, err)
		}
		if got := requestOf(ctx).cost; got != want {
			t.Errorf("%s: %d, want %d", name, got, want)
		}
	}
}

func TestVariablesAreBounded(t *testing.T) {
	t.Parallel()
	deep := any("x")
	for range maxLiteral + 1 {
		deep = []any{deep}
	}
	var wide []any
	for range 20 {
		wide = append(wide, make([]any, maxList))
	}
	for name, c := range map[string]struct {
		variables map[string]any
		refused   bool
	}{
		"none":         {nil, false},
		"usual":        {map[string]any{"input": map[string]any{"title": "x", "tags": []any{"a", "b"}}}, false},
		"longest list": {map[string]any{"ids": make([]any, maxList)}, false},
		"longer list":  {map[string]any{"ids": make([]any, maxList+1)}, true},
		"deep":         {map[string]any{"ids": deep}, true},
		"many values":  {map[string]any{"ids": wide}, true},
	} {
		_, err := ask(t, New(schema, Options{}), t.Context(), `query($ids: [ID!]!) { nodes(ids: $ids) { id } }`, c.variables)
		if fault.Is(err, fault.QueryTooComplex) != c.refused {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Every weight of the schema is a whole number above one.
func TestWeightsAreNumbers(t *testing.T) {
	t.Parallel()
	found := 0
	for _, d := range schema.Types {
		for _, f := range d.Fields {
			if cost := f.Directives.ForName("cost"); cost != nil {
				found++
				if n, err := strconv.Atoi(cost.Arguments.ForName("weight").Value.Raw); err != nil || n < 2 {
					t.Errorf("%s.%s: %v", d.Name, f.Name, cost.Arguments.ForName("weight").Value)
				}
			}
		}
	}
	if found < 20 {
		t.Errorf("%d weights", found)
	}
}

// The cache holds what its bytes allow, and its count of bytes is no smaller than what the documents take.
func TestDocumentsAreBoundedInBytes(t *testing.T) { // alone, since it measures the heap
	const limit = 4 << 20
	l := New(schema, Options{ShowSchema: true})
	l.documents = newDocuments(limit)
	heap := func() int {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int(m.HeapAlloc)
	}
	for name, document := range map[string]func(i int) string{
		"many fields": func(i int) string {
			return fmt.Sprintf("query Q%d { categories {", i) + strings.Repeat(" id", 900) + "} }"
		},
		"large text":    func(i int) string { return fmt.Sprintf("query Q%d { __typename } #", i) + strings.Repeat("x", 100_000) },
		"small":         func(i int) string { return fmt.Sprintf("query Q%d { __typename }", i) },
		"many comments": func(i int) string { return fmt.Sprintf("query Q%d {", i) + strings.Repeat("#\n", 300) + "__typename }" },
		"arguments": func(i int) string {
			return fmt.Sprintf("query Q%d {", i) + strings.Repeat(" n: nodes(ids: [1, 2, 3, 4, 5, 6, 7, 8, 9]) { id }", 19) + "}"
		},
	} {
		before := heap()
		for i := 0; i < 40 || i < 15_000 && l.documents.bytes < limit*9/10; i++ {
			if _, err := ask(t, l, signedIn(context.Background()), document(i), nil); err != nil {
				t.Fatal(name, err)
			}
		}
		taken := heap() - before
		t.Logf("%s: %d documents, %d bytes counted, %d on the heap", name, l.documents.lru.Len(), l.documents.bytes, taken)
		if l.documents.bytes > limit || taken > limit*3/2 || l.documents.lru.Len() < 10 {
			t.Errorf("%s: %d bytes counted, %d on the heap, %d documents", name, l.documents.bytes, taken, l.documents.lru.Len())
		}
		l.documents = newDocuments(limit)
	}
	runtime.KeepAlive(l)
}

func TestRefusalsSayTheirReason(t *testing.T) {
	t.Parallel()
	for reason, query := range map[string]string{
		ReasonSize:       "{ __typename } #" + strings.Repeat("x", maxDocument),
		ReasonTokens:     "{" + strings.Repeat("a ", MaxTokens) + "}",
		ReasonDepth:      strings.Repeat("{a", 17) + strings.Repeat("}", 17),
		ReasonFields:     "{" + strings.Repeat("__typename ", 1_001) + "}",
		ReasonAliases:    "{" + strings.Repeat("a: __typename ", 61) + "}",
		ReasonRoots:      "{" + strings.Repeat("__typename ", 21) + "}",
		ReasonDirectives: "{ __typename" + strings.Repeat(" @a", 61) + "}",
		ReasonOperations: strings.Repeat("query A { a } ", 51),
		ReasonFragments:  "{ ...A }" + strings.Repeat(" fragment A on B { c }", 101),
		ReasonVariables:  "query(" + strings.Repeat("$a: A ", 101) + ") { a }",
		ReasonValues:     "{ a(b: " + strings.Repeat("[", 12) + strings.Repeat("]", 12) + ") }",
		ReasonCost:       "{ posts(first: 100) { nodes { revisions(first: 100) { nodes { number } } } } }",
	} {
		var got string
		l := New(schema, Options{Refused: func(_ context.Context, reason string) { got = reason }})
		_, err := ask(t, l, t.Context(), query, nil)
		if !fault.Is(err, fault.QueryTooComplex) || got != reason {
			t.Errorf("%s: refused for %q: %v", reason, got, err)
		}
	}
}

// Of many failing fields the first are told, and how many there are besides; what a null leaves behind is not counted.
func TestFieldErrorsAreCounted(t *testing.T) {
	t.Parallel()
	l, worded := New(schema, Options{}), 0
	ctx := graphql.WithOperationContext(t.Context(), &graphql.OperationContext{})
	if err := l.MutateOperationParameters(ctx, &graphql.RawParams{Query: `{ __typename }`}); err != nil {
		t.Fatal(err)
	}
	ctx = graphql.WithResponseContext(ctx, CapErrors(func(_ context.Context, err error) *gqlerror.Error {
		worded++
		return gqlerror.WrapIfUnwrapped(err)
	}), graphql.DefaultRecover)
	answer := l.InterceptResponse(ctx, func(ctx context.Context) *graphql.Response {
		for range 500 {
			graphql.AddError(ctx, fault.ErrNotFound)
			if worded >= maxFieldErrors {
				graphql.AddErrorf(ctx, "must not be null")
			}
		}
		return &graphql.Response{Errors: graphql.GetErrors(ctx)}
	})
	if n := len(answer.Errors); n != maxFieldErrors+1 || worded != n || !strings.Contains(answer.Errors[n-1].Error(), "480 more errors") {
		t.Errorf("%d errors, %d worded: %v", n, worded, answer.Errors[n-1])
	}
}

// An answer that weighs too much is replaced by an error, and text is refused before it is read.
func TestTextIsBounded(t *testing.T) {
	t.Parallel()
	var reasons []string
	l := New(schema, Options{Refused: func(_ context.Context, reason string) { reasons = append(reasons, reason) }})
	ctx := graphql.WithOperationContext(t.Context(), &graphql.OperationContext{})
	if err := l.MutateOperationParameters(ctx, &graphql.RawParams{Query: `{ __typename }`}); err != nil {
		t.Fatal(err)
	}
	ctx = graphql.WithResponseContext(ctx, graphql.DefaultErrorPresenter, graphql.DefaultRecover)
	answer := l.InterceptResponse(ctx, func(ctx context.Context) *graphql.Response {
		if err := budget.Read(ctx, strangers.Text); err != nil || budget.Reserve(ctx, 1) {
			t.Errorf("the whole budget: %v", err)
		}
		budget.Release(ctx, 1)
		if !budget.Reserve(ctx, 1) {
			t.Error("what was given back cannot be had")
		}
		if err := budget.Read(ctx, 1); !fault.Is(err, fault.AnswerTooLarge) {
			t.Errorf("more than the budget: %v", err)
		}
		if err := budget.Write(ctx, strangers.Text+1); !fault.Is(err, fault.AnswerTooLarge) {
			t.Errorf("more than the budget: %v", err)
		}
		return &graphql.Response{Data: make([]byte, strangers.Text+1)}
	})
	if string(answer.Data) != "null" || len(answer.Errors) != 1 {
		t.Errorf("got %d bytes, %v", len(answer.Data), answer.Errors)
	}
	if fmt.Sprint(reasons) != "[text text text]" {
		t.Errorf("counted %v", reasons)
	}
}

// FuzzLimits: whatever text comes, it is answered with a price or an error that has a code.
func FuzzLimits(f *testing.F) {
	f.Add(`{ posts(first: 5) { nodes { id } } }`)
	f.Add(`query Q($n: Int = 3, $i: [ID!]!) { ...F nodes(ids: $i) { ... on Post { revisions(last: $n) { edges { node { body } } } } } } fragment F on Query { posts(first: $n) { totalCount } }`)
	f.Add("\ufeff{ a(b: \"\\u{1F600}\", c: \"\"\"x\"\"\") @skip(if: true) }")
	f.Add(`{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }`)
	l := New(schema, Options{})
	f.Fuzz(func(t *testing.T, query string) {
		ctx := graphql.WithOperationContext(t.Context(), &graphql.OperationContext{})
		g := l.MutateOperationParameters(ctx, &graphql.RawParams{Query: query, Variables: map[string]any{"n": json.Number("5")}})
		if r := requestOf(ctx); g == nil && (r.cost < 0 || r.cost > strangers.Cost) {
			t.Errorf("cost %d", r.cost)
		}
		if g == nil {
			return
		}
		if _, ok := errors.AsType[*fault.Error](error(g)); !ok && g.Extensions["code"] == nil {
			t.Errorf("no code: %v", g)
		}
		if len(g.Message) > maxMessage+3 {
			t.Errorf("a message of %d bytes", len(g.Message))
		}
	})
}

// What each request pays on a document that is known.
func BenchmarkCachedDocument(b *testing.B) {
	for name, query := range map[string]string{
		"constant":  `{ posts(first: 20) { nodes { id title department { name } author { name } } pageInfo { endCursor } } }`,
		"variables": `query($n: Int, $m: Int = 5) { posts(first: $n) { nodes { id title department { name } revisions(first: $m) { nodes { number } } } pageInfo { endCursor } } }`,
	} {
		b.Run(name, func(b *testing.B) {
			l := New(schema, Options{})
			p := &graphql.RawParams{Query: query, Variables: map[string]any{"n": json.Number("20")}}
			if _, err := ask(b, l, context.Background(), query, nil); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				ctx := graphql.WithOperationContext(context.Background(), &graphql.OperationContext{})
				if err := l.MutateOperationParameters(ctx, p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// What a document costs that is not known: parsing and measuring.
func BenchmarkNewDocument(b *testing.B) {
	l := New(schema, Options{})
	p := &graphql.RawParams{Query: `{ posts(first: 20) { nodes { id title department { name } author { name } } pageInfo { endCursor } } }`}
	b.ReportAllocs()
	for b.Loop() {
		ctx := graphql.WithOperationContext(context.Background(), &graphql.OperationContext{})
		if err := l.MutateOperationParameters(ctx, p); err != nil {
			b.Fatal(err)
		}
	}
}
