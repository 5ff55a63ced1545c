-- What an external tool may do, until when and from where. Its secrets are rows of their own, so that they change under it.
-- +goose Up
CREATE TABLE IF NOT EXISTS tokens (
  id BLOB NOT NULL PRIMARY KEY,
  service_account_id BLOB NOT NULL,
  name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  addresses TEXT NOT NULL,
  rate INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  reason TEXT NOT NULL,
  approval_id BLOB,
  consented_at INTEGER,
  issued_by BLOB NOT NULL,
  issued_at INTEGER NOT NULL,
  revoked_by BLOB,
  revoked_at INTEGER,
  revoke_reason TEXT NOT NULL,
  told_at INTEGER,
  version INTEGER NOT NULL,
  FOREIGN KEY (service_account_id) REFERENCES service_accounts (id)
);
CREATE INDEX IF NOT EXISTS tokens_issued ON tokens (issued_at, id);
CREATE INDEX IF NOT EXISTS tokens_service_account ON tokens (service_account_id, issued_at);
