-- +goose Up

-- An identity of an external tool, which belongs to an asset and has a person who answers for it (Art. 4). name_key is one
-- whatever the letter case of the name.
CREATE TABLE IF NOT EXISTS service_accounts (
  id BINARY(16) NOT NULL PRIMARY KEY,
  asset_id BINARY(16) NOT NULL,
  name VARCHAR(120) NOT NULL,
  name_key VARCHAR(240),
  sort_name VARCHAR(240) NOT NULL,
  purpose VARCHAR(500) NOT NULL,
  responsible_id BINARY(16) NOT NULL,
  state VARCHAR(16) NOT NULL,
  told_at BIGINT,
  version INT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  UNIQUE INDEX service_accounts_name_key (name_key),
  INDEX service_accounts_asset (asset_id),
  INDEX service_accounts_responsible (responsible_id),
  INDEX service_accounts_sort (sort_name, id),
  FOREIGN KEY (asset_id) REFERENCES assets (id),
  FOREIGN KEY (responsible_id) REFERENCES staff (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- What an external tool may do, until when and from where. Its secrets are rows of their own, so that they change under it.
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
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- The secrets of tokens, as hashes; the prefix is the public part, by which a leaked one is found.
CREATE TABLE IF NOT EXISTS token_secrets (
  id BINARY(16) NOT NULL PRIMARY KEY,
  token_id BINARY(16) NOT NULL,
  prefix VARCHAR(32) NOT NULL,
  hash BINARY(32) NOT NULL,
  created_at BIGINT NOT NULL,
  valid_until BIGINT NOT NULL,
  used_at BIGINT,
  used_address VARCHAR(64) NOT NULL,
  UNIQUE INDEX token_secrets_hash (hash),
  UNIQUE INDEX token_secrets_prefix (prefix),
  INDEX token_secrets_token (token_id, created_at),
  FOREIGN KEY (token_id) REFERENCES tokens (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
