-- Immutable content of a post, one row per save.
-- +goose Up
CREATE TABLE IF NOT EXISTS revisions (
  id BLOB NOT NULL PRIMARY KEY,
  post_id BLOB NOT NULL,
  number INTEGER NOT NULL,
  editor_id BLOB NOT NULL,
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  byline TEXT NOT NULL,
  audience TEXT NOT NULL,
  body TEXT NOT NULL,
  content TEXT NOT NULL,
  hash BLOB NOT NULL,
  restored_from BLOB,
  created_at INTEGER NOT NULL,
  FOREIGN KEY (post_id) REFERENCES posts (id)
);
CREATE UNIQUE INDEX IF NOT EXISTS revisions_number ON revisions (post_id, number);
