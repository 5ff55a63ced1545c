// Package graph is the GraphQL door: resolvers translate, the feature packages decide.
package graph

import (
	"ttyt.example/ttyt/internal/centre/analytics"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/assetfile"
	"ttyt.example/ttyt/internal/centre/category"
	"ttyt.example/ttyt/internal/centre/changerequest"
	"ttyt.example/ttyt/internal/centre/compliance"
	"ttyt.example/ttyt/internal/centre/connectlist"
	"ttyt.example/ttyt/internal/centre/correction"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/incident"
	"ttyt.example/ttyt/internal/centre/inventory"
	"ttyt.example/ttyt/internal/centre/malware"
	"ttyt.example/ttyt/internal/centre/media"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/centre/rating"
	"ttyt.example/ttyt/internal/centre/role"
	"ttyt.example/ttyt/internal/centre/site"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/centre/support"
	"ttyt.example/ttyt/internal/centre/token"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/core/auth"
	"ttyt.example/ttyt/internal/core/inbox"
)

// Resolver holds the services that resolvers call.
type Resolver struct {
	Audit          *audit.Log
	Watch          *audit.Watch
	Auth           *auth.Service
	Departments    *department.Service
	People         *staff.Service
	Roles          *role.Service
	Categories     *category.Service
	Approvals      *approval.Service
	Inbox          *inbox.Service
	Posts          *post.Service
	Ratings        *rating.Service
	Analytics      *analytics.Service
	Assets         *asset.Service
	AssetFiles     *assetfile.Service
	Inventory      *inventory.Service
	Incidents      *incident.Service
	Support        *support.Service
	ChangeRequests *changerequest.Service
	ConnectLists   *connectlist.Service
	Corrections    *correction.Service
	Sites          *site.Service
	Tokens         *token.Service
	Malware        *malware.Service
	Media          *media.Service
	Duties         *compliance.Service
}

//go:generate go run ../internal/tool/generate
