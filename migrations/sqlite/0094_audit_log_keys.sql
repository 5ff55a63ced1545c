-- Which key signed a row, NULL for the log's first key; and the key that takes over from it, in a row that rotates keys.
-- +goose Up
ALTER TABLE audit_log ADD COLUMN key_id BLOB;
ALTER TABLE audit_log ADD COLUMN next_key BLOB;
CREATE UNIQUE INDEX IF NOT EXISTS audit_log_next_key ON audit_log (next_key);
