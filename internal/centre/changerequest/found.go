package changerequest

import (
	"context"
	"fmt"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/core/inbox"
)

// A list puts what was found connected to the Board as one CONNECT (Art. 5e): that of the take-over of a new centre's stock,
// or of an inventory round. It is decided on as a whole; the decider may take single lines out first, which refuses them.

// listKind is that of lists in global ids, permissions, approvals, notices and the change feed.
const listKind = asset.ByConnectList

// ListState says where a list stands.
type ListState string

// The states of a list.
const (
	ListWaiting   ListState = "WAITING"
	ListApproved  ListState = "APPROVED"
	ListRejected  ListState = "REJECTED" // IT unplugs all of it
	ListReturned  ListState = "RETURNED" // its assets wait for another list
	ListWithdrawn ListState = "WITHDRAWN"
)

// Verdict is what became of one line.
type Verdict string

// What becomes of a line. A line lapses where its asset has changed since it was shown, or the list went back: the asset
// waits for another list.
const (
	LineWaiting   Verdict = "WAITING"
	LineConsented Verdict = "CONSENTED"
	LineRefused   Verdict = "REFUSED" // IT unplugs it
	LineLapsed    Verdict = "LAPSED"
)

// List is what was found connected and is put to the Board together.
type List struct {
	Key        db.ID     `db:"id"`
	State      ListState `db:"state"`
	Round      db.ID     `db:"round_id"` // zero for the take-over
	Department db.ID     `db:"department_id"`
	Submitter  db.ID     `db:"submitter_id"`
	Approval   db.ID     `db:"approval_id"`
	Version    int       `db:"version"`
	CreatedAt  db.Time   `db:"created_at"`
	ClosedAt   db.Time   `db:"closed_at"`
}

// Line is one asset of a list: as it is once it is unplugged, and as it was found.
type Line struct {
	List    db.ID                     `db:"list_id"`
	Asset   db.ID                     `db:"asset_id"`
	Open    db.ID                     `db:"open_asset_id"` // the asset while it waits, unique
	Before  db.JSON[*asset.Technical] `db:"before_values"`
	After   db.JSON[*asset.Technical] `db:"after_values"`
	Verdict Verdict                   `db:"verdict"`
	Reason  string                    `db:"reason"`
}

// Was is the asset once it is unplugged.
func (l *Line) Was() *asset.Technical { return l.Before.V }

// Is is the asset as it was found.
func (l *Line) Is() *asset.Technical { return l.After.V }

// Pages of lists.
type (
	ListConnection = paging.Connection[*List]
	ListEdge       = paging.Edge[*List]
)

// ID is the global id.
func (l *List) ID() string { return db.GlobalID(listKind, l.Key) }

// Target is what permission rules look at: a list is the centre's.
func (l *List) Target() access.Target {
	return access.Target{People: []db.ID{l.Submitter}, Submitted: true}
}

// maxLines is how many assets one list has at most; what is left waits for the next.
const maxLines = 1000

// listMatter is a list as one act has read it.
type listMatter struct {
	*List
	s       *Service
	lines   []*Line
	changed []*Line
	now     *approval.Case
}

// ActionTakeOut refuses single lines of a list.
const ActionTakeOut act.Action = "TAKE_OUT"

func listRules() []act.Rule[*listMatter] {
	decides := func(v approval.Verdict) func(context.Context, *listMatter) (access.Grant, error) {
		return func(ctx context.Context, m *listMatter) (access.Grant, error) {
			c, err := m.approval(ctx)
			if err != nil {
				return access.Grant{}, err
			}
			return m.s.approvals.MayDecide(ctx, c, v)
		}
	}
	waits := func(_ context.Context, m *listMatter, _ access.Grant) error {
		if m.State == ListWaiting {
			return nil
		}
		return fault.User(fault.WrongState, fault.Text{VI: "Danh sách không chờ quyết định.", EN: "The list is not waiting for a decision."}, "").By("5e")
	}
	return []act.Rule[*listMatter]{
		{Action: ActionTakeOut, Asks: "take_out", State: waits}, {Action: ActionWithdraw, Asks: "withdraw", State: waits},
		{Action: ActionApprove, Decides: decides(approval.Approve)}, {Action: ActionReturn, Decides: decides(approval.Return)}, {Action: ActionReject, Decides: decides(approval.Reject)},
	}
}

// SubmitListInput names what is put to the Board: all that waits from the round, or from the take-over where none is
// named; of that, the assets alone where some are named.
type SubmitListInput struct {
	Round          *string
	Assets         []string
	IdempotencyKey string
}

