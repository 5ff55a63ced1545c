-- +goose Up

-- The change feed, written in the transaction of each change.
CREATE TABLE IF NOT EXISTS changes (
  id BINARY(16) NOT NULL PRIMARY KEY,
  kind VARCHAR(32) NOT NULL,
  subject_id BINARY(16) NOT NULL,
  tags VARCHAR(1000) NOT NULL,
  at BIGINT NOT NULL,
  INDEX changes_at (at, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
