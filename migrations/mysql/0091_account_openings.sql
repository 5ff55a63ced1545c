-- The times in which the head of the Board lets directors create accounts and issue one-time links. live is 1 while it
-- lasts and NULL after, so that one may be live.
-- +goose Up
CREATE TABLE IF NOT EXISTS account_openings (
  id BINARY(16) NOT NULL PRIMARY KEY,
  live INT,
  reason VARCHAR(500) NOT NULL,
  opened_by BINARY(16) NOT NULL,
  opened_at BIGINT NOT NULL,
  closed_by BINARY(16),
  closed_at BIGINT,
  UNIQUE INDEX account_openings_live (live)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
