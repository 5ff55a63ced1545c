package correction_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/app"
	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/correction"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/test/kit"
	"ttyt.example/ttyt/internal/test/product"
)

func TestMain(m *testing.M) { kit.Main(m) }

// shop is a centre with a register in which there are mistakes.
type shop struct {
	*product.Centre
	t *testing.T
}

func inShop(t *testing.T, test func(s shop)) {
	t.Helper()
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) { test(shop{product.NewCentre(t, k), t}) })
}

func (s shop) asset(a *asset.Asset, err error) *asset.Asset {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
	return a
}

func (s shop) register(code string, kind asset.Kind, change func(in *asset.RegisterInput)) *asset.Asset {
	s.t.Helper()
	use := asset.InUse
	in := asset.RegisterInput{Code: code, Name: "Máy " + code, Kind: kind, Department: db.GlobalID("department", s.Ward), State: &use}
	if change != nil {
		change(&in)
	}
	return s.asset(s.Assets.Register(s.As(s.t, s.IT), in))
}

func serial(v string) func(in *asset.RegisterInput) {
	return func(in *asset.RegisterInput) { in.Serial = v }
}

func plugged(into *asset.Asset, port string) func(in *asset.RegisterInput) {
	return func(in *asset.RegisterInput) {
		in.Connected, in.Interfaces = true, []*asset.InterfaceInput{{Name: "eth0", Switch: into.ID(), SwitchPort: port}}
	}
}

func (s shop) now(a *asset.Asset) *asset.Asset {
	s.t.Helper()
	return s.asset(s.Assets.Of(s.t.Context(), a.Key))
}

func (s shop) tries(by db.ID, a *asset.Asset, in asset.FactsInput) (*correction.Correction, error) {
	s.t.Helper()
	return s.Corrections.Ask(s.As(s.t, by), correction.AskInput{ID: a.ID(), ExpectedVersion: s.now(a).Version, FactsInput: in, Reason: "Gõ nhầm."})
}

func (s shop) asks(a *asset.Asset, in asset.FactsInput) *correction.Correction {
	s.t.Helper()
	c, err := s.tries(s.IT, a, in)
	if err != nil {
		s.t.Fatal(err)
	}
	return c
}

// seen is the correction as it is now.
func (s shop) seen(c *correction.Correction) *correction.Correction {
	s.t.Helper()
	c, err := s.Corrections.Get(s.As(s.t, s.Director), c.ID())
	if err != nil {
		s.t.Fatal(err)
	}
	return c
}

func (s shop) approval(c *correction.Correction) *approval.Approval {
	s.t.Helper()
	a, err := s.Approvals.Of(s.t.Context(), s.seen(c).Approval)
	if err != nil {
		s.t.Fatal(err)
	}
	return a
}

// decides has somebody decide on the correction as it is now.
func (s shop) decides(by db.ID, c *correction.Correction, v approval.Verdict) error {
	s.t.Helper()
	a, why := s.approval(c), "Đã xem."
	_, err := s.Approvals.Decide(s.As(s.t, by), approval.DecideInput{ID: a.ID(), Verdict: v, ExpectedVersion: a.Version, Comment: &why})
	return err
}

func (s shop) approves(by db.ID, c *correction.Correction) {
	s.t.Helper()
	if err := s.decides(by, c, approval.Approve); err != nil {
		s.t.Fatal(err)
	}
}

// offered reports whether the person may do the action to the correction, and why not.
func (s shop) offered(by db.ID, c *correction.Correction, action act.Action) (bool, string) {
	s.t.Helper()
	all, err := s.Corrections.AvailableActions(s.As(s.t, by), s.seen(c))
	if err != nil {
		s.t.Fatal(err)
	}
	for _, a := range all {
		if a.Action == action && a.Allowed {
			return true, ""
		} else if a.Action == action {
			return false, string(a.Reasons[0].Code)
		}
	}
	s.t.Fatalf("%s is not offered at all", action)
	return false, ""
}

