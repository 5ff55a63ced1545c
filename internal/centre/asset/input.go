package asset

import (
	"context"
	"regexp"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
)

// RegisterInput puts an asset into the register, its protected fields included: the first registration takes no request.
type RegisterInput struct {
	Code           string
	Name           string
	Kind           Kind
	Department     string
	Custodian      string
	Manufacturer   string
	Model          string
	Serial         string
	Place          string
	PurchasedOn    db.Date
	WarrantyUntil  db.Date
	State          *State // IN_STOCK when left out
	Connected      bool
	Remarks        string
	Interfaces     []*InterfaceInput
	IdempotencyKey string
}

// InterfaceInput is a network interface as a client describes it.
type InterfaceInput struct {
	Name       string
	MAC        string
	IP         string
	VLAN       int
	Switch     string // the global id of a network device
	SwitchPort string
	Shared     bool
}

// PatchInput is a change of protected fields as a client describes it; what is nil stays as it is.
type PatchInput struct {
	Manufacturer *string
	Model        *string
	Serial       *string
	State        *State
	Connected    *bool
	Interfaces   []*InterfaceInput
}

var codeForm = regexp.MustCompile(`^[A-Z0-9]+([./-][A-Z0-9]+)*$`)

// Check brings what is not protected into its stored form and notes what breaks a rule.
func (a *Asset) Check(f *input.Form) {
	f.Needed("code", &a.Code, 32)
	a.Code = Upper(a.Code)
	f.Must(a.Code == "" || codeForm.MatchString(a.Code), "code", malformedCode)
	f.Needed("name", &a.Name, 200)
	f.Line("place", &a.Place, 200)
	f.Lines("remarks", &a.Remarks, 2000)
	f.Must(known(a.Kind, Kinds), "kind", NoSuchKind)
	f.Must(a.PurchasedOn.IsZero() || a.WarrantyUntil.IsZero() || !a.WarrantyUntil.Before(a.PurchasedOn.Time), "warrantyUntil", WarrantyBeforePurchase)
}

// interfaces reads the interfaces that a client describes. A switch has to be a network device that the caller sees.
func (s *Service) interfaces(ctx context.Context, in []*InterfaceInput) ([]*Interface, error) {
	if len(in) > MaxInterfaces {
		return nil, fault.User(fault.TooLong, TooManyInterfaces.With(MaxInterfaces), "input.interfaces")
	}
	all := make([]*Interface, len(in))
	for i, n := range in {
		all[i] = &Interface{Name: n.Name, MAC: Optional(n.MAC), IP: Optional(n.IP), VLAN: n.VLAN, SwitchPort: n.SwitchPort, Shared: n.Shared}
		if n.Switch == "" {
			continue
		}
		device, err := s.Get(ctx, n.Switch)
		if err != nil {
			return nil, err
		}
		if device.Kind != NetworkDevice {
			return nil, fault.User(fault.Invalid, notNetworkDevice, "input.interfaces")
		}
		all[i].Switch = device.Key
	}
	return all, nil
}

// Patch reads the change of protected fields that a client describes, in its stored form; user errors where a value
// breaks a rule by itself. Whether it fits the register is for Apply to say.
func (s *Service) Patch(ctx context.Context, in PatchInput) (Patch, error) {
	p := Patch{Manufacturer: in.Manufacturer, Model: in.Model, Serial: in.Serial, State: in.State, Connected: in.Connected}
	if in.Interfaces != nil {
		all, err := s.interfaces(ctx, in.Interfaces)
		if err != nil {
			return Patch{}, err
		}
		p.Interfaces = &all
	}
	t := Technical{State: InStock}.patch(p)
	var f input.Form
	t.Check(&f)
	for field, value := range map[*string]*string{p.Manufacturer: &t.Manufacturer, p.Model: &t.Model, p.Serial: &t.Serial} {
		if field != nil {
			*field = *value
		}
	}
	return p, f.Err()
}
