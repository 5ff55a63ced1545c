-- +goose Up

-- Since when what was on the site is off it: addresses of posts that were public answer that they are gone.
SET @change = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE posts ADD COLUMN down_at BIGINT', 'DO 0')
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'posts' AND column_name = 'down_at');
PREPARE change_it FROM @change;
EXECUTE change_it;
UPDATE posts SET down_at = updated_at WHERE published_revision_id IS NOT NULL AND publication <> 'PUBLISHED' AND down_at IS NULL;
