-- The secrets of tokens, as hashes; the prefix is the public part, by which a leaked one is found.
-- +goose Up
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
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
