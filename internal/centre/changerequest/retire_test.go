package changerequest_test

import (
	"fmt"
	"slices"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/changerequest"
	"ttyt.example/ttyt/internal/centre/malware"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/test/kit"
	"ttyt.example/ttyt/internal/test/product"
)

// retirements are all ways in which an asset retires.
var retirements = map[string]func(d desk, t *testing.T, id string) error{
	"retired": func(d desk, t *testing.T, id string) error {
		d.Exec(t, "UPDATE assets SET connected = 0")
		a, err := d.Assets.Get(d.As(t, d.OtherIT), id)
		if err != nil {
			return err
		}
		_, err = d.Assets.Retire(d.As(t, d.OtherIT), asset.RetireInput{ID: id, ExpectedVersion: a.Version, Reason: "Hỏng"})
		return err
	},
	"written off as infected": func(d desk, t *testing.T, id string) error {
		it := d.As(t, d.OtherIT)
		i, _, err := d.Malware.Report(it, malware.ReportInput{Asset: &id})
		if err != nil {
			return err
		}
		if i, err = d.Malware.Isolate(it, malware.IsolateInput{ID: i.ID(), ExpectedVersion: i.Version}); err != nil {
			return err
		}
		_, err = d.Malware.WriteOff(it, malware.WriteOffInput{ID: i.ID(), ExpectedVersion: i.Version, Reason: "Hỏng"})
		return err
	},
}

// requestsAbout are all ways in which a request is about an asset.
var requestsAbout = map[string]func(d desk, t *testing.T, in *changerequest.RequestInput){
	"REPAIR": func(d desk, t *testing.T, in *changerequest.RequestInput) {
		key, _ := db.ParseID("asset", in.Asset)
		incident := db.NewID()
		d.Insert(t.Context(), t, "incidents", kit.Row{"id": incident, "category": "COMPUTER", "queue": "IT", "title": "Hỏng", "department_id": d.Ward, "reporter_id": d.Nurse,
			"priority": "LOW", "state": "NEW", "live": 1, "version": 1})
		d.Insert(t.Context(), t, "incident_assets", kit.Row{"incident_id": incident, "asset_id": key})
		global := db.GlobalID("incident", incident)
		in.Kind, in.Incident = changerequest.Repair, &global
	},
	"REPLACE": func(_ desk, _ *testing.T, in *changerequest.RequestInput) { in.Kind = changerequest.Replace },
	"as a replacement": func(d desk, t *testing.T, in *changerequest.RequestInput) {
		spare := in.Asset
		key, _ := db.ParseID("asset", spare)
		d.Exec(t, "UPDATE assets SET state = 'IN_STOCK', connected = 0 WHERE id = ?", key)
		in.Kind, in.Asset, in.Replacement = changerequest.Replace, d.Asset(t, "OLD-"+db.NewID().String()[24:], "WORKSTATION"), &spare
	},
	"INSTALL":   func(_ desk, _ *testing.T, in *changerequest.RequestInput) { in.Kind = changerequest.Install },
	"CONNECT":   func(_ desk, _ *testing.T, in *changerequest.RequestInput) { in.Kind = changerequest.Connect },
	"CONFIGURE": func(_ desk, _ *testing.T, in *changerequest.RequestInput) { in.Kind = changerequest.Configure },
}

// over are the states in which a request is no longer open: those it keeps.
var over = []changerequest.State{changerequest.Executed, changerequest.RolledBack, changerequest.Rejected, changerequest.Withdrawn}

// Whatever is asked for about an asset, and however far it is, ends with the asset, in whichever way that is retired: the
// approval is closed, who asked is told once, and it is on record. What was over stays as it is.
func TestArticle5d_WhatIsAskedForEndsWithTheAsset(t *testing.T) {
	for how, retire := range retirements {
		t.Run(how, func(t *testing.T) {
			kit.Run(t, func(t *testing.T, k *kit.Kit) {
				d := desk{product.NewCentre(t, k)}
				ended := func(name, id string, c *changerequest.Request, lapsed bool) {
					was := c.State
					if lapsed {
						was = changerequest.Lapsed
						d.Exec(t, "UPDATE change_requests SET state = 'LAPSED' WHERE id = ?", c.Key)
					}
					told := d.notices(t, c)
					if err := retire(d, t, id); err != nil {
						t.Fatalf("%s: %v", name, err)
					}
					want := changerequest.Superseded
					if slices.Contains(over, was) {
						want = was
					}
					now, err := d.ChangeRequests.Get(k.As(t, d.IT), c.ID())
					if err != nil || now.State != want {
						t.Errorf("%s, %s: %v, %v; want %s", name, was, now.State, err, want)
						return
					}
					if want != changerequest.Superseded {
						return
					}
					if a, err := d.Approvals.Of(t.Context(), c.Approval); err != nil || a.Open() {
						t.Errorf("%s, %s: the approval is still open, %v", name, was, err)
					}
					recorded, err := db.One[int](t.Context(), k.DB.From(t.Context()), "SELECT COUNT(*) FROM audit_log WHERE action = 'change_request.supersede' AND subject_id = ?", c.Key)
					if n := d.notices(t, c) - told; err != nil || n != 1 || recorded != 1 {
						t.Errorf("%s, %s: told %d times, on record %d times, %v", name, was, n, recorded, err)
					}
				}
				for name, about := range requestsAbout {
					for state, steps := range map[string][]act.Action{"new": nil, "returned": {changerequest.ActionReturn}} {
						id := d.Asset(t, fmt.Sprint("PC-", db.NewID().String()[24:]), "WORKSTATION")
						in := changerequest.RequestInput{Asset: id}
						about(d, t, &in)
						ended(name+" "+state, id, d.askedFor(t, in, steps...), false)
					}
				}
				for name, way := range ways {
					c := d.asked(t, way.kind, way.steps...)
					ended(name, db.GlobalID("asset", c.Asset), c, false)
				}
				for _, lapsed := range []bool{false, true} {
					c := d.asked(t, "NETWORK_DEVICE", approves, assesses, approves, changerequest.ActionRevoke)
					ended("consented to, and no longer", db.GlobalID("asset", c.Asset), c, lapsed)
				}
			})
		})
	}
}

// notices counts what who asked was told of the end of the request.
func (d desk) notices(t *testing.T, c *changerequest.Request) int {
	t.Helper()
	n, err := db.One[int](t.Context(), d.DB.From(t.Context()), "SELECT COUNT(*) FROM inbox_items WHERE staff_id = ? AND subject_id = ? AND kind = 'SUPERSEDED'", c.Requester, c.Key)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
