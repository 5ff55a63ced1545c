-- What is wrong in a file of assets, by line and column.
-- +goose Up
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
