-- Every slug a post ever had; the current one is on the post, the others redirect. A slug is reserved before its post
-- is written, hence no foreign key.
-- +goose Up
CREATE TABLE IF NOT EXISTS slugs (
  slug TEXT NOT NULL PRIMARY KEY,
  post_id BLOB NOT NULL,
  created_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS slugs_post ON slugs (post_id);
