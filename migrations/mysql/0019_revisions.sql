-- Immutable content of a post, one row per save.
-- +goose Up
CREATE TABLE IF NOT EXISTS revisions (
  id BINARY(16) NOT NULL PRIMARY KEY,
  post_id BINARY(16) NOT NULL,
  number INT NOT NULL,
  editor_id BINARY(16) NOT NULL,
  title VARCHAR(300) NOT NULL,
  summary VARCHAR(1000) NOT NULL,
  byline VARCHAR(120) NOT NULL,
  audience VARCHAR(16) NOT NULL,
  body MEDIUMTEXT NOT NULL,
  content MEDIUMTEXT NOT NULL,
  hash BINARY(32) NOT NULL,
  restored_from BINARY(16),
  created_at BIGINT NOT NULL,
  UNIQUE INDEX revisions_number (post_id, number),
  FOREIGN KEY (post_id) REFERENCES posts (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
