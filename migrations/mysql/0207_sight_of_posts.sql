-- +goose Up

-- What the website section and the Board know of a post whose next version is still on its writer's desk (Art. 11c): whether what is
-- published had been sent to them, and when it last changed in their sight.
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE posts ADD COLUMN published_at_board TINYINT NOT NULL DEFAULT 0, ADD COLUMN seen_at BIGINT NOT NULL DEFAULT 0', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'posts' AND column_name = 'published_at_board');
PREPARE change_it FROM @change;
EXECUTE change_it;
UPDATE posts SET published_at_board = COALESCE((SELECT at_board FROM approvals WHERE approvals.id = posts.published_approval_id), at_board)
  WHERE published_revision_id IS NOT NULL;
UPDATE posts SET seen_at = CASE WHEN published_at_board = 1 AND at_board = 0 THEN COALESCE(updated_public_at, created_at) ELSE updated_at END;
SET @change = (SELECT IF(COUNT(*) = 0, 'CREATE INDEX posts_seen ON posts (seen_at, id)', 'DO 0')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'posts' AND index_name = 'posts_seen');
PREPARE change_it FROM @change;
EXECUTE change_it;