// SubmitList puts what was found connected to the Board. A repeated request with the same idempotency key answers what the
// first made.
func (s *Service) SubmitList(ctx context.Context, in SubmitListInput) (*List, error) {
	m, err := s.lists.Create(ctx, act.Creation{Operation: "connect_list.submit", Key: in.IdempotencyKey, Input: in, Turn: listKind}, func(ctx context.Context) (*listMatter, error) {
		return s.submitList(ctx, in)
	})
	if err != nil {
		return nil, err
	}
	return m.List, nil
}

func (s *Service) submitList(ctx context.Context, in SubmitListInput) (*listMatter, error) {
	if err := s.access.Require(ctx, listKind, "submit", access.Target{}); err != nil {
		return nil, err
	}
	me := access.Of(ctx)
	m := &listMatter{s: s, List: &List{Key: db.NewID(), State: ListWaiting, Department: me.Home, Submitter: me.StaffID, Version: 1, CreatedAt: s.db.Now(ctx)}}
	var only []db.ID
	if in.Round != nil {
		var err error
		if m.Round, err = db.ParseID(asset.ByInventory, *in.Round); err != nil {
			return nil, err
		}
	}
	for _, global := range in.Assets {
		a, err := s.assets.Get(ctx, global)
		if err != nil {
			return nil, err
		}
		only = append(only, a.Key)
	}
	keys, err := s.assets.Waiting(ctx, m.Round, only, maxLines)
	if err != nil {
		return nil, err
	}
	if len(keys) == 0 {
		return nil, fault.User(fault.WrongState, fault.Text{VI: "Không có thiết bị nào bị phát hiện đã nối mạng đang chờ.", EN: "Nothing that was found connected waits."}, "").By("5e")
	}
	if err := m.fill(ctx, keys); err != nil {
		return nil, err
	}
	if _, err := s.approvals.Begin(ctx, m, approval.Opening{Flow: approval.ConnectList}); err != nil {
		return nil, err
	}
	if err := s.approvals.Save(ctx, m.now); err != nil {
		return nil, err
	}
	if err := s.insertList(ctx, m.List, m.lines); err != nil {
		return nil, err
	}
	return m, s.recordList(ctx, m, act.Line{Action: "connect_list.submit", Detail: fmt.Sprint(len(m.lines))})
}

// fill makes a line of each asset.
func (m *listMatter) fill(ctx context.Context, keys []db.ID) error {
	found, err := m.s.assets.ByIDs(ctx, keys)
	if err != nil {
		return err
	}
	for _, key := range keys {
		after, err := m.s.assets.TechnicalOf(ctx, found[key])
		if err != nil {
			return err
		}
		before := after.Off()
		l := &Line{List: m.Key, Asset: key, Open: key, Verdict: LineWaiting}
		l.Before.V, l.After.V = &before, &after
		m.lines = append(m.lines, l)
	}
	return nil
}

// hash covers every line: the asset, how it would be and how it is, and what was decided on it alone.
func (m *listMatter) hash() []byte {
	values := []any{m.Round, len(m.lines)}
	for _, l := range m.lines {
		values = slices.Concat(values, []any{l.Asset, l.Verdict}, l.Was().Sealed(), l.Is().Sealed())
	}
	return audit.Seal(listKind, values...)
}

// Snapshot is the list as the engine sees it.
func (m *listMatter) Snapshot(context.Context) (approval.Snapshot, error) {
	return approval.Snapshot{Kind: listKind, ID: m.Key, Department: m.Department, Author: m.Submitter, Submitter: m.Submitter, Target: m.Target(), Article: "5e", Hash: m.hash()}, nil
}

// Skips tells that a director always decides.
func (m *listMatter) Skips(context.Context, approval.Step) (string, error) { return "", nil }

// Moved carries out what the Board decided: what it consents to loses its mark, what it refuses IT unplugs.
func (m *listMatter) Moved(ctx context.Context, c *approval.Case, d approval.Decision) error {
	m.now, m.Approval = c, c.Key
	switch c.State {
	case approval.Approved:
		if err := m.consent(ctx); err != nil {
			return err
		}
		m.close(ctx, ListApproved)
		return m.s.approvals.CarryOut(ctx, c, approval.Execute, access.Grant{Role: d.Role, OnBehalfOf: d.OnBehalfOf}, "")
	case approval.Rejected:
		m.close(ctx, ListRejected)
		return m.refuse(ctx, m.waiting(), d.Comment)
	case approval.Returned:
		m.lapse(ctx, ListReturned)
	}
	return nil
}

// waiting are the lines that nothing was decided on.
func (m *listMatter) waiting() (all []*Line) {
	for _, l := range m.lines {
		if l.Verdict == LineWaiting {
			all = append(all, l)
		}
	}
	return all
}

