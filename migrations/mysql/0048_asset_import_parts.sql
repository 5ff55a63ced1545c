-- The parts of a file of assets, in their order; they go when the import is done.
-- +goose Up
CREATE TABLE IF NOT EXISTS asset_import_parts (
  import_id BINARY(16) NOT NULL,
  part BIGINT NOT NULL,
  content MEDIUMBLOB NOT NULL,
  PRIMARY KEY (import_id, part),
  FOREIGN KEY (import_id) REFERENCES asset_imports (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
