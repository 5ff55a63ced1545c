-- +goose Up

-- What the two sides of a request for support write to each other.
CREATE TABLE IF NOT EXISTS support_messages (
  id BINARY(16) NOT NULL PRIMARY KEY,
  request_id BINARY(16) NOT NULL,
  kind VARCHAR(16) NOT NULL,
  author_id BINARY(16) NOT NULL,
  by_requester BOOLEAN NOT NULL,
  text TEXT NOT NULL,
  at BIGINT NOT NULL,
  INDEX support_messages_request (request_id, at, id),
  INDEX support_messages_author (author_id),
  FOREIGN KEY (request_id) REFERENCES support_requests (id),
  FOREIGN KEY (author_id) REFERENCES staff (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