// end gives a line its verdict.
func (m *listMatter) end(l *Line, v Verdict, reason string) {
	l.Verdict, l.Reason, l.Open = v, reason, db.ID{}
	m.changed = append(m.changed, l)
}

func (m *listMatter) close(ctx context.Context, s ListState) {
	m.State, m.ClosedAt = s, m.s.db.Now(ctx)
}

// lapse closes the list without a verdict: its assets wait for another.
func (m *listMatter) lapse(ctx context.Context, s ListState) {
	for _, l := range m.waiting() {
		m.end(l, LineLapsed, "")
	}
	m.close(ctx, s)
}

func (m *listMatter) cause() asset.Cause {
	return asset.Cause{Kind: listKind, Key: m.Key, Article: "5e"}
}

// consent takes the marks off, but for what is no longer as it was shown.
func (m *listMatter) consent(ctx context.Context) error {
	for _, l := range m.waiting() {
		same := func(now asset.Technical) bool { return alike(&now, l.After.V) }
		done, err := m.s.assets.Consent(ctx, l.Asset, same, m.cause())
		if err != nil {
			return err
		}
		verdict := LineLapsed
		if done {
			verdict = LineConsented
		}
		m.end(l, verdict, "")
	}
	return nil
}

// refuse has IT unplug the assets of the lines.
func (m *listMatter) refuse(ctx context.Context, lines []*Line, reason string) error {
	for _, l := range lines {
		m.end(l, LineRefused, reason)
		if err := m.s.assets.Refuse(ctx, l.Asset, reason, m.cause()); err != nil {
			return err
		}
	}
	people, err := m.s.directory.Holders(ctx, access.IT)
	if err != nil {
		return err
	}
	return m.s.approvals.Tell(ctx, m.now.Approval, inbox.ToUnplug, reason, people...)
}

// Keep saves the list and its approval, and records the act.
func (m *listMatter) Keep(ctx context.Context, l act.Line) error {
	if err := m.s.approvals.Save(ctx, m.now); err != nil {
		return err
	}
	if err := m.s.saveList(ctx, m.List, m.changed); err != nil {
		return err
	}
	return m.s.recordList(ctx, m, l)
}

// recordList notes in the open transaction what happened to the list. Nothing technical goes there.
func (s *Service) recordList(ctx context.Context, m *listMatter, l act.Line) error {
	err := s.audit.Record(ctx, audit.Event{Class: audit.Administration, Action: l.Action, Role: l.Grant.Role, OnBehalfOf: l.Grant.OnBehalfOf,
		SubjectKind: listKind, SubjectID: m.Key, Department: m.Department, After: keptLists.Digest(m.List), Article: "5e", Detail: l.Detail})
	if err != nil {
		return err
	}
	return s.feed.Record(ctx, listKind, m.Key, "connect_lists")
}

// TakeOutInput names the lines that are refused by themselves, and why.
type TakeOutInput struct {
	ID              string
	ExpectedVersion int
	Assets          []string
	Reason          string
}

// TakeOut refuses single lines of a list; the rest is then approved, or not, as it is left. All of a list is refused by
// rejecting it.
func (s *Service) TakeOut(ctx context.Context, in TakeOutInput) (*List, error) {
	var f input.Form
	f.Needed("reason", &in.Reason, 500)
	return s.onList(ctx, act.Want{Action: ActionTakeOut, ID: in.ID, Version: in.ExpectedVersion, Fault: f.Err()}, func(ctx context.Context, m *listMatter, g access.Grant) (act.Line, error) {
		line := act.Line{Action: "connect_list.take_out", Detail: in.Reason}
		out, err := m.named(in.Assets)
		if err != nil {
			return line, err
		}
		c, err := m.approval(ctx)
		if err != nil {
			return line, err
		}
		if err := m.refuse(ctx, out, in.Reason); err != nil {
			return line, err
		}
		return line, s.approvals.Rebind(ctx, c, m.hash(), g)
	})
}

// named are the waiting lines of the assets, at least one and not all there are.
func (m *listMatter) named(assets []string) (out []*Line, err error) {
	wanted := map[db.ID]bool{}
	for _, global := range assets {
		key, err := db.ParseID("asset", global)
		if err != nil {
			return nil, err
		}
		wanted[key] = true
	}
	waiting := m.waiting()
	for _, l := range waiting {
		if wanted[l.Asset] {
			out = append(out, l)
		}
	}
	if len(out) == 0 || len(out) != len(wanted) {
		return nil, fault.User(fault.Invalid, fault.Text{VI: "Chọn các dòng còn chờ của danh sách này.", EN: "Name lines of this list that still wait."}, "input.assets").By("5e")
	}
	if len(out) == len(waiting) {
		return nil, fault.User(fault.Invalid, fault.Text{VI: "Không giữ lại dòng nào: hãy từ chối cả danh sách.", EN: "Nothing would be left: reject the list."}, "input.assets").By("5e")
	}
	return out, nil
}

