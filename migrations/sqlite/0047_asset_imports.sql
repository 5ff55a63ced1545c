-- Files of assets on their way into the register. done counts the rows of the present phase, which goes on from there after a stop.
-- +goose Up
CREATE TABLE IF NOT EXISTS asset_imports (
  id BLOB NOT NULL PRIMARY KEY,
  file_name TEXT NOT NULL,
  state TEXT NOT NULL,
  parts INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  started_by BLOB NOT NULL,
  account_id BLOB,
  started_at INTEGER NOT NULL,
  finished_at INTEGER,
  row_count INTEGER NOT NULL,
  done INTEGER NOT NULL,
  bad_rows INTEGER NOT NULL,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  unchanged INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  failure_vi TEXT NOT NULL,
  failure_en TEXT NOT NULL,
  version INTEGER NOT NULL,
  FOREIGN KEY (started_by) REFERENCES staff (id)
);
CREATE INDEX IF NOT EXISTS asset_imports_started ON asset_imports (started_at, id);
CREATE INDEX IF NOT EXISTS asset_imports_state ON asset_imports (state, started_at);
