package inbox

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/feed"
)

// Service writes and reads inboxes. A person reads their own and nobody else's.
type Service struct {
	db     *db.DB
	access *access.Access
	feed   *feed.Feed
	acts   *act.Frame[*box]
}

// New returns the inbox service.
func New(d *db.DB, a *access.Access, feed *feed.Feed) *Service {
	s := &Service{db: d, access: a, feed: feed}
	s.acts = &act.Frame[*box]{DB: d, Access: a, Kind: "inbox", Rules: rules(), Open: s.open, Keep: s.keep}
	return s
}

// detailMax is what the detail column holds.
const detailMax = 500

// TellOthers is Tell without the actor; zero keys are ignored.
func (s *Service) TellOthers(ctx context.Context, n Notice, people ...db.ID) error {
	me := access.Of(ctx).StaffID
	return s.Tell(ctx, n, slices.DeleteFunc(slices.Clone(people), func(p db.ID) bool { return p.IsZero() || p == me })...)
}

// Tell puts the notice into the inbox of each person once, in the open transaction.
func (s *Service) Tell(ctx context.Context, n Notice, people ...db.ID) error {
	n.Detail = text.Truncate(n.Detail, detailMax)
	slices.SortFunc(people, func(a, b db.ID) int { return slices.Compare(a[:], b[:]) })
	for _, p := range slices.Compact(people) {
		item := Item{Key: db.NewID(), Staff: p, Notice: n, At: s.db.Now(ctx)}
		if err := s.insert(ctx, item); err != nil {
			return err
		}
		if err := s.feed.Record(ctx, "inbox_item", item.Key, tagOf(p)); err != nil {
			return err
		}
	}
	return nil
}

// tagOf names somebody's inbox in the change feed.
func tagOf(staff db.ID) string { return "inbox:" + staff.String() }

// Mine is the caller's inbox; only what is unread on request.
func (s *Service) Mine(ctx context.Context, unread bool, o Order, args paging.Args) (*Connection, error) {
	me := access.Of(ctx)
	if !me.SignedIn() {
		return nil, fault.ErrUnauthenticated
	}
	plan, err := orders.Plan(o, nil, args)
	if err != nil {
		return nil, err
	}
	c, err := s.page(ctx, plan, me.StaffID, unread)
	if err != nil {
		return nil, err
	}
	return c, s.veil(ctx, c.Nodes()...)
}

// veil takes the detail from notices about an asset, a change, an incident or an infection that the reader may no longer
// see: it went to another department, or became a matter of security (Art. 6d).
func (s *Service) veil(ctx context.Context, items ...*Item) error {
	of := map[string][]db.ID{}
	for _, i := range items {
		if i.Detail != "" {
			of[i.SubjectKind] = append(of[i.SubjectKind], i.Subject)
		}
	}
	unseen, err := s.access.Unseen(ctx, of)
	for _, i := range items {
		if unseen[i.Subject] {
			i.Detail = ""
		}
	}
	return err
}

// Unread counts what the caller has not read.
func (s *Service) Unread(ctx context.Context) (int, error) {
	return s.countUnread(ctx, access.Of(ctx).StaffID)
}

// Item reads one item of the caller's inbox by its global id.
func (s *Service) Item(ctx context.Context, id string) (*Item, error) {
	key, err := db.ParseID("inbox_item", id)
	if err != nil {
		return nil, err
	}
	return s.item(ctx, key)
}

func (s *Service) item(ctx context.Context, key db.ID) (*Item, error) {
	i, err := s.one(ctx, access.Of(ctx).StaffID, key)
	if err != nil {
		return nil, err
	}
	return i, s.veil(ctx, i)
}

// MarkReadInput names what was read.
type MarkReadInput struct{ IDs []string }

// MarkRead marks items of the caller's inbox as read and returns how many are left unread. Nothing happens when one
// of them is not the caller's: NotFound.
func (s *Service) MarkRead(ctx context.Context, in MarkReadInput) (unread *int, err error) {
	keys, err := keysOf(in.IDs)
	w := act.Want{Action: actionMarkRead, ID: (&box{access.Of(ctx).StaffID}).ID(), Whatever: true, Fault: err}
	_, err = s.acts.Do(ctx, w, func(ctx context.Context, b *box, _ access.Grant) (act.Line, error) {
		n, err := s.markRead(ctx, b.owner, keys)
		if err != nil {
			return act.Line{}, err
		}
		if int(n) != len(keys) {
			return act.Line{}, fault.ErrNotFound
		}
		left, err := s.countUnread(ctx, b.owner)
		unread = &left
		return act.Line{Action: "inbox.read"}, err
	})
	if err != nil {
		return nil, err
	}
	return unread, nil
}

// keysOf are the keys of the items with the global ids, each once.
func keysOf(ids []string) (keys []db.ID, err error) {
	if len(ids) > paging.MaxSize {
		return nil, fault.User(fault.TooLong, tooManyItems.With(paging.MaxSize), "input.ids")
	}
	keys = make([]db.ID, len(ids))
	for i, id := range ids {
		if keys[i], err = db.ParseID("inbox_item", id); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(keys, db.ID.Compare)
	return slices.Compact(keys), nil
}