func (s shop) waitsAt(c *correction.Correction, step approval.Step, because string) {
	s.t.Helper()
	if a := s.approval(c); a.State != approval.Pending || a.Step != step || a.SkipReason != because {
		s.t.Errorf("%s at %s because %q, want it to wait at %s because %q", a.State, a.Step, a.SkipReason, step, because)
	}
}

// told counts the notices that somebody got.
func (s shop) told(who db.ID, kind string) int {
	s.t.Helper()
	n, err := db.One[int](s.t.Context(), s.DB.From(s.t.Context()), "SELECT COUNT(*) FROM inbox_items WHERE staff_id = ? AND kind = ?", who, kind)
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}

// applies changes what is protected, as another feature does.
func (s shop) applies(key db.ID, p asset.Patch, c asset.Cause) {
	s.t.Helper()
	if err := s.DB.InTx(s.As(s.t, s.IT), func(ctx context.Context) error {
		_, _, err := s.Assets.Apply(ctx, key, p, c)
		return err
	}); err != nil {
		s.t.Fatal(err)
	}
}

// attends has the engine look at the office as it is now.
func (s shop) attends() {
	s.t.Helper()
	other := s.other(s.Kit)
	for range 2 { // the first puts what recurs on the list
		s.Clock.Advance(time.Minute)
		if _, err := other.Jobs.RunDue(s.t.Context()); err != nil {
			s.t.Fatal(err)
		}
	}
}

// other is the program once more, over a store of the kit's.
func (s shop) other(k *kit.Kit) *app.App {
	s.t.Helper()
	return product.New(s.t, k, config.Config{PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}})
}

func (s shop) leaves(who db.ID) {
	s.t.Helper()
	s.Exec(s.t, "UPDATE role_assignments SET live = NULL WHERE staff_id = ?", who)
}

// lines are what the history says of corrections, latest first: the field, what it was and is, the article.
func (s shop) lines(a *asset.Asset) string {
	s.t.Helper()
	first := 50
	c, err := s.Assets.History(s.As(s.t, s.IT), s.now(a), paging.Args{First: &first})
	if err != nil {
		s.t.Fatal(err)
	}
	var all []string
	for _, e := range c.Nodes() {
		if e.Action == asset.Corrected {
			kind, _, _ := db.SplitID(e.CauseID())
			all = append(all, fmt.Sprintf("%s: %s -> %s (%s, %s)", e.Field, e.Before, e.After, e.Article, kind))
		}
	}
	return strings.Join(all, "; ")
}

func ptr[T any](v T) *T { return &v }

// rules are the articles of what an error tells.
func rules(err error) (all []string) {
	told, _ := fault.Reasons(err)
	for _, r := range told {
		all = append(all, r.Rule)
	}
	return all
}

