-- Rounds in which departments confirm what they own (Art. 5b). live is 1 for the one that is open, else NULL.
-- +goose Up
CREATE TABLE IF NOT EXISTS inventory_rounds (
  id BLOB NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  live INTEGER,
  due_on TEXT,
  opened_by BLOB,
  opened_at INTEGER NOT NULL,
  closed_by BLOB,
  closed_at INTEGER,
  version INTEGER NOT NULL,
  FOREIGN KEY (opened_by) REFERENCES staff (id),
  FOREIGN KEY (closed_by) REFERENCES staff (id)
);
CREATE UNIQUE INDEX IF NOT EXISTS inventory_rounds_live ON inventory_rounds (live);
CREATE INDEX IF NOT EXISTS inventory_rounds_opened ON inventory_rounds (opened_at, id);
