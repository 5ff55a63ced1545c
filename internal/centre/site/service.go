package site

import (
	"context"
	"errors"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/centre/category"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/core/feed"
	"ttyt.example/ttyt/internal/core/inbox"
)

// Service answers every use case of the website.
type Service struct {
	db        *db.DB
	access    *access.Access
	audit     *audit.Log
	feed      *feed.Feed
	approvals *approval.Service
	directory approval.Directory
	acts      *act.Frame[*matter] // on changes
	own       *act.Frame[*Site]   // on the website itself
	mirror    *feed.Mirror[*Site]

	departments *department.Service
	categories  *category.Service
	posts       *post.Service
}

// Deps are what the website rests on.
type Deps struct {
	DB          *db.DB
	Access      *access.Access
	Audit       *audit.Log
	Feed        *feed.Feed
	Approvals   *approval.Service
	Directory   approval.Directory
	Departments *department.Service
	Categories  *category.Service
	Posts       *post.Service
}

// New returns the service over a store, known to the approval engine.
func New(d Deps) *Service {
	s := &Service{db: d.DB, access: d.Access, audit: d.Audit, feed: d.Feed, approvals: d.Approvals, directory: d.Directory,
		departments: d.Departments, categories: d.Categories, posts: d.Posts}
	s.mirror = feed.NewMirror(d.Feed, tag, s.read)
	s.acts = &act.Frame[*matter]{
		DB: d.DB, Access: d.Access, Kind: changeKind, Rules: rules(), Version: func(m *matter) int { return m.Version },
		Open: s.open, Keep: func(ctx context.Context, m *matter, l act.Line) error { return m.Keep(ctx, l) },
	}
	s.own = &act.Frame[*Site]{DB: d.DB, Access: d.Access, Kind: siteKind, Rules: siteRules(), Version: func(of *Site) int { return of.Number }}
	s.approvals.Register(changeKind, subject{s})
	return s
}

// turn is the name under which those who change the website take turns.
const turn = "site"

// HoursInput is one line of the opening hours.
type HoursInput struct {
	Days          []Day
	Opens, Closes string
	Note          string
}

// ChangeInput says what the website is to show. What is left out stays, and an empty text shows nothing.
type ChangeInput struct {
	ExpectedVersion                                      int // of the website
	Name, Address, MapURL, Hotline, FanPage, Responsible *string
	Hours                                                []*HoursInput
	PrimaryColour, AccentColour                          *string
	SEOTitle, SEODescription                             *string
	MainMenu, FooterMenu                                 []*MenuItemInput
	LinkGroups                                           []*LinkGroupInput
	Blocks                                               []*BlockInput
	Categories                                           []*category.Input
	Reason                                               string
	IdempotencyKey                                       string
}

// Change changes the website. What only arranges takes effect at once, and is the website section's alone; what states something
// waits for a director, who did not propose it. A repeated request with the same idempotency key returns the change that the
// first one made.
func (s *Service) Change(ctx context.Context, in ChangeInput) (*Change, error) {
	return shown(s.acts.Create(ctx, act.Creation{Operation: "site.change", Key: in.IdempotencyKey, Input: in, Turn: turn}, func(ctx context.Context) (*matter, error) {
		return s.change(ctx, in)
	}))
}

func (s *Service) change(ctx context.Context, in ChangeInput) (*matter, error) {
	now, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	arrange, mayNot := s.own.May(ctx, ActionArrange, now)
	state, refused := s.own.May(ctx, ActionPropose, now)
	if mayNot != nil && refused != nil {
		return nil, refused
	}
	if in.ExpectedVersion != now.Number {
		return nil, fault.Changed(siteKind, now.ID())
	}
	var f input.Form
	wanted := now.Content
	if err := s.apply(ctx, &in, &wanted, &f); err != nil {
		return nil, err
	}
	if now.Categories, wanted.Categories, err = s.categories.Shape(ctx, &f, in.Categories); err != nil {
		return nil, err
	}
	f.Line("reason", &in.Reason, maxReason)
	c := difference(&now.Content, &wanted)
	c.removals(&f, in.Categories)
	if err := f.Err(); err != nil {
		return nil, err
	}
	if len(c.Touched.V) == 0 {
		return nil, fault.User(fault.Invalid, nothingChanges, "input").By(article)
	}
	me := access.Of(ctx)
	c.State, c.Reason, c.Department, c.Proposer, c.CreatedAt = Waiting, in.Reason, me.Home, me.StaffID, s.db.Now(ctx)
	m := &matter{Change: c, s: s}
	if c.Arranged {
		if mayNot != nil {
			return nil, mayNot
		}
		return m, m.arrange(ctx, arrange)
	}
	if refused != nil {
		return nil, refused
	}
	if in.Reason == "" {
		return nil, input.Missing("input.reason")
	}
	return m, m.propose(ctx, state)
}

