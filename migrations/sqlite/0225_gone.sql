-- +goose Up

-- Since when what was on the site is off it: addresses of posts that were public answer that they are gone.
ALTER TABLE posts ADD COLUMN down_at INTEGER;
UPDATE posts SET down_at = updated_at WHERE published_revision_id IS NOT NULL AND publication <> 'PUBLISHED' AND down_at IS NULL;
