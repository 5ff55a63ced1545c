package transport

import (
	"context"
	"fmt"
	"runtime/debug"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
)

// operation is what a client asked for on a connection.
type operation struct {
	params *graphql.RawParams
	safe   bool         // no mutation, since it came by GET
	opened func()       // called once a subscription waits for its events; may be nil
	named  func(string) // told what the log calls it
}

// perform executes one operation, a subscription for as long as it lasts, and hands each answer to send. refused are the
// errors of one that was not executed, or not to its end: send was not called with them.
func (c *connection) perform(ctx context.Context, exec graphql.GraphExecutor, o operation, send func(*graphql.Response)) (refused gqlerror.List) {
	ctx = graphql.StartOperationTrace(ctx)
	defer func() {
		if p := recover(); p != nil {
			refused = c.refuse(ctx, exec, fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
		}
	}()
	ctx, err := c.renew(ctx)
	if err != nil {
		return c.refuse(ctx, exec, err)
	}
	op, invalid := exec.CreateOperationContext(ctx, o.params)
	o.named(nameOf(op, o.params))
	if invalid != nil {
		errs := exec.DispatchError(graphql.WithOperationContext(ctx, op), invalid[:min(len(invalid), maxErrors)]).Errors
		return errs
	}
	if op.Operation.Operation == ast.Subscription {
		return c.stream(ctx, exec, op, o.opened, send)
	}
	if o.safe && op.Operation.Operation == ast.Mutation {
		return c.refuse(ctx, exec, errQueries)
	}
	ctx, cancel := context.WithTimeout(ctx, c.live.limits.Operation)
	defer cancel()
	c.live.identity.Active(ctx)
	select {
	case c.live.executing <- struct{}{}:
		defer func() { <-c.live.executing }()
	case <-ctx.Done():
		return c.refuse(ctx, exec, context.Cause(ctx))
	}
	responses, inner := exec.DispatchOperation(ctx, op)
	response := responses(inner)
	if response == nil {
		return c.refuse(ctx, exec, context.Cause(ctx))
	}
	if len(response.Data) == 0 {
		return response.Errors
	}
	send(response)
	return nil
}

// stream executes a subscription.
func (c *connection) stream(ctx context.Context, exec graphql.GraphExecutor, op *graphql.OperationContext, opened func(), send func(*graphql.Response)) gqlerror.List {
	ctx, cancel := context.WithCancel(ctx) // ends the source too
	defer cancel()
	ctx = access.WithLive(ctx, access.Of(ctx), c.again)
	clock := &eventClock{within: c.live.limits.Operation}
	ctx = context.WithValue(ctx, eventClockKey{}, clock)
	responses, inner := exec.DispatchOperation(ctx, op)
	if opened != nil {
		opened()
	}
	for {
		event, done := clock.next(inner)
		response := responses(event)
		late := context.Cause(event)
		done()
		switch {
		case ctx.Err() != nil:
			return nil
		case response == nil && late != nil:
			return c.refuse(ctx, exec, late)
		case response == nil:
			return nil
		case len(response.Data) == 0:
			return response.Errors
		}
		send(response)
	}
}

// renew returns a context with what the connection's actor may do now.
func (c *connection) renew(ctx context.Context) (context.Context, error) {
	c.live.mu.Lock()
	actor := c.actor
	c.live.mu.Unlock()
	if c.admit != nil && c.admit(access.With(ctx, actor)) > 0 {
		return ctx, errRate
	}
	actor, err := c.live.identity.Renew(ctx, actor)
	if err != nil {
		return ctx, c.over(err)
	}
	return access.With(ctx, actor), nil
}

// again looks up what the actor of a subscription may do by now.
func (c *connection) again(ctx context.Context, a *access.Actor) (*access.Actor, error) {
	a, err := c.live.identity.Again(ctx, a)
	return a, c.over(err)
}

// over ends the connection where the error says that its session is over.
func (c *connection) over(err error) error {
	if fault.Is(err, fault.Unauthenticated) {
		c.end(endSession)
	}
	return err
}

// refuse presents the error of an operation that was not executed.
func (c *connection) refuse(ctx context.Context, exec graphql.GraphExecutor, err error) gqlerror.List {
	return exec.DispatchError(ctx, gqlerror.List{gqlerror.Wrap(err)}).Errors
}
