-- The earlier names of a department, with their dates.
-- +goose Up
CREATE TABLE IF NOT EXISTS department_names (
  id BLOB NOT NULL PRIMARY KEY,
  department_id BLOB NOT NULL,
  name TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL,
  FOREIGN KEY (department_id) REFERENCES departments (id)
);
CREATE INDEX IF NOT EXISTS department_names_department ON department_names (department_id, to_at);
