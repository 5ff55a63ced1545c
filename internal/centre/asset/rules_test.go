package asset_test

import (
	"context"
	"testing"

	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/test/kit"
)

// IT may do everything to an asset in use, and nothing to a retired one; a manager looks after those of their department.
// What is offered is what happens, on the version that was read.
func TestArticle5b_WhatIsOfferedOnAnAsset(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		other, note := c.register(t, "MC-01", nil), "Đã dán tem."
		do := map[act.Action]func(ctx context.Context, a *asset.Asset, version int) error{
			asset.ActionCare: func(ctx context.Context, a *asset.Asset, version int) error {
				_, err := c.Update(ctx, asset.UpdateInput{ID: a.ID(), ExpectedVersion: version, Remarks: &note})
				return err
			},
			asset.ActionUpdate: func(ctx context.Context, a *asset.Asset, version int) error {
				_, err := c.Update(ctx, asset.UpdateInput{ID: a.ID(), ExpectedVersion: version, Name: &note})
				return err
			},
			asset.ActionTransfer: func(ctx context.Context, a *asset.Asset, version int) error {
				_, err := c.Transfer(ctx, asset.TransferInput{ID: a.ID(), ExpectedVersion: version, Department: unit(c.section)})
				return err
			},
			asset.ActionLink: func(ctx context.Context, a *asset.Asset, _ int) error { // holds whatever was changed meanwhile
				_, err := c.Link(ctx, asset.LinkInput{Asset: a.ID(), DependsOn: other.ID()})
				return err
			},
			asset.ActionRetire: func(ctx context.Context, a *asset.Asset, version int) error {
				_, err := c.Retire(ctx, asset.RetireInput{ID: a.ID(), ExpectedVersion: version, Reason: "Hỏng."})
				return err
			},
		}
		n := 0
		for name, x := range map[string]struct {
			retired bool
			may     map[act.Action]string // what somebody is told, "done" where it is left out
		}{
			"IT, in use":        {false, nil},
			"IT, retired":       {true, map[act.Action]string{"CARE": "WRONG_STATE", "UPDATE": "WRONG_STATE", "TRANSFER": "WRONG_STATE", "LINK": "WRONG_STATE", "RETIRE": "WRONG_STATE"}},
			"a manager, in use": {false, map[act.Action]string{"UPDATE": "forbidden", "TRANSFER": "forbidden", "LINK": "forbidden", "RETIRE": "forbidden"}},
			"a manager, retired": {true, map[act.Action]string{"CARE": "WRONG_STATE", "UPDATE": "forbidden", "TRANSFER": "forbidden", "LINK": "forbidden",
				"RETIRE": "forbidden"}},
		} {
			as := c.it
			if name[0] != 'I' {
				as = c.head
			}
			for action, try := range do {
				n++
				a := c.register(t, "PC-"+string(rune('A'+n)), nil)
				if x.retired {
					a = must(c.Retire(c.As(t, c.it), asset.RetireInput{ID: a.ID(), ExpectedVersion: 1, Reason: "Hỏng."}))(t)
				}
				want := x.may[action]
				if want == "" {
					want = "done"
				}
				for _, offer := range must(c.AvailableActions(c.As(t, as), a))(t) {
					if offer.Action == action && offer.Allowed != (want == "done") {
						t.Errorf("%s: %s is offered: %v", name, action, offer.Allowed)
					}
				}
				if want == "done" && action != asset.ActionLink {
					if err := try(c.As(t, as), a, a.Version+1); kit.Told(err) != "CONFLICT" {
						t.Errorf("%s: %s on another version: %v", name, action, err)
					}
				}
				if err := try(c.As(t, as), a, a.Version); kit.Told(err) != want {
					t.Errorf("%s: %s: %v, want %s", name, action, err, want)
				}
			}
		}
	})
}
