-- +goose Up

-- One run of a flow over one subject. state, step and version follow from its decisions. article is the article of the
-- regulation that the flow's decisions carry out.
CREATE TABLE IF NOT EXISTS approvals (
  id BLOB NOT NULL PRIMARY KEY,
  flow TEXT NOT NULL,
  article TEXT NOT NULL,
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
CREATE INDEX IF NOT EXISTS approvals_department ON approvals (department_id, state, step_at);
CREATE INDEX IF NOT EXISTS approvals_subject ON approvals (subject_kind, subject_id, opened_at);
CREATE INDEX IF NOT EXISTS approvals_moved ON approvals (step_at, id);
CREATE INDEX IF NOT EXISTS approvals_state ON approvals (state, step_at, id);
CREATE INDEX IF NOT EXISTS approvals_author ON approvals (author_id, step_at);
CREATE INDEX IF NOT EXISTS approvals_submitter ON approvals (submitter_id, step_at);
CREATE INDEX IF NOT EXISTS approvals_about ON approvals (about_id, step_at);

-- Who decided what, on whose behalf, on which hash; insert-only (Art. 6b).
CREATE TABLE IF NOT EXISTS decisions (
  id BLOB NOT NULL PRIMARY KEY,
  approval_id BLOB NOT NULL,
  step TEXT NOT NULL,
  verdict TEXT NOT NULL,
  staff_id BLOB NOT NULL,
  on_behalf_of BLOB,
  role TEXT NOT NULL,
  comment TEXT NOT NULL,
  hash BLOB NOT NULL,
  at INTEGER NOT NULL,
  FOREIGN KEY (approval_id) REFERENCES approvals (id),
  FOREIGN KEY (staff_id) REFERENCES staff (id)
);
CREATE INDEX IF NOT EXISTS decisions_approval ON decisions (approval_id, at, id);
CREATE INDEX IF NOT EXISTS decisions_staff ON decisions (staff_id, at);
