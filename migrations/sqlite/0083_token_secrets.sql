-- The secrets of tokens, as hashes; the prefix is the public part, by which a leaked one is found.
-- +goose Up
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
