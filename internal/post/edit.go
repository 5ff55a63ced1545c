package post

import (
	"context"
	"encoding/json"

	"ttyt/internal/access"
	"ttyt/internal/db"
	"ttyt/internal/fault"
	"ttyt/internal/inbox"
	"ttyt/internal/text"
)

// Edit is what an author may set. What is absent stays as it is; a list or a type's content is replaced as a whole.
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
	Origin     *Origin
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
	set(&content.Origin, in.Origin)
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
	return c.check(d, now)
}

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
	IdempotencyKey *string
}

// Create makes a draft of the department with its first revision, and reserves its slug. What breaks a rule comes back
// as user errors. Repeated under its idempotency key it answers with the draft made the first time.
func (s *Service) Create(ctx context.Context, in CreateInput) (Post, error) {
	key := ""
	if in.IdempotencyKey != nil {
		key = *in.IdempotencyKey
	}
	asked, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	return s.change(ctx, func(ctx context.Context) (*Head, error) {
		id, _, err := s.db.Once(ctx, access.Of(ctx).AccountID, "createPost", key, asked, func(ctx context.Context) (db.ID, error) {
			h, err := s.create(ctx, in)
			if err != nil {
				return db.ID{}, err
			}
			return h.Key, nil
		})
		if err != nil {
			return nil, err
		}
		return s.head(ctx, id, s.access.Reach(ctx, "post", "read_working"))
	})
}

func (s *Service) create(ctx context.Context, in CreateInput) (*Head, error) {
	owner, err := s.departments.Get(ctx, in.Department)
	if err != nil {
		return nil, err
	}
	if err := s.access.Require(ctx, "post", "create", owner.Target()); err != nil {
		return nil, err
	}
	c, now := &Copy{Audience: AudiencePublic}, s.db.Now(ctx)
	if err := in.apply(c, in.Type.definition(), now); err != nil {
		return nil, err
	}
	h := &Head{
		Key: db.NewID(), Type: in.Type, Department: owner.Key, Author: access.Of(ctx).StaffID,
		Publication: PublicationNone, Working: WorkingDraft, Version: 1, CreatedAt: now, UpdatedAt: now,
	}
	if err := s.fits(ctx, h, c, in.Person); err != nil {
		return nil, err
	}
	if err := s.reserve(ctx, h, slugOf(c.Title, h.Type), true); err != nil {
		return nil, err
	}
	r := h.adopt(now, 1, h.Author, c)
	if err := s.insertHead(ctx, h); err != nil {
		return nil, err
	}
	if err := s.insertRevision(ctx, h, r); err != nil {
		return nil, err
	}
	return h, s.record(ctx, h, event{action: "create", article: "11a"})
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
	return s.changeHead(ctx, "update", in.ID, in.ExpectedVersion, func(ctx context.Context, h *Head) (event, error) {
		bound, err := s.editable(ctx, h)
		if err != nil {
			return event{}, err
		}
		if err := s.move(ctx, h, in.Department); err != nil {
			return event{}, err
		}
		base, err := s.revision(ctx, h.WorkingRevision)
		if err != nil {
			return event{}, err
		}
		if err := in.apply(&base.Copy, h.Type.definition(), s.db.Now(ctx)); err != nil {
			return event{}, err
		}
		if err := s.fits(ctx, h, &base.Copy, nil); err != nil {
			return event{}, err
		}
		if err := s.follow(ctx, h, base.Title); err != nil {
			return event{}, err
		}
		r, err := s.saveRevision(ctx, h, access.Of(ctx).StaffID, &base.Copy)
		if err != nil || bound == nil {
			return event{action: "update", article: "11a"}, err
		}
		if err := s.approvals.Rebind(ctx, bound, r.Hash, access.Grant{Role: access.WebEditor}); err != nil {
			return event{}, err
		}
		return event{action: "edit_at_board", article: "10"}, s.approvals.TellParties(ctx, bound, inbox.Edited, "")
	})
}

// RestoreInput names the revision to bring back.
type RestoreInput struct {
	ID              string
	ExpectedVersion int
	Revision        string
}

// Restore makes a new revision of the working copy from an earlier one of the same post.
func (s *Service) Restore(ctx context.Context, in RestoreInput) (Post, error) {
	return s.changeHead(ctx, "update", in.ID, in.ExpectedVersion, func(ctx context.Context, h *Head) (event, error) {
		id, err := db.ParseID("revision", in.Revision)
		if err != nil {
			return event{}, err
		}
		if err := h.edit(); err != nil {
			return event{}, err
		}
		old, err := s.revision(ctx, id)
		if err != nil {
			return event{}, err
		}
		if old.Post != h.Key {
			return event{}, fault.ErrNotFound
		}
		return event{action: "restore", article: "11a"}, s.restore(ctx, h, old)
	})
}

