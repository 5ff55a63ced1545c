-- The earlier names of a department, with their dates.
-- +goose Up
CREATE TABLE IF NOT EXISTS department_names (
  id BINARY(16) NOT NULL PRIMARY KEY,
  department_id BINARY(16) NOT NULL,
  name VARCHAR(200) NOT NULL,
  from_at BIGINT NOT NULL,
  to_at BIGINT NOT NULL,
  INDEX department_names_department (department_id, to_at),
  FOREIGN KEY (department_id) REFERENCES departments (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
