package connectlist_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/connectlist"
	"ttyt.example/ttyt/internal/centre/inventory"
	"ttyt.example/ttyt/internal/centre/malware"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/test/kit"
	"ttyt.example/ttyt/internal/test/product"
)

// shop is a centre with what is found connected in it.
type shop struct {
	*product.Centre
	t *testing.T
}

func (s shop) machine(code string) asset.RegisterInput {
	use := asset.InUse
	return asset.RegisterInput{Code: code, Name: "Máy " + code, Kind: asset.Workstation, Department: db.GlobalID("department", s.Ward), State: &use}
}

func (s shop) register(code string, connected bool) *asset.Asset {
	s.t.Helper()
	in := s.machine(code)
	in.Connected = connected
	return s.asset(s.Assets.Register(s.As(s.t, s.IT), in))
}

func (s shop) asset(a *asset.Asset, err error) *asset.Asset {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
	return a
}

func (s shop) now(a *asset.Asset) *asset.Asset {
	s.t.Helper()
	return s.asset(s.Assets.Of(s.t.Context(), a.Key))
}

func (s shop) closes() {
	s.t.Helper()
	if _, err := s.Assets.CloseTakeOver(s.As(s.t, s.Director), asset.CloseTakeOverInput{Reason: "Đã tiếp nhận xong."}); err != nil {
		s.t.Fatal(err)
	}
}

func (s shop) list(l *connectlist.List, err error) *connectlist.List {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
	return l
}

func (s shop) submits(in connectlist.SubmitInput) *connectlist.List {
	s.t.Helper()
	return s.list(s.ConnectLists.Submit(s.As(s.t, s.IT), in))
}

// decides has somebody decide on the list as it is now.
func (s shop) decides(l *connectlist.List, by db.ID, v approval.Verdict) error {
	s.t.Helper()
	ctx := s.As(s.t, by)
	a, err := s.Approvals.Visible(ctx, s.list(s.ConnectLists.Get(s.As(s.t, s.IT), l.ID())).Approval)
	if err != nil || a == nil {
		s.t.Fatal(err)
	}
	why := "Đã xem."
	_, err = s.Approvals.Decide(ctx, approval.DecideInput{ID: a.ID(), Verdict: v, ExpectedVersion: a.Version, Comment: &why})
	return err
}

// verdicts are what became of the lines of a list, by code.
func (s shop) verdicts(l *connectlist.List) string {
	s.t.Helper()
	lines, err := s.ConnectLists.Lines(s.t.Context(), []db.ID{l.Key})
	if err != nil {
		s.t.Fatal(err)
	}
	var all []string
	for _, x := range lines[l.Key] {
		all = append(all, string(x.Verdict))
	}
	return strings.Join(all, " ")
}

func inShop(t *testing.T, test func(s shop)) {
	t.Helper()
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) { test(shop{product.NewCentre(t, k), t}) })
}

