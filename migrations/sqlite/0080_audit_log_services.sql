-- Which external tool did it, and with which token, where no person did (Art. 4).
-- +goose Up
ALTER TABLE audit_log ADD COLUMN service_account_id BLOB;
ALTER TABLE audit_log ADD COLUMN token_id BLOB;
CREATE INDEX IF NOT EXISTS audit_log_service ON audit_log (service_account_id, at);
