// Package graph is the GraphQL door: resolvers translate, the feature packages decide.
package graph

// Resolver holds the services that resolvers call.
type Resolver struct{}

//go:generate go tool gqlgen generate
