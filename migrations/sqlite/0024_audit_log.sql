-- Insert-only record of every change of state (Art. 6b), each row with its own HMAC.
-- +goose Up
CREATE TABLE IF NOT EXISTS audit_log (
  id BLOB NOT NULL PRIMARY KEY,
  at INTEGER NOT NULL,
  class TEXT NOT NULL,
  action TEXT NOT NULL,
  staff_id BLOB,
  account_id BLOB,
  on_behalf_of BLOB,
  role TEXT NOT NULL,
  session_id BLOB,
  address TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject_id BLOB,
  department_id BLOB,
  before_digest BLOB,
  after_digest BLOB,
  article TEXT NOT NULL,
  detail TEXT NOT NULL,
  mac BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS audit_log_at ON audit_log (at, id);
CREATE INDEX IF NOT EXISTS audit_log_subject ON audit_log (subject_id, at);
CREATE INDEX IF NOT EXISTS audit_log_staff ON audit_log (staff_id, at);
CREATE INDEX IF NOT EXISTS audit_log_class ON audit_log (class, at);
CREATE INDEX IF NOT EXISTS audit_log_department ON audit_log (department_id, at);