// Once the take-over is over, no door of the register lets anything onto the network without consent.
func TestArticle5e_NoDoorConnectsWithoutConsent(t *testing.T) {
	inShop(t, func(s shop) {
		it := s.As(s.t, s.IT)
		device := s.asset(s.Assets.Register(it, asset.RegisterInput{Code: "SW-1", Name: "Chuyển mạch", Kind: asset.NetworkDevice, Department: db.GlobalID("department", s.Ward)}))
		known := s.register("PC-0", false)
		round, err := s.Inventory.Open(it, inventory.OpenInput{Name: "Kiểm kê"})
		if err != nil {
			s.t.Fatal(err)
		}
		s.closes()
		yes := true
		port := []*asset.InterfaceInput{{Name: "eth0", Switch: device.ID(), SwitchPort: "1"}}
		named := []*asset.InterfaceInput{{Name: "eth0", SwitchPort: "tường 4"}}
		register := func(change func(in *asset.RegisterInput)) error {
			in := s.machine("PC-1")
			change(&in)
			_, err := s.Assets.Register(it, in)
			return err
		}
		update := func(p asset.PatchInput) error {
			_, err := s.Assets.Update(it, asset.UpdateInput{ID: known.ID(), ExpectedVersion: s.now(known).Version, Protected: &p})
			return err
		}
		found := func(description string) error {
			in := s.machine("PC-2")
			in.Connected = true
			_, err := s.Inventory.RegisterFound(it, inventory.RegisterFoundInput{Round: round.ID(), Description: description, Asset: in})
			return err
		}
		for door, err := range map[string]error{
			"register connected":         register(func(in *asset.RegisterInput) { in.Connected = true }),
			"register at a port":         register(func(in *asset.RegisterInput) { in.Interfaces = port }),
			"register at a named socket": register(func(in *asset.RegisterInput) { in.Interfaces = named }),
			"update connected":           update(asset.PatchInput{Connected: &yes}),
			"update at a port":           update(asset.PatchInput{Interfaces: port}),
			"of a round that saw none":   found("Máy lạ"),
			"a file": s.DB.InTx(it, func(ctx context.Context) error {
				e := asset.Asset{Key: db.NewID(), Code: "PC-3", Name: "Máy", Kind: asset.Workstation, Department: s.Ward, State: asset.InUse, Connected: true}
				return s.Assets.RegisterMany(ctx, []asset.Entry{{Asset: &e}}, asset.Cause{Kind: asset.ByImport, Key: db.NewID()})
			}),
		} {
			if err == nil || !strings.Contains(fmt.Sprint(rules(err)), "5e") {
				s.t.Errorf("%s: %v, %v", door, err, rules(err))
			}
		}
		// What stays off the network is registered as before.
		if err := register(func(in *asset.RegisterInput) {
			in.Interfaces = []*asset.InterfaceInput{{Name: "eth0", MAC: "3c:52:82:00:00:01"}}
		}); err != nil {
			s.t.Error(err)
		}
		if _, err := s.Inventory.ReportDifference(it, inventory.DifferenceInput{Round: round.ID(), Department: db.GlobalID("department", s.Ward), Result: inventory.UnknownExtra, Description: "Máy lạ", Connected: true}); err != nil {
			s.t.Fatal(err)
		}
		if err := found("Máy lạ"); err != nil {
			s.t.Errorf("what the round saw: %v", err)
		}
		in := s.machine("PC-9")
		in.Connected = true
		if _, err := s.Inventory.RegisterFound(it, inventory.RegisterFoundInput{Round: round.ID(), Description: "Máy lạ", Asset: in}); err == nil {
			s.t.Error("what the round saw once is registered twice")
		}
	})
}

// rules are the articles of what an error tells.
func rules(err error) (all []string) {
	told, _ := fault.Reasons(err)
	for _, r := range told {
		all = append(all, r.Rule)
	}
	return all
}

// A director ends the take-over, for good, and IT is notified.
func TestArticle5e_TheTakeOverEndsForGood(t *testing.T) {
	inShop(t, func(s shop) {
		for _, who := range []db.ID{s.IT, s.Head} {
			if _, err := s.Assets.CloseTakeOver(s.As(s.t, who), asset.CloseTakeOverInput{Reason: "x"}); !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.NotFound) {
				s.t.Errorf("closed by another: %v", err)
			}
		}
		marked := s.register("PC-1", true)
		if !s.now(marked).Found() || s.register("PC-2", false).Found() {
			s.t.Error("what is connected is marked, and nothing else")
		}
		s.closes()
		if _, err := s.Assets.CloseTakeOver(s.As(s.t, s.Deputy), asset.CloseTakeOverInput{Reason: "Lại."}); !fault.HasCode(err, fault.WrongState) {
			s.t.Errorf("closed twice: %v", err)
		}
		n, err := db.One[int](s.t.Context(), s.DB.From(s.t.Context()), "SELECT COUNT(*) FROM inbox_items WHERE kind = 'TAKE_OVER_CLOSED'")
		if err != nil || n != 2 {
			s.t.Errorf("%d of IT were told, %v", n, err)
		}
		if o, err := s.Assets.TakeOver(s.As(s.t, s.IT)); err != nil || o.Open() {
			s.t.Errorf("got %+v, %v", o, err)
		}
	})
}

