package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/connectlist"
	"ttyt.example/ttyt/internal/centre/correction"
	"ttyt.example/ttyt/internal/centre/inventory"
	"ttyt.example/ttyt/internal/core/approval"
)

// How many days before the first start IT put the register together, and the Board opened the inventory round.
const (
	registered = 80
	counted    = 6
)

// assets are how the register came about: IT registered each machine and said what it depends on, and an inventory round
// is under way.
func (f *filler) assets() (steps []step) {
	at := f.day(registered)
	then := func(s step) {
		s.at, s.by = at, it
		steps = append(steps, s)
		at = at.Add(pace)
	}
	for i := range machines {
		m := &machines[i]
		then(f.register(m, i))
		for _, on := range m.dependsOn {
			then(step{name: "link:" + m.code + ":" + on, do: func(ctx context.Context) (db.ID, error) {
				_, err := f.Assets.Link(ctx, asset.LinkInput{Asset: f.id("asset", "asset:"+m.code), DependsOn: f.id("asset", "asset:"+on)})
				return f.made["asset:"+m.code], err
			}})
		}
	}
	then(step{name: "licence:MC-01", do: func(ctx context.Context) (db.ID, error) {
		l, err := f.Assets.AddLicence(ctx, asset.LicenceInput{Asset: f.id("asset", "asset:MC-01"), Product: "Windows Server 2022 Standard", Key: "DEMO-0000-0000-0000", ExpiresOn: db.DateOf(f.start.AddDate(0, 4, 0))})
		if err != nil {
			return db.ID{}, err
		}
		return l.Key, nil
	}})
	steps = append(steps, f.takeOver(at)...)
	return append(steps, f.inventory()...)
}

// takeOver is how the Board came to consent to what was connected when the register began, and ended the take-over.
func (f *filler) takeOver(at time.Time) []step {
	list := func() string { return f.id("connect_list", "connected") }
	steps := []step{
		{name: "connected", by: it, do: func(ctx context.Context) (db.ID, error) {
			return listed(f.ConnectLists.Submit(ctx, connectlist.SubmitInput{}))
		}},
		{name: "connected:consent", by: boss, do: func(ctx context.Context) (db.ID, error) {
			l, err := f.ConnectLists.Get(ctx, list())
			if err != nil {
				return db.ID{}, err
			}
			a, err := f.Approvals.Visible(ctx, l.Approval)
			if err != nil {
				return db.ID{}, err
			}
			_, err = f.Approvals.Decide(ctx, approval.DecideInput{ID: a.ID(), Verdict: approval.Approve, ExpectedVersion: a.Version})
			return l.Key, err
		}},
		{name: "takeOver", by: boss, do: func(ctx context.Context) (db.ID, error) {
			o, err := f.Assets.CloseTakeOver(ctx, asset.CloseTakeOverInput{Reason: "Đã tiếp nhận xong thiết bị hiện có."})
			if err != nil {
				return db.ID{}, err
			}
			return o.Key, nil
		}},
	}
	for i := range steps {
		steps[i].at = at.Add(time.Duration(i+1) * pace)
	}
	return steps
}

// listed is the key of a list that was put to the Board.
func listed(l *connectlist.List, err error) (db.ID, error) {
	if err != nil {
		return db.ID{}, err
	}
	return l.Key, nil
}

func (f *filler) register(m *machine, n int) step {
	return step{name: "asset:" + m.code, do: func(ctx context.Context) (db.ID, error) {
		state := asset.InUse
		if m.idle {
			state = asset.InStock
		}
		bought := f.start.AddDate(-1-n%4, -n%12, -n)
		in := asset.RegisterInput{Code: m.code, Name: m.name, Kind: m.kind, Department: f.id("department", "department:"+m.unit), Manufacturer: m.maker, Model: m.model, Serial: m.serial,
			Place: m.place, State: &state, PurchasedOn: db.DateOf(bought), WarrantyUntil: db.DateOf(bought.AddDate(3, 0, 0)), Connected: m.ip != ""}
		if m.custodian != "" {
			in.Custodian = f.id("staff", "staff:"+m.custodian)
		}
		if m.ip != "" {
			port := &asset.InterfaceInput{Name: "eth0", MAC: fmt.Sprintf("02:00:5e:10:00:%02x", n+1), IP: m.ip, VLAN: 10}
			if m.port != "" {
				port.VLAN, port.Switch, port.SwitchPort = 20, f.id("asset", "asset:SW-01"), m.port
			}
			in.Interfaces = []*asset.InterfaceInput{port}
		}
		a, err := f.Assets.Register(ctx, in)
		if err != nil {
			return db.ID{}, err
		}
		return a.Key, nil
	}}
}

// inventory is a round in which one department is done, another misses something, and a mistake in the register comes up.
func (f *filler) inventory() []step {
	round := func() string { return f.id("inventory_round", "inventory") }
	steps := []step{
		{name: "inventory", by: boss, do: func(ctx context.Context) (db.ID, error) {
			r, err := f.Inventory.Open(ctx, inventory.OpenInput{Name: fmt.Sprintf("Kiểm kê thiết bị năm %d", f.start.Year()), DueOn: db.DateOf(f.start.AddDate(0, 0, 20))})
			if err != nil {
				return db.ID{}, err
			}
			return r.Key, nil
		}},
		{name: "inventory:NHI", by: "truongkhoa", do: func(ctx context.Context) (db.ID, error) {
			_, err := f.Inventory.Confirm(ctx, inventory.ConfirmInput{Round: round(), Department: f.id("department", "department:NHI")})
			return f.made["inventory"], err
		}},
		{name: "inventory:NOI", by: "khoanoi", do: func(ctx context.Context) (db.ID, error) {
			_, err := f.Inventory.ReportDifference(ctx, inventory.DifferenceInput{Round: round(), Asset: f.id("asset", "asset:MT-NOI-02"), Result: inventory.Elsewhere, Place: "Phòng giao ban tầng 2", Note: "Mượn dùng tạm khi họp."})
			return f.made["inventory"], err
		}},
		{name: "inventory:TYT-KM", by: it, do: func(ctx context.Context) (db.ID, error) {
			_, err := f.Inventory.ReportDifference(ctx, inventory.DifferenceInput{Round: round(), Asset: f.id("asset", "asset:MT-KM-01"), Result: inventory.FoundConnected, Note: "Đã cắm vào mạng của trạm, chưa có yêu cầu kết nối."})
			return f.made["inventory"], err
		}},
		{name: "inventory:connected", by: it, do: func(ctx context.Context) (db.ID, error) {
			of := round()
			return listed(f.ConnectLists.Submit(ctx, connectlist.SubmitInput{Round: &of}))
		}},
		// It waits for the second person of IT.
		{name: "correction:MT-NOI-02", by: it, do: func(ctx context.Context) (db.ID, error) {
			a, err := f.Assets.Get(ctx, f.id("asset", "asset:MT-NOI-02"))
			if err != nil {
				return db.ID{}, err
			}
			right := "9ZTL7W8"
			c, err := f.Corrections.Ask(ctx, correction.AskInput{ID: a.ID(), ExpectedVersion: a.Version, FactsInput: asset.FactsInput{Serial: &right},
				Reason: "Gõ nhầm chữ số cuối; đã đối chiếu nhãn trên máy khi kiểm kê."})
			if err != nil {
				return db.ID{}, err
			}
			return c.Key, nil
		}},
	}
	for i := range steps {
		steps[i].at = f.day(counted).Add(time.Duration(i) * time.Hour)
	}
	return slices.Clip(steps)
}
