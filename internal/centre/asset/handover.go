package asset

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/inbox"
)

// Left is what a person looked after who left, or went to another department, until it is handed over: until somebody else looks
// after it, or another department owns it.
type Left struct {
	Count  int
	Assets []*Asset // those that the actor may read, the first maxLeft
}

// maxLeft is how many of the assets that a person left behind are shown; all of them are counted.
const maxLeft = 200

// Departed lets go of what a person looked after who leaves for good. The assets are without a custodian until the department names
// another (Art. 5b); IT and the managers of each department are told how many there are.
func (s *Service) Departed(ctx context.Context, person db.ID) error {
	held, err := s.heldBy(ctx, person)
	if err != nil {
		return err
	}
	return s.leave(ctx, person, held)
}

// Moved is Departed for a person who goes to another department, whatever they go on leading: what other departments own stays
// there.
func (s *Service) Moved(ctx context.Context, person, to db.ID) error {
	held, err := s.heldOutside(ctx, person, to)
	if err != nil {
		return err
	}
	return s.leave(ctx, person, held)
}

// leave releases what a person looked after and notifies those who see to it.
func (s *Service) leave(ctx context.Context, person db.ID, held []db.ID) error {
	released, err := s.release(ctx, person, held)
	if err != nil || len(released) == 0 {
		return err
	}
	codes := map[db.ID][]string{}
	for _, a := range released {
		codes[a.Department] = append(codes[a.Department], a.Code)
	}
	return s.tellLeft(ctx, person, codes)
}

// tellLeft notifies IT of all that a person left behind, and the managers of each department of its own.
func (s *Service) tellLeft(ctx context.Context, person db.ID, codes map[db.ID][]string) error {
	if s.inbox == nil {
		return nil
	}
	tell := func(codes []string, people []db.ID) error {
		n := inbox.Notice{Kind: inbox.EquipmentLeft, SubjectKind: "staff", Subject: person, Detail: fmt.Sprintf("%d: %s", len(codes), strings.Join(codes, ", "))}
		return s.inbox.Tell(ctx, n, people...)
	}
	var all []string
	for _, d := range slices.SortedFunc(maps.Keys(codes), db.ID.Compare) {
		all = append(all, codes[d]...)
		_, managers, err := s.directory.Managers(ctx, d, person)
		if err != nil {
			return err
		}
		if err := tell(codes[d], managers); err != nil {
			return err
		}
	}
	it, err := s.directory.Holders(ctx, access.IT)
	if err != nil {
		return err
	}
	slices.Sort(all)
	return tell(all, slices.DeleteFunc(it, func(p db.ID) bool { return p == person }))
}

// LeftBy returns what the person left behind that is not handed over yet.
func (s *Service) LeftBy(ctx context.Context, person db.ID) (*Left, error) {
	keys, err := s.leftBy(ctx, person)
	if err != nil {
		return nil, err
	}
	seen, err := s.ByIDs(ctx, keys)
	if err != nil {
		return nil, err
	}
	left := &Left{Count: len(keys)}
	for _, key := range keys {
		if a := seen[key]; a != nil && len(left.Assets) < maxLeft {
			left.Assets = append(left.Assets, a)
		}
	}
	return left, nil
}

// handed ends that an asset waits to be handed over: another person looks after it, or another department owns it.
func (s *Service) handed(ctx context.Context, before, after *Asset) error {
	if after.Department == before.Department && (after.Custodian.IsZero() || after.Custodian == before.Custodian) {
		return nil
	}
	return s.endHandover(ctx, after.Key)
}

// release leaves the assets without a custodian, waiting to be handed over, and returns them.
func (s *Service) release(ctx context.Context, person db.ID, held []db.ID) (released []*Asset, err error) {
	for _, id := range held {
		a, err := s.OfForUpdate(ctx, id)
		if err != nil {
			return nil, err
		}
		before := *a
		a.Custodian = db.ID{}
		lines, err := s.edits(ctx, Updated, &before, a)
		if err != nil {
			return nil, err
		}
		if err := s.save(ctx, a); err != nil {
			return nil, err
		}
		if err := s.saveHandover(ctx, &handover{Asset: a.Key, Staff: person, At: s.db.Now(ctx)}); err != nil {
			return nil, err
		}
		if err := s.history(ctx, a.Key, Cause{Article: "5b"}, lines...); err != nil {
			return nil, err
		}
		if err := s.record(ctx, a, act.Line{Action: "asset.release", Article: "5b", Before: keptRegister.Digest(before)}); err != nil {
			return nil, err
		}
		released = append(released, a)
	}
	return released, nil
}
