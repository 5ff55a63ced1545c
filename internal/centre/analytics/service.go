package analytics

import (
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/quota"
	"ttyt.example/ttyt/internal/centre/category"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/core/access"
)

// Service answers every use case of read counts.
type Service struct {
	db          *db.DB
	access      *access.Access
	departments *department.Service
	categories  *category.Service
	posts       *post.Service
	seen        *quota.Quota // by address, browser and post
	addresses   *quota.Quota // by address and post
	pending     pending
}

// New returns the service over a store, known to the posts.
func New(d *db.DB, a *access.Access, departments *department.Service, categories *category.Service, posts *post.Service) *Service {
	s := &Service{db: d, access: a, departments: departments, categories: categories, posts: posts,
		seen: quota.New(1, once, readers), addresses: quota.New(perAddress, time.Hour, readers), pending: pending{counts: map[key]int{}}}
	posts.Viewed(s)
	return s
}
