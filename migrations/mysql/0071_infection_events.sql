-- The course of infections: a line per step. Notes that are technical are read by IT alone (Art. 5a).
-- +goose Up
CREATE TABLE IF NOT EXISTS infection_events (
  id BINARY(16) NOT NULL PRIMARY KEY,
  infection_id BINARY(16) NOT NULL,
  kind VARCHAR(20) NOT NULL,
  actor_id BINARY(16),
  service_account_id BINARY(16),
  note TEXT NOT NULL,
  technical INT NOT NULL,
  at BIGINT NOT NULL,
  INDEX infection_events_infection (infection_id, at, id),
  FOREIGN KEY (infection_id) REFERENCES infections (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
