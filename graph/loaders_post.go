package graph

import (
	"context"
	"encoding/json"
	"sync"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/post"
)

// publishedLoaders batch the lists of published posts of departments and of sections, each page with its own filter and order.
type publishedLoaders struct {
	posts *post.Service

	mu sync.Mutex
	by map[string]*loader[post.Connection]
}

// page returns the loader of the page that the arguments name.
func (p *publishedLoaders) page(of post.Owner, filter *post.Filter, order *post.Order, args paging.Args, fields []string) *loader[post.Connection] {
	question, _ := json.Marshal([]any{of, filter, order, args, fields}) // structs of plain fields cannot fail
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.by == nil {
		p.by = map[string]*loader[post.Connection]{}
	}
	if p.by[string(question)] == nil {
		p.by[string(question)] = newLoader(func(ctx context.Context, ids []db.ID) (map[db.ID]*post.Connection, error) {
			return p.posts.PublishedOf(ctx, of, ids, filter, order, args, fields...)
		})
	}
	return p.by[string(question)]
}