// A mistyped serial of a retired machine is put right by a second person of IT, so that the machine that has it in truth can be
// registered.
func TestArticle5d_AMistypedSerialOfARetiredMachineIsPutRight(t *testing.T) {
	inShop(t, func(s shop) {
		old := s.register("PC-1", asset.Workstation, serial("5CG12OO"))
		s.asset(s.Assets.Retire(s.As(s.t, s.IT), asset.RetireInput{ID: old.ID(), ExpectedVersion: 1, Reason: "Hỏng."}))
		c := s.asks(old, asset.FactsInput{Serial: ptr(" 5CG1200 ")})
		s.waitsAt(c, approval.Verification, "")
		if s.now(old).Serial != "5CG12OO" {
			s.t.Error("the register changes before anybody has decided")
		}
		if s.told(s.OtherIT, "TO_VERIFY") != 1 || s.told(s.IT, "TO_VERIFY") != 0 {
			s.t.Error("the second person is not notified, or the requester is")
		}
		if _, err := s.tries(s.OtherIT, old, asset.FactsInput{Code: ptr("PC-2")}); !fault.HasCode(err, fault.WrongState) {
			s.t.Errorf("a second correction of the asset: %v", err)
		}
		if may, why := s.offered(s.IT, c, correction.ActionApprove); may || why != "FOUR_EYES" {
			s.t.Errorf("approving is offered to the requester: %v %s", may, why)
		}
		for _, v := range []approval.Verdict{approval.Approve, approval.Return, approval.Reject} {
			if err := s.decides(s.IT, c, v); !fault.HasCode(err, fault.FourEyes) {
				s.t.Errorf("%s by the requester: %v", v, err)
			}
		}
		for _, by := range []db.ID{s.Head, s.Nurse, s.Director} { // to the Board it has not come yet
			if err := s.decides(by, c, approval.Approve); !fault.Is(err, fault.NotFound) {
				s.t.Errorf("approved by somebody else: %v", err)
			}
		}
		s.approves(s.OtherIT, c)
		if a := s.now(old); a.Serial != "5CG1200" || a.State != asset.Retired {
			s.t.Errorf("the register says %s, %s", a.Serial, a.State)
		}
		if got := s.lines(old); got != "serial: 5CG12OO -> 5CG1200 (5d, asset_correction)" {
			s.t.Errorf("the history says %q", got)
		}
		if c = s.seen(c); c.State != correction.Made || s.told(s.IT, "EXECUTED") != 1 {
			s.t.Errorf("%s, and the requester is notified %d times", c.State, s.told(s.IT, "EXECUTED"))
		}
		s.register("PC-2", asset.Workstation, serial("5CG12OO"))
	})
}

// With nobody else of IT in office a director decides, even if the last one leaves only then; and so does any director once the
// second person is late.
func TestArticle5d_WithoutASecondPersonOfITADirectorDecides(t *testing.T) {
	inShop(t, func(s shop) {
		late, left := s.asks(s.register("PC-0", asset.Workstation, nil), asset.FactsInput{Serial: ptr("S0")}), s.asks(s.register("PC-X", asset.Workstation, nil), asset.FactsInput{Serial: ptr("SX")})
		s.Clock.Advance(4 * 24 * time.Hour)
		s.attends()
		if s.told(s.Director, "OVERDUE") != 2 {
			s.t.Error("the Board is not told of what is late")
		}
		s.approves(s.Director, late)
		if a := s.approval(late); a.Mark != approval.TakenUp || a.SkipReason != "OVERDUE" {
			s.t.Errorf("marked %q because %q", a.Mark, a.SkipReason)
		}
		s.leaves(s.OtherIT)
		s.attends()
		s.waitsAt(left, approval.BoardConsent, "NO_IT_IN_OFFICE")
		c := s.asks(s.register("PC-1", asset.Workstation, nil), asset.FactsInput{Serial: ptr("S1")})
		s.waitsAt(c, approval.BoardConsent, "NO_IT_IN_OFFICE")
		if n := s.told(s.Director, "TO_CONSENT"); n != 2 {
			s.t.Errorf("the Board is told %d times", n)
		}
		// A power that was lent to the requester cannot decide on their own requests.
		s.Insert(s.t.Context(), s.t, "delegations", kit.Row{"id": db.NewID(), "from_staff_id": s.Deputy, "to_staff_id": s.IT, "role": "director", "from_at": db.At(s.Clock.Now().Add(-time.Hour)),
			"to_at": db.At(s.Clock.Now().Add(time.Hour))})
		if err := s.decides(s.IT, c, approval.Approve); !fault.HasCode(err, fault.FourEyes) {
			s.t.Errorf("approved under a borrowed power: %v", err)
		}
		s.approves(s.Director, c)
	})
}

