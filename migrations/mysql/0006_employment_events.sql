-- Hire, transfer, leave of absence and leaving, with the decision behind each.
-- +goose Up
CREATE TABLE IF NOT EXISTS employment_events (
  id BINARY(16) NOT NULL PRIMARY KEY,
  staff_id BINARY(16) NOT NULL,
  kind VARCHAR(16) NOT NULL,
  department_id BINARY(16) NOT NULL,
  decision_no VARCHAR(64) NOT NULL,
  effective_on VARCHAR(10) NOT NULL,
  note VARCHAR(500) NOT NULL,
  recorded_by BINARY(16),
  at BIGINT NOT NULL,
  INDEX employment_events_staff (staff_id, at),
  FOREIGN KEY (staff_id) REFERENCES staff (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
