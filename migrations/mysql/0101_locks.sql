-- +goose Up

-- Names that transactions serialise on, on every replica.
CREATE TABLE IF NOT EXISTS locks (
  name VARCHAR(64) NOT NULL PRIMARY KEY,
  taken BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- What a repeated create made the first time; result_id is NULL only inside the transaction that makes it.
CREATE TABLE IF NOT EXISTS idempotency_keys (
  account_id BINARY(16) NOT NULL,
  operation VARCHAR(32) NOT NULL,
  name VARCHAR(64) NOT NULL,
  request_hash BINARY(32) NOT NULL,
  result_id BINARY(16),
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, operation, name),
  INDEX idempotency_keys_created (created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
