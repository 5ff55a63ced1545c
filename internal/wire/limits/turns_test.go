package limits

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"ttyt.example/ttyt/internal/base/budget"
	"ttyt.example/ttyt/internal/base/fault"
)

const computing = `query($id: ID!) { post(id: $id) { diff { body { text } } } }`

// answering runs one request of the caller of the context as far as its fields, which field stands for.
func answering(t *testing.T, l *Limits, ctx context.Context, query string, field func(ctx context.Context)) *graphql.Response {
	op := &graphql.OperationContext{}
	ctx = graphql.WithResponseContext(graphql.WithOperationContext(ctx, op), func(_ context.Context, err error) *gqlerror.Error { return gqlerror.Wrap(err) }, graphql.DefaultRecover)
	op.ResolverMiddleware = func(ctx context.Context, next graphql.Resolver) (any, error) { return next(ctx) }
	if g := l.MutateOperationParameters(ctx, &graphql.RawParams{Query: query}); g != nil {
		t.Error(g)
		return nil
	}
	return l.InterceptResponse(ctx, func(ctx context.Context) *graphql.Response {
		field(ctx)
		return &graphql.Response{Data: []byte("{}")}
	})
}

// Sixty connections of one caller compute one after the other and are refused beyond a few; others go on meanwhile, and so
// does what computes nothing.
func TestOneCallerComputesOneAtATime(t *testing.T) {
	t.Parallel()
	l := New(schema, Options{})
	me, now, most := signedIn(t.Context()), 0, 0
	var mu sync.Mutex
	at, goOn := make(chan struct{}), make(chan struct{})
	answers := make(chan *graphql.Response)
	one := func(ctx context.Context) {
		mu.Lock()
		now++
		most = max(most, now)
		mu.Unlock()
		at <- struct{}{}
		<-goOn
		mu.Lock()
		now--
		mu.Unlock()
	}
	for range 60 {
		go func() { answers <- answering(t, l, me, computing, one) }()
	}
	<-at
	for range 60 - 1 - maxWaiting {
		if a := <-answers; len(a.Data) > 0 || !errors.Is(a.Errors[0].Err, errTurn) {
			t.Errorf("answered %s, %v", a.Data, a.Errors)
		}
	}
	ran := 0
	count := func(context.Context) { ran++ }
	answering(t, l, signedIn(t.Context()), computing, count)
	answering(t, l, me, `{ posts { nodes { title } } }`, count)
	if ran != 2 {
		t.Errorf("%d of 2 others ran", ran)
	}
	for i := range 1 + maxWaiting {
		if i > 0 {
			<-at
		}
		goOn <- struct{}{}
		if a := <-answers; string(a.Data) != "{}" {
			t.Errorf("answered %s, %v", a.Data, a.Errors)
		}
	}
	if most != 1 || len(l.turns.callers) != 0 || len(l.turns.all) != 0 {
		t.Errorf("%d at once; %d callers and %d turns left", most, len(l.turns.callers), len(l.turns.all))
	}
}

// A request that gives up waiting leaves nothing behind.
func TestWaitingForATurnEndsWithTheRequest(t *testing.T) {
	t.Parallel()
	l := New(schema, Options{})
	me := signedIn(t.Context())
	answering(t, l, me, computing, func(context.Context) {
		ctx, cancel := context.WithCancel(me)
		cancel()
		a := answering(t, l, ctx, computing, func(context.Context) { t.Error("it ran") })
		if len(a.Data) > 0 || !errors.Is(a.Errors[0].Err, context.Canceled) {
			t.Errorf("answered %s, %v", a.Data, a.Errors)
		}
	})
	if len(l.turns.callers) != 0 || len(l.turns.all) != 0 {
		t.Error("a turn is left")
	}
}

// The fields of one request compute one after the other, within its budget.
func TestFieldsOfARequestComputeWithinItsBudget(t *testing.T) {
	t.Parallel()
	refused := 0
	l := New(schema, Options{Refused: func(_ context.Context, reason string) {
		if reason == ReasonWork {
			refused++
		}
	}})
	answering(t, l, signedIn(t.Context()), computing, func(ctx context.Context) {
		end, err := budget.Turn(ctx)
		if err != nil {
			t.Fatal(err)
		}
		waiting, cancel := context.WithCancel(ctx)
		cancel()
		if _, err := budget.Turn(waiting); !errors.Is(err, context.Canceled) {
			t.Errorf("a second turn: %v", err)
		}
		end()
		for i, want := range []bool{false, true, true} {
			if err := budget.Compute(ctx, staff.Work); fault.Is(err, fault.QueryTooComplex) != want {
				t.Errorf("%d: %v", i, err)
			}
		}
	})
	if refused != 1 {
		t.Errorf("counted %d times", refused)
	}
}

// An ordinary queue is within the budget with the diff of each, by interface and by type.
func TestAQueueWithDiffsIsWithinTheBudget(t *testing.T) {
	t.Parallel()
	const queue = `{ me { approvalsToDecide(first: 10) { totalCount nodes { id flow subject { __typename ... on Post {
		id title department { name } workingCopy { number privacyFindings { kind excerpt } }
		diff { title { kind text } summary { kind text } body { kind text } fields { field label before after spans { kind text } } }
		availableActions { action allowed } } } decisions { nodes { verdict comment } } } } } }`
	r, err := ask(t, New(schema, Options{}), signedIn(t.Context()), queue, nil)
	if err != nil || !r.computes || r.cost > staff.Cost*3/4 {
		t.Errorf("%v, cost %d, computes %v", err, r.cost, r.computes)
	}
}