// From and to each kind of the network a director decides; between other kinds a second person of IT does.
func TestArticle5f_ADirectorDecidesWhatIsTheNetwork(t *testing.T) {
	inShop(t, func(s shop) {
		n := 0
		for _, from := range asset.Kinds {
			for _, to := range asset.Kinds {
				network := from == asset.NetworkDevice || from == asset.InternetLine || to == asset.NetworkDevice || to == asset.InternetLine
				if from == to || !network && from != asset.Workstation {
					continue
				}
				n++
				a := s.register(fmt.Sprint("TS-", n), from, nil)
				c := s.asks(a, asset.FactsInput{Kind: &to})
				if !network {
					s.waitsAt(c, approval.Verification, "")
					s.approves(s.OtherIT, c)
				} else {
					s.waitsAt(c, approval.BoardConsent, "NETWORK_KIND")
					if err := s.decides(s.OtherIT, c, approval.Approve); !fault.Is(err, fault.Forbidden) {
						s.t.Errorf("%s to %s approved by IT: %v", from, to, err)
					}
					s.approves(s.Director, c)
				}
				if s.now(a).Kind != to || c.Rule() != map[bool]string{true: "5f", false: "5d"}[network] {
					s.t.Errorf("%s to %s: %s under %s", from, to, s.now(a).Kind, c.Rule())
				}
			}
		}
	})
}

// On the connection a director decides. What is not connected lets go of its port, what is says where, and a port holds one.
func TestArticle5e_ADirectorDecidesWhetherSomethingIsConnected(t *testing.T) {
	inShop(t, func(s shop) {
		device := s.register("SW-1", asset.NetworkDevice, nil)
		a, b := s.register("PC-1", asset.Workstation, plugged(device, "1")), s.register("PC-2", asset.Workstation, nil)
		at := func(port string) []*asset.InterfaceInput {
			return []*asset.InterfaceInput{{Name: "eth0", Switch: device.ID(), SwitchPort: port}}
		}
		for name, x := range map[string]struct {
			of   *asset.Asset
			in   asset.FactsInput
			code fault.UserCode
			rule string
		}{
			"connected, nobody knows where": {b, asset.FactsInput{Connected: ptr(true)}, fault.Required, "5e"},
			"at no port":                    {b, asset.FactsInput{Connected: ptr(true), Interfaces: []*asset.InterfaceInput{{Name: "eth0"}}}, fault.Required, "5e"},
			"at a port in use":              {b, asset.FactsInput{Connected: ptr(true), Interfaces: at("1")}, fault.Taken, "5e"},
			"another port alone":            {a, asset.FactsInput{Interfaces: at("2")}, fault.RequestNeeded, "5f"},
			"another port of what is":       {a, asset.FactsInput{Connected: ptr(true), Interfaces: at("2")}, fault.RequestNeeded, "5f"},
			"a port of what is not":         {a, asset.FactsInput{Connected: ptr(false), Interfaces: at("2")}, fault.RequestNeeded, "5f"},
			"as it is":                      {a, asset.FactsInput{Connected: ptr(true)}, fault.Invalid, "5d"},
			"into itself":                   {device, asset.FactsInput{Connected: ptr(true), Interfaces: at("3")}, fault.Invalid, "5e"},
		} {
			if _, err := s.tries(s.IT, x.of, x.in); !fault.HasCode(err, x.code) || rules(err)[0] != x.rule {
				s.t.Errorf("%s: %v %v", name, err, rules(err))
			}
		}
		off := s.asks(a, asset.FactsInput{Connected: ptr(false)})
		s.waitsAt(off, approval.BoardConsent, "CONNECTION")
		if err := s.decides(s.OtherIT, off, approval.Approve); !fault.Is(err, fault.Forbidden) {
			s.t.Errorf("approved by IT: %v", err)
		}
		s.approves(s.Director, off)
		if now := s.now(a); now.Connected || now.Found() {
			s.t.Errorf("connected %v, marked %v", now.Connected, now.Found())
		}
		if got := s.lines(a); got != "interfaces: eth0 SW-1/1 -> eth0 (5f, asset_correction); connected: true -> false (5e, asset_correction)" {
			s.t.Errorf("the history says %q", got)
		}
		on := s.asks(b, asset.FactsInput{Connected: ptr(true), Interfaces: at("1")})
		s.waitsAt(on, approval.BoardConsent, "CONNECTION")
		s.approves(s.Deputy, on)
		held, err := s.Assets.PortHolders(s.t.Context(), []db.ID{device.Key})
		if err != nil || held[asset.Port{Switch: device.Key, Key: "1"}] != "PC-2" || !s.now(b).Connected {
			s.t.Errorf("the port holds %v, %v", held, err)
		}
		if on.Rule() != "5e" || off.Rule() != "5e" {
			s.t.Error("it is not on record as of the connection")
		}
	})
}

