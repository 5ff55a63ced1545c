-- +goose Up

-- Browsers on which the holder of an account has signed in; a cookie carries the secret, which is kept hashed. Several people
-- may share a browser.
CREATE TABLE IF NOT EXISTS devices (
  id BLOB NOT NULL PRIMARY KEY,
  account_id BLOB NOT NULL,
  token_hash BLOB NOT NULL,
  used_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  FOREIGN KEY (account_id) REFERENCES accounts (id)
);
CREATE UNIQUE INDEX IF NOT EXISTS devices_token ON devices (token_hash, account_id);
CREATE INDEX IF NOT EXISTS devices_account ON devices (account_id, used_at);
CREATE INDEX IF NOT EXISTS devices_expiry ON devices (expires_at);
