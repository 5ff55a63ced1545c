-- Tags of the published revision, folded for matching.
-- +goose Up
CREATE TABLE IF NOT EXISTS post_tags (
  tag VARCHAR(64) NOT NULL,
  post_id BINARY(16) NOT NULL,
  PRIMARY KEY (tag, post_id),
  INDEX post_tags_post (post_id),
  FOREIGN KEY (post_id) REFERENCES posts (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
