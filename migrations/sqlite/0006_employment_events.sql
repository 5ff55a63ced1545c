-- Hire, transfer, leave of absence and leaving, with the decision behind each.
-- +goose Up
CREATE TABLE IF NOT EXISTS employment_events (
  id BLOB NOT NULL PRIMARY KEY,
  staff_id BLOB NOT NULL,
  kind TEXT NOT NULL,
  department_id BLOB NOT NULL,
  decision_no TEXT NOT NULL,
  effective_on TEXT NOT NULL,
  note TEXT NOT NULL,
  recorded_by BLOB,
  at INTEGER NOT NULL,
  FOREIGN KEY (staff_id) REFERENCES staff (id)
);
CREATE INDEX IF NOT EXISTS employment_events_staff ON employment_events (staff_id, at);
