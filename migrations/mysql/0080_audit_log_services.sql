-- Which external tool did it, and with which token, where no person did (Art. 4).
-- +goose Up
ALTER TABLE audit_log ADD COLUMN /*M! IF NOT EXISTS */ service_account_id BINARY(16), ADD COLUMN /*M! IF NOT EXISTS */ token_id BINARY(16);
CREATE INDEX /*M! IF NOT EXISTS */ audit_log_service ON audit_log (service_account_id, at);
