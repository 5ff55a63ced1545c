-- One run of a flow over one subject. state, step and version follow from its decisions.
-- +goose Up
CREATE TABLE IF NOT EXISTS approvals (
  id BLOB NOT NULL PRIMARY KEY,
  flow TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject_id BLOB NOT NULL,
  department_id BLOB NOT NULL,
  decider_department_id BLOB,
  author_id BLOB NOT NULL,
  submitter_id BLOB NOT NULL,
  about_id BLOB,
  state TEXT NOT NULL,
  step TEXT NOT NULL,
  hash BLOB NOT NULL,
  urgent INTEGER NOT NULL,
  mark TEXT NOT NULL,
  at_board INTEGER NOT NULL,
  skip_reason TEXT NOT NULL,
  privacy TEXT NOT NULL,
  privacy_note TEXT NOT NULL,
  hold_reason TEXT NOT NULL,
  live INTEGER,
  version INTEGER NOT NULL,
  opened_at INTEGER NOT NULL,
  step_at INTEGER NOT NULL,
  closed_at INTEGER,
  FOREIGN KEY (department_id) REFERENCES departments (id)
);
CREATE UNIQUE INDEX IF NOT EXISTS approvals_live ON approvals (subject_id, live);
CREATE INDEX IF NOT EXISTS approvals_step ON approvals (state, step, step_at);
CREATE INDEX IF NOT EXISTS approvals_department ON approvals (department_id, state, step_at);
CREATE INDEX IF NOT EXISTS approvals_subject ON approvals (subject_kind, subject_id, opened_at);
