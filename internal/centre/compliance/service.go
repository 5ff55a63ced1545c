// Package compliance shows what the centre owes to the regulation at this moment: to everybody what runs and what does not
// (Art. 4), to managers what is open in their departments (Art. 12), to IT and the Board the whole. It keeps nothing of its
// own: every figure is counted from the lists of the features, under the same rights.
package compliance

import (
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/changerequest"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/incident"
	"ttyt.example/ttyt/internal/centre/inventory"
	"ttyt.example/ttyt/internal/centre/malware"
	"ttyt.example/ttyt/internal/core/access"
)

// Deps are what the service works with.
type Deps struct {
	DB          *db.DB
	Access      *access.Access
	Departments *department.Service
	Assets      *asset.Service
	Inventory   *inventory.Service
	Incidents   *incident.Service
	Requests    *changerequest.Service
	Malware     *malware.Service
}

// Service answers every question about compliance.
type Service struct {
	Deps
	matters []matter
}

// New returns the service over the features that it counts.
func New(d Deps) *Service {
	s := &Service{Deps: d}
	s.matters = s.all()
	return s
}
