-- +goose Up

-- The website: one row, once anything has been set, with all that it shows beside posts.
CREATE TABLE IF NOT EXISTS sites (
  id BLOB NOT NULL PRIMARY KEY,
  content TEXT NOT NULL,
  version INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
);

-- Changes of the website (Art. 10): what the website section has arranged, and what a director has to consent to. fields are
-- those that a change touches, before_values and after_values what they were and are to be.
CREATE TABLE IF NOT EXISTS site_changes (
  id BLOB NOT NULL PRIMARY KEY,
  state TEXT NOT NULL,
  arranged INTEGER NOT NULL,
  fields TEXT NOT NULL,
  before_values TEXT NOT NULL,
  after_values TEXT NOT NULL,
  reason TEXT NOT NULL,
  department_id BLOB NOT NULL,
  proposer_id BLOB NOT NULL,
  approval_id BLOB,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  closed_at INTEGER,
  FOREIGN KEY (department_id) REFERENCES departments (id)
);
CREATE INDEX IF NOT EXISTS site_changes_created ON site_changes (created_at, id);
CREATE INDEX IF NOT EXISTS site_changes_state ON site_changes (state, created_at, id);
CREATE INDEX IF NOT EXISTS site_changes_department ON site_changes (department_id);
