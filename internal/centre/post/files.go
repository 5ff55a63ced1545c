package post

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/richtext"
	"ttyt.example/ttyt/internal/centre/media"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/inbox"
)

// How many files a post shows at most, at each place.
const (
	maxGallery     = 40
	maxAttachments = 20
	maxEmbedded    = 60
)

// files are all that the content shows, cover first. One may stand at several places.
func (c *Content) files() []media.Attached {
	var cover []media.Attached
	if c.Cover != nil {
		cover = append(cover, *c.Cover)
	}
	return slices.Concat(cover, c.Gallery, c.Attachments, c.Embedded)
}

// fileKeys are those of the files that the content shows, each once.
func (c *Content) fileKeys() []db.ID {
	var keys []db.ID
	for _, f := range c.files() {
		keys = append(keys, f.File)
	}
	return unique(keys)
}

// namedFiles are the global ids of the files that the rich text of the copy, in its stored form, shows or leads to, each once.
func (c *Copy) namedFiles() []string {
	var ids []string
	for _, html := range c.richTexts() {
		for _, id := range richtext.Named(html) {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// richTexts are the fields of the copy that hold HTML.
func (c *Copy) richTexts() []string {
	texts := []string{c.Body}
	if page := c.Content.V.Fields.DepartmentPage; page != nil {
		texts = append(texts, page.texts()...)
	}
	return texts
}

// attach brings the files of the edit, and those that its rich text names, into the copy, and returns what is wrong with them as user
// errors. What the post shows already is not asked for anew.
func (s *Service) attach(ctx context.Context, h *Head, in *Edit, c *Copy) error {
	cover, covered := in.Cover.ValueOK()
	content, named := &c.Content.V, c.namedFiles()
	had := content.files()
	if !covered && in.Gallery == nil && in.Attachments == nil && len(named)+len(content.Embedded) == 0 {
		return nil
	}
	globals := slices.DeleteFunc(slices.Clone(named), func(global string) bool { // which was written by hand, maybe
		_, err := db.ParseID("media", global)
		return err != nil
	})
	for _, f := range slices.Concat([]*media.AttachmentInput{cover}, in.Gallery, in.Attachments) {
		if f != nil {
			globals = append(globals, f.File)
		}
	}
	a, err := s.media.Attach(ctx, globals, had)
	if err != nil {
		return err
	}
	if covered {
		content.Cover = nil
		if cover != nil {
			f := a.Picture("cover", cover)
			content.Cover = &f
		}
	}
	if in.Gallery != nil {
		content.Gallery = a.Files("gallery", in.Gallery, maxGallery, a.Picture)
	}
	if in.Attachments != nil {
		content.Attachments = a.Files("attachments", in.Attachments, maxAttachments, a.File)
	}
	a.Must(len(named) <= maxEmbedded, "body", tooManyItems.With(len(named), maxEmbedded))
	content.Embedded = nil
	for _, global := range named {
		f := a.One("body", global)
		content.Embedded = append(content.Embedded, media.Attached{File: f.File, Name: f.Name, Type: f.Type, Size: f.Size, SHA256: f.SHA256})
	}
	a.Must(h.Type != TypeStaffProfile || len(content.files()) == 0, "cover", noFiles)
	return a.Err()
}

// fit is why the post cannot go to its readers because of a file: it has no verdict or a bad one, cannot be shown, or says nothing to
// those who do not see it.
func (m *matter) fit(ctx context.Context, r *Revision) error {
	content := &r.Content.V
	keys := content.fileKeys()
	if len(keys) == 0 && len(r.namedFiles()) == 0 {
		return nil
	}
	now, err := m.filesNow(ctx, keys)
	if err != nil {
		return err
	}
	pictures := slices.Clone(content.Gallery)
	if content.Cover != nil {
		pictures = append(pictures, *content.Cover)
	}
	for i := range pictures {
		if err := m.s.media.Attachment(pictures[i], now).Stands(true); err != nil {
			return err
		}
		if !pictures[i].Described() {
			return undescribed(pictures[i].Name)
		}
	}
	for _, f := range content.Attachments {
		if err := m.s.media.Attachment(f, now).Stands(false); err != nil {
			return err
		}
	}
	return m.embeds(r, now)
}

// embeds is fit for what the rich text shows.
func (m *matter) embeds(r *Revision, now map[db.ID]*media.File) error {
	shown := map[string]bool{} // as a picture
	for _, html := range r.richTexts() {
		for p := range richtext.Parse(html).Pictures() {
			if shown[p.ID] = true; !p.Described {
				return undescribed(nameOf(r.Content.V.Embedded, p.ID))
			}
		}
	}
	for _, id := range r.namedFiles() {
		if nameOf(r.Content.V.Embedded, id) == "" {
			return fault.User(fault.WrongState, namesDeleted, "").By("7b")
		}
	}
	for _, f := range r.Content.V.Embedded {
		if err := m.s.media.Attachment(f, now).Stands(shown[f.ID()]); err != nil {
			return err
		}
	}
	return nil
}

func nameOf(files []media.Attached, id string) string {
	i := slices.IndexFunc(files, func(f media.Attached) bool { return f.ID() == id })
	if i < 0 {
		return ""
	}
	return files[i].Name
}

func undescribed(name string) error {
	return fault.User(fault.Required, pictureUndescribed.With(name), "").By("11c")
}

// filesNow are the files with the keys as they are now, read once for all posts that were opened together.
func (m *matter) filesNow(ctx context.Context, keys []db.ID) (map[db.ID]*media.File, error) {
	if m.files != nil && !slices.ContainsFunc(keys, func(key db.ID) bool { return !slices.Contains(m.filesRead, key) }) {
		return m.files, nil
	}
	now, err := m.s.media.Now(ctx, keys)
	m.files, m.filesRead = now, keys
	return now, err
}

// readFiles reads the files of the working copies of several posts at once.
func (s *Service) readFiles(ctx context.Context, matters []*matter) error {
	var keys []db.ID
	for _, m := range matters {
		if m.rev != nil {
			keys = append(keys, m.rev.Content.V.fileKeys()...)
		}
	}
	if keys = unique(keys); len(keys) == 0 {
		return nil
	}
	now, err := s.media.Now(ctx, keys)
	for _, m := range matters {
		m.files, m.filesRead = now, keys
	}
	return err
}

// Stands says why the post cannot be consented to as its files are now.
func (m *matter) Stands(ctx context.Context) error {
	r, err := m.working(ctx)
	if err != nil {
		return err
	}
	return m.fit(ctx, r)
}

// use is how files follow posts.
func (s *Service) use() media.Use {
	return media.Use{Reads: s.readsFiles, Holds: holdsFile, Forget: s.forgetFile}
}

// FileFound tells of posts that show files found infected: whose readers get a notice instead from now on.
func (s *Service) FileFound(ctx context.Context, files, _ []*media.File) error {
	for _, f := range files {
		heads, err := s.showing(ctx, f.Key)
		if err != nil {
			return err
		}
		for _, h := range heads {
			m := s.matter(h)
			if err := s.record(ctx, h, act.Line{Action: "post.file_withheld", Article: "7b", Detail: f.Name, Before: m.before, Grant: access.Grant{Role: access.System}}, false); err != nil {
				return err
			}
			if err := m.tellAll(ctx, nil, inbox.FileWithheld, f.Name); err != nil {
				return err
			}
		}
	}
	return nil
}
