-- +goose Up

-- Work to do once at a time, claimed by lease.
CREATE TABLE IF NOT EXISTS jobs (
  id BLOB NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  subject_id BLOB,
  run_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  owner BLOB,
  lease_until INTEGER,
  last_error TEXT NOT NULL,
  finished_at INTEGER
);
CREATE UNIQUE INDEX IF NOT EXISTS jobs_name ON jobs (name);
CREATE INDEX IF NOT EXISTS jobs_due ON jobs (state, run_at);
CREATE INDEX IF NOT EXISTS jobs_finished ON jobs (state, finished_at);
