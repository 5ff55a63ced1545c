package post

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/centre/media"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/inbox"
)

// Edit is what an author may set. Omitted fields stay as they are; a list or a type's content is replaced as a whole.
type Edit struct {
	Title      *string
	Summary    *string
	Body       *string
	Byline     *string
	Audience   *Audience
	Categories []string
	Tags       []string
	SEO        *SEO
	Content    *Fields
	// The files that it shows besides those that its rich text names.
	Cover       graphql.Omittable[*media.AttachmentInput]
	Gallery     []*media.AttachmentInput
	Attachments []*media.AttachmentInput

	texts texts // what parse has parsed
}

// parse parses the HTML of the edit before the transaction begins, since others wait for that one. An anonymous client
// may edit nothing, so its HTML is not parsed.
func (in *Edit) parse(ctx context.Context) {
	if !access.Of(ctx).Known() {
		return
	}
	in.texts = texts{}
	if in.Body != nil {
		in.texts.add(*in.Body)
	}
	if in.Content != nil && in.Content.DepartmentPage != nil {
		for _, html := range in.Content.DepartmentPage.texts() {
			in.texts.add(html)
		}
	}
}

// apply brings the edit into a copy of a post of the type, checked at the time and in its stored form.
func (in Edit) apply(c *Copy, d *definition, now db.Time) error {
	set(&c.Title, in.Title)
	set(&c.Summary, in.Summary)
	set(&c.Body, in.Body)
	set(&c.Byline, in.Byline)
	set(&c.Audience, in.Audience)
	content := &c.Content.V
	set(&content.SEO, in.SEO)
	set(&content.Fields, in.Content)
	if in.Tags != nil {
		content.Tags = in.Tags
	}
	if in.Categories != nil {
		content.Categories = nil
		for _, global := range in.Categories {
			id, err := db.ParseID("category", global)
			if err != nil {
				return err
			}
			content.Categories = append(content.Categories, id)
		}
	}
	return c.check(d, in.texts, now)
}

// SetCover has the edit give the post another cover, nil for none.
func (in *Edit) SetCover(cover *media.AttachmentInput) { in.Cover = graphql.OmittableOf(cover) }

func set[T any](field, value *T) {
	if value != nil {
		*field = *value
	}
}

// CreateInput describes a new draft.
type CreateInput struct {
	Type       Type
	Department string
	// Person is the staff member whom a staff profile is about.
	Person *string
	Edit
	// Origin is where content that moves in from an older site stood there. Readers are shown it, so it comes by the website
	// section's Import alone.
	Origin         *Origin
	IdempotencyKey *string
}

// Create makes a draft of the department with its first revision, and proposes its slug. What breaks a rule comes back
// as user errors. Repeated under its idempotency key it answers with the draft made the first time.
func (s *Service) Create(ctx context.Context, in CreateInput) (Post, error) {
	made := act.Creation{Operation: "createPost", Input: in}
	if in.IdempotencyKey != nil {
		made.Key = *in.IdempotencyKey
	}
	in.parse(ctx)
	m, err := s.acts.Create(ctx, made, func(ctx context.Context) (*matter, error) { return s.create(ctx, in) })
	return s.shown(ctx, m, err)
}

func (s *Service) create(ctx context.Context, in CreateInput) (*matter, error) {
	owner, err := s.departments.Get(ctx, in.Department)
	if err != nil {
		return nil, err
	}
	if err := s.mayDraft(ctx, owner); err != nil {
		return nil, err
	}
	me := access.Of(ctx)
	if err := s.suits(ctx, me.Service, in.Type); err != nil {
		return nil, err
	}
	if in.Origin != nil && !me.Is(access.WebEditor) {
		return nil, fault.User(fault.Invalid, onlyWebsiteMoves, "input.origin").By("10")
	}
	c, now := &Copy{Audience: AudiencePublic}, s.db.Now(ctx)
	set(&c.Content.V.Origin, in.Origin)
	if err := in.apply(c, in.Type.definition(), now); err != nil {
		return nil, err
	}
	h := &Head{
		Key: db.NewID(), Type: in.Type, Department: owner.Key, Author: me.StaffID, Service: me.Service,
		Publication: PublicationNone, Working: WorkingDraft, Version: 1, CreatedAt: now, SeenAt: now, UpdatedAt: now,
	}
	if err := s.attach(ctx, h, &in.Edit, c); err != nil {
		return nil, err
	}
	if err := s.fits(ctx, h, c, in.Person, true); err != nil {
		return nil, err
	}
	if err := s.propose(ctx, h, slugOf(c.Title, h.Type)); err != nil {
		return nil, err
	}
	m := &matter{Head: h, s: s, rev: h.adopt(now, 1, h.Author, c)}
	m.rev.Service = h.Service
	if err := s.insertHead(ctx, h); err != nil {
		return nil, err
	}
	if err := s.insertRevision(ctx, h, m.rev); err != nil {
		return nil, err
	}
	if err := s.offer(ctx, h); err != nil {
		return nil, err
	}
	return m, s.record(ctx, h, act.Line{Action: "post.create", Article: "11a"}, false)
}

