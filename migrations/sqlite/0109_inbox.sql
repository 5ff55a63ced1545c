-- +goose Up

-- What a person was told, and when they read it.
CREATE TABLE IF NOT EXISTS inbox_items (
  id BLOB NOT NULL PRIMARY KEY,
  staff_id BLOB NOT NULL,
  kind TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject_id BLOB NOT NULL,
  approval_id BLOB,
  detail TEXT NOT NULL,
  at INTEGER NOT NULL,
  read_at INTEGER,
  FOREIGN KEY (staff_id) REFERENCES staff (id)
);
CREATE INDEX IF NOT EXISTS inbox_items_staff ON inbox_items (staff_id, at, id);
CREATE INDEX IF NOT EXISTS inbox_items_unread_at ON inbox_items (staff_id, read_at, at, id);