// One decision covers a list; single lines are taken out, which refuses them, and IT unplugs what is refused.
func TestArticle5e_WhatWasFoundConnectedWaitsForTheBoard(t *testing.T) {
	inShop(t, func(s shop) {
		it := s.As(s.t, s.IT)
		a, b, c := s.register("PC-1", true), s.register("PC-2", true), s.register("PC-3", true)
		l := s.submits(connectlist.SubmitInput{})
		if _, err := s.ConnectLists.Submit(it, connectlist.SubmitInput{}); !fault.HasCode(err, fault.WrongState) {
			s.t.Errorf("what waits in a list is put into another: %v", err)
		}
		takeOut := func(by db.ID, assets ...string) error {
			now := s.list(s.ConnectLists.Get(it, l.ID()))
			_, err := s.ConnectLists.TakeOut(s.As(s.t, by), connectlist.TakeOutInput{ID: l.ID(), ExpectedVersion: now.Version, Assets: assets, Reason: "Không cần nối mạng."})
			return err
		}
		if err := takeOut(s.IT, b.ID()); !fault.Is(err, fault.Forbidden) {
			s.t.Errorf("taken out by IT: %v", err)
		}
		if err := takeOut(s.Director, a.ID(), b.ID(), c.ID()); !fault.HasCode(err, fault.Invalid) {
			s.t.Errorf("all taken out: %v", err)
		}
		if err := takeOut(s.Director, b.ID()); err != nil {
			s.t.Fatal(err)
		}
		// What changed since it was shown is not consented to.
		if _, err := s.Assets.Unplug(it, asset.UnplugInput{ID: c.ID(), ExpectedVersion: s.now(c).Version}); err != nil {
			s.t.Fatal(err)
		}
		if err := s.decides(l, s.IT, approval.Approve); !fault.Is(err, fault.Forbidden) {
			s.t.Errorf("decided by IT: %v", err)
		}
		if err := s.decides(l, s.Deputy, approval.Approve); err != nil {
			s.t.Fatal(err)
		}
		if got := s.verdicts(l); got != "CONSENTED REFUSED LAPSED" {
			s.t.Errorf("got %s", got)
		}
		if now := s.now(a); now.Found() || !now.Connected {
			s.t.Errorf("consented: %+v", now)
		}
		history, err := s.Assets.History(it, a, paging.Args{})
		if err != nil || !slices.ContainsFunc(history.Nodes(), func(e *asset.Event) bool {
			return e.Action == asset.ConnectConsented && e.CauseID() == l.ID() && e.Article == "5e"
		}) {
			s.t.Errorf("the history names the consent: %v", err)
		}
		if now := s.now(b); !now.Found() || now.RefusedIn != l.Key {
			s.t.Errorf("refused: %+v", now)
		}
		if _, err := s.Assets.Unplug(it, asset.UnplugInput{ID: b.ID(), ExpectedVersion: s.now(b).Version}); err != nil {
			s.t.Fatal(err)
		}
		if now := s.now(b); now.Found() || now.Connected {
			s.t.Errorf("unplugged: %+v", now)
		}
		if _, err := s.Assets.Unplug(it, asset.UnplugInput{ID: a.ID(), ExpectedVersion: s.now(a).Version}); !fault.HasCode(err, fault.WrongState) {
			s.t.Errorf("what the Board consented to is unplugged: %v", err)
		}
	})
}

// A round marks what it finds connected; a list that is rejected, returned or withdrawn leaves no asset without a way out.
func TestArticle5e_EveryListEnds(t *testing.T) {
	inShop(t, func(s shop) {
		it := s.As(s.t, s.IT)
		pc := s.register("PC-1", false)
		s.closes()
		round, err := s.Inventory.Open(it, inventory.OpenInput{Name: "Kiểm kê"})
		if err != nil {
			s.t.Fatal(err)
		}
		look := inventory.DifferenceInput{Round: round.ID(), Asset: pc.ID(), Result: inventory.FoundConnected}
		if _, err := s.Inventory.ReportDifference(s.As(s.t, s.Head), look); err != nil {
			s.t.Fatal(err)
		}
		if now := s.now(pc); !now.Found() || !now.Connected || now.FoundRound != round.Key || now.FoundBy != s.Head {
			s.t.Errorf("got %+v", now)
		}
		if _, err := s.Inventory.ReportDifference(s.As(s.t, s.Head), look); !fault.HasCode(err, fault.WrongState) {
			s.t.Errorf("found twice: %v", err)
		}
		if _, err := s.ConnectLists.Submit(it, connectlist.SubmitInput{}); !fault.HasCode(err, fault.WrongState) {
			s.t.Errorf("the take-over has nothing: %v", err)
		}
		id, nurse := round.ID(), db.GlobalID("staff", s.Nurse)
		of := connectlist.SubmitInput{Round: &id}
		if err := s.decides(s.submits(of), s.Director, approval.Return); err != nil {
			s.t.Fatal(err)
		}
		l := s.submits(of)
		if _, err := s.ConnectLists.Withdraw(it, connectlist.WithdrawInput{ID: l.ID(), ExpectedVersion: l.Version, Reason: "Nhầm."}); err != nil {
			s.t.Fatal(err)
		}
		l = s.submits(of)
		if err := s.decides(l, s.Director, approval.Reject); err != nil {
			s.t.Fatal(err)
		}
		if got, now := s.verdicts(l), s.now(pc); got != "REFUSED" || now.RefusedIn != l.Key {
			s.t.Errorf("got %s, %+v", got, now)
		}
		if _, err := s.Assets.Unplug(it, asset.UnplugInput{ID: pc.ID(), ExpectedVersion: s.now(pc).Version, UnpluggedBy: &nurse}); err != nil {
			s.t.Fatal(err)
		}
		if now := s.now(pc); now.Found() || now.Connected {
			s.t.Errorf("got %+v", now)
		}
	})
}

