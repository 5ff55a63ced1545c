package inbox

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// actionMarkRead notes that items were read.
const actionMarkRead act.Action = "MARK_READ"

// box is somebody's inbox, as acts change it.
type box struct{ owner db.ID }

// ID names the inbox by its owner.
func (b *box) ID() string { return db.GlobalID("inbox", b.owner) }

// Target is what permission rules look at.
func (b *box) Target() access.Target { return access.Target{People: []db.ID{b.owner}} }

// rules are what people may do with an inbox: everything with their own, nothing with any other. No line of the policy
// lets anybody else in.
func rules() []act.Rule[*box] {
	return []act.Rule[*box]{{Action: actionMarkRead, Decides: func(ctx context.Context, b *box) (access.Grant, error) {
		switch me := access.Of(ctx); {
		case !me.Known():
			return access.Grant{}, fault.ErrUnauthenticated
		case !me.SignedIn() || me.StaffID != b.owner:
			return access.Grant{}, fault.Refused("")
		}
		return access.Grant{}, nil
	}}}
}

// open is the inbox with the global id. There is nothing to read: an inbox has no state but its items.
func (s *Service) open(_ context.Context, global string) (*box, error) {
	owner, err := db.ParseID("inbox", global)
	return &box{owner}, err
}

// keep notifies the followers of the inbox. Reading your own notices is not recorded.
func (s *Service) keep(ctx context.Context, b *box, _ act.Line) error {
	return s.feed.Record(ctx, "inbox", b.owner, tagOf(b.owner))
}
