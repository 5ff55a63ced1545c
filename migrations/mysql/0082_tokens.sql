-- What an external tool may do, until when and from where. Its secrets are rows of their own, so that they change under it.
-- +goose Up
CREATE TABLE IF NOT EXISTS tokens (
  id BINARY(16) NOT NULL PRIMARY KEY,
  service_account_id BINARY(16) NOT NULL,
  name VARCHAR(120) NOT NULL,
  scopes VARCHAR(500) NOT NULL,
  addresses VARCHAR(1000) NOT NULL,
  rate INT NOT NULL,
  expires_at BIGINT NOT NULL,
  reason VARCHAR(500) NOT NULL,
  approval_id BINARY(16),
  consented_at BIGINT,
  issued_by BINARY(16) NOT NULL,
  issued_at BIGINT NOT NULL,
  revoked_by BINARY(16),
  revoked_at BIGINT,
  revoke_reason VARCHAR(500) NOT NULL,
  told_at BIGINT,
  version INT NOT NULL,
  INDEX tokens_issued (issued_at, id),
  INDEX tokens_service_account (service_account_id, issued_at),
  FOREIGN KEY (service_account_id) REFERENCES service_accounts (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
