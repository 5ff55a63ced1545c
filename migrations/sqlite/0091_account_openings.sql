-- The times in which the head of the Board lets directors create accounts and issue one-time links. live is 1 while it
-- lasts and NULL after, so that one may be live.
-- +goose Up
CREATE TABLE IF NOT EXISTS account_openings (
  id BLOB NOT NULL PRIMARY KEY,
  live INTEGER,
  reason TEXT NOT NULL,
  opened_by BLOB NOT NULL,
  opened_at INTEGER NOT NULL,
  closed_by BLOB,
  closed_at INTEGER
);
CREATE UNIQUE INDEX IF NOT EXISTS account_openings_live ON account_openings (live);
