package changerequest

import (
	"context"

	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/inbox"
)

// retired closes the requests about an asset that is written off, whether they are decided on or came back, and notifies those
// who asked and decided: nothing can be done to the asset any more, nor does it take another's place. What was done on a
// director's word stays to be confirmed.
func (s *Service) retired(ctx context.Context, a *asset.Asset, reason string, _ asset.Cause) error {
	open, err := s.openAbout(ctx, a.Key)
	if err != nil {
		return err
	}
	for _, c := range open {
		if err := (&matter{Request: c, s: s}).outlived(ctx, a, reason); err != nil {
			return err
		}
	}
	return nil
}

// outlived ends a request whose asset is written off.
func (m *matter) outlived(ctx context.Context, a *asset.Asset, reason string) error {
	c, err := m.approval(ctx)
	if err != nil {
		return err
	}
	g, why := access.Grant{Role: access.IT}, a.Code+": "+reason
	if c != nil && c.Open() {
		if err := m.s.approvals.End(ctx, c, approval.Supersede, g, why); err != nil {
			return err
		}
	}
	m.State = Superseded
	if c == nil {
		err = m.s.tell(ctx, m.Request, inbox.Superseded, why, m.Requester)
	} else {
		err = m.s.approvals.TellParties(ctx, c, inbox.Superseded, why)
	}
	if err != nil {
		return err
	}
	return m.Keep(ctx, act.Line{Action: "change_request.supersede", Grant: g, Detail: why})
}
