-- The sealed order of audit rows; each link's MAC covers its row's and the link before it.
-- +goose Up
CREATE TABLE IF NOT EXISTS audit_chain (
  seq INTEGER NOT NULL PRIMARY KEY,
  row_id BLOB NOT NULL,
  row_mac BLOB NOT NULL,
  mac BLOB NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS audit_chain_row ON audit_chain (row_id);
