-- +goose Up

-- Work to do once at a time, claimed by lease.
CREATE TABLE IF NOT EXISTS jobs (
  id BINARY(16) NOT NULL PRIMARY KEY,
  kind VARCHAR(32) NOT NULL,
  name VARCHAR(96) NOT NULL,
  subject_id BINARY(16),
  run_at BIGINT NOT NULL,
  state VARCHAR(16) NOT NULL,
  attempts INT NOT NULL,
  owner BINARY(16),
  lease_until BIGINT,
  last_error VARCHAR(500) NOT NULL,
  finished_at BIGINT,
  UNIQUE INDEX jobs_name (name),
  INDEX jobs_due (state, run_at),
  INDEX jobs_finished (state, finished_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
