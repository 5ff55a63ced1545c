-- +goose Up

-- Insert-only record of every change of state (Art. 6b), each row with its own HMAC. service_account_id and token_id say which
-- external tool acted where no person did (Art. 4). key_id is the key that signed the row, NULL for the log's first key;
-- next_key is the key that takes over from it, in a row that rotates keys.
CREATE TABLE IF NOT EXISTS audit_log (
  id BLOB NOT NULL PRIMARY KEY,
  at INTEGER NOT NULL,
  class TEXT NOT NULL,
  action TEXT NOT NULL,
  staff_id BLOB,
  account_id BLOB,
  service_account_id BLOB,
  token_id BLOB,
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
  mac BLOB NOT NULL,
  key_id BLOB,
  next_key BLOB
);
CREATE UNIQUE INDEX IF NOT EXISTS audit_log_next_key ON audit_log (next_key);
CREATE INDEX IF NOT EXISTS audit_log_at ON audit_log (at, id);
CREATE INDEX IF NOT EXISTS audit_log_subject ON audit_log (subject_id, at);
CREATE INDEX IF NOT EXISTS audit_log_staff ON audit_log (staff_id, at);
CREATE INDEX IF NOT EXISTS audit_log_class ON audit_log (class, at);
CREATE INDEX IF NOT EXISTS audit_log_department ON audit_log (department_id, at);
CREATE INDEX IF NOT EXISTS audit_log_behalf ON audit_log (on_behalf_of, at);
CREATE INDEX IF NOT EXISTS audit_log_service ON audit_log (service_account_id, at);

-- The sealed order of audit rows; each link's MAC covers its row's and the link before it. key_id is the key that sealed the
-- link, NULL for the log's first key.
CREATE TABLE IF NOT EXISTS audit_chain (
  seq INTEGER NOT NULL PRIMARY KEY,
  row_id BLOB NOT NULL,
  row_mac BLOB NOT NULL,
  mac BLOB NOT NULL,
  key_id BLOB,
  sealed_at INTEGER
);
CREATE UNIQUE INDEX IF NOT EXISTS audit_chain_row ON audit_chain (row_id);

-- Audit rows that wait to be sealed, each written with its row. A row in neither this list nor the chain is forged.
CREATE TABLE IF NOT EXISTS audit_pending (
  row_id BLOB NOT NULL PRIMARY KEY,
  row_mac BLOB NOT NULL
) WITHOUT ROWID;