// What is decided on is what was shown: where the register has changed meanwhile in what is corrected, it is not approved any
// more, and says so; it is returned, and stated anew. What else changes meanwhile does not matter.
func TestArticle5d_WhatChangedMeanwhileIsNotCorrected(t *testing.T) {
	inShop(t, func(s shop) {
		a := s.register("PC-1", asset.Workstation, serial("S1"))
		c := s.asks(a, asset.FactsInput{Serial: ptr("S2"), Code: ptr("PC-9")})
		name := "Tên khác"
		s.asset(s.Assets.Update(s.As(s.t, s.IT), asset.UpdateInput{ID: a.ID(), ExpectedVersion: 1, Name: &name}))
		if may, why := s.offered(s.OtherIT, c, correction.ActionApprove); !may {
			s.t.Errorf("not approved any more after another name: %s", why)
		}
		swapped := "S3"
		s.applies(a.Key, asset.Patch{Serial: &swapped}, asset.Cause{Kind: asset.ByChangeRequest, Key: db.NewID(), Article: "5d"})
		if may, why := s.offered(s.OtherIT, c, correction.ActionApprove); may || why != "STALE_HASH" {
			s.t.Errorf("approving is offered: %v, %s", may, why)
		}
		if err := s.decides(s.OtherIT, c, approval.Approve); !fault.HasCode(err, fault.StaleHash) || !strings.Contains(err.Error(), `now "S3"`) {
			s.t.Errorf("approved: %v", err)
		}
		if now := s.now(a); now.Code != "PC-1" || now.Serial != "S3" {
			s.t.Errorf("the register says %s, %s", now.Code, now.Serial)
		}
		if err := s.decides(s.OtherIT, c, approval.Return); err != nil {
			s.t.Fatal(err)
		}
		if c = s.seen(c); c.State != correction.Returned || s.told(s.IT, "RETURNED") != 1 {
			s.t.Errorf("%s, and the requester is notified %d times", c.State, s.told(s.IT, "RETURNED"))
		}
		update := correction.UpdateInput{ID: c.ID(), ExpectedVersion: c.Version, FactsInput: asset.FactsInput{Code: ptr("pc-9")}}
		if _, err := s.Corrections.Update(s.As(s.t, s.OtherIT), update); !fault.Is(err, fault.Forbidden) {
			s.t.Errorf("stated anew by somebody else: %v", err)
		}
		if _, err := s.Corrections.Update(s.As(s.t, s.IT), update); err != nil {
			s.t.Fatal(err)
		}
		s.approves(s.OtherIT, c)
		if now := s.now(a); now.Code != "PC-9" || now.Serial != "S3" || now.Name != name {
			s.t.Errorf("the register says %s, %s, %s", now.Code, now.Serial, now.Name)
		}
	})
}

