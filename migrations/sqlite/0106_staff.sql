-- +goose Up

-- Persons on record (Art. 1); the private record is gated by staff.read_private. People are sorted by sort_name and found by
-- search. The directory of one department is read by name; an index by state only tempts planners into sorting.
CREATE TABLE IF NOT EXISTS staff (
  id BLOB NOT NULL PRIMARY KEY,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  sort_name TEXT NOT NULL,
  search TEXT NOT NULL,
  title TEXT NOT NULL,
  department_id BLOB NOT NULL,
  employment TEXT NOT NULL,
  state TEXT NOT NULL,
  started_on TEXT NOT NULL,
  ends_on TEXT,
  left_on TEXT,
  work_phone TEXT NOT NULL,
  work_email TEXT NOT NULL,
  birth_date TEXT,
  identity_no TEXT NOT NULL,
  private_phone TEXT NOT NULL,
  private_email TEXT NOT NULL,
  address TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  FOREIGN KEY (department_id) REFERENCES departments (id)
);
CREATE UNIQUE INDEX IF NOT EXISTS staff_code ON staff (code);
CREATE INDEX IF NOT EXISTS staff_sort ON staff (sort_name, id);
CREATE INDEX IF NOT EXISTS staff_department_name ON staff (department_id, sort_name, id);
CREATE INDEX IF NOT EXISTS staff_ends ON staff (ends_on);

-- Hire, transfer, leave of absence and leaving, with the decision behind each.
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
