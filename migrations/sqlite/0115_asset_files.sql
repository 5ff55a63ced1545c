-- +goose Up

-- Files of assets on their way into the register. done counts the rows of the present phase, which goes on from there after a stop.
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
  version INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS asset_imports_started ON asset_imports (started_at, id);
CREATE INDEX IF NOT EXISTS asset_imports_state ON asset_imports (state, started_at);

-- The parts of a file of assets, in their order; they go when the import is done.
CREATE TABLE IF NOT EXISTS asset_import_parts (
  import_id BLOB NOT NULL,
  part INTEGER NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (import_id, part),
  FOREIGN KEY (import_id) REFERENCES asset_imports (id)
);

-- What is wrong in a file of assets, by line and column.
CREATE TABLE IF NOT EXISTS asset_import_faults (
  id BLOB NOT NULL PRIMARY KEY,
  import_id BLOB NOT NULL,
  line INTEGER NOT NULL,
  column_name TEXT NOT NULL,
  code TEXT NOT NULL,
  message_vi TEXT NOT NULL,
  message_en TEXT NOT NULL,
  article TEXT NOT NULL,
  FOREIGN KEY (import_id) REFERENCES asset_imports (id)
);
CREATE INDEX IF NOT EXISTS asset_import_faults_line ON asset_import_faults (import_id, line, id);
