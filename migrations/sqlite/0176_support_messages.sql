-- +goose Up

-- What the two sides of a request for support write to each other.
CREATE TABLE IF NOT EXISTS support_messages (
  id BLOB NOT NULL PRIMARY KEY,
  request_id BLOB NOT NULL,
  kind TEXT NOT NULL,
  author_id BLOB NOT NULL,
  by_requester INTEGER NOT NULL,
  text TEXT NOT NULL,
  at INTEGER NOT NULL,
  FOREIGN KEY (request_id) REFERENCES support_requests (id),
  FOREIGN KEY (author_id) REFERENCES staff (id)
);
CREATE INDEX IF NOT EXISTS support_messages_request ON support_messages (request_id, at, id);
CREATE INDEX IF NOT EXISTS support_messages_author ON support_messages (author_id);
