-- Which key signed a row, NULL for the log's first key; and the key that takes over from it, in a row that rotates keys.
-- +goose Up
ALTER TABLE audit_log ADD COLUMN /*M! IF NOT EXISTS */ key_id BINARY(16), ADD COLUMN /*M! IF NOT EXISTS */ next_key BINARY(16);
CREATE UNIQUE INDEX /*M! IF NOT EXISTS */ audit_log_next_key ON audit_log (next_key);