// A code or a serial of another asset is refused, when it is asked for and when it would be made.
func TestArticle5d_WhatAnotherAssetHasIsRefused(t *testing.T) {
	inShop(t, func(s shop) {
		other, a := s.register("PC-1", asset.Workstation, serial("S1")), s.register("PC-2", asset.Workstation, serial("S2"))
		for _, in := range []asset.FactsInput{{Code: ptr("pc-1")}, {Serial: ptr("s 1")}, {Serial: ptr("S9"), Code: ptr("PC-1")}} {
			if _, err := s.tries(s.IT, a, in); !fault.HasCode(err, fault.Taken) {
				s.t.Errorf("what %s has: %v", other.Code, err)
			}
		}
		taken := map[string]asset.FactsInput{"code": {Code: ptr("PC-3")}, "serial": {Serial: ptr("S3")}}
		for name, in := range taken {
			c := s.asks(a, in)
			late := s.register("PC-"+map[string]string{"code": "3", "serial": "4"}[name], asset.Printer, serial("S"+map[string]string{"code": "4", "serial": "3"}[name]))
			if may, why := s.offered(s.OtherIT, c, correction.ActionApprove); may || why != "TAKEN" {
				s.t.Errorf("%s: approving is offered: %v, %s", name, may, why)
			}
			if err := s.decides(s.OtherIT, c, approval.Approve); !fault.HasCode(err, fault.Taken) {
				s.t.Errorf("%s: approved: %v", name, err)
			}
			if err := s.decides(s.OtherIT, c, approval.Reject); err != nil {
				s.t.Error(err)
			}
			s.Exec(s.t, "DELETE FROM asset_events WHERE asset_id = ?", late.Key)
			s.Exec(s.t, "DELETE FROM assets WHERE id = ?", late.Key)
		}
		if now := s.now(a); now.Code != "PC-2" || now.Serial != "S2" {
			s.t.Errorf("the register says %s, %s", now.Code, now.Serial)
		}
	})
}

// A correction leads nobody past the handling of an infection.
func TestArticle7c_WhatIsInfectedIsCorrectedInNameAlone(t *testing.T) {
	inShop(t, func(s shop) {
		device := s.register("SW-1", asset.NetworkDevice, nil)
		a := s.register("PC-1", asset.Workstation, plugged(device, "1"))
		open := s.asks(s.register("PC-2", asset.Workstation, nil), asset.FactsInput{Kind: ptr(asset.Printer)})
		for _, key := range []db.ID{a.Key, open.Asset} {
			state := asset.Quarantined
			s.applies(key, asset.Patch{State: &state}, asset.Cause{Kind: asset.ByInfection, Key: db.NewID(), Article: "7c"})
		}
		for name, in := range map[string]asset.FactsInput{"kind": {Kind: ptr(asset.DataSet)}, "off": {Connected: ptr(false)}} {
			if _, err := s.tries(s.IT, a, in); !fault.HasCode(err, fault.WrongState) || rules(err)[0] != "7c" {
				s.t.Errorf("%s: %v %v", name, err, rules(err))
			}
		}
		if err := s.decides(s.OtherIT, open, approval.Approve); !fault.HasCode(err, fault.WrongState) {
			s.t.Errorf("infected meanwhile: %v", err)
		}
		s.approves(s.OtherIT, s.asks(a, asset.FactsInput{Serial: ptr("S1")}))
		if now := s.now(a); now.Serial != "S1" || now.State != asset.Quarantined || !now.Connected {
			s.t.Errorf("the register says %s, %s, %v", now.Serial, now.State, now.Connected)
		}
	})
}

// What others rely on stays of its kind.
func TestArticle2_WhatOthersRelyOnStaysOfItsKind(t *testing.T) {
	inShop(t, func(s shop) {
		device, system := s.register("SW-1", asset.NetworkDevice, nil), s.register("HIS", asset.SoftwareSystem, nil)
		s.register("PC-1", asset.Workstation, plugged(device, "1"))
		s.Insert(s.t.Context(), s.t, "service_accounts", kit.Row{"id": db.NewID(), "name": "HIS", "asset_id": system.Key, "responsible_id": s.IT})
		for _, a := range []*asset.Asset{device, system} {
			if _, err := s.tries(s.IT, a, asset.FactsInput{Kind: ptr(asset.Server)}); !fault.HasCode(err, fault.InUse) {
				s.t.Errorf("%s: %v", a.Code, err)
			}
		}
		s.asks(system, asset.FactsInput{Kind: ptr(asset.Integration)})
	})
}

