-- The register of IT assets (Art. 2, 5b). assets_listed serves the order by code and id, which MariaDB does not take from the
-- unique index. serial_key is NULL where there is no serial.
-- +goose Up
CREATE TABLE IF NOT EXISTS assets (
  id BLOB NOT NULL PRIMARY KEY,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  manufacturer TEXT NOT NULL,
  model TEXT NOT NULL,
  serial TEXT NOT NULL,
  serial_key TEXT,
  department_id BLOB NOT NULL,
  custodian_id BLOB,
  place TEXT NOT NULL,
  purchased_on TEXT,
  warranty_until TEXT,
  state TEXT NOT NULL,
  state_before_quarantine TEXT NOT NULL,
  connected INTEGER NOT NULL,
  remarks TEXT NOT NULL,
  source TEXT NOT NULL,
  confirmed_at INTEGER,
  confirmed_by BLOB,
  search TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  FOREIGN KEY (department_id) REFERENCES departments (id),
  FOREIGN KEY (custodian_id) REFERENCES staff (id)
);
CREATE UNIQUE INDEX IF NOT EXISTS assets_code ON assets (code);
CREATE UNIQUE INDEX IF NOT EXISTS assets_serial ON assets (serial_key);
CREATE INDEX IF NOT EXISTS assets_department ON assets (department_id, code, id);
CREATE INDEX IF NOT EXISTS assets_custodian ON assets (custodian_id);
CREATE INDEX IF NOT EXISTS assets_kind ON assets (kind, code, id);
CREATE INDEX IF NOT EXISTS assets_state ON assets (state, code, id);
CREATE INDEX IF NOT EXISTS assets_listed ON assets (code, id);
