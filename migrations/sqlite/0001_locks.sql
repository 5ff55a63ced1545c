-- Names that transactions serialise on, on every replica.
-- +goose Up
CREATE TABLE IF NOT EXISTS locks (
  name TEXT NOT NULL PRIMARY KEY,
  taken INTEGER NOT NULL
) WITHOUT ROWID;
