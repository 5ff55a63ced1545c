-- The inverted index of published text: folded words, and words with their marks, weighted.
-- +goose Up
CREATE TABLE IF NOT EXISTS post_terms (
  term VARCHAR(64) NOT NULL,
  post_id BINARY(16) NOT NULL,
  weight INT NOT NULL,
  PRIMARY KEY (term, post_id),
  INDEX post_terms_post (post_id),
  FOREIGN KEY (post_id) REFERENCES posts (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
