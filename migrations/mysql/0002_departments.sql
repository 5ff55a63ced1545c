-- The organisation tree (Art. 3). kind CENTRE is the root.
-- +goose Up
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
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
