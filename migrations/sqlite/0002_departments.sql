-- The organisation tree (Art. 3). kind CENTRE is the root.
-- +goose Up
CREATE TABLE IF NOT EXISTS departments (
  id BLOB NOT NULL PRIMARY KEY,
  parent_id BLOB,
  kind TEXT NOT NULL,
  code TEXT NOT NULL,
  slug TEXT NOT NULL,
  name TEXT NOT NULL,
  position INTEGER NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  FOREIGN KEY (parent_id) REFERENCES departments (id)
);
CREATE UNIQUE INDEX IF NOT EXISTS departments_code ON departments (code);
CREATE UNIQUE INDEX IF NOT EXISTS departments_slug ON departments (slug);
CREATE INDEX IF NOT EXISTS departments_parent ON departments (parent_id, position);
