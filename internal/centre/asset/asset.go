// Package asset is the register of what the IT section runs (Art. 2, 4): equipment, network parts, Internet lines,
// software, websites, integrations, data sets and removable media, each with its owning department and custodian
// (Art. 5b), its place in the network (Art. 5a) and what depends on it. What Art. 5d to 5f protect changes through Apply
// alone, which a carried out change request calls.
package asset

import (
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/core/access"
)

// Kind says what an asset is. The kinds cover the three families of Art. 2: the internal network with its machines and
// its way to the Internet, the website, and the other business systems.
type Kind string

// The kinds of assets.
const (
	Server          Kind = "SERVER"
	Workstation     Kind = "WORKSTATION"
	Printer         Kind = "PRINTER"
	NetworkDevice   Kind = "NETWORK_DEVICE"
	MedicalDevice   Kind = "MEDICAL_DEVICE" // one with a network port
	InternetLine    Kind = "INTERNET_LINE"
	SoftwareSystem  Kind = "SOFTWARE_SYSTEM"
	Website         Kind = "WEBSITE"
	Integration     Kind = "INTEGRATION" // a link to a system of somebody else
	DataSet         Kind = "DATA_SET"
	RemovableMedium Kind = "REMOVABLE_MEDIUM"
)

// Kinds lists every kind.
var Kinds = []Kind{Server, Workstation, Printer, NetworkDevice, MedicalDevice, InternetLine, SoftwareSystem, Website, Integration, DataSet, RemovableMedium}

// Network reports whether assets of the kind are the network itself.
func (k Kind) Network() bool { return k == NetworkDevice || k == InternetLine }

// Serves reports whether an external tool may be of the kind: its account belongs to such an asset.
func (k Kind) Serves() bool { return k == Integration || k == SoftwareSystem }

// State is where an asset stands in its life.
type State string

// The states of an asset. Only the handling of an infection sets and leaves Quarantined (Art. 7c); nothing leaves Retired.
const (
	InStock     State = "IN_STOCK"
	InUse       State = "IN_USE"
	InRepair    State = "IN_REPAIR"
	Quarantined State = "QUARANTINED"
	Retired     State = "RETIRED"
)

// States lists every state.
var States = []State{InStock, InUse, InRepair, Quarantined, Retired}

// Source says how an asset came into the register.
type Source string

// The sources: by hand, or from a file.
const (
	Registered Source = "REGISTERED"
	Imported   Source = "IMPORTED"
)

// Asset is one line of the register. Manufacturer, Model, Serial, State and Connected are protected, as the interfaces are.
type Asset struct {
	shelf                 *Shelf   // the list that it was read with
	read                  *Asset   // what it was when an act read it; nil where none did
	Key                   db.ID    `db:"id"`
	Code                  string   `db:"code"` // upper case, unique for ever
	Name                  string   `db:"name"`
	Kind                  Kind     `db:"kind"`
	Manufacturer          string   `db:"manufacturer"`
	Model                 string   `db:"model"`
	Serial                string   `db:"serial"`
	SerialKey             Optional `db:"serial_key"` // unique where there is a serial
	Department            db.ID    `db:"department_id"`
	Custodian             db.ID    `db:"custodian_id"` // zero for nobody
	Place                 string   `db:"place"`
	PurchasedOn           db.Date  `db:"purchased_on"`
	WarrantyUntil         db.Date  `db:"warranty_until"`
	State                 State    `db:"state"`
	StateBeforeQuarantine State    `db:"state_before_quarantine"` // "" but in quarantine
	Connected             bool     `db:"connected"`               // to the internal network
	Remarks               string   `db:"remarks"`
	Source                Source   `db:"source"`
	ConfirmedAt           db.Time  `db:"confirmed_at"` // in the last inventory round that saw it
	ConfirmedBy           db.ID    `db:"confirmed_by"`
	FoundAt               db.Time  `db:"found_at"` // connected without consent; zero for what has it, or is not connected
	FoundBy               db.ID    `db:"found_by"`
	FoundRound            db.ID    `db:"found_round_id"` // zero for the take-over of a new centre's stock
	RefusedIn             db.ID    `db:"refused_in"`     // the list by which the Board refused it; zero while it waits
	Search                string   `db:"search"`
	SortName              string   `db:"sort_name"`
	Version               int      `db:"version"`
	HiddenChanges         int      `db:"hidden_changes"` // how many of its changes nobody but IT sees
	CreatedAt             db.Time  `db:"created_at"`
	UpdatedAt             db.Time  `db:"updated_at"`
}

// ID is the global id.
func (a *Asset) ID() string { return db.GlobalID("asset", a.Key) }

// asRead remembers what the asset is now.
func (a *Asset) asRead() {
	was := *a
	a.read = &was
}

// changedOutOfSight reports whether all that differs since the asset was read is for IT alone: its place in the network, which
// lies beside it, or that the Board refused it, which lists tell.
func (a *Asset) changedOutOfSight() bool {
	return a.read != nil && a.read.inSight() == a.inSight()
}

// inSight is the asset with nothing but what all its readers see.
func (a *Asset) inSight() Asset {
	seen := *a
	seen.shelf, seen.read, seen.RefusedIn, seen.Version, seen.HiddenChanges, seen.UpdatedAt = nil, nil, db.ID{}, 0, 0, db.Time{}
	seen.SerialKey, seen.Search, seen.SortName = "", "", "" // which follow from the rest
	return seen
}

func nameOf(a *Asset) string { return a.Name }

// Target is what permission rules look at.
func (a *Asset) Target() access.Target {
	return access.Target{Department: a.Department, Asset: a.Key, AssetKind: string(a.Kind)}
}

// maxSearch is how long the searched form of an asset may be.
const maxSearch = 2000

// maxSortName is how long the key may be by which names are sorted.
const maxSortName = 240

// derive fills in what follows from the other fields.
func (a *Asset) derive() {
	a.SerialKey = SerialKey(a.Serial)
	a.SortName = text.SortKey(a.Name, maxSortName)
	a.Search = text.Searched(maxSearch, a.Code, a.Name, a.Manufacturer, a.Model, a.Serial, a.Place)
}

// SerialKey is the form in which serial numbers are compared: people write them with spaces, too.
func SerialKey(serial string) Optional {
	return Optional(strings.ReplaceAll(text.Key(serial), " ", ""))
}

// known reports whether the value is one of those that there are.
func known[T comparable](v T, all []T) bool { return slices.Contains(all, v) }
