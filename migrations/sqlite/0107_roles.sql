-- +goose Up

-- HEAD, DEPUTY or ACTING of a department; the manager role follows from one in force.
CREATE TABLE IF NOT EXISTS positions (
  id BLOB NOT NULL PRIMARY KEY,
  staff_id BLOB NOT NULL,
  department_id BLOB NOT NULL,
  kind TEXT NOT NULL,
  decision_no TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  to_at INTEGER,
  created_at INTEGER NOT NULL,
  FOREIGN KEY (staff_id) REFERENCES staff (id),
  FOREIGN KEY (department_id) REFERENCES departments (id)
);
CREATE INDEX IF NOT EXISTS positions_staff ON positions (staff_id, from_at);
CREATE INDEX IF NOT EXISTS positions_department ON positions (department_id, from_at);

-- A manager's or director's power lent to a named colleague; never lendable further.
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

-- Granted roles (Art. 3, 10). live is 1 while granted and NULL after, so one may be live. last_held marks the role of IT that
-- was revoked while nobody else worked in it.
CREATE TABLE IF NOT EXISTS role_assignments (
  id BLOB NOT NULL PRIMARY KEY,
  staff_id BLOB NOT NULL,
  role TEXT NOT NULL,
  live INTEGER,
  last_held INTEGER,
  granted_by BLOB,
  granted_at INTEGER NOT NULL,
  revoked_by BLOB,
  revoked_at INTEGER,
  FOREIGN KEY (staff_id) REFERENCES staff (id)
);
CREATE UNIQUE INDEX IF NOT EXISTS role_assignments_live ON role_assignments (staff_id, role, live);
CREATE INDEX IF NOT EXISTS role_assignments_role ON role_assignments (role, live);
