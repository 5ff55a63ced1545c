-- What was done to an incident, step by step. by_reporter marks what its reporter did as such, whose name may be protected.
-- +goose Up
CREATE TABLE IF NOT EXISTS incident_events (
  id BLOB NOT NULL PRIMARY KEY,
  incident_id BLOB NOT NULL,
  kind TEXT NOT NULL,
  actor_id BLOB,
  by_reporter INTEGER NOT NULL,
  detail TEXT NOT NULL,
  at INTEGER NOT NULL,
  FOREIGN KEY (incident_id) REFERENCES incidents (id)
);
CREATE INDEX IF NOT EXISTS incident_events_incident ON incident_events (incident_id, at, id);
