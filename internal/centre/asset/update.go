package asset

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// UpdateInput changes what is not protected; what is nil or unset stays as it is.
type UpdateInput struct {
	ID              string
	ExpectedVersion int
	Name            *string
	Custodian       graphql.Omittable[*string]
	Place           *string
	PurchasedOn     graphql.Omittable[db.Date]
	WarrantyUntil   graphql.Omittable[db.Date]
	Remarks         *string
	Protected       *PatchInput
}

// TransferInput gives an asset to another department.
type TransferInput struct {
	ID              string
	ExpectedVersion int
	Department      string
	Custodian       string
	Place           *string
}

// careOnly reports whether the input stays within what managers look after: custodian and remarks (Art. 5b).
func (in UpdateInput) careOnly() bool {
	return in.Name == nil && in.Place == nil && !in.PurchasedOn.IsSet() && !in.WarrantyUntil.IsSet() && in.Protected == nil
}

// Update changes what is not protected. Protected fields with another value than they have are refused with the article
// under which a change request changes them.
func (s *Service) Update(ctx context.Context, in UpdateInput) (*Asset, error) {
	asks := ActionUpdate
	if in.careOnly() {
		asks = ActionCare
	}
	return s.edit(ctx, act.Want{Action: asks, ID: in.ID, Version: in.ExpectedVersion}, "asset.update", Updated, func(ctx context.Context, a *Asset) error {
		if err := s.unprotected(ctx, a, in.Protected); err != nil {
			return err
		}
		set(&a.Name, in.Name)
		set(&a.Place, in.Place)
		set(&a.Remarks, in.Remarks)
		if day, given := in.PurchasedOn.ValueOK(); given {
			a.PurchasedOn = day
		}
		if day, given := in.WarrantyUntil.ValueOK(); given {
			a.WarrantyUntil = day
		}
		person, given := in.Custodian.ValueOK()
		if !given {
			return nil
		}
		owner, err := s.owner(ctx, a.Department)
		if err != nil {
			return err
		}
		if person == nil {
			person = new(string)
		}
		a.Custodian, err = s.custodian(ctx, *person, owner)
		return err
	})
}

func (s *Service) owner(ctx context.Context, key db.ID) (*department.Department, error) {
	return s.departments.Get(ctx, db.GlobalID("department", key))
}

// unprotected refuses a change of protected fields, each with its article: the way is a change request.
func (s *Service) unprotected(ctx context.Context, a *Asset, in *PatchInput) error {
	if in == nil {
		return nil
	}
	p, err := s.Patch(ctx, *in)
	if err != nil {
		return err
	}
	before, err := s.TechnicalOf(ctx, a)
	if err != nil {
		return err
	}
	lines, err := s.differences(ctx, before, before.patch(p))
	var refused fault.UserErrors
	for _, l := range lines {
		field := l.field
		if field == "interfaces" && before.plugsIn(before.patch(p)) {
			field = "connected"
		}
		refused.Add(NeedsRequest("input.protected."+l.field, field))
	}
	if err == nil {
		err = refused.Err()
	}
	return err
}

// NeedsRequest refuses a change of a protected field at an input path, under the article that protects it.
func NeedsRequest(path, field string) *fault.RuleError {
	return fault.User(fault.RequestNeeded, byRequestOnly, path).By(articles[field])
}

// articles are those that protect fields: equipment (5d), what is plugged in (5e), how the network is set up (5f).
var articles = map[string]string{"manufacturer": "5d", "model": "5d", "serial": "5d", "state": "5d", "connected": "5e", "interfaces": "5f"}

// Transfer gives an asset to another department.
func (s *Service) Transfer(ctx context.Context, in TransferInput) (*Asset, error) {
	return s.edit(ctx, act.Want{Action: ActionTransfer, ID: in.ID, Version: in.ExpectedVersion}, "asset.transfer", Transferred, func(ctx context.Context, a *Asset) error {
		owner, err := s.departments.Get(ctx, in.Department)
		if err != nil {
			return err
		}
		if owner.Kind == department.Centre || owner.Key == a.Department {
			return fault.User(fault.Invalid, anotherDepartment, "input.department")
		}
		a.Department = owner.Key
		set(&a.Place, in.Place)
		a.Custodian, err = s.custodian(ctx, in.Custodian, owner)
		return err
	})
}

// edit changes what is not protected: checks, the change itself, and its history. An edit that changes nothing leaves no
// trace.
func (s *Service) edit(ctx context.Context, w act.Want, recorded string, told Action, apply func(ctx context.Context, a *Asset) error) (*Asset, error) {
	return asset(s.acts.Do(ctx, w, func(ctx context.Context, m *matter, _ access.Grant) (act.Line, error) {
		if err := apply(ctx, m.Asset); err != nil {
			return act.Line{}, err
		}
		var f input.Form
		if m.Check(&f); f.Err() != nil {
			return act.Line{}, f.Err()
		}
		lines, err := s.edits(ctx, told, &m.was, m.Asset)
		if err != nil || len(lines) == 0 {
			return act.Line{}, err
		}
		if err := s.handed(ctx, &m.was, m.Asset); err != nil {
			return act.Line{}, err
		}
		if m.Department != m.was.Department {
			if err := s.placed(ctx, m.Asset); err != nil {
				return act.Line{}, err
			}
		}
		return act.Line{Action: recorded, Article: "5b"}, s.history(ctx, m.Key, Cause{Article: "5b"}, lines...)
	}))
}

// edits are the lines of the history that tell what is not protected of one version from another.
func (s *Service) edits(ctx context.Context, action Action, before, after *Asset) (lines []line, err error) {
	add := func(field, was, is string) {
		if was != is {
			lines = append(lines, line{action: action, field: field, before: was, after: is})
		}
	}
	names, err := s.names(ctx, before.Department, after.Department, before.Custodian, after.Custodian)
	add("department", names[before.Department], names[after.Department])
	add("custodian", names[before.Custodian], names[after.Custodian])
	add("name", before.Name, after.Name)
	add("place", before.Place, after.Place)
	add("purchasedOn", before.PurchasedOn.String(), after.PurchasedOn.String())
	add("warrantyUntil", before.WarrantyUntil.String(), after.WarrantyUntil.String())
	add("remarks", before.Remarks, after.Remarks)
	return lines, err
}
