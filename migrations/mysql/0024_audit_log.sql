-- Insert-only record of every change of state (Art. 6b), each row with its own HMAC.
-- +goose Up
CREATE TABLE IF NOT EXISTS audit_log (
  id BINARY(16) NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  class VARCHAR(16) NOT NULL,
  action VARCHAR(64) NOT NULL,
  staff_id BINARY(16),
  account_id BINARY(16),
  on_behalf_of BINARY(16),
  role VARCHAR(16) NOT NULL,
  session_id BINARY(16),
  address VARCHAR(64) NOT NULL,
  subject_kind VARCHAR(32) NOT NULL,
  subject_id BINARY(16),
  department_id BINARY(16),
  before_digest BINARY(32),
  after_digest BINARY(32),
  article VARCHAR(16) NOT NULL,
  detail VARCHAR(2000) NOT NULL,
  mac BINARY(32) NOT NULL,
  INDEX audit_log_at (at, id),
  INDEX audit_log_subject (subject_id, at),
  INDEX audit_log_staff (staff_id, at),
  INDEX audit_log_class (class, at),
  INDEX audit_log_department (department_id, at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
