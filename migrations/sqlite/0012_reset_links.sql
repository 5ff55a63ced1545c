-- One-time links by which a holder sets a password; hashed, and confirmed by a second person for powerful accounts:
-- until then there is no token.
-- +goose Up
CREATE TABLE IF NOT EXISTS reset_links (
  id BLOB NOT NULL PRIMARY KEY,
  account_id BLOB NOT NULL,
  token_hash BLOB,
  requested_by BLOB,
  needs_second INTEGER NOT NULL,
  confirmed_by BLOB,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  FOREIGN KEY (account_id) REFERENCES accounts (id)
);
CREATE UNIQUE INDEX IF NOT EXISTS reset_links_token ON reset_links (token_hash);
CREATE INDEX IF NOT EXISTS reset_links_account ON reset_links (account_id, created_at);
