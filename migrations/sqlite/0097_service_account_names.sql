-- Names of service accounts are one whatever their case; a name_key is NULL until it is computed (0098).
-- +goose Up
ALTER TABLE service_accounts ADD COLUMN name_key TEXT;
ALTER TABLE service_accounts ADD COLUMN sort_name TEXT NOT NULL DEFAULT '';
DROP INDEX IF EXISTS service_accounts_name;
CREATE UNIQUE INDEX IF NOT EXISTS service_accounts_name_key ON service_accounts (name_key);
CREATE INDEX IF NOT EXISTS service_accounts_sort ON service_accounts (sort_name, id);
