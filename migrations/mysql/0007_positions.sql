-- HEAD, DEPUTY or ACTING of a department; the manager role follows from one in force.
-- +goose Up
CREATE TABLE IF NOT EXISTS positions (
  id BINARY(16) NOT NULL PRIMARY KEY,
  staff_id BINARY(16) NOT NULL,
  department_id BINARY(16) NOT NULL,
  kind VARCHAR(16) NOT NULL,
  decision_no VARCHAR(64) NOT NULL,
  from_at BIGINT NOT NULL,
  to_at BIGINT,
  created_at BIGINT NOT NULL,
  INDEX positions_staff (staff_id, from_at),
  INDEX positions_department (department_id, from_at),
  FOREIGN KEY (staff_id) REFERENCES staff (id),
  FOREIGN KEY (department_id) REFERENCES departments (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
