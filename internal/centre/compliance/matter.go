package compliance

import (
	"context"

	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/changerequest"
	"ttyt.example/ttyt/internal/centre/incident"
	"ttyt.example/ttyt/internal/centre/inventory"
	"ttyt.example/ttyt/internal/centre/malware"
)

// Matter is something that is to be done under an article of the regulation.
type Matter string

// The matters, in the order in which they are shown.
const (
	OpenIncidents        Matter = "OPEN_INCIDENTS"
	OverdueIncidents     Matter = "OVERDUE_INCIDENTS"
	ChangesAwaitConsent  Matter = "CHANGES_AWAITING_CONSENT"
	UnconfirmedEmergency Matter = "UNCONFIRMED_EMERGENCY_CHANGES"
	OverdueScans         Matter = "OVERDUE_SCANS"
	OverduePatches       Matter = "OVERDUE_PATCHES"
	OldSignatures        Matter = "OUTDATED_SIGNATURES"
	UnconfirmedAssets    Matter = "UNCONFIRMED_ASSETS"
	QuarantinedMachines  Matter = "QUARANTINED_MACHINES"
	OverdueFindings      Matter = "OVERDUE_FINDINGS"
	IsolatedMachines     Matter = "ISOLATED_MACHINES"
	FoundConnected       Matter = "FOUND_CONNECTED"
)

// Subject is one thing that a matter counts: an incident, a change request, the protection of an asset, a line of the
// inventory round, an infection or an asset.
type Subject any

// Connection and Edge are pages of subjects.
type (
	Connection = paging.Connection[Subject]
	Edge       = paging.Edge[Subject]
)

// matter counts and lists one matter. Both take the global id of a department, "" for the whole centre, and rest on the
// same filter of the same feature, so that a figure is the totalCount of its list.
type matter struct {
	name    Matter
	article string
	tally   func(ctx context.Context, department string, each bool) ([]paging.Tally, error)
	list    func(ctx context.Context, department string, args paging.Args) (*Connection, error)
}

// all are the matters there are.
func (s *Service) all() []matter {
	yes := true
	quarantined, isolated := []malware.Stage{malware.Suspected}, []malware.Stage{malware.Isolated, malware.Cleaned, malware.Rescanned}
	return []matter{
		s.incidents(OpenIncidents, incident.ByReportedAt, incident.Filter{Open: &yes}),
		s.incidents(OverdueIncidents, incident.ByTarget, incident.Filter{Overdue: &yes}),
		s.changes(ChangesAwaitConsent, changerequest.Filter{AwaitsConsent: &yes}),
		s.changes(UnconfirmedEmergency, changerequest.Filter{Unconfirmed: &yes}),
		s.duty(OverdueScans, malware.DutyScan),
		s.duty(OverduePatches, malware.DutyPatches),
		s.duty(OldSignatures, malware.DutySignatures),
		s.inventory(UnconfirmedAssets, inventory.LineFilter{Result: inventory.Unseen, Subtree: true}),
		s.infections(QuarantinedMachines, malware.Filter{Stages: quarantined, Quarantined: &yes}),
		s.infections(OverdueFindings, malware.Filter{Late: &yes}),
		s.infections(IsolatedMachines, malware.Filter{Stages: isolated}),
		s.assets(FoundConnected, asset.Filter{Found: &yes, Subtree: true}),
	}
}

func (s *Service) incidents(name Matter, since incident.OrderField, f incident.Filter) matter {
	return matter{name, "5c",
		func(ctx context.Context, department string, each bool) ([]paging.Tally, error) {
			f.Department = department
			return s.Incidents.Tally(ctx, f, since, each)
		},
		func(ctx context.Context, department string, args paging.Args) (*Connection, error) {
			f.Department = department
			return subjects(s.Incidents.List(ctx, f, incident.Order{Field: since}, args))
		}}
}

func (s *Service) changes(name Matter, f changerequest.Filter) matter {
	return matter{name, "5f",
		func(ctx context.Context, department string, each bool) ([]paging.Tally, error) {
			f.Department = department
			return s.Requests.Tally(ctx, f, each)
		},
		func(ctx context.Context, department string, args paging.Args) (*Connection, error) {
			f.Department = department
			return subjects(s.Requests.List(ctx, f, changerequest.Order{}, args))
		}}
}

func (s *Service) duty(name Matter, d malware.Duty) matter {
	return matter{name, "7a",
		func(ctx context.Context, department string, each bool) ([]paging.Tally, error) {
			return s.Malware.TallyOverdue(ctx, malware.OverdueFilter{Department: department, Duty: d}, each)
		},
		func(ctx context.Context, department string, args paging.Args) (*Connection, error) {
			return subjects(s.Malware.Overdue(ctx, malware.OverdueFilter{Department: department, Duty: d}, malware.ProtectionOrder{}, args))
		}}
}

func (s *Service) infections(name Matter, f malware.Filter) matter {
	return matter{name, "7c",
		func(ctx context.Context, department string, each bool) ([]paging.Tally, error) {
			f.Department = department
			return s.Malware.Tally(ctx, f, each)
		},
		func(ctx context.Context, department string, args paging.Args) (*Connection, error) {
			f.Department = department
			return subjects(s.Malware.List(ctx, f, malware.Order{}, args))
		}}
}

func (s *Service) assets(name Matter, f asset.Filter) matter {
	return matter{name, "5e",
		func(ctx context.Context, department string, each bool) ([]paging.Tally, error) {
			f.Department = department
			return s.Assets.TallyFound(ctx, f, each)
		},
		func(ctx context.Context, department string, args paging.Args) (*Connection, error) {
			f.Department = department
			return subjects(s.Assets.List(ctx, f, asset.Order{}, args))
		}}
}

// inventory is about the round that is open; without one there is nothing to confirm.
func (s *Service) inventory(name Matter, f inventory.LineFilter) matter {
	return matter{name, "5b",
		func(ctx context.Context, department string, each bool) ([]paging.Tally, error) {
			round, err := s.Inventory.Live(ctx)
			if round == nil || err != nil {
				return nil, err
			}
			f.Department = department
			return s.Inventory.Tally(ctx, round, f, each)
		},
		func(ctx context.Context, department string, args paging.Args) (*Connection, error) {
			round, err := s.Inventory.Live(ctx)
			if err != nil {
				return nil, err
			}
			if round == nil {
				return paging.Empty[Subject](), nil
			}
			f.Department = department
			return subjects(s.Inventory.Lines(ctx, round, f, inventory.LineOrder{}, args))
		}}
}

// subjects is a list of one feature as a list of subjects.
func subjects[T any](c *paging.Connection[T], err error) (*Connection, error) {
	if err != nil {
		return nil, err
	}
	return paging.Map(c, func(one T) Subject { return one }), nil
}
