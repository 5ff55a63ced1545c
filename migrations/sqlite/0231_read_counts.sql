-- +goose Up

-- How often a post was read on a day. Nothing here tells by whom.
CREATE TABLE IF NOT EXISTS read_counts (
  day TEXT NOT NULL,
  post_id BLOB NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (day, post_id),
  FOREIGN KEY (post_id) REFERENCES posts (id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS read_counts_post ON read_counts (post_id, day);
