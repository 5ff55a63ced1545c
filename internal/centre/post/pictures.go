package post

import (
	"context"
	"html"
	"strconv"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/richtext"
	"ttyt.example/ttyt/internal/centre/media"
)

// attached are the files that the revisions of the list show, as they are now.
func (b *batch) attached(ctx context.Context) (map[db.ID]*media.File, error) {
	return b.files.Get(func() (map[db.ID]*media.File, error) {
		var keys []db.ID
		for _, c := range b.contents {
			keys = append(keys, c.fileKeys()...)
		}
		return b.s.media.Now(ctx, unique(keys))
	})
}

// picture is one attached file as its readers get it, nil for none.
func (b *batch) picture(ctx context.Context, f *media.Attached) (*media.Attachment, error) {
	if f == nil {
		return nil, nil
	}
	now, err := b.attached(ctx)
	if err != nil {
		return nil, err
	}
	return b.s.media.Attachment(*f, now), nil
}

// pictures are attached files as their readers get them.
func (b *batch) pictures(ctx context.Context, files []media.Attached) ([]*media.Attachment, error) {
	if len(files) == 0 {
		return []*media.Attachment{}, nil
	}
	now, err := b.attached(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]*media.Attachment, len(files))
	for i, f := range files {
		list[i] = b.s.media.Attachment(f, now)
	}
	return list, nil
}

// Cover is the picture that stands for the post, nil if there is none.
func (e *Entry) Cover(ctx context.Context) (*media.Attachment, error) {
	return e.list.picture(ctx, e.content.Cover)
}

// Gallery are further pictures.
func (e *Entry) Gallery(ctx context.Context) ([]*media.Attachment, error) {
	return e.list.pictures(ctx, e.content.Gallery)
}

// Attachments are files to download.
func (e *Entry) Attachments(ctx context.Context) ([]*media.Attachment, error) {
	return e.list.pictures(ctx, e.content.Attachments)
}

// Cover is the picture that stands for the post, nil if there is none.
func (r *Snapshot) Cover(ctx context.Context) (*media.Attachment, error) {
	return r.list.picture(ctx, r.r.Content.V.Cover)
}

// Gallery are further pictures.
func (r *Snapshot) Gallery(ctx context.Context) ([]*media.Attachment, error) {
	return r.list.pictures(ctx, r.r.Content.V.Gallery)
}

// Attachments are files to download.
func (r *Snapshot) Attachments(ctx context.Context) ([]*media.Attachment, error) {
	return r.list.pictures(ctx, r.r.Content.V.Attachments)
}

// illustrated is rich text with its pictures and files where readers get them.
func (s *Service) illustrated(ctx context.Context, text string) (string, error) {
	files, err := s.filesIn(ctx, text)
	if err != nil || len(files) == 0 && len(richtext.Named(text)) == 0 {
		return text, err
	}
	return s.illustrate(ctx, text, files), nil
}

// filesIn are the files that rich texts show or lead to, as they are now.
func (s *Service) filesIn(ctx context.Context, texts ...string) (map[db.ID]*media.File, error) {
	var keys []db.ID
	for _, text := range texts {
		for _, global := range richtext.Named(text) {
			if key, err := db.ParseID("media", global); err == nil {
				keys = append(keys, key)
			}
		}
	}
	return s.media.Now(ctx, unique(keys))
}

func (s *Service) illustrate(ctx context.Context, text string, files map[db.ID]*media.File) string {
	attachment := func(global string) *media.Attachment {
		key, err := db.ParseID("media", global)
		if err != nil {
			key = db.ID{} // which no file has
		}
		return s.media.Attachment(media.Attached{File: key}, files)
	}
	return richtext.Resolve(text, func(p richtext.Picture) string { return drawn(ctx, p, attachment(p.ID)) }, func(global string) string {
		if url := attachment(global).URL(); url != nil {
			return *url
		}
		return ""
	})
}

// widestText is how wide a text is set at most, in pixels of a page.
const widestText = 736

// drawn is a picture in a text as HTML: in the width that its writer chose, or as wide as the text.
func drawn(ctx context.Context, p richtext.Picture, a *media.Attachment) string {
	picture := a.Picture()
	if picture == nil {
		says := ""
		if notice := a.Notice(ctx); notice != nil {
			says = *notice
		}
		return `<span class="file-notice">` + html.EscapeString(says) + `</span>`
	}
	width := min(picture.Width(), widestText)
	if p.Width > 0 {
		width = min(p.Width, picture.Width())
	}
	height := max(1, (width*picture.Height()+picture.Width()/2)/picture.Width())
	w := strconv.Itoa(width)
	var b strings.Builder
	for _, attr := range [][2]string{
		{"src", picture.Address(media.Shown{Width: width})}, {"srcset", picture.Addresses(media.Shown{})}, {"sizes", "(max-width: " + w + "px) 100vw, " + w + "px"},
		{"alt", p.Alt}, {"width", w}, {"height", strconv.Itoa(height)}, {"loading", "lazy"}, {"decoding", "async"},
	} {
		b.WriteString(" " + attr[0] + `="` + html.EscapeString(attr[1]) + `"`)
	}
	return "<img" + b.String() + "/>"
}
