-- +goose Up

-- The website: one row, once anything has been set, with all that it shows beside posts.
CREATE TABLE IF NOT EXISTS sites (
  id BINARY(16) NOT NULL PRIMARY KEY,
  content MEDIUMTEXT NOT NULL,
  version BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- Changes of the website (Art. 10): what the website section has arranged, and what a director has to consent to. fields are
-- those that a change touches, before_values and after_values what they were and are to be.
CREATE TABLE IF NOT EXISTS site_changes (
  id BINARY(16) NOT NULL PRIMARY KEY,
  state VARCHAR(16) NOT NULL,
  arranged TINYINT NOT NULL,
  fields VARCHAR(500) NOT NULL,
  before_values MEDIUMTEXT NOT NULL,
  after_values MEDIUMTEXT NOT NULL,
  reason VARCHAR(500) NOT NULL,
  department_id BINARY(16) NOT NULL,
  proposer_id BINARY(16) NOT NULL,
  approval_id BINARY(16),
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  closed_at BIGINT,
  INDEX site_changes_created (created_at, id),
  INDEX site_changes_state (state, created_at, id),
  INDEX site_changes_department (department_id),
  FOREIGN KEY (department_id) REFERENCES departments (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
