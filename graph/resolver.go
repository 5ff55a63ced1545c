// Package graph is the GraphQL door: resolvers translate, the feature packages decide.
package graph

import (
	"ttyt/internal/audit"
	"ttyt/internal/department"
)

// Resolver holds the services that resolvers call.
type Resolver struct {
	Audit       *audit.Log
	Watch       *audit.Watch
	Departments *department.Service
}

//go:generate go tool gqlgen generate
