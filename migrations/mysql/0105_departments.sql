-- +goose Up

-- The organisation tree (Art. 3). kind CENTRE is the root.
CREATE TABLE IF NOT EXISTS departments (
  id BINARY(16) NOT NULL PRIMARY KEY,
  parent_id BINARY(16),
  kind VARCHAR(16) NOT NULL,
  code VARCHAR(32) NOT NULL,
  slug VARCHAR(96) NOT NULL,
  name VARCHAR(200) NOT NULL,
  position INT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  UNIQUE INDEX departments_code (code),
  UNIQUE INDEX departments_slug (slug),
  INDEX departments_parent (parent_id, position),
  FOREIGN KEY (parent_id) REFERENCES departments (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- Every pair of a department and one above it, itself included (depth 0).
CREATE TABLE IF NOT EXISTS department_paths (
  ancestor_id BINARY(16) NOT NULL,
  descendant_id BINARY(16) NOT NULL,
  depth INT NOT NULL,
  PRIMARY KEY (ancestor_id, descendant_id),
  INDEX department_paths_up (descendant_id, depth),
  FOREIGN KEY (ancestor_id) REFERENCES departments (id),
  FOREIGN KEY (descendant_id) REFERENCES departments (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- The earlier names of a department, with their dates.
CREATE TABLE IF NOT EXISTS department_names (
  id BINARY(16) NOT NULL PRIMARY KEY,
  department_id BINARY(16) NOT NULL,
  name VARCHAR(200) NOT NULL,
  from_at BIGINT NOT NULL,
  to_at BIGINT NOT NULL,
  INDEX department_names_department (department_id, to_at),
  FOREIGN KEY (department_id) REFERENCES departments (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
