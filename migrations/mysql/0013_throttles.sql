-- Failed sign-ins per account and per address, shared by all replicas; the key is hashed.
-- +goose Up
CREATE TABLE IF NOT EXISTS throttles (
  name BINARY(32) NOT NULL PRIMARY KEY,
  failures INT NOT NULL,
  last_at BIGINT NOT NULL,
  INDEX throttles_last (last_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
