package post

import (
	"context"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
)

// holdsFile is where a file is of a working copy, or of what is on the site: what was taken down may lose it, and then needs a new version.
const holdsFile = `EXISTS (SELECT 1 FROM revision_files JOIN posts ON posts.id = revision_files.post_id
	WHERE revision_files.file_id = media_files.id AND (revision_files.revision_id = posts.working_revision_id
		OR posts.publication = 'PUBLISHED' AND revision_files.revision_id = posts.published_revision_id))`

// readsFiles is where the actor reads a file because they read a revision that shows it: what is published, the way that it came there,
// the working copy, or what they decided on.
func (s *Service) readsFiles(ctx context.Context) access.Reach {
	const live = "revision_files.revision_id = posts.published_revision_id"
	var parts []string
	var args []any
	add := func(sql string, reach access.Reach, end string) {
		if !reach.None() {
			parts, args = append(parts, sql+"("+reach.SQL+")"+end), append(args, reach.Args...)
		}
	}
	add(live+" AND ", s.access.Reach(ctx, "post", "read"), "")
	add("", s.access.Reach(ctx, "post", "read_working"), "")
	add(`EXISTS (SELECT 1 FROM revisions was JOIN revisions live ON live.id = posts.published_revision_id
		WHERE was.id = revision_files.revision_id AND was.number <= live.number) AND `, s.access.Reach(ctx, "post", "read_sent"), "")
	add("EXISTS (SELECT 1"+decidedOn+"revisions.id = revision_files.revision_id AND ", s.access.Reach(ctx, "decision", "read_subject"), ")")
	if parts == nil {
		return access.Reach{SQL: "1 = 0"}
	}
	return access.Reach{SQL: "EXISTS (SELECT 1 FROM revision_files JOIN posts ON posts.id = revision_files.post_id WHERE revision_files.file_id = media_files.id AND (" +
		strings.Join(parts, " OR ") + "))", Args: args}
}

// noteFiles writes down which files a new revision shows.
func (s *Service) noteFiles(ctx context.Context, r *Revision) error {
	keys := r.Content.V.fileKeys()
	if len(keys) == 0 {
		return nil
	}
	rows := strings.TrimSuffix(strings.Repeat("(?, ?, ?), ", len(keys)), ", ")
	var args []any
	for _, key := range keys {
		args = append(args, key, r.Post, r.Key)
	}
	_, err := s.db.From(ctx).Exec(ctx, "INSERT INTO revision_files (file_id, post_id, revision_id) VALUES "+rows, args...)
	return err
}

func (s *Service) forgetFile(ctx context.Context, file db.ID) error {
	_, err := s.db.From(ctx).Exec(ctx, "DELETE FROM revision_files WHERE file_id = ?", file)
	return err
}

// showing are the posts whose working copy, or what is on the site, shows the file.
func (s *Service) showing(ctx context.Context, file db.ID) ([]*Head, error) {
	keys, err := db.All[db.ID](ctx, s.db.From(ctx), "SELECT DISTINCT posts.id FROM revision_files JOIN posts ON posts.id = revision_files.post_id WHERE revision_files.file_id = ? AND "+
		"(revision_files.revision_id = posts.working_revision_id OR posts.publication = ? AND revision_files.revision_id = posts.published_revision_id)", file, PublicationPublished)
	if err != nil || len(keys) == 0 {
		return nil, err
	}
	slices.SortFunc(keys, db.ID.Compare)
	return s.headsForUpdate(ctx, keys)
}
