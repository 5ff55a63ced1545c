-- +goose Up

-- The organisation tree (Art. 3). kind CENTRE is the root.
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

-- Every pair of a department and one above it, itself included (depth 0).
CREATE TABLE IF NOT EXISTS department_paths (
  ancestor_id BLOB NOT NULL,
  descendant_id BLOB NOT NULL,
  depth INTEGER NOT NULL,
  PRIMARY KEY (ancestor_id, descendant_id),
  FOREIGN KEY (ancestor_id) REFERENCES departments (id),
  FOREIGN KEY (descendant_id) REFERENCES departments (id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS department_paths_up ON department_paths (descendant_id, depth);

-- The earlier names of a department, with their dates.
CREATE TABLE IF NOT EXISTS department_names (
  id BLOB NOT NULL PRIMARY KEY,
  department_id BLOB NOT NULL,
  name TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL,
  FOREIGN KEY (department_id) REFERENCES departments (id)
);
CREATE INDEX IF NOT EXISTS department_names_department ON department_names (department_id, to_at);
