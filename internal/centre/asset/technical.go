package asset

import (
	"bytes"
	"database/sql/driver"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/input"
)

// Interface is one network interface of an asset. Only IT reads it (Art. 5a).
type Interface struct {
	Key        db.ID    `db:"id" json:"-"`
	Asset      db.ID    `db:"asset_id" json:"-"`
	Position   int      `db:"position" json:"-"`
	Name       string   `db:"name"`
	MAC        Optional `db:"mac"` // in lower case with colons, unique where there is one
	IP         Optional `db:"ip"`  // as netip writes it
	IPKey      Optional `db:"ip_key" json:"-"`
	VLAN       int      `db:"vlan"` // 0 for none
	Switch     db.ID    `db:"switch_id"`
	SwitchPort string   `db:"switch_port"`
	PortKey    Optional `db:"port_key" json:"-"` // of the first interface of its asset at this port, so that it is unique
	Shared     bool     `db:"shared"`            // others use the address too, so that it tells nobody apart; it need not be unique then
}

// Technical is the protected part of an asset: what changes through Apply alone (Art. 5d to 5f). Its JSON is what a
// change request is decided on.
type Technical struct {
	Asset        db.ID `json:"-"`
	Manufacturer string
	Model        string
	Serial       string
	State        State
	Connected    bool
	Interfaces   []*Interface
}

// Patch is a change of protected fields; what is nil stays as it is.
type Patch struct {
	Manufacturer *string       `json:",omitempty"`
	Model        *string       `json:",omitempty"`
	Serial       *string       `json:",omitempty"`
	State        *State        `json:",omitempty"`
	Connected    *bool         `json:",omitempty"`
	Interfaces   *[]*Interface `json:",omitempty"` // all that there are afterwards
}

// Empty reports whether the patch changes nothing at all.
func (p Patch) Empty() bool { return p == Patch{} }

// technicalOf is the protected part of an asset with its interfaces.
func technicalOf(a *Asset, interfaces []*Interface) Technical {
	return Technical{Asset: a.Key, Manufacturer: a.Manufacturer, Model: a.Model, Serial: a.Serial, State: a.State, Connected: a.Connected, Interfaces: interfaces}
}

// Technical is the protected part of the asset with the interfaces, which InterfacesOf has read.
func (a *Asset) Technical(interfaces []*Interface) Technical { return technicalOf(a, interfaces) }

// patch returns what the protected part is after the change.
func (t Technical) patch(p Patch) Technical {
	set(&t.Manufacturer, p.Manufacturer)
	set(&t.Model, p.Model)
	set(&t.Serial, p.Serial)
	set(&t.State, p.State)
	set(&t.Connected, p.Connected)
	set(&t.Interfaces, p.Interfaces)
	return t
}

// Sealed are the values of the patch for a hash of what is decided on, in an order that never changes.
func (p Patch) Sealed() []any {
	values := []any{p.Manufacturer, p.Model, p.Serial, p.State, p.Connected}
	if p.Interfaces == nil {
		return append(values, nil)
	}
	return append(values, sealed(*p.Interfaces)...)
}

// Sealed are the values of the protected part for a hash of what is decided on, in an order that never changes.
func (t Technical) Sealed() []any {
	return append([]any{t.Manufacturer, t.Model, t.Serial, t.State, t.Connected}, sealed(t.Interfaces)...)
}

func sealed(all []*Interface) []any {
	values := []any{len(all)}
	for _, n := range all {
		values = append(values, n.Name, n.MAC, n.IP, n.VLAN, n.Switch, n.SwitchPort, n.Shared)
	}
	return values
}

// With returns what the protected part would be after the change.
func (t Technical) With(p Patch) Technical { return t.patch(p) }

// Put writes the protected part into the asset.
func (a *Asset) Put(t Technical) {
	switch {
	case t.State == Quarantined && a.State != Quarantined:
		a.StateBeforeQuarantine = a.State
	case t.State != Quarantined:
		a.StateBeforeQuarantine = ""
	}
	a.Manufacturer, a.Model, a.Serial, a.State, a.Connected = t.Manufacturer, t.Model, t.Serial, t.State, t.Connected
}

// MaxInterfaces is how many network interfaces an asset has at most.
const MaxInterfaces = 64

