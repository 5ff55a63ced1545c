-- +goose Up

-- Browsers on which the holder of an account has signed in; a cookie carries the secret, which is kept hashed. Several people
-- may share a browser.
CREATE TABLE IF NOT EXISTS devices (
  id BINARY(16) NOT NULL PRIMARY KEY,
  account_id BINARY(16) NOT NULL,
  token_hash BINARY(32) NOT NULL,
  used_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  UNIQUE INDEX devices_token (token_hash, account_id),
  INDEX devices_account (account_id, used_at),
  INDEX devices_expiry (expires_at),
  FOREIGN KEY (account_id) REFERENCES accounts (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
