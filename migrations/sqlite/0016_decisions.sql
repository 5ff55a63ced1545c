-- Who decided what, on whose behalf, on which hash; insert-only (Art. 6b).
-- +goose Up
CREATE TABLE IF NOT EXISTS decisions (
  id BLOB NOT NULL PRIMARY KEY,
  approval_id BLOB NOT NULL,
  step TEXT NOT NULL,
  verdict TEXT NOT NULL,
  staff_id BLOB NOT NULL,
  on_behalf_of BLOB,
  role TEXT NOT NULL,
  comment TEXT NOT NULL,
  hash BLOB NOT NULL,
  at INTEGER NOT NULL,
  FOREIGN KEY (approval_id) REFERENCES approvals (id),
  FOREIGN KEY (staff_id) REFERENCES staff (id)
);
CREATE INDEX IF NOT EXISTS decisions_approval ON decisions (approval_id, at, id);
CREATE INDEX IF NOT EXISTS decisions_staff ON decisions (staff_id, at);
