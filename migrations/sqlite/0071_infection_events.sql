-- The course of infections: a line per step. Notes that are technical are read by IT alone (Art. 5a).
-- +goose Up
CREATE TABLE IF NOT EXISTS infection_events (
  id BLOB NOT NULL PRIMARY KEY,
  infection_id BLOB NOT NULL,
  kind TEXT NOT NULL,
  actor_id BLOB,
  service_account_id BLOB,
  note TEXT NOT NULL,
  technical INTEGER NOT NULL,
  at INTEGER NOT NULL,
  FOREIGN KEY (infection_id) REFERENCES infections (id)
);
CREATE INDEX IF NOT EXISTS infection_events_infection ON infection_events (infection_id, at, id);
