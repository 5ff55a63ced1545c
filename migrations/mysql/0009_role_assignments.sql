-- Granted roles (Art. 3, 10). live is 1 while granted and NULL after, so one may be live.
-- +goose Up
CREATE TABLE IF NOT EXISTS role_assignments (
  id BINARY(16) NOT NULL PRIMARY KEY,
  staff_id BINARY(16) NOT NULL,
  role VARCHAR(16) NOT NULL,
  live INT,
  granted_by BINARY(16),
  granted_at BIGINT NOT NULL,
  revoked_by BINARY(16),
  revoked_at BIGINT,
  UNIQUE INDEX role_assignments_live (staff_id, role, live),
  INDEX role_assignments_role (role, live),
  FOREIGN KEY (staff_id) REFERENCES staff (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
