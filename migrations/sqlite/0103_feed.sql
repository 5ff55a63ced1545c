-- +goose Up

-- The change feed, written in the transaction of each change.
CREATE TABLE IF NOT EXISTS changes (
  id BLOB NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  subject_id BLOB NOT NULL,
  tags TEXT NOT NULL,
  at INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS changes_at ON changes (at, id);
