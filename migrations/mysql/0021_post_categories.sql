-- Categories of the published revision (live = 1) and of the working copy (live = 0).
-- +goose Up
CREATE TABLE IF NOT EXISTS post_categories (
  category_id BINARY(16) NOT NULL,
  post_id BINARY(16) NOT NULL,
  live INT NOT NULL,
  PRIMARY KEY (category_id, live, post_id),
  INDEX post_categories_post (post_id),
  FOREIGN KEY (category_id) REFERENCES categories (id),
  FOREIGN KEY (post_id) REFERENCES posts (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