// WithdrawList takes a list back before the Board decides; its assets wait for another.
func (s *Service) WithdrawList(ctx context.Context, in ReasonInput) (*List, error) {
	wrong := in.check()
	return s.onList(ctx, act.Want{Action: ActionWithdraw, ID: in.ID, Version: in.ExpectedVersion, Fault: wrong}, func(ctx context.Context, m *listMatter, g access.Grant) (act.Line, error) {
		c, err := m.approval(ctx)
		if err != nil {
			return act.Line{}, err
		}
		m.lapse(ctx, ListWithdrawn)
		return act.Line{Action: "connect_list.withdraw", Detail: in.Reason}, s.approvals.End(ctx, c, approval.Withdraw, g, in.Reason)
	})
}

func (s *Service) onList(ctx context.Context, w act.Want, do func(ctx context.Context, m *listMatter, g access.Grant) (act.Line, error)) (*List, error) {
	m, err := s.lists.Do(ctx, w, do)
	if err != nil {
		return nil, err
	}
	return m.List, nil
}

// approval is the list's approval.
func (m *listMatter) approval(ctx context.Context) (*approval.Case, error) {
	if m.now == nil {
		a, err := m.s.approvals.Of(ctx, m.Approval)
		if err != nil {
			return nil, err
		}
		m.now = m.s.approvals.Case(a, m)
	}
	return m.now, nil
}

// listSubject lets the approval engine run over lists.
type listSubject struct{ s *Service }

// Open reads the lists with their lines.
func (p listSubject) Open(ctx context.Context, keys ...db.ID) (map[db.ID]approval.Matter, error) {
	lists, err := p.s.listsForUpdate(ctx, keys)
	found := make(map[db.ID]approval.Matter, len(lists))
	if err != nil {
		return nil, err
	}
	lines, err := p.s.linesOf(ctx, keys)
	for _, l := range lists {
		found[l.Key] = &listMatter{List: l, s: p.s, lines: lines[l.Key]}
	}
	return found, err
}

// openList reads, for an act, the list with the global id that the caller may see, else NotFound.
func (s *Service) openList(ctx context.Context, global string) (*listMatter, error) {
	l, err := s.oneList(ctx, global, s.db.ForUpdate(ctx))
	if err != nil {
		return nil, err
	}
	lines, err := s.linesOf(ctx, []db.ID{l.Key})
	return &listMatter{List: l, s: s, lines: lines[l.Key]}, err
}

// ConnectList returns the list with the global id, NotFound where the caller may not read it.
func (s *Service) ConnectList(ctx context.Context, global string) (*List, error) {
	return s.oneList(ctx, global, "")
}

// ListsByIDs returns the lists with the keys that the actor may read.
func (s *Service) ListsByIDs(ctx context.Context, keys []db.ID) (map[db.ID]*List, error) {
	all, err := s.someLists(ctx, keys, s.access.Reach(ctx, listKind, "read"))
	found := make(map[db.ID]*List, len(all))
	for _, l := range all {
		found[l.Key] = l
	}
	return found, err
}

// Lists is a page of the lists that the actor may read, the latest first.
func (s *Service) Lists(ctx context.Context, args paging.Args) (*ListConnection, error) {
	plan, err := paging.New(args, paging.Order{Name: "created_at", Column: "connect_lists.created_at", ID: "connect_lists.id", Desc: true})
	if err != nil {
		return nil, err
	}
	return s.listPage(ctx, plan, s.access.Reach(ctx, listKind, "read"))
}

// Lines returns the lines of each list, by the code of the asset, whoever asks: who sees a list sees it whole.
func (s *Service) Lines(ctx context.Context, lists []db.ID) (map[db.ID][]*Line, error) {
	return s.linesOf(ctx, lists)
}

// ListActions tells what the caller may do to the list now and, where not, why.
func (s *Service) ListActions(ctx context.Context, l *List) ([]*act.Available, error) {
	lines, err := s.linesOf(ctx, []db.ID{l.Key})
	if err != nil {
		return nil, err
	}
	return s.lists.Available(ctx, &listMatter{List: l, s: s, lines: lines[l.Key]})
}

// passOn lets the mark of what was found connected go along with its place in the network: a replacement takes it over,
// and a roll-back gives it back.
func (s *Service) passOn(ctx context.Context, c *Request, from, to db.ID) error {
	if c.Kind != Replace || from.IsZero() || to.IsZero() {
		return nil
	}
	return s.assets.PassFound(ctx, from, to, asset.Cause{Kind: subjectKind, Key: c.Key, Article: "5e"})
}
