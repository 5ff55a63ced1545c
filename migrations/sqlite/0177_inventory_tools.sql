-- +goose Up

-- The tool that looked at what a round asks for, NULL where a person did.
ALTER TABLE inventory_lines ADD COLUMN service_account_id BLOB;
