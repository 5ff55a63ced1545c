package graph

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/feed"
	"ttyt.example/ttyt/internal/wire/limits"
	"ttyt.example/ttyt/internal/wire/transport"
	"ttyt.example/ttyt/internal/wire/values"
)

// present is the one place where an error becomes what a client sees, in the form of transport.Present. The cause goes
// to the log alone.
func present(ctx context.Context, err error) *gqlerror.Error {
	f := classify(ctx, err)
	switch f.Code {
	case fault.Internal:
		slog.ErrorContext(ctx, "request failed", "code", f.Code, "cause", err)
	case fault.Unavailable:
		slog.Log(ctx, db.Level(err, slog.LevelWarn), "request failed", "code", f.Code, "cause", err)
	}
	out := transport.Present(ctx, f)
	if (f.Code == fault.Internal || f.Code == fault.Unavailable) && mutates(ctx) {
		out.Extensions["outcome"] = db.OutcomeOf(ctx, f)
	}
	if at, ok := errors.AsType[*gqlerror.Error](err); ok {
		out.Path, out.Locations = at.Path, at.Locations
	}
	return out
}

// presentAndWatch presents the error, and lets what may be a probe of a field become a security event.
func (r *Resolver) presentAndWatch(ctx context.Context, err error) *gqlerror.Error {
	if fc := graphql.GetFieldContext(ctx); fc != nil && fc.Field.Field != nil {
		if r.Watch.Refused(ctx, fc.Object+"."+fc.Field.Name, err) {
			feed.Drop(ctx) // a kept answer would let the next probe go unseen
		}
	}
	return present(ctx, err)
}

// classify names the fault that err amounts to. Whatever it does not know is Internal.
func classify(ctx context.Context, err error) *fault.Error {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f
	}
	if f, ok := errors.AsType[*values.Fault](err); ok {
		return f.For(limits.NamesSchema(ctx))
	}
	if broken, _ := fault.Split(err); len(broken) > 0 { // outside a payload, an argument is at fault
		if rule, ok := broken[0].(interface{ Message(context.Context) string }); ok {
			return fault.Bad(fault.Verbatim(rule.Message(ctx)))
		}
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return &fault.Error{Code: fault.Unavailable, Cause: err,
			Text: tookTooLong}
	}
	if g, ok := errors.AsType[*gqlerror.Error](err); ok && (g.Extensions["code"] == errcode.ParseFailed || g.Extensions["code"] == errcode.ValidationFailed) {
		return invalidDocument(ctx, g)
	}
	if readingArguments(ctx) {
		return fault.Bad(malformedArgument)
	}
	return internal(err)
}

func internal(cause error) *fault.Error {
	return &fault.Error{Code: fault.Internal, Cause: cause, Text: internalError}
}

// invalidDocument passes on what the parser or the validator says, in words that tell strangers nothing of what the
// schema holds.
func invalidDocument(ctx context.Context, g *gqlerror.Error) *fault.Error {
	says := limits.Wording(ctx, g)
	g.Path = nil // it led into the variables, not into the answer
	return fault.Bad(invalidDocumentSays.With(says))
}

// readingArguments reports whether the field of the context failed before it had its arguments.
func readingArguments(ctx context.Context) bool {
	fc := graphql.GetFieldContext(ctx)
	return fc != nil && fc.Args == nil && len(fc.Field.Arguments) > 0
}

// recovered turns a panic into an error for present, which logs it with the stack.
func recovered(_ context.Context, value any) error {
	return internal(fmt.Errorf("panic: %v\n%s", value, debug.Stack()))
}
