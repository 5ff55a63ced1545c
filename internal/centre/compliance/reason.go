package compliance

import (
	"context"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/incident"
)

// Reason says why a service is not up.
type Reason struct {
	Health Health
	Source *string // the name of the service at fault, upon which this one depends; nil for itself and for what is no service
	text   fault.Text
}

// Message is the reason in the language of the context.
func (r *Reason) Message(ctx context.Context) string { return r.text.In(ctx) }

// finding is one thing that keeps an asset from working, told of as the predicate of a sentence.
type finding struct {
	health Health
	text   fault.Text
}

var (
	inRepair    = finding{Down, fault.Text{VI: "đang được sửa chữa", EN: "is being repaired"}}
	quarantined = finding{Down, fault.Text{VI: "đang bị cách ly khỏi mạng", EN: "is off the network until it is cleared"}}
	notInUse    = finding{Down, fault.Text{VI: "chưa được đưa vào sử dụng", EN: "is not in use"}}

	// What somebody reports is not known to be so: before IT has looked into it, it makes nothing DOWN.
	critical = finding{Down, fault.Text{VI: "có sự cố khẩn cấp đang được xử lý", EN: "has a critical incident, which is being dealt with"}}
	inHand   = finding{Degraded, fault.Text{VI: "có sự cố đang được xử lý", EN: "has an incident, which is being dealt with"}}
	reported = finding{Degraded, fault.Text{VI: "có sự cố vừa được báo, chưa được kiểm tra", EN: "has an incident, which nobody has looked into yet"}}
)

// findings are what keeps an asset from working, by the register and by its open incidents, of which the gravest counts.
// One of low priority keeps nobody from working.
func (l *landscape) findings(a *asset.Asset) (found []finding) {
	switch a.State {
	case asset.InUse:
	case asset.InRepair:
		found = append(found, inRepair)
	case asset.Quarantined:
		found = append(found, quarantined)
	default:
		found = append(found, notInUse)
	}
	gravest := finding{health: Up}
	for _, t := range l.incidents[a.Key] {
		if f := findingOf(t); gravest.health == Up || gravest == reported || f == critical {
			gravest = f
		}
	}
	if gravest.health != Up {
		found = append(found, gravest)
	}
	return found
}

func findingOf(t *incident.Trouble) finding {
	switch {
	case t.Priority == incident.PriorityLow:
		return finding{health: Up}
	case t.State == incident.StateNew:
		return reported
	case t.Priority == incident.PriorityCritical:
		return critical
	}
	return inHand
}

// reason makes a sentence of what was found of a part of the service.
func (f finding) reason(service, part *asset.Asset) *Reason {
	r := &Reason{Health: f.health, Source: sourceOf(service, part)}
	subject := fault.Text{VI: "Dịch vụ", EN: "It"}
	switch {
	case r.Source != nil:
		subject = fault.Text{VI: *r.Source + ", mà dịch vụ này phụ thuộc,", EN: *r.Source + ", which it depends on,"}
	case part.Key != service.Key:
		subject = fault.Text{VI: "Một thiết bị, mà dịch vụ này phụ thuộc,", EN: "A device, which it depends on,"}
	}
	r.text = fault.Text{VI: subject.VI + " " + f.text.VI + ".", EN: subject.EN + " " + f.text.EN + "."}
	return r
}

// sourceOf is the name of a part of a service where it is another service, whose names are for everybody; nil otherwise.
func sourceOf(service, part *asset.Asset) *string {
	if part.Key == service.Key || !part.IsService() {
		return nil
	}
	return &part.Name
}