// A machine that the register had as unconnected and that was found plugged in comes back into use, off the network.
func TestArticle5e_AnInfectedMachineFoundPluggedInComesBackOffTheNetwork(t *testing.T) {
	inShop(t, func(s shop) {
		it := s.As(s.t, s.IT)
		device := s.asset(s.Assets.Register(it, asset.RegisterInput{Code: "SW-1", Name: "Chuyển mạch", Kind: asset.NetworkDevice, Department: db.GlobalID("department", s.Ward)}))
		pc := s.register("PC-1", false)
		id := pc.ID()
		i, _, err := s.Malware.Report(it, malware.ReportInput{Asset: &id})
		if err != nil {
			s.t.Fatal(err)
		}
		if i, err = s.Malware.Isolate(it, malware.IsolateInput{ID: i.ID(), ExpectedVersion: i.Version, Switch: device.ID(), SwitchPort: "7"}); err != nil || !i.FoundConnected {
			s.t.Fatal(i, err)
		}
		if i, err = s.Malware.Clean(it, malware.CleanInput{ID: i.ID(), ExpectedVersion: i.Version, Method: "Cài lại"}); err != nil {
			s.t.Fatal(err)
		}
		if i, err = s.Malware.RecordRescan(it, malware.RescanInput{ID: i.ID(), ExpectedVersion: i.Version, Found: malware.Found{Result: malware.Clean}}); err != nil {
			s.t.Fatal(err)
		}
		if _, err := s.Malware.Reconnect(it, malware.ReconnectInput{ID: i.ID(), ExpectedVersion: i.Version, Switch: device.ID(), SwitchPort: "7"}); err == nil || !slices.Contains(rules(err), "5e") {
			s.t.Errorf("back to a port that nobody consented to: %v", err)
		}
		if _, err := s.Malware.Reconnect(it, malware.ReconnectInput{ID: i.ID(), ExpectedVersion: i.Version}); err != nil {
			s.t.Fatal(err)
		}
		if now := s.now(pc); now.State != asset.InUse || now.Connected {
			s.t.Errorf("got %+v", now)
		}
	})
}

// What changed since the list was shown is not consented to with it: the line lapses, and the asset waits for another list.
func TestArticle5e_ConsentCoversWhatWasShownAlone(t *testing.T) {
	inShop(t, func(s shop) {
		same, other := s.register("PC-1", true), s.register("PC-2", true)
		l := s.submits(connectlist.SubmitInput{})
		model := "Khác"
		err := s.DB.InTx(s.As(s.t, s.IT), func(ctx context.Context) error {
			_, _, err := s.Assets.Apply(ctx, other.Key, asset.Patch{Model: &model}, asset.Cause{Article: "5d"})
			return err
		})
		if err != nil {
			s.t.Fatal(err)
		}
		if err := s.decides(l, s.Director, approval.Approve); err != nil {
			s.t.Fatal(err)
		}
		if got := s.verdicts(l); got != "CONSENTED LAPSED" {
			s.t.Errorf("got %s", got)
		}
		if s.now(same).Found() || !s.now(other).Found() {
			s.t.Error("the mark goes with the consent, and stays without it")
		}
		if err := s.decides(s.submits(connectlist.SubmitInput{}), s.Director, approval.Approve); err != nil {
			s.t.Fatal(err)
		}
		if s.now(other).Found() {
			s.t.Error("the next list covers it as it is now")
		}
	})
}
