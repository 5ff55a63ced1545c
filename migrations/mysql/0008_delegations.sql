-- A manager's or director's power lent to a named colleague; never lendable further.
-- +goose Up
CREATE TABLE IF NOT EXISTS delegations (
  id BINARY(16) NOT NULL PRIMARY KEY,
  from_staff_id BINARY(16) NOT NULL,
  to_staff_id BINARY(16) NOT NULL,
  role VARCHAR(16) NOT NULL,
  department_id BINARY(16),
  decision_no VARCHAR(64) NOT NULL,
  from_at BIGINT NOT NULL,
  to_at BIGINT NOT NULL,
  revoked_at BIGINT,
  created_at BIGINT NOT NULL,
  INDEX delegations_to (to_staff_id, to_at),
  INDEX delegations_from (from_staff_id, to_at),
  INDEX delegations_department (department_id),
  FOREIGN KEY (from_staff_id) REFERENCES staff (id),
  FOREIGN KEY (to_staff_id) REFERENCES staff (id),
  FOREIGN KEY (department_id) REFERENCES departments (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
