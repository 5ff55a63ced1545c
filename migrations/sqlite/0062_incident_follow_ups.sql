-- What people say to each other about an incident; internal ones are for its handlers.
-- +goose Up
CREATE TABLE IF NOT EXISTS incident_follow_ups (
  id BLOB NOT NULL PRIMARY KEY,
  incident_id BLOB NOT NULL,
  author_id BLOB NOT NULL,
  by_reporter INTEGER NOT NULL,
  internal INTEGER NOT NULL,
  text TEXT NOT NULL,
  at INTEGER NOT NULL,
  FOREIGN KEY (incident_id) REFERENCES incidents (id)
);
CREATE INDEX IF NOT EXISTS incident_follow_ups_incident ON incident_follow_ups (incident_id, at, id);
