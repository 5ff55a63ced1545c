package incident

import (
	"cmp"
	"context"
	"log/slog"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/inbox"
)

// Limits of what people write, in characters.
const (
	maxTitle = 200
	maxText  = 4000
)

// ReportInput is what a person reports: a title and a category are enough.
type ReportInput struct {
	Title           string
	Category        Category
	Description     string
	Place           string
	Impact, Urgency Level  // what is usual for the category when left out
	Application     string // at fault; SOFTWARE needs one (Art. 8)
	Assets          []string
	Post            string // the published post with an error
	IdempotencyKey  string
}

// Opening is an incident to be opened, by a person's report or by another feature in its own transaction.
type Opening struct {
	Category        Category
	Title           string
	Description     string
	Place           string
	Impact, Urgency Level // what is usual for the category when left out
	Department      db.ID // the one concerned
	Reporter        db.ID // zero where the program reports
	Application     db.ID // at fault; SOFTWARE has one
	Assets, Posts   []db.ID
}

// Report files an incident (Art. 5c) and notifies its handlers at once. Beyond so many within an hour it is a WaitError. Repeated under its idempotency key it answers with
// the incident filed the first time.
func (s *Service) Report(ctx context.Context, in ReportInput) (*Incident, error) {
	filed := act.Creation{Operation: "reportIncident", Key: in.IdempotencyKey, Input: in}
	m, err := s.reports.Create(ctx, filed, func(ctx context.Context) (*matter, error) {
		o, err := s.opening(ctx, in)
		if err != nil {
			return nil, err
		}
		i, err := s.Open(ctx, *o)
		return &matter{Incident: i, s: s}, err
	})
	if err != nil {
		return nil, err
	}
	s.veil(ctx, m.Incident)
	return m.Incident, nil
}

// opening checks a report and finds what it names.
func (s *Service) opening(ctx context.Context, in ReportInput) (*Opening, error) {
	if err := s.access.Require(ctx, kind, "report", access.Target{}); err != nil {
		return nil, err
	}
	me := access.Of(ctx)
	o := &Opening{
		Category: in.Category, Title: in.Title, Description: in.Description, Place: in.Place, Impact: in.Impact, Urgency: in.Urgency,
		Department: me.Home, Reporter: me.StaffID,
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	if err := s.equipment(ctx, in, o); err != nil {
		return nil, err
	}
	if in.Post != "" {
		h, err := s.published(ctx, in.Post)
		if err != nil {
			return nil, err
		}
		o.Posts = []db.ID{h.Key}
		if o.Category == Website { // routed to the owning department too (Art. 11b)
			o.Department = h.Department
		}
	}
	if o.Department.IsZero() { // a service account has no home
		return nil, fault.User(fault.Required, chooseAsset, "input.assets")
	}
	return o, s.paced(ctx, o)
}

// levels are impact and urgency: what is usual for the category where they are left out.
func (o *Opening) levels() (impact, urgency Level) {
	return cmp.Or(o.Impact, usual[o.Category].impact), cmp.Or(o.Urgency, usual[o.Category].urgency)
}

// equipment finds the application and the assets that a report names. A reporter without a home speaks for the department
// of the first of them.
func (s *Service) equipment(ctx context.Context, in ReportInput, o *Opening) error {
	if in.Application != "" {
		a, err := s.assets.Application(ctx, in.Application)
		if err != nil {
			return err
		}
		o.at(a)
		o.Application = a.Key
	}
	if o.Category == Software && o.Application.IsZero() {
		return errNoApplication
	}
	if len(in.Assets) > maxLinks {
		return errTooManyLinks
	}
	for _, global := range in.Assets {
		a, err := s.assets.Get(ctx, global)
		if err != nil {
			return err
		}
		o.at(a)
		o.Assets = append(o.Assets, a.Key)
	}
	return nil
}

func (o *Opening) at(a *asset.Asset) {
	if o.Department.IsZero() {
		o.Department = a.Department
	}
}

func (o *Opening) check() error {
	var f input.Form
	f.Needed("title", &o.Title, maxTitle)
	f.Lines("description", &o.Description, maxText)
	f.Line("place", &o.Place, maxTitle)
	return f.Err()
}

// published returns the head of a post on the site that the actor may see, else NotFound; a user error where it is not
// on the site.
func (s *Service) published(ctx context.Context, global string) (*post.Head, error) {
	h, err := s.posts.Head(ctx, global)
	if err != nil {
		return nil, err
	}
	if h.Publication != post.PublicationPublished {
		return nil, fault.User(fault.WrongState, notPublished, "input.post").By("11b")
	}
	return h, nil
}

// Open files an incident in the open transaction, records it and notifies its handlers; who may do so, the caller has
// asked. What it names exists. Impact and urgency are what is usual for the category where they are left out.
func (s *Service) Open(ctx context.Context, o Opening) (*Incident, error) {
	now := s.db.Now(ctx)
	o.Impact, o.Urgency = o.levels()
	i := &Incident{
		Key: db.NewID(), Category: o.Category, Queue: o.Category.queue(), Title: o.Title, Description: o.Description, Place: o.Place,
		Department: o.Department, Reporter: o.Reporter, ServiceAccount: access.Of(ctx).Service, Confidential: o.Category == Security, Application: o.Application,
		Impact: o.Impact, Urgency: o.Urgency, State: StateNew, Live: true, Version: 1, CreatedAt: now, UpdatedAt: now,
	}
	i.Priority = priorityOf(i.Impact, i.Urgency)
	i.start(now)
	if err := s.insert(ctx, i); err != nil {
		return nil, err
	}
	if err := s.link(ctx, i, links{o.Assets, o.Posts}); err != nil {
		return nil, err
	}
	if err := s.join(ctx, i, o.Assets); err != nil {
		return nil, err
	}
	if err := s.record(ctx, i, step{kind: EventReported, byReporter: !i.Reporter.IsZero()}); err != nil {
		return nil, err
	}
	if i.TargetsProvisional {
		slog.WarnContext(ctx, "targets of an incident run into a year whose holidays are not on file", "until", i.ResolutionDueAt)
	}
	return i, s.announce(ctx, i, len(o.Posts) > 0)
}

// announce notifies the handlers of the queue and, of an error in a post, the managers of the department that owns it (Art. 11b).
func (s *Service) announce(ctx context.Context, i *Incident, inPost bool) error {
	people, err := s.handlers(ctx, i.Queue)
	if err != nil {
		return err
	}
	if i.Queue == QueueWebsite && inPost {
		_, managers, err := s.directory.Managers(ctx, i.Department)
		if err != nil {
			return err
		}
		people = append(people, managers...)
	}
	return s.tell(ctx, i, inbox.IncidentReported, i.Title, people...)
}
