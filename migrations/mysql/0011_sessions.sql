-- Signed-in browsers and apps; only the hash of the token is kept. Ended ones stay a while: they tell from which
-- addresses the holder has signed in.
-- +goose Up
CREATE TABLE IF NOT EXISTS sessions (
  id BINARY(16) NOT NULL PRIMARY KEY,
  account_id BINARY(16) NOT NULL,
  token_hash BINARY(32) NOT NULL,
  client VARCHAR(16) NOT NULL,
  address VARCHAR(64) NOT NULL,
  user_agent VARCHAR(255) NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  seen_address VARCHAR(64) NOT NULL,
  expires_at BIGINT NOT NULL,
  ended_at BIGINT,
  UNIQUE INDEX sessions_token (token_hash),
  INDEX sessions_account (account_id, created_at),
  INDEX sessions_expiry (expires_at),
  FOREIGN KEY (account_id) REFERENCES accounts (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
