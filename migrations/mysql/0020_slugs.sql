-- Every slug a post ever had; the current one is on the post, the others redirect. A slug is reserved before its post
-- is written, hence no foreign key.
-- +goose Up
CREATE TABLE IF NOT EXISTS slugs (
  slug VARCHAR(160) NOT NULL PRIMARY KEY,
  post_id BINARY(16) NOT NULL,
  created_at BIGINT NOT NULL,
  INDEX slugs_post (post_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
