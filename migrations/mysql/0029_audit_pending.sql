-- Audit rows that wait to be sealed, each written with its row. A row in neither this list nor the chain is forged.
-- +goose Up
CREATE TABLE IF NOT EXISTS audit_pending (
  row_id BINARY(16) NOT NULL PRIMARY KEY,
  row_mac BINARY(32) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