// DeleteInput names the draft to delete.
type DeleteInput struct {
	ID              string
	ExpectedVersion int
}

// Delete removes a draft that was never submitted, with its revisions and its slug, and returns its global id.
func (s *Service) Delete(ctx context.Context, in DeleteInput) (*string, error) {
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		h, err := s.open(ctx, "delete", in.ID, in.ExpectedVersion)
		if err != nil {
			return err
		}
		if err := s.deleteHead(ctx, h); err != nil {
			return err
		}
		return s.record(ctx, h, event{action: "delete", article: "11", before: h.digest(), gone: true})
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
	return s.changeHead(ctx, "change_slug", in.ID, in.ExpectedVersion, func(ctx context.Context, h *Head) (event, error) {
		if in.Slug == "" || in.Slug != text.Slug(in.Slug, maxSlug) || reserved[in.Slug] {
			return event{}, fault.User(fault.Invalid, fault.Text{
				VI: "Đường dẫn chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối, nhiều nhất 120 ký tự, và không trùng đường dẫn của hệ thống.",
				EN: "A slug holds lower-case Latin letters, digits and single hyphens, at most 120 characters, and is no address of the site itself."}, "input.slug")
		}
		return event{action: "change_slug", article: "10", detail: in.Slug}, s.reserve(ctx, h, in.Slug, false)
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
	return s.changeHead(ctx, "pin", in.ID, in.ExpectedVersion, func(_ context.Context, h *Head) (event, error) {
		h.Pinned = in.Pinned
		return event{action: "pin", article: "10"}, nil
	})
}

// change runs fn in a transaction and shows the head that it leaves.
func (s *Service) change(ctx context.Context, fn func(ctx context.Context) (*Head, error)) (Post, error) {
	var h *Head
	err := s.db.InTx(ctx, func(ctx context.Context) (err error) {
		h, err = fn(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.view(ctx, h, everything)
}

// changeHead is change for one post: it opens the post for the action, lets fn change the head, saves and records it.
func (s *Service) changeHead(ctx context.Context, action, global string, expected int, fn func(ctx context.Context, h *Head) (event, error)) (Post, error) {
	return s.change(ctx, func(ctx context.Context) (*Head, error) {
		h, err := s.open(ctx, action, global, expected)
		if err != nil {
			return nil, err
		}
		before := h.digest()
		e, err := fn(ctx, h)
		if err != nil {
			return nil, err
		}
		if err := s.save(ctx, h, expected); err != nil {
			return nil, err
		}
		e.before = before
		return h, s.record(ctx, h, e)
	})
}

// open loads the post for the action of the actor: NotFound, the refusal, or a ConflictError when it changed meanwhile.
func (s *Service) open(ctx context.Context, action, global string, expected int) (*Head, error) {
	h, err := s.load(ctx, global)
	if err != nil {
		return nil, err
	}
	if err := s.access.Require(ctx, "post", action, h.Target()); err != nil {
		return nil, err
	}
	if h.Version != expected {
		return nil, fault.Changed("post", h.ID())
	}
	return h, nil
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
		return fault.User(fault.WrongState, fault.Text{
			VI: "Đơn vị sở hữu không đổi được sau lần trình đầu tiên.", EN: "The owning department is fixed at the first submission."}, "input.department").By("11c")
	}
	if err := s.access.Require(ctx, "post", "create", owner.Target()); err != nil {
		return err
	}
	h.Department = owner.Key
	return nil
}

// fits checks what a copy refers to: categories exist, a profile is about a person of the department, and a department
// has one page.
func (s *Service) fits(ctx context.Context, h *Head, c *Copy, person *string) error {
	var errs fault.UserErrors
	if ok, err := s.categoriesExist(ctx, c.Content.V.Categories); err != nil {
		return err
	} else if !ok {
		errs.Add(fault.User(fault.Invalid, fault.Text{VI: "Có chuyên mục không tồn tại.", EN: "A category does not exist."}, "input.categories"))
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
		errs.Add(fault.User(fault.Invalid, fault.Text{
			VI: "Trang cá nhân, và chỉ trang cá nhân, phải nêu cán bộ được giới thiệu.",
			EN: "A staff profile, and nothing else, names the person it is about."}, "input.person"))
	case h.Type == TypeStaffProfile:
		err = s.personFits(ctx, h, &errs)
	case h.Type == TypeDepartmentPage:
		err = s.onlyPage(ctx, h, &errs)
	}
	if err != nil {
		return err
	}
	return errs.Err()
}
