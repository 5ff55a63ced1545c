-- Every pair of a department and one above it, itself included (depth 0).
-- +goose Up
CREATE TABLE IF NOT EXISTS department_paths (
  ancestor_id BINARY(16) NOT NULL,
  descendant_id BINARY(16) NOT NULL,
  depth INT NOT NULL,
  PRIMARY KEY (ancestor_id, descendant_id),
  INDEX department_paths_up (descendant_id, depth),
  FOREIGN KEY (ancestor_id) REFERENCES departments (id),
  FOREIGN KEY (descendant_id) REFERENCES departments (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
