-- HEAD, DEPUTY or ACTING of a department; the manager role follows from one in force.
-- +goose Up
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
