-- +goose Up

-- Names that transactions serialise on, on every replica.
CREATE TABLE IF NOT EXISTS locks (
  name TEXT NOT NULL PRIMARY KEY,
  taken INTEGER NOT NULL
) WITHOUT ROWID;

-- What a repeated create made the first time; result_id is NULL only inside the transaction that makes it.
CREATE TABLE IF NOT EXISTS idempotency_keys (
  account_id BLOB NOT NULL,
  operation TEXT NOT NULL,
  name TEXT NOT NULL,
  request_hash BLOB NOT NULL,
  result_id BLOB,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, operation, name)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS idempotency_keys_created ON idempotency_keys (created_at);
