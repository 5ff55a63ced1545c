-- What is wrong in a file of assets, by line and column.
-- +goose Up
CREATE TABLE IF NOT EXISTS asset_import_faults (
  id BINARY(16) NOT NULL PRIMARY KEY,
  import_id BINARY(16) NOT NULL,
  line BIGINT NOT NULL,
  column_name VARCHAR(120) NOT NULL,
  code VARCHAR(32) NOT NULL,
  message_vi VARCHAR(500) NOT NULL,
  message_en VARCHAR(500) NOT NULL,
  article VARCHAR(8) NOT NULL,
  INDEX asset_import_faults_line (import_id, line, id),
  FOREIGN KEY (import_id) REFERENCES asset_imports (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
