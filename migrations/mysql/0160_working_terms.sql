-- +goose Up

-- What working copies, and posts off the site, are found by: as post_terms, with tags ('#' and the tag) and '*' for each.
CREATE TABLE IF NOT EXISTS post_working_terms (
  term VARCHAR(255) NOT NULL,
  post_id BINARY(16) NOT NULL,
  weight INT NOT NULL,
  PRIMARY KEY (term, post_id),
  INDEX post_working_terms_post (post_id),
  FOREIGN KEY (post_id) REFERENCES posts (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
