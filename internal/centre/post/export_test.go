package post

import (
	"bytes"
	"context"
	"maps"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
)

// ForcePublish puts the working copy of the post on the site, past the approvals, which have tests of their own.
func (s *Service) ForcePublish(ctx context.Context, p Post) (Post, error) {
	return s.force(ctx, p, func(ctx context.Context, h *Head) error {
		r, err := s.revision(ctx, h.WorkingRevision)
		if err != nil {
			return err
		}
		h.Publication, h.Working, h.WorkingRevision = PublicationPublished, WorkingNone, db.ID{}
		h.AtBoard, h.SubmittedEver, h.PosterAlias = true, true, "Ngọc Sơn"
		h.UpdatedPublicAt = s.db.Now(ctx)
		if h.PublishedAt.IsZero() {
			h.PublishedAt.Time = h.UpdatedPublicAt
		}
		return s.project(ctx, h, r)
	})
}

// ForceUnpublish takes the post from the site.
func (s *Service) ForceUnpublish(ctx context.Context, p Post) (Post, error) {
	return s.force(ctx, p, func(ctx context.Context, h *Head) error {
		h.Publication = PublicationUnpublished
		return s.unproject(ctx, h)
	})
}

// Set brings the post into the states.
func (s *Service) Set(ctx context.Context, p Post, working Working, atBoard bool) (Post, error) {
	return s.force(ctx, p, func(_ context.Context, h *Head) error {
		h.Working, h.AtBoard, h.SubmittedEver = working, atBoard, true
		return nil
	})
}

func (s *Service) force(ctx context.Context, p Post, fn func(ctx context.Context, h *Head) error) (Post, error) {
	h := *p.Common().head
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		if err := fn(ctx, &h); err != nil {
			return err
		}
		return s.save(ctx, &h)
	})
	if err != nil {
		return nil, err
	}
	return s.view(ctx, &h, everything)
}

// HashNow is the hash of the revision shown, from what the store holds.
func (s *Service) HashNow(ctx context.Context, p Post) ([]byte, error) {
	h := new(Head)
	if err := s.db.From(ctx).Get(ctx, h, "SELECT "+headColumns+" FROM posts WHERE id = ?", p.Common().head.Key); err != nil {
		return nil, err
	}
	r, err := s.revision(ctx, h.Shown())
	if err != nil {
		return nil, err
	}
	return Hash(h, &r.Copy), nil
}

// Keys are the keys of the post's row and of the revision shown.
func Keys(p Post) (post, revision db.ID) { return p.Common().head.Key, p.Common().head.Shown() }

// HeadOf is the row of the post, as far as it was read.
func HeadOf(p Post) *Head { return p.Common().head }

// HeadColumns are those of a head.
var HeadColumns = headColumns

// WalkFrom sets from which number of posts with each word a search by date is read from the newest posts.
func (s *Service) WalkFrom(n int) { s.walkFrom = n }

// Compared is the difference of what readers get of two posts, and whether their hashes differ.
func Compared(ctx context.Context, fromHead *Head, from *Copy, toHead *Head, to *Copy) (d *Diff, hashDiffers bool, err error) {
	d, err = compareAs(ctx, fromHead, from, toHead, to)
	return d, !bytes.Equal(Hash(fromHead, from), Hash(toHead, to)), err
}

// Labelled reports whether a reader is told the name of the field.
func Labelled(field string) bool {
	name, _ := labelOf(field)
	return name.EN != field
}

// Labels are the patterns of all names.
func Labels() []string {
	return slices.AppendSeq(slices.Collect(maps.Keys(labels)), maps.Keys(itemLabels))
}

// Misfound are the titles of the posts whose words among working copies are not those of what is off the site.
func (s *Service) Misfound(ctx context.Context) (titles []string, err error) {
	heads, err := db.All[*Head](ctx, s.db.From(ctx), "SELECT "+headColumns+" FROM posts")
	for _, h := range heads {
		want := map[string]int{}
		if h.Working != WorkingNone || h.Publication != PublicationPublished {
			id := h.WorkingRevision
			if h.Working == WorkingNone && !h.PublishedRevision.IsZero() {
				id = h.PublishedRevision
			}
			r, err := s.revision(ctx, id)
			if err != nil {
				return nil, err
			}
			want = workingTerms(&r.Copy)
			if h.Publication != PublicationPublished && !h.PublishedRevision.IsZero() {
				r, err := s.revision(ctx, h.PublishedRevision)
				if err != nil {
					return nil, err
				}
				maps.Copy(want, sentTerms(&r.Copy))
			}
		}
		rows, err := db.All[struct {
			Term   string `db:"term"`
			Weight int    `db:"weight"`
		}](ctx, s.db.From(ctx), "SELECT term, weight FROM post_working_terms WHERE post_id = ?", h.Key)
		if err != nil {
			return nil, err
		}
		got := map[string]int{}
		for _, r := range rows {
			got[r.Term] = r.Weight
		}
		if !maps.Equal(got, want) {
			titles = append(titles, h.Title)
		}
	}
	return titles, err
}
