-- Tags of the published revision, folded for matching.
-- +goose Up
CREATE TABLE IF NOT EXISTS post_tags (
  tag TEXT NOT NULL,
  post_id BLOB NOT NULL,
  PRIMARY KEY (tag, post_id),
  FOREIGN KEY (post_id) REFERENCES posts (id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS post_tags_post ON post_tags (post_id);
