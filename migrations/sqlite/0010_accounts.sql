-- One login of exactly one staff member (Art. 1, 6). alias is the public name of the poster;
-- suspended_for is LEAVE or ORDER while suspended.
-- +goose Up
CREATE TABLE IF NOT EXISTS accounts (
  id BLOB NOT NULL PRIMARY KEY,
  staff_id BLOB NOT NULL,
  login TEXT NOT NULL,
  alias TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  state TEXT NOT NULL,
  suspended_for TEXT NOT NULL,
  password_changed_at INTEGER,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  FOREIGN KEY (staff_id) REFERENCES staff (id)
);
CREATE UNIQUE INDEX IF NOT EXISTS accounts_staff ON accounts (staff_id);
CREATE UNIQUE INDEX IF NOT EXISTS accounts_login ON accounts (login);