// NothingDiffers reports whether the error refuses a change because the website shows all that it asks for.
func NothingDiffers(err error) bool {
	rule, ok := errors.AsType[*fault.RuleError](err)
	return ok && rule.Text == nothingChanges
}

// arrange makes the change and records it.
func (m *matter) arrange(ctx context.Context, g access.Grant) error {
	if err := m.take(ctx); err != nil {
		return err
	}
	if err := m.s.insert(ctx, m.Change); err != nil {
		return err
	}
	return m.s.record(ctx, m.Change, act.Line{Action: "site.arrange", Grant: g})
}

// propose sends the change to a director.
func (m *matter) propose(ctx context.Context, g access.Grant) error {
	if _, err := m.s.approvals.Begin(ctx, m, approval.Opening{Flow: approval.SiteChange}); err != nil {
		return err
	}
	if err := m.s.approvals.Save(ctx, m.now); err != nil {
		return err
	}
	if err := m.s.insert(ctx, m.Change); err != nil {
		return err
	}
	return m.s.record(ctx, m.Change, act.Line{Action: "site_change.propose", Grant: g, Detail: m.Reason})
}

// WithdrawInput names a change and why it is taken back.
type WithdrawInput struct {
	ID              string
	ExpectedVersion int
	Reason          string
}

// Withdraw takes a change back that has not taken effect.
func (s *Service) Withdraw(ctx context.Context, in WithdrawInput) (*Change, error) {
	var f input.Form
	f.Needed("reason", &in.Reason, maxReason)
	w := act.Want{Action: ActionWithdraw, ID: in.ID, Version: in.ExpectedVersion, Fault: f.Err()}
	return shown(s.acts.Do(ctx, w, func(ctx context.Context, m *matter, g access.Grant) (act.Line, error) {
		line := act.Line{Action: "site_change.withdraw", Detail: in.Reason}
		m.close(ctx, Withdrawn)
		c, err := m.approval(ctx)
		if err != nil {
			return line, err
		}
		if err := s.approvals.End(ctx, c, approval.Withdraw, g, in.Reason); err != nil {
			return line, err
		}
		return line, s.approvals.TellParties(ctx, c, inbox.Withdrawn, in.Reason)
	}))
}

// ConfirmInput names a change that a second person has looked at.
type ConfirmInput struct {
	ID              string
	ExpectedVersion int
}

// Confirm makes a change take effect that the only director in office proposed: the second person is of the website section.
func (s *Service) Confirm(ctx context.Context, in ConfirmInput) (*Change, error) {
	w := act.Want{Action: ActionConfirm, ID: in.ID, Version: in.ExpectedVersion, Turn: turn}
	return shown(s.acts.Do(ctx, w, func(ctx context.Context, m *matter, g access.Grant) (act.Line, error) {
		line := act.Line{Action: "site_change.confirm"}
		c, err := m.approval(ctx)
		if err != nil {
			return line, err
		}
		if err := s.approvals.CheckHash(c.Approval, m.hash()); err != nil {
			return line, err
		}
		return line, m.make(ctx, c, g)
	}))
}

// shown is what an act leaves, nil where it failed.
func shown(m *matter, err error) (*Change, error) {
	if err != nil {
		return nil, err
	}
	return m.Change, nil
}

// record notes in the open transaction what happened to the change.
func (s *Service) record(ctx context.Context, c *Change, l act.Line) error {
	fields := make([]string, len(c.Touched.V))
	for i, f := range c.Touched.V {
		fields[i] = string(f)
	}
	detail := strings.Join(fields, " ")
	if l.Detail != "" {
		detail += ": " + l.Detail
	}
	err := s.audit.Record(ctx, audit.Event{Class: audit.Content, Action: l.Action, Role: l.Grant.Role, OnBehalfOf: l.Grant.OnBehalfOf,
		SubjectKind: changeKind, SubjectID: c.Key, Department: c.Department, After: keptChanges.Digest(c), Article: article, Detail: text.Truncate(detail, 500)})
	if err != nil {
		return err
	}
	return s.feed.Record(ctx, changeKind, c.Key, "site_changes")
}
