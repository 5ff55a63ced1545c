-- Names that transactions serialise on, on every replica.
-- +goose Up
CREATE TABLE IF NOT EXISTS locks (
  name VARCHAR(64) NOT NULL PRIMARY KEY,
  taken BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
