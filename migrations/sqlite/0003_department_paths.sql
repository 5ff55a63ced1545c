-- Every pair of a department and one above it, itself included (depth 0).
-- +goose Up
CREATE TABLE IF NOT EXISTS department_paths (
  ancestor_id BLOB NOT NULL,
  descendant_id BLOB NOT NULL,
  depth INTEGER NOT NULL,
  PRIMARY KEY (ancestor_id, descendant_id),
  FOREIGN KEY (ancestor_id) REFERENCES departments (id),
  FOREIGN KEY (descendant_id) REFERENCES departments (id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS department_paths_up ON department_paths (descendant_id, depth);
