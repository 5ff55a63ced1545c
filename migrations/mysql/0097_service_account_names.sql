-- Names of service accounts are one whatever their case; a name_key is NULL until it is computed (0098).
-- +goose Up
ALTER TABLE service_accounts ADD COLUMN /*M! IF NOT EXISTS */ name_key VARCHAR(240), ADD COLUMN /*M! IF NOT EXISTS */ sort_name VARCHAR(240) NOT NULL DEFAULT '';
DROP INDEX /*M! IF EXISTS */ service_accounts_name ON service_accounts;
CREATE UNIQUE INDEX /*M! IF NOT EXISTS */ service_accounts_name_key ON service_accounts (name_key);
CREATE INDEX /*M! IF NOT EXISTS */ service_accounts_sort ON service_accounts (sort_name, id);
