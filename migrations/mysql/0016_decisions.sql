-- Who decided what, on whose behalf, on which hash; insert-only (Art. 6b).
-- +goose Up
CREATE TABLE IF NOT EXISTS decisions (
  id BINARY(16) NOT NULL PRIMARY KEY,
  approval_id BINARY(16) NOT NULL,
  step VARCHAR(24) NOT NULL,
  verdict VARCHAR(16) NOT NULL,
  staff_id BINARY(16) NOT NULL,
  on_behalf_of BINARY(16),
  role VARCHAR(16) NOT NULL,
  comment VARCHAR(2000) NOT NULL,
  hash BINARY(32) NOT NULL,
  at BIGINT NOT NULL,
  INDEX decisions_approval (approval_id, at, id),
  INDEX decisions_staff (staff_id, at),
  FOREIGN KEY (approval_id) REFERENCES approvals (id),
  FOREIGN KEY (staff_id) REFERENCES staff (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
