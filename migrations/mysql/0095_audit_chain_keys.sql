-- Which key sealed a link, NULL for the log's first key, and when.
-- +goose Up
ALTER TABLE audit_chain ADD COLUMN /*M! IF NOT EXISTS */ key_id BINARY(16), ADD COLUMN /*M! IF NOT EXISTS */ sealed_at BIGINT;
