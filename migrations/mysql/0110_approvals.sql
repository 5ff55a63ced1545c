-- +goose Up

-- One run of a flow over one subject. state, step and version follow from its decisions. article is the article of the
-- regulation that the flow's decisions carry out.
CREATE TABLE IF NOT EXISTS approvals (
  id BINARY(16) NOT NULL PRIMARY KEY,
  flow VARCHAR(32) NOT NULL,
  article VARCHAR(8) NOT NULL,
  subject_kind VARCHAR(32) NOT NULL,
  subject_id BINARY(16) NOT NULL,
  department_id BINARY(16) NOT NULL,
  decider_department_id BINARY(16),
  author_id BINARY(16) NOT NULL,
  submitter_id BINARY(16) NOT NULL,
  about_id BINARY(16),
  state VARCHAR(16) NOT NULL,
  step VARCHAR(24) NOT NULL,
  hash BINARY(32) NOT NULL,
  urgent INT NOT NULL,
  mark VARCHAR(32) NOT NULL,
  at_board INT NOT NULL,
  skip_reason VARCHAR(200) NOT NULL,
  privacy VARCHAR(16) NOT NULL,
  privacy_note VARCHAR(500) NOT NULL,
  hold_reason VARCHAR(500) NOT NULL,
  live INT,
  version BIGINT NOT NULL,
  opened_at BIGINT NOT NULL,
  step_at BIGINT NOT NULL,
  closed_at BIGINT,
  UNIQUE INDEX approvals_live (subject_id, live),
  INDEX approvals_department (department_id, state, step_at),
  INDEX approvals_subject (subject_kind, subject_id, opened_at),
  INDEX approvals_moved (step_at, id),
  INDEX approvals_state (state, step_at, id),
  INDEX approvals_author (author_id, step_at),
  INDEX approvals_submitter (submitter_id, step_at),
  INDEX approvals_about (about_id, step_at),
  FOREIGN KEY (department_id) REFERENCES departments (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- Who decided what, on whose behalf, on which hash; insert-only (Art. 6b).
CREATE TABLE IF NOT EXISTS decisions (
  id BINARY(16) NOT NULL PRIMARY KEY,
  approval_id BINARY(16) NOT NULL,
  step VARCHAR(24) NOT NULL,
  verdict VARCHAR(16) NOT NULL,
  staff_id BINARY(16) NOT NULL,
  on_behalf_of BINARY(16),
  role VARCHAR(16) NOT NULL,
  comment VARCHAR(2000) NOT NULL,
  hash BINARY(32) NOT NULL,
  at BIGINT NOT NULL,
  INDEX decisions_approval (approval_id, at, id),
  INDEX decisions_staff (staff_id, at),
  FOREIGN KEY (approval_id) REFERENCES approvals (id),
  FOREIGN KEY (staff_id) REFERENCES staff (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
