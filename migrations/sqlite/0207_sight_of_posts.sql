-- +goose Up

-- What the website section and the Board know of a post whose next version is still on its writer's desk (Art. 11c): whether what is
-- published had been sent to them, and when it last changed in their sight.
ALTER TABLE posts ADD COLUMN published_at_board INTEGER NOT NULL DEFAULT 0;
ALTER TABLE posts ADD COLUMN seen_at INTEGER NOT NULL DEFAULT 0;
UPDATE posts SET published_at_board = COALESCE((SELECT at_board FROM approvals WHERE approvals.id = posts.published_approval_id), at_board)
  WHERE published_revision_id IS NOT NULL;
UPDATE posts SET seen_at = CASE WHEN published_at_board = 1 AND at_board = 0 THEN COALESCE(updated_public_at, created_at) ELSE updated_at END;
CREATE INDEX IF NOT EXISTS posts_seen ON posts (seen_at, id);