// UpdateInput describes an edit of the working copy. The owning department may change until the first submission.
type UpdateInput struct {
	ID              string
	ExpectedVersion int
	Department      *string
	Edit
}

// Update saves the edit as the next revision of the working copy; a post without one gets one based on what is
// published. At the Board's step the website section may edit too: the approval binds to the new revision. What breaks a
// rule comes back as user errors, a lost race as a ConflictError.
func (s *Service) Update(ctx context.Context, in UpdateInput) (Post, error) {
	in.parse(ctx)
	return s.do(ctx, act.Want{Action: ActionUpdate, ID: in.ID, Version: in.ExpectedVersion}, func(ctx context.Context, m *matter, _ access.Grant) (act.Line, error) {
		return s.rewrite(ctx, m, act.Line{Action: "post.update", Article: "11a"}, func() (*Copy, db.ID, error) {
			home := m.Department
			if err := s.move(ctx, m.Head, in.Department); err != nil {
				return nil, db.ID{}, err
			}
			base, err := m.working(ctx)
			if err != nil {
				return nil, db.ID{}, err
			}
			next := base.Copy
			if err := in.apply(&next, m.Type.definition(), s.db.Now(ctx)); err != nil {
				return nil, db.ID{}, err
			}
			if err := s.attach(ctx, m.Head, &in.Edit, &next); err != nil {
				return nil, db.ID{}, err
			}
			if err := s.fits(ctx, m.Head, &next, nil, m.Department != home); err != nil {
				return nil, db.ID{}, err
			}
			return &next, db.ID{}, s.follow(ctx, m.Head, next.Title)
		})
	})
}

// rewrite makes the copy that write returns the next revision of the working copy, restored from an earlier one where
// write names that. What the website section makes at the Board's step is what the approval is about from then on.
func (s *Service) rewrite(ctx context.Context, m *matter, line act.Line, write func() (c *Copy, restored db.ID, err error)) (act.Line, error) {
	bound, err := m.bound(ctx)
	if err != nil {
		return line, err
	}
	if bound == nil {
		if err := m.edit(); err != nil {
			return line, err
		}
	}
	if err := m.takeOver(ctx, &line); err != nil {
		return line, err
	}
	c, restored, err := write()
	if err != nil {
		return line, err
	}
	if m.rev, err = s.saveCopy(ctx, m.Head, c, restored); err != nil || bound == nil {
		return line, err
	}
	if err := m.stillCorrects(ctx, bound); err != nil {
		return line, err
	}
	line = act.Line{Action: "post.edit_at_board", Article: "10", Grant: access.Grant{Role: access.WebEditor}}
	if err := s.approvals.Rebind(ctx, bound, m.rev.Hash, line.Grant); err != nil {
		return line, err
	}
	return line, s.approvals.TellParties(ctx, bound, inbox.Edited, "")
}

// RestoreInput names the revision to bring back.
type RestoreInput struct {
	ID              string
	ExpectedVersion int
	Revision        string
}

// Restore makes a new revision of the working copy from an earlier one of the same post.
func (s *Service) Restore(ctx context.Context, in RestoreInput) (Post, error) {
	return s.do(ctx, act.Want{Action: ActionRestore, ID: in.ID, Version: in.ExpectedVersion}, func(ctx context.Context, m *matter, _ access.Grant) (act.Line, error) {
		return s.rewrite(ctx, m, act.Line{Action: "post.restore", Article: "11a"}, func() (*Copy, db.ID, error) {
			id, err := db.ParseID("revision", in.Revision)
			if err != nil {
				return nil, id, err
			}
			old, err := s.revision(ctx, id)
			if err == nil && old.Post != m.Key {
				err = fault.ErrNotFound
			}
			if err != nil {
				return nil, id, err
			}
			c, err := s.restored(ctx, old)
			return c, id, err
		})
	})
}

// DeleteInput names the draft to delete.
type DeleteInput struct {
	ID              string
	ExpectedVersion int
}

