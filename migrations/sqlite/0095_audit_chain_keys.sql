-- Which key sealed a link, NULL for the log's first key, and when.
-- +goose Up
ALTER TABLE audit_chain ADD COLUMN key_id BLOB;
ALTER TABLE audit_chain ADD COLUMN sealed_at INTEGER;
