-- Audit rows that wait to be sealed, each written with its row. A row in neither this list nor the chain is forged.
-- +goose Up
CREATE TABLE IF NOT EXISTS audit_pending (
  row_id BLOB NOT NULL PRIMARY KEY,
  row_mac BLOB NOT NULL
) WITHOUT ROWID;
