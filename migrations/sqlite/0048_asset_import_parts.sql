-- The parts of a file of assets, in their order; they go when the import is done.
-- +goose Up
CREATE TABLE IF NOT EXISTS asset_import_parts (
  import_id BLOB NOT NULL,
  part INTEGER NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (import_id, part),
  FOREIGN KEY (import_id) REFERENCES asset_imports (id)
);
