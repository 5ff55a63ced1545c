-- Failed sign-ins per account and per address, shared by all replicas; the key is hashed.
-- +goose Up
CREATE TABLE IF NOT EXISTS throttles (
  name BLOB NOT NULL PRIMARY KEY,
  failures INTEGER NOT NULL,
  last_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS throttles_last ON throttles (last_at);
