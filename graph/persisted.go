package graph

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/metrics"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/feed"
	"ttyt.example/ttyt/internal/wire/documents"
	"ttyt.example/ttyt/internal/wire/limits"
	"ttyt.example/ttyt/internal/wire/transport"
)

// persisted replaces a document's name by the document, and limits strangers to the trusted ones if so configured. A
// name is documentId, as in the specification's draft on persisted documents, or extensions.persistedQuery, as in
// Apollo's automatic persisted queries. It comes before the limits, which have to see the document itself.
type persisted struct {
	registered *documents.Registry
	only       bool // strangers run registered documents alone
	automatic  *documents.Automatic
}

var _ interface {
	graphql.OperationParameterMutator
	graphql.OperationContextMutator
} = persisted{}

// ExtensionName names the extension to the library.
func (persisted) ExtensionName() string { return "persisted" }

// Validate has nothing to check.
func (persisted) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters finds the document.
func (p persisted) MutateOperationParameters(ctx context.Context, params *graphql.RawParams) *gqlerror.Error {
	if err := p.find(ctx, params, p.only && !access.Of(ctx).Known() && access.Of(ctx).Locked == nil); err != nil {
		if errors.Is(err, errNotTrusted) {
			metrics.Refused(metrics.NotTrusted)
		}
		return gqlerror.Wrap(err)
	}
	return nil
}

func (p persisted) find(ctx context.Context, params *graphql.RawParams, only bool) error {
	id, hash, err := names(params.Extensions)
	switch {
	case err != nil:
		return err
	case id != "" && (hash != "" || params.Query != ""):
		return errTwoNames
	case hash != "" && params.Query != "" && documents.Hash(params.Query) != hash:
		return errHash
	case params.Query != "":
		if only && !p.registered.Holds(params.Query) {
			return errNotTrusted
		}
		if hash != "" && !p.registers(hash) {
			feed.Drop(ctx) // a kept answer would spare the next client's document from being kept
		}
		return nil
	case id+hash == "":
		return transport.ErrNoQuery
	}
	body, found := p.registered.Body(id + hash)
	if !found && only {
		return errNotTrusted
	}
	if !found && hash != "" {
		body, found = p.automatic.Body(hash)
	}
	if !found {
		return errNotPersisted
	}
	params.Query = body
	return nil
}

func (p persisted) registers(hash string) bool {
	_, registered := p.registered.Body(hash)
	return registered
}

// names reads the names that a request gives its document.
func names(extensions map[string]any) (id, hash string, err error) {
	if v := extensions[transport.DocumentID]; v != nil {
		if id, _ = v.(string); id == "" {
			return "", "", errDocumentID
		}
	}
	if v := extensions["persistedQuery"]; v != nil {
		apollo, _ := v.(map[string]any)
		if hash, _ = apollo["sha256Hash"].(string); hash == "" || apollo["version"] != json.Number("1") {
			return "", "", errPersistedQuery
		}
	}
	return id, hash, nil
}

// MutateOperationContext keeps a document that came with its hash, now that it is known to be valid and within the limits.
func (p persisted) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	if _, hash, err := names(op.Extensions); err == nil && hash != "" {
		if !p.registers(hash) {
			p.automatic.Keep(hash, op.RawQuery, access.Of(ctx).Known())
		}
	}
	return nil
}

// Rules are what registered operations have to keep to: the schema, and the limits on strangers.
func Rules() documents.Rules {
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	return documents.Rules{Schema: schema, MaxTokens: limits.MaxTokens, Limit: func(doc *ast.QueryDocument) error {
		return limits.ForStrangers(schema, doc)
	}, Validation: checkedValues(schema).Rules}
}

var (
	errTwoNames       = fault.Bad(documentIDCombined)
	errHash           = fault.Bad(wrongHash)
	errDocumentID     = fault.Bad(documentIDType)
	errPersistedQuery = fault.Bad(malformedPersistedQuery)
	errNotTrusted     = &fault.Error{Code: fault.NotTrusted, Text: registeredOnly}
	// errNotPersisted is worded as clients know it.
	errNotPersisted = &fault.Error{Code: fault.NotPersisted, Text: fault.Verbatim("PersistedQueryNotFound")}
)
