-- Categories of the published revision (live = 1) and of the working copy (live = 0).
-- +goose Up
CREATE TABLE IF NOT EXISTS post_categories (
  category_id BLOB NOT NULL,
  post_id BLOB NOT NULL,
  live INTEGER NOT NULL,
  PRIMARY KEY (category_id, live, post_id),
  FOREIGN KEY (category_id) REFERENCES categories (id),
  FOREIGN KEY (post_id) REFERENCES posts (id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS post_categories_post ON post_categories (post_id);
