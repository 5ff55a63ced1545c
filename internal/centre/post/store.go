package post

import (
	"context"
	"strings"

	"ttyt.example/ttyt/internal/base/budget"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/richtext"
	"ttyt.example/ttyt/internal/core/access"
)

var (
	headNames       = db.NamesOf(Head{})
	headColumns     = db.ColumnsOf("posts", Head{})
	revisionColumns = db.ColumnsOf("revisions", Revision{})
	// lightColumns leave out the body, and what was found in it.
	lightColumns = strings.NewReplacer("revisions.body", "'' AS body", "revisions.findings,", "NULL AS findings,").Replace(revisionColumns)
)

// headForUpdate reads, inside a transaction, a head that the reach covers, else NotFound, and keeps others from changing it until
// the end.
func (s *Service) headForUpdate(ctx context.Context, id db.ID, reach access.Reach) (*Head, error) {
	h := new(Head)
	return h, s.db.From(ctx).Get(ctx, h, "SELECT "+headColumns+" FROM posts WHERE posts.id = ? AND "+reach.SQL+s.db.ForUpdate(ctx),
		append([]any{id}, reach.Args...)...)
}

// headsForUpdate reads heads for the program itself, in the order of their keys.
func (s *Service) headsForUpdate(ctx context.Context, ids []db.ID) ([]*Head, error) {
	return db.All[*Head](ctx, s.db.From(ctx), "SELECT "+headColumns+" FROM posts WHERE posts.id IN (?) ORDER BY posts.id"+s.db.ForUpdate(ctx), ids)
}

// save writes the head, unless somebody else was faster, and raises its version.
func (s *Service) save(ctx context.Context, h *Head) error {
	expected := h.Version
	h.Version, h.UpdatedAt = expected+1, s.db.Now(ctx)
	saved, err := s.db.From(ctx).Update(ctx, "posts", h, h.Key, expected, "id", "type", "author_id", "service_account_id", "author_left", "created_at")
	if err == nil && !saved {
		err = fault.Changed("post", h.ID())
	}
	return err
}

// revision reads one revision without checking rights: the caller has done so.
func (s *Service) revision(ctx context.Context, id db.ID) (*Revision, error) {
	r := new(Revision)
	return r, s.db.From(ctx).Get(ctx, r, "SELECT "+revisionColumns+" FROM revisions WHERE id = ?", id)
}

// revisions reads several, without asking for a right.
func (s *Service) revisions(ctx context.Context, ids []db.ID) (map[db.ID]*Revision, error) {
	rows, err := db.All[*Revision](ctx, s.db.From(ctx), "SELECT "+revisionColumns+" FROM revisions WHERE id IN (?)", ids)
	found := make(map[db.ID]*Revision, len(rows))
	for _, r := range rows {
		found[r.Key] = r
	}
	return found, err
}

// contents reads the small contents of revisions.
func (s *Service) contents(ctx context.Context, ids []db.ID) (map[db.ID]*Content, error) {
	var rows []struct {
		Key     db.ID            `db:"id"`
		Content db.JSON[Content] `db:"content"`
	}
	if err := s.db.From(ctx).Select(ctx, &rows, "SELECT id, content FROM revisions WHERE id IN (?)", ids); err != nil {
		return nil, err
	}
	found := make(map[db.ID]*Content, len(rows))
	for i, r := range rows {
		found[r.Key] = &rows[i].Content.V
	}
	return found, nil
}

// bodies reads the bodies of revisions. Where they may weigh more than an answer may, it asks first how much they do.
func (s *Service) bodies(ctx context.Context, ids []db.ID) (map[db.ID]string, error) {
	most := len(ids) * richtext.MaxBytes
	if !budget.Reserve(ctx, most) {
		if err := s.db.From(ctx).Get(ctx, &most, "SELECT COALESCE(SUM(OCTET_LENGTH(body)), 0) FROM revisions WHERE id IN (?)", ids); err != nil {
			return nil, err
		}
		if err := budget.Read(ctx, most); err != nil {
			return nil, err
		}
	}
	var rows []struct {
		Key  db.ID  `db:"id"`
		Body string `db:"body"`
	}
	if err := s.db.From(ctx).Select(ctx, &rows, "SELECT id, body FROM revisions WHERE id IN (?)", ids); err != nil {
		return nil, err
	}
	found := make(map[db.ID]string, len(rows))
	for _, r := range rows {
		found[r.Key] = r.Body
		most -= len(r.Body)
	}
	budget.Release(ctx, most)
	return found, nil
}

// saveCopy makes the copy, which is in its stored form already, the next revision of the post and its working copy, by the caller. It
// changes the head, which the caller then saves.
func (s *Service) saveCopy(ctx context.Context, h *Head, c *Copy, restoredFrom db.ID) (*Revision, error) {
	var number int
	if err := s.db.From(ctx).Get(ctx, &number, "SELECT COALESCE(MAX(number), 0) + 1 FROM revisions WHERE post_id = ?", h.Key); err != nil {
		return nil, err
	}
	me := access.Of(ctx)
	r := h.adopt(s.db.Now(ctx), number, me.StaffID, c)
	r.RestoredFrom, r.Service = restoredFrom, me.Service
	return r, s.insertRevision(ctx, h, r)
}

func (s *Service) insertRevision(ctx context.Context, h *Head, r *Revision) error {
	if err := r.look(ctx); err != nil {
		return err
	}
	if err := s.db.From(ctx).Insert(ctx, "revisions", r); err != nil {
		return err
	}
	if err := s.noteFiles(ctx, r); err != nil {
		return err
	}
	if err := s.findWorking(ctx, h, &r.Copy, r.Number > 1); err != nil {
		return err
	}
	if r.Number > 1 {
		return s.categorise(ctx, h, r.Content.V.Categories, false)
	}
	return s.addCategories(ctx, h, r.Content.V.Categories, false) // a new post has none
}

// categorise sets the categories of the published revision (live) or of the working copy.
func (s *Service) categorise(ctx context.Context, h *Head, ids []db.ID, live bool) error {
	q := s.db.From(ctx)
	if _, err := q.Exec(ctx, "DELETE FROM post_categories WHERE post_id = ? AND live = ?", h.Key, live); err != nil {
		return err
	}
	return s.addCategories(ctx, h, ids, live)
}

func (s *Service) addCategories(ctx context.Context, h *Head, ids []db.ID, live bool) error {
	_, err := s.db.From(ctx).Exec(ctx, "INSERT INTO post_categories (category_id, post_id, live) SELECT id, ?, ? FROM categories WHERE id IN (?)", h.Key, live, ids)
	return err
}
