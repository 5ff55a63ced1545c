package limits

import (
	"context"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/99designs/gqlgen/graphql"
)

// documents keeps parsed and validated documents with their plans, those used last, by how much memory they take.
type documents struct {
	mu    sync.Mutex
	lru   *simplelru.LRU[string, document]
	bytes int // taken
	limit int
}

type document struct {
	doc  *ast.QueryDocument
	plan *plan
}

var _ graphql.Cache[*ast.QueryDocument] = (*documents)(nil)

func newDocuments(limit int) *documents {
	d := &documents{limit: limit}
	entries := limit / bytesPerNode // never reached: a document has a node and a text
	d.lru, _ = simplelru.NewLRU(entries, func(_ string, evicted document) { d.bytes -= evicted.plan.size })
	return d
}

// Get returns the document of the text, for the library.
func (d *documents) Get(_ context.Context, query string) (*ast.QueryDocument, bool) {
	found, ok := d.get(query)
	return found.doc, ok
}

func (d *documents) get(query string) (document, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.lru.Get(query)
}

// Add keeps a document that the library found to be valid, whose plan the request carries. One that takes much memory is
// parsed again each time.
func (d *documents) Add(ctx context.Context, query string, doc *ast.QueryDocument) {
	r := requestOf(ctx)
	if r == nil || r.plan == nil || r.plan.size > cacheEntry {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.lru.Contains(query) { // added by another request meanwhile
		return
	}
	d.lru.Add(query, document{doc, r.plan})
	for d.bytes += r.plan.size; d.bytes > d.limit; {
		d.lru.RemoveOldest()
	}
}
