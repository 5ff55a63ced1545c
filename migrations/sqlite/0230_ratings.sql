-- +goose Up

-- The key under which readers are told apart on one day; deleted when the day is over.
CREATE TABLE IF NOT EXISTS rating_keys (
  day TEXT NOT NULL PRIMARY KEY,
  secret BLOB NOT NULL
) WITHOUT ROWID;

-- What one reader gave one post on one day; deleted when the day is over. counted are the stars that the total of the post
-- holds of it.
CREATE TABLE IF NOT EXISTS rating_marks (
  day TEXT NOT NULL,
  post_id BLOB NOT NULL,
  reader BLOB NOT NULL,
  stars INTEGER NOT NULL,
  counted INTEGER NOT NULL,
  waiting INTEGER NOT NULL,
  PRIMARY KEY (day, post_id, reader),
  FOREIGN KEY (post_id) REFERENCES posts (id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS rating_marks_waiting ON rating_marks (waiting, post_id);
CREATE INDEX IF NOT EXISTS rating_marks_post ON rating_marks (post_id);

-- What readers gave a post so far: the sum of their stars, and how many rated it.
CREATE TABLE IF NOT EXISTS post_ratings (
  post_id BLOB NOT NULL PRIMARY KEY,
  stars INTEGER NOT NULL,
  marks INTEGER NOT NULL,
  FOREIGN KEY (post_id) REFERENCES posts (id)
) WITHOUT ROWID;
