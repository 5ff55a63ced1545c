package post

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
)

// decidedOn finds revisions by the decisions on them: a later one that happens to have the same content does not count.
const decidedOn = ` FROM revisions JOIN approvals ON approvals.subject_id = revisions.post_id
	JOIN decisions ON decisions.approval_id = approvals.id AND decisions.hash = revisions.hash AND decisions.at >= revisions.created_at WHERE `

// keptOf reads which revisions of the posts the actor keeps, the earliest first, by post.
func (s *Service) keptOf(ctx context.Context, posts []db.ID) (map[db.ID][]*kept, error) {
	reach := s.access.Reach(ctx, "decision", "read_subject")
	if reach.None() {
		return nil, nil
	}
	rows, err := db.All[*kept](ctx, s.db.From(ctx), "SELECT revisions.id, revisions.post_id"+decidedOn+"revisions.post_id IN (?) AND "+reach.SQL+
		" GROUP BY revisions.id, revisions.post_id, revisions.number ORDER BY revisions.number", append([]any{posts}, reach.Args...)...)
	found := map[db.ID][]*kept{}
	for _, r := range rows {
		found[r.Post] = append(found[r.Post], r)
	}
	return found, err
}

// keptRevision reads a revision, without its body, that the actor keeps, else NotFound.
func (s *Service) keptRevision(ctx context.Context, id db.ID) (*Revision, error) {
	reach, r := s.access.Reach(ctx, "decision", "read_subject"), new(Revision)
	err := s.db.From(ctx).Get(ctx, r, "SELECT "+lightColumns+decidedOn+"revisions.id = ? AND "+reach.SQL+" LIMIT 1", append([]any{id}, reach.Args...)...)
	if err != nil {
		return nil, err
	}
	return r, nil
}
