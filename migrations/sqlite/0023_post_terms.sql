-- The inverted index of published text: folded words, and words with their marks, weighted.
-- +goose Up
CREATE TABLE IF NOT EXISTS post_terms (
  term TEXT NOT NULL,
  post_id BLOB NOT NULL,
  weight INTEGER NOT NULL,
  PRIMARY KEY (term, post_id),
  FOREIGN KEY (post_id) REFERENCES posts (id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS post_terms_post ON post_terms (post_id);
