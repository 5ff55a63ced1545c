-- +goose Up

-- A draft shows the slug that it would like and reserves none: its key is one no more, and slugs holds what is or was on the
-- site. So a draft that somebody may not see shows in nothing of theirs.
SET @change = (SELECT IF(COUNT(*) = 0, 'DO 0', 'ALTER TABLE posts DROP INDEX posts_slug, ADD INDEX posts_slug (slug)')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'posts' AND index_name = 'posts_slug' AND non_unique = 0);
PREPARE change_it FROM @change;
EXECUTE change_it;
DELETE FROM slugs WHERE post_id IN (SELECT id FROM posts WHERE published_revision_id IS NULL);
