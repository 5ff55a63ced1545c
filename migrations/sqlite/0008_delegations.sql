-- A manager's or director's power lent to a named colleague; never lendable further.
-- +goose Up
CREATE TABLE IF NOT EXISTS delegations (
  id BLOB NOT NULL PRIMARY KEY,
  from_staff_id BLOB NOT NULL,
  to_staff_id BLOB NOT NULL,
  role TEXT NOT NULL,
  department_id BLOB,
  decision_no TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL,
  revoked_at INTEGER,
  created_at INTEGER NOT NULL,
  FOREIGN KEY (from_staff_id) REFERENCES staff (id),
  FOREIGN KEY (to_staff_id) REFERENCES staff (id),
  FOREIGN KEY (department_id) REFERENCES departments (id)
);
CREATE INDEX IF NOT EXISTS delegations_to ON delegations (to_staff_id, to_at);
CREATE INDEX IF NOT EXISTS delegations_from ON delegations (from_staff_id, to_at);
CREATE INDEX IF NOT EXISTS delegations_department ON delegations (department_id);
