-- +goose Up

-- An identity of an external tool, which belongs to an asset and has a person who answers for it (Art. 4). name_key is one
-- whatever the letter case of the name.
CREATE TABLE IF NOT EXISTS service_accounts (
  id BLOB NOT NULL PRIMARY KEY,
  asset_id BLOB NOT NULL,
  name TEXT NOT NULL,
  name_key TEXT,
  sort_name TEXT NOT NULL,
  purpose TEXT NOT NULL,
  responsible_id BLOB NOT NULL,
  state TEXT NOT NULL,
  told_at INTEGER,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  FOREIGN KEY (asset_id) REFERENCES assets (id),
  FOREIGN KEY (responsible_id) REFERENCES staff (id)
);
CREATE UNIQUE INDEX IF NOT EXISTS service_accounts_name_key ON service_accounts (name_key);
CREATE INDEX IF NOT EXISTS service_accounts_asset ON service_accounts (asset_id);
CREATE INDEX IF NOT EXISTS service_accounts_responsible ON service_accounts (responsible_id);
CREATE INDEX IF NOT EXISTS service_accounts_sort ON service_accounts (sort_name, id);

-- What an external tool may do, until when and from where. Its secrets are rows of their own, so that they change under it.
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

-- The secrets of tokens, as hashes; the prefix is the public part, by which a leaked one is found.
CREATE TABLE IF NOT EXISTS token_secrets (
  id BLOB NOT NULL PRIMARY KEY,
  token_id BLOB NOT NULL,
  prefix TEXT NOT NULL,
  hash BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  valid_until INTEGER NOT NULL,
  used_at INTEGER,
  used_address TEXT NOT NULL,
  FOREIGN KEY (token_id) REFERENCES tokens (id)
);
CREATE UNIQUE INDEX IF NOT EXISTS token_secrets_hash ON token_secrets (hash);
CREATE UNIQUE INDEX IF NOT EXISTS token_secrets_prefix ON token_secrets (prefix);
CREATE INDEX IF NOT EXISTS token_secrets_token ON token_secrets (token_id, created_at);
