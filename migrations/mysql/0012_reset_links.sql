-- One-time links by which a holder sets a password; hashed, and confirmed by a second person for powerful accounts:
-- until then there is no token.
-- +goose Up
CREATE TABLE IF NOT EXISTS reset_links (
  id BINARY(16) NOT NULL PRIMARY KEY,
  account_id BINARY(16) NOT NULL,
  token_hash BINARY(32),
  requested_by BINARY(16),
  needs_second INT NOT NULL,
  confirmed_by BINARY(16),
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT,
  UNIQUE INDEX reset_links_token (token_hash),
  INDEX reset_links_account (account_id, created_at),
  FOREIGN KEY (account_id) REFERENCES accounts (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
