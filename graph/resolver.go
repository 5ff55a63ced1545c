// Package graph is the GraphQL door: resolvers translate, the feature packages decide.
package graph

import (
	"ttyt/internal/approval"
	"ttyt/internal/asset"
	"ttyt/internal/audit"
	"ttyt/internal/auth"
	"ttyt/internal/category"
	"ttyt/internal/compliance"
	"ttyt/internal/department"
	"ttyt/internal/inbox"
	"ttyt/internal/incident"
	"ttyt/internal/itchange"
	"ttyt/internal/malware"
	"ttyt/internal/post"
	"ttyt/internal/role"
	"ttyt/internal/staff"
	"ttyt/internal/token"
)

// Resolver holds the services that resolvers call.
type Resolver struct {
	Audit       *audit.Log
	Watch       *audit.Watch
	Auth        *auth.Service
	Departments *department.Service
	People      *staff.Service
	Roles       *role.Service
	Categories  *category.Service
	Approvals   *approval.Service
	Inbox       *inbox.Service
	Posts       *post.Service
	Assets      *asset.Service

	ChangeRequests *itchange.Service
	Incidents      *incident.Service
	Malware        *malware.Service
	Tokens         *token.Service
	Duties         *compliance.Service
}

//go:generate go run ./gen