// Any of IT takes a correction back that nobody has decided on, a returned one too; another may then be asked for.
func TestArticle5d_EveryCorrectionEnds(t *testing.T) {
	inShop(t, func(s shop) {
		a := s.register("PC-1", asset.Workstation, nil)
		for _, returned := range []bool{false, true} {
			c := s.asks(a, asset.FactsInput{Serial: ptr("S1")})
			if returned {
				if err := s.decides(s.OtherIT, c, approval.Return); err != nil {
					s.t.Fatal(err)
				}
				s.leaves(s.IT)
			}
			in := correction.WithdrawInput{ID: c.ID(), ExpectedVersion: s.seen(c).Version, Reason: "Không cần nữa."}
			if _, err := s.Corrections.Withdraw(s.As(s.t, s.Director), in); !fault.Is(err, fault.Forbidden) {
				s.t.Errorf("taken back by a director: %v", err)
			}
			if c, err := s.Corrections.Withdraw(s.As(s.t, s.OtherIT), in); err != nil || c.State != correction.Withdrawn || !c.Open.IsZero() {
				s.t.Errorf("%v, %v", c, err)
			}
			if a := s.approval(c); a.Open() {
				s.t.Errorf("the approval is still %s", a.State)
			}
		}
		if s.now(a).Serial != "" {
			s.t.Error("the register changed")
		}
	})
}

// A repeated request makes one correction.
func TestAskedTwice(t *testing.T) {
	inShop(t, func(s shop) {
		a := s.register("PC-1", asset.Workstation, nil)
		in := correction.AskInput{ID: a.ID(), ExpectedVersion: 1, FactsInput: asset.FactsInput{Serial: ptr("S1")}, Reason: "Gõ nhầm.", IdempotencyKey: "k"}
		first, err := s.Corrections.Ask(s.As(s.t, s.IT), in)
		if err != nil {
			s.t.Fatal(err)
		}
		if again, err := s.Corrections.Ask(s.As(s.t, s.IT), in); err != nil || again.Key != first.Key {
			s.t.Errorf("asked again: %v, %v", again, err)
		}
	})
}

// Of two who decide at once on two replicas one does; of two who correct two assets to one code, or take it for a new one, one
// has it.
func TestArticle5d_TwoReplicasDecideAtOnce(t *testing.T) {
	inShop(t, func(s shop) {
		theirs := *s.Kit
		theirs.DB = s.Replica()
		other := s.other(&theirs).Services
		decide := func(on *approval.Service, by db.ID, c *correction.Correction, v approval.Verdict) func() error {
			a, ctx, why := s.approval(c), s.As(s.t, by), "Đã xem."
			return func() error {
				_, err := on.Decide(ctx, approval.DecideInput{ID: a.ID(), Verdict: v, ExpectedVersion: a.Version, Comment: &why})
				return err
			}
		}
		for n := range 4 {
			a, b := s.register(fmt.Sprint("A-", n), asset.NetworkDevice, nil), s.register(fmt.Sprint("B-", n), asset.Workstation, nil)
			c := s.asks(a, asset.FactsInput{Kind: ptr(asset.Server)})
			done, refused := product.Race(decide(s.Approvals, s.Director, c, approval.Approve), decide(other.Approvals, s.Deputy, c, approval.Reject))
			if done != 1 || !fault.HasCode(refused[0], fault.Conflict) {
				s.t.Errorf("%d decided, the other got %v", done, refused)
			}
			if made, kind := s.seen(c).State == correction.Made, s.now(a).Kind; made != (kind == asset.Server) {
				s.t.Errorf("made %v, and the register says %s", made, kind)
			}
			same := asset.FactsInput{Code: ptr(fmt.Sprint("C-", n))}
			one, two := s.asks(a, same), s.asks(b, same)
			done, refused = product.Race(decide(s.Approvals, s.OtherIT, one, approval.Approve), decide(other.Approvals, s.OtherIT, two, approval.Approve))
			if done != 1 || !fault.HasCode(refused[0], fault.Taken) {
				s.t.Errorf("%d got the code, the other got %v", done, refused)
			}
		}
	})
}
