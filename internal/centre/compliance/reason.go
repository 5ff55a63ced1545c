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
	inRepair    = finding{Down, beingRepaired}
	quarantined = finding{Down, offNetwork}
	notInUse    = finding{Down, unused}

	// A report is not a fact: before IT has looked into it, it makes nothing DOWN.
	critical = finding{Down, hasCritical}
	inHand   = finding{Degraded, hasIncident}
	reported = finding{Degraded, hasReport}
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
	r := &Reason{Health: f.health, Source: sourceOf(service, part), text: itself.With(f.text)}
	switch {
	case r.Source != nil:
		r.text = ofService.With(*r.Source, f.text)
	case part.Key != service.Key:
		r.text = ofDevice.With(f.text)
	}
	return r
}

// sourceOf is the name of a part of a service where it is another service, whose names are for everybody; nil otherwise.
func sourceOf(service, part *asset.Asset) *string {
	if part.Key == service.Key || !part.IsService() {
		return nil
	}
	return &part.Name
}