// Delete removes a draft that was never submitted, with its revisions, and returns its global id.
func (s *Service) Delete(ctx context.Context, in DeleteInput) (*string, error) {
	_, err := s.acts.Do(ctx, act.Want{Action: ActionDelete, ID: in.ID, Version: in.ExpectedVersion}, func(ctx context.Context, m *matter, _ access.Grant) (act.Line, error) {
		m.gone = true
		return act.Line{Action: "post.delete", Article: "11"}, nil
	})
	if err != nil {
		return nil, err
	}
	return &in.ID, nil
}

// SlugInput asks for another slug.
type SlugInput struct {
	ID              string
	ExpectedVersion int
	Slug            string
}

// ChangeSlug gives the post another address; the earlier ones lead there. A taken or malformed slug is a user error.
func (s *Service) ChangeSlug(ctx context.Context, in SlugInput) (Post, error) {
	var wrong error
	if in.Slug == "" || in.Slug != text.Slug(in.Slug, maxSlug) || reserved[in.Slug] {
		wrong = fault.User(fault.Invalid, malformedSlug, "input.slug")
	}
	return s.do(ctx, act.Want{Action: ActionChangeSlug, ID: in.ID, Version: in.ExpectedVersion, Fault: wrong}, func(ctx context.Context, m *matter, _ access.Grant) (act.Line, error) {
		return act.Line{Action: "post.change_slug", Article: "10", Detail: in.Slug}, s.readdress(ctx, m.Head, in.Slug)
	})
}

// PinInput pins a post or takes the pin out.
type PinInput struct {
	ID              string
	ExpectedVersion int
	Pinned          bool
}

// Pin sets whether the website gives the post a prominent place.
func (s *Service) Pin(ctx context.Context, in PinInput) (Post, error) {
	return s.do(ctx, act.Want{Action: ActionPin, ID: in.ID, Version: in.ExpectedVersion}, func(_ context.Context, m *matter, _ access.Grant) (act.Line, error) {
		m.Pinned = in.Pinned
		return act.Line{Action: "post.pin", Article: "10"}, nil
	})
}

// move gives the post to another department, for which the actor may write too.
func (s *Service) move(ctx context.Context, h *Head, to *string) error {
	if to == nil {
		return nil
	}
	owner, err := s.departments.Get(ctx, *to)
	if err != nil || owner.Key == h.Department {
		return err
	}
	if h.SubmittedEver {
		return fault.User(fault.WrongState, ownerFixed, "input.department").By("11c")
	}
	if err := s.mayDraft(ctx, owner); err != nil {
		return err
	}
	h.Department = owner.Key
	return s.saveDepartment(ctx, h)
}

// fits checks what a copy refers to: categories exist, a profile is about a person of the department. A post that gets another place
// than it had finds no other there, as far as the caller knows: a person has one profile, and a department one page.
func (s *Service) fits(ctx context.Context, h *Head, c *Copy, person *string, placed bool) error {
	var errs fault.UserErrors
	if ok, err := s.categoriesExist(ctx, c.Content.V.Categories); err != nil {
		return err
	} else if !ok {
		errs.Add(fault.User(fault.Invalid, unknownCategory, "input.categories"))
	}
	if person != nil {
		id, err := db.ParseID("staff", *person)
		if err != nil {
			return err
		}
		h.Person = id
	}
	var err error
	switch {
	case (h.Type == TypeStaffProfile) == h.Person.IsZero():
		errs.Add(fault.User(fault.Invalid, profilesName, "input.person"))
	case h.Type == TypeStaffProfile:
		err = s.personFits(ctx, h, &errs)
	}
	if err == nil && placed {
		err = s.alone(ctx, h, &errs)
	}
	if err != nil {
		return err
	}
	return errs.Err()
}

// alone notes that the person of a new profile has one that is not archived, or the department of a page: on the site, once there, or
// one that the caller may read. Another writer's draft reserves nothing; which comes first is settled at publication.
func (s *Service) alone(ctx context.Context, h *Head, errs *fault.UserErrors) error {
	if h.Type == TypeStaffProfile && h.Person.IsZero() {
		return nil
	}
	if err := s.queue(ctx, h); err != nil {
		return err
	}
	n, err := s.rivals(ctx, h, s.access.Reach(ctx, "post", "read_working"))
	switch {
	case err != nil || n == 0:
	case h.Type == TypeStaffProfile:
		errs.Add(fault.User(fault.Taken, profileTaken, "input.person"))
	default:
		errs.Add(fault.User(fault.Taken, pageTaken, "input.department"))
	}
	return err
}
