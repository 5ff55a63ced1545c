-- Persons on record (Art. 1); the private record is gated by staff.read_private.
-- +goose Up
CREATE TABLE IF NOT EXISTS staff (
  id BINARY(16) NOT NULL PRIMARY KEY,
  code VARCHAR(32) NOT NULL,
  name VARCHAR(120) NOT NULL,
  sort_name VARCHAR(120) NOT NULL,
  title VARCHAR(120) NOT NULL,
  department_id BINARY(16) NOT NULL,
  employment VARCHAR(16) NOT NULL,
  state VARCHAR(16) NOT NULL,
  started_on VARCHAR(10) NOT NULL,
  ends_on VARCHAR(10),
  left_on VARCHAR(10),
  work_phone VARCHAR(32) NOT NULL,
  work_email VARCHAR(254) NOT NULL,
  birth_date VARCHAR(10),
  identity_no VARCHAR(32) NOT NULL,
  private_phone VARCHAR(32) NOT NULL,
  private_email VARCHAR(254) NOT NULL,
  address VARCHAR(300) NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  UNIQUE INDEX staff_code (code),
  INDEX staff_department (department_id, state, sort_name),
  INDEX staff_sort (sort_name, id),
  FOREIGN KEY (department_id) REFERENCES departments (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