// Check brings the protected part into its stored form and notes what breaks a rule.
func (t *Technical) Check(f *input.Form) {
	f.Line("manufacturer", &t.Manufacturer, 120)
	f.Line("model", &t.Model, 120)
	f.Line("serial", &t.Serial, 64)
	f.Must(known(t.State, States), "state", NoSuchState)
	f.Must(!t.Connected || t.State != Retired, "connected", retiredConnected)
	f.Must(len(t.Interfaces) <= MaxInterfaces, "interfaces", TooManyInterfaces.With(MaxInterfaces))
	for i, n := range t.Interfaces {
		n.Position = i
		n.check(f)
	}
	keyPorts(t.Interfaces)
	f.Must(!repeated(t.Interfaces, func(n *Interface) Optional { return n.MAC }), "interfaces", macTwice)
	f.Must(!repeated(t.Interfaces, func(n *Interface) Optional { return n.IPKey }), "interfaces", ipTwice)
}

func repeated(all []*Interface, of func(*Interface) Optional) bool {
	var seen []Optional
	for _, n := range all {
		if v := of(n); v != "" {
			if slices.Contains(seen, v) {
				return true
			}
			seen = append(seen, v)
		}
	}
	return false
}

// check brings the interface into its stored form and notes what breaks a rule.
func (n *Interface) check(f *input.Form) {
	f.Line("interfaces", &n.Name, 60)
	f.Line("interfaces", &n.SwitchPort, 32)
	var ok bool
	n.MAC, ok = ParseMAC(string(n.MAC))
	f.Must(ok, "interfaces", MalformedMAC)
	n.IP, ok = ParseIP(string(n.IP))
	f.Must(ok, "interfaces", MalformedIP)
	f.Must(n.VLAN >= 0 && n.VLAN <= 4094, "interfaces", MalformedVLAN)
	n.IPKey = n.IP
	if n.Shared {
		n.IPKey = ""
	}
}

// ParseMAC reads the 48-bit address of one machine in any of the usual spellings; "" means no address. A card without an
// address of its own shows zeros.
func ParseMAC(s string) (Optional, bool) {
	if s = strings.TrimSpace(s); s == "" {
		return "", true
	}
	if len(s) == 12 && !strings.ContainsAny(s, ":-.") { // as labels print it
		s = s[:4] + "." + s[4:8] + "." + s[8:]
	}
	mac, err := net.ParseMAC(s)
	group := err == nil && mac[0]&1 == 1 // broadcast and multicast: they belong to nobody
	if err != nil || len(mac) != 6 || group || bytes.Equal(mac, make([]byte, 6)) {
		return "", false
	}
	return Optional(mac.String()), true
}

// ParseIP reads a version 4 or 6 address of one machine; "" means no address. A version 4 address inside version 6 is the former,
// so that an address has one spelling.
func ParseIP(s string) (Optional, bool) {
	if s = strings.TrimSpace(s); s == "" {
		return "", true
	}
	ip, err := netip.ParseAddr(s)
	if err != nil || ip.Zone() != "" || ip.IsUnspecified() || ip.IsMulticast() || ip.IsLoopback() {
		return "", false
	}
	return Optional(ip.Unmap().String()), true
}

// Hardware is the MAC address for GraphQL, nil if there is none.
func (n *Interface) Hardware() *string { return n.MAC.pointer() }

// Address is the IP address for GraphQL, nil if there is none.
func (n *Interface) Address() *string { return n.IP.pointer() }

// line is the interface as the history tells it; a star marks an address that others use too.
func (n *Interface) line(switches map[db.ID]*Asset) string {
	parts := []string{n.Name, string(n.MAC), string(n.IP)}
	if n.VLAN > 0 {
		parts = append(parts, fmt.Sprintf("VLAN %d", n.VLAN))
	}
	if s := switches[n.Switch]; s != nil {
		parts = append(parts, strings.TrimSuffix(s.Code+"/"+n.SwitchPort, "/"))
	} else {
		parts = append(parts, n.SwitchPort)
	}
	if n.Shared {
		parts = append(parts, "*")
	}
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), " ")
}

// Optional is a text that is NULL in the store where it is empty, so that a unique index lets many be without one.
type Optional string

func (o Optional) pointer() *string {
	if o == "" {
		return nil
	}
	s := string(o)
	return &s
}

// Value stores the text, NULL for an empty one.
func (o Optional) Value() (driver.Value, error) {
	if o == "" {
		return nil, nil
	}
	return string(o), nil
}

// Scan reads a text or NULL.
func (o *Optional) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*o = ""
	case string:
		*o = Optional(v)
	case []byte:
		*o = Optional(v)
	default:
		return fmt.Errorf("scan %T into an optional text", src)
	}
	return nil
}

// set overwrites a field with what was given.
func set[T any](field *T, given *T) {
	if given != nil {
		*field = *given
	}
}
