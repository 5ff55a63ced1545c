-- +goose Up

-- Insert-only record of every change of state (Art. 6b), each row with its own HMAC. service_account_id and token_id say which
-- external tool acted where no person did (Art. 4). key_id is the key that signed the row, NULL for the log's first key;
-- next_key is the key that takes over from it, in a row that rotates keys.
CREATE TABLE IF NOT EXISTS audit_log (
  id BINARY(16) NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  class VARCHAR(16) NOT NULL,
  action VARCHAR(64) NOT NULL,
  staff_id BINARY(16),
  account_id BINARY(16),
  service_account_id BINARY(16),
  token_id BINARY(16),
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
  key_id BINARY(16),
  next_key BINARY(16),
  UNIQUE INDEX audit_log_next_key (next_key),
  INDEX audit_log_at (at, id),
  INDEX audit_log_subject (subject_id, at),
  INDEX audit_log_staff (staff_id, at),
  INDEX audit_log_class (class, at),
  INDEX audit_log_department (department_id, at),
  INDEX audit_log_behalf (on_behalf_of, at),
  INDEX audit_log_service (service_account_id, at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- The sealed order of audit rows; each link's MAC covers its row's and the link before it. key_id is the key that sealed the
-- link, NULL for the log's first key.
CREATE TABLE IF NOT EXISTS audit_chain (
  seq BIGINT NOT NULL PRIMARY KEY,
  row_id BINARY(16) NOT NULL,
  row_mac BINARY(32) NOT NULL,
  mac BINARY(32) NOT NULL,
  key_id BINARY(16),
  sealed_at BIGINT,
  UNIQUE INDEX audit_chain_row (row_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- Audit rows that wait to be sealed, each written with its row. A row in neither this list nor the chain is forged.
CREATE TABLE IF NOT EXISTS audit_pending (
  row_id BINARY(16) NOT NULL PRIMARY KEY,
  row_mac BINARY(32) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
