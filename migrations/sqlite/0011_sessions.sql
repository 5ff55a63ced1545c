-- Signed-in browsers and apps; only the hash of the token is kept. Ended ones stay a while: they tell from which
-- addresses the holder has signed in.
-- +goose Up
CREATE TABLE IF NOT EXISTS sessions (
  id BLOB NOT NULL PRIMARY KEY,
  account_id BLOB NOT NULL,
  token_hash BLOB NOT NULL,
  client TEXT NOT NULL,
  address TEXT NOT NULL,
  user_agent TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  seen_address TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  ended_at INTEGER,
  FOREIGN KEY (account_id) REFERENCES accounts (id)
);
CREATE UNIQUE INDEX IF NOT EXISTS sessions_token ON sessions (token_hash);
CREATE INDEX IF NOT EXISTS sessions_account ON sessions (account_id, created_at);
CREATE INDEX IF NOT EXISTS sessions_expiry ON sessions (expires_at);
