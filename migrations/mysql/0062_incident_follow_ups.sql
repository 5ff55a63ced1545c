-- What people say to each other about an incident; internal ones are for its handlers.
-- +goose Up
CREATE TABLE IF NOT EXISTS incident_follow_ups (
  id BINARY(16) NOT NULL PRIMARY KEY,
  incident_id BINARY(16) NOT NULL,
  author_id BINARY(16) NOT NULL,
  by_reporter INT NOT NULL,
  internal INT NOT NULL,
  text TEXT NOT NULL,
  at BIGINT NOT NULL,
  INDEX incident_follow_ups_incident (incident_id, at, id),
  FOREIGN KEY (incident_id) REFERENCES incidents (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
