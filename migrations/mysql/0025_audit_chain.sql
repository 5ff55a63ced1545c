-- The sealed order of audit rows; each link's MAC covers its row's and the link before it.
-- +goose Up
CREATE TABLE IF NOT EXISTS audit_chain (
  seq BIGINT NOT NULL PRIMARY KEY,
  row_id BINARY(16) NOT NULL,
  row_mac BINARY(32) NOT NULL,
  mac BINARY(32) NOT NULL,
  UNIQUE INDEX audit_chain_row (row_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
