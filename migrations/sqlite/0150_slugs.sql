-- +goose Up

-- A draft shows the slug that it would like and reserves none: its key is one no more, and slugs holds what is or was on the
-- site. So a draft that somebody may not see shows in nothing of theirs.
DROP INDEX IF EXISTS posts_slug;
CREATE INDEX IF NOT EXISTS posts_slug ON posts (slug);
DELETE FROM slugs WHERE post_id IN (SELECT id FROM posts WHERE published_revision_id IS NULL);
