-- +goose Up

-- What working copies, and posts off the site, are found by: as post_terms, with tags ('#' and the tag) and '*' for each.
CREATE TABLE IF NOT EXISTS post_working_terms (
  term TEXT NOT NULL,
  post_id BLOB NOT NULL,
  weight INTEGER NOT NULL,
  PRIMARY KEY (term, post_id),
  FOREIGN KEY (post_id) REFERENCES posts (id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS post_working_terms_post ON post_working_terms (post_id);
