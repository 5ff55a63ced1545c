-- +goose Up

-- How often a post was read on a day. Nothing here tells by whom.
CREATE TABLE IF NOT EXISTS read_counts (
  day VARCHAR(10) NOT NULL,
  post_id BINARY(16) NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (day, post_id),
  INDEX read_counts_post (post_id, day),
  FOREIGN KEY (post_id) REFERENCES posts (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
