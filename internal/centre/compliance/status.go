package compliance

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/changerequest"
	"ttyt.example/ttyt/internal/centre/incident"
)

// Health is whether a service can be worked with.
type Health string

// The degrees of health, the best first.
const (
	Up       Health = "UP"
	Degraded Health = "DEGRADED"
	Down     Health = "DOWN"
)

// worst is the worse of two.
func worst(a, b Health) Health {
	rank := map[Health]int{Up: 0, Degraded: 1, Down: 2}
	if rank[b] > rank[a] {
		return b
	}
	return a
}

// Status is what everybody may know of a running service (Art. 4). It is derived, not set: from the register, from open
// incidents, and from what the service depends on.
type Status struct {
	Asset     db.ID
	Name      string
	Kind      asset.Kind
	Health    Health
	Reasons   []*Reason
	Incidents []*Trouble
	Planned   []*Work
}

// maxTold is how many incidents, and how many works, a service tells of: those of what lies nearest.
const maxTold = 100

// Trouble is an open incident on a service or on what it depends on.
type Trouble struct {
	*incident.Trouble
	Source *string // as in Reason
}

// InHand reports whether somebody of IT looks after it.
func (t *Trouble) InHand() bool { return t.State != incident.StateNew }

// Work is planned on a service or on what it depends on.
type Work struct {
	*changerequest.Work
	Source *string // as in Reason
	now    db.Time
}

// UnderWay reports whether its time has come.
func (w *Work) UnderWay() bool { return !w.From.After(w.now.Time) }

// Statuses tells of each running service whether it can be worked with, and why not, by name. Whatever their number, it
// takes one statement for each level of dependence and a handful more.
func (s *Service) Statuses(ctx context.Context) ([]*Status, error) {
	running, err := s.Assets.Running(ctx)
	if err != nil || len(running) == 0 {
		return nil, err
	}
	keys := make([]db.ID, len(running))
	for i, a := range running {
		keys[i] = a.Key
	}
	l, err := s.look(ctx, keys)
	if err != nil {
		return nil, err
	}
	all := make([]*Status, len(running))
	for i, a := range running {
		all[i] = l.status(a)
	}
	return all, nil
}

// landscape is what services rest on, and what is known of each part.
type landscape struct {
	on        map[db.ID][]db.ID
	assets    map[db.ID]*asset.Asset
	incidents map[db.ID][]*incident.Trouble
	planned   map[db.ID][]*changerequest.Work
	now       db.Time
}

func (s *Service) look(ctx context.Context, services []db.ID) (*landscape, error) {
	l := &landscape{now: s.DB.Now(ctx)}
	var err error
	if l.on, l.assets, err = s.Assets.Foundations(ctx, services); err != nil {
		return nil, err
	}
	keys := make([]db.ID, 0, len(l.assets))
	for k := range l.assets {
		keys = append(keys, k)
	}
	if l.incidents, err = s.Incidents.On(ctx, keys); err != nil {
		return nil, err
	}
	l.planned, err = s.Requests.Planned(ctx, keys)
	return l, err
}

// status collects what is known of a service: first about the service itself, then about what it depends on, nearest first.
// It stops when one of those stops (Art. 2), so their health is its own.
func (l *landscape) status(service *asset.Asset) *Status {
	st := &Status{Asset: service.Key, Name: service.Name, Kind: service.Kind, Health: Up}
	told := map[db.ID]bool{} // incidents are about several assets at times
	seen, queue := map[db.ID]bool{service.Key: true}, []db.ID{service.Key}
	for ; len(queue) > 0; queue = queue[1:] {
		part := l.assets[queue[0]]
		for _, k := range l.on[part.Key] {
			if !seen[k] {
				seen[k] = true
				queue = append(queue, k)
			}
		}
		source := sourceOf(service, part)
		for _, f := range l.findings(part) {
			st.Health = worst(st.Health, f.health)
			st.Reasons = append(st.Reasons, f.reason(service, part))
		}
		for _, t := range l.incidents[part.Key] {
			if !told[t.Incident] && len(st.Incidents) < maxTold {
				told[t.Incident] = true
				st.Incidents = append(st.Incidents, &Trouble{t, source})
			}
		}
		for _, w := range l.planned[part.Key] {
			if len(st.Planned) < maxTold {
				st.Planned = append(st.Planned, &Work{w, source, l.now})
			}
		}
	}
	return st
}
