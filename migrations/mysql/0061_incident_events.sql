-- What was done to an incident, step by step. by_reporter marks what its reporter did as such, whose name may be protected.
-- +goose Up
CREATE TABLE IF NOT EXISTS incident_events (
  id BINARY(16) NOT NULL PRIMARY KEY,
  incident_id BINARY(16) NOT NULL,
  kind VARCHAR(16) NOT NULL,
  actor_id BINARY(16),
  by_reporter INT NOT NULL,
  detail VARCHAR(500) NOT NULL,
  at BIGINT NOT NULL,
  INDEX incident_events_incident (incident_id, at, id),
  FOREIGN KEY (incident_id) REFERENCES incidents (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
