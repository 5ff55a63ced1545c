-- Granted roles (Art. 3, 10). live is 1 while granted and NULL after, so one may be live.
-- +goose Up
CREATE TABLE IF NOT EXISTS role_assignments (
  id BLOB NOT NULL PRIMARY KEY,
  staff_id BLOB NOT NULL,
  role TEXT NOT NULL,
  live INTEGER,
  granted_by BLOB,
  granted_at INTEGER NOT NULL,
  revoked_by BLOB,
  revoked_at INTEGER,
  FOREIGN KEY (staff_id) REFERENCES staff (id)
);
CREATE UNIQUE INDEX IF NOT EXISTS role_assignments_live ON role_assignments (staff_id, role, live);
CREATE INDEX IF NOT EXISTS role_assignments_role ON role_assignments (role, live);
