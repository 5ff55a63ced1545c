-- Persons on record (Art. 1); the private record is gated by staff.read_private.
-- +goose Up
CREATE TABLE IF NOT EXISTS staff (
  id BLOB NOT NULL PRIMARY KEY,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  sort_name TEXT NOT NULL,
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
CREATE INDEX IF NOT EXISTS staff_department ON staff (department_id, state, sort_name);
CREATE INDEX IF NOT EXISTS staff_sort ON staff (sort_name, id);
