-- +goose Up

-- The key under which readers are told apart on one day; deleted when the day is over.
CREATE TABLE IF NOT EXISTS rating_keys (
  day VARCHAR(10) NOT NULL PRIMARY KEY,
  secret VARBINARY(32) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- What one reader gave one post on one day; deleted when the day is over. counted are the stars that the total of the post
-- holds of it.
CREATE TABLE IF NOT EXISTS rating_marks (
  day VARCHAR(10) NOT NULL,
  post_id BINARY(16) NOT NULL,
  reader BINARY(16) NOT NULL,
  stars INT NOT NULL,
  counted INT NOT NULL,
  waiting INT NOT NULL,
  PRIMARY KEY (day, post_id, reader),
  INDEX rating_marks_waiting (waiting, post_id),
  INDEX rating_marks_post (post_id),
  FOREIGN KEY (post_id) REFERENCES posts (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- What readers gave a post so far: the sum of their stars, and how many rated it.
CREATE TABLE IF NOT EXISTS post_ratings (
  post_id BINARY(16) NOT NULL PRIMARY KEY,
  stars BIGINT NOT NULL,
  marks BIGINT NOT NULL,
  FOREIGN KEY (post_id) REFERENCES posts (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
