-- +goose Up

-- What is wrong in a post, by the incident that was opened for it: words of one revision, and the revision that corrects them.
CREATE TABLE IF NOT EXISTS mistakes (
  id BINARY(16) NOT NULL PRIMARY KEY,
  post_id BINARY(16) NOT NULL,
  revision_id BINARY(16) NOT NULL,
  passage VARCHAR(500) NOT NULL,
  passage_hash BINARY(32) NOT NULL,
  correction_id BINARY(16),
  corrected_at BIGINT,
  note VARCHAR(200) NOT NULL,
  version BIGINT NOT NULL,
  INDEX mistakes_passage (post_id, passage_hash),
  INDEX mistakes_revision (revision_id),
  FOREIGN KEY (id) REFERENCES incidents (id),
  FOREIGN KEY (post_id) REFERENCES posts (id),
  FOREIGN KEY (revision_id) REFERENCES revisions (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- Who reported it. number_hash is of the number that an anonymous reporter keeps, NULL for staff.
CREATE TABLE IF NOT EXISTS mistake_reports (
  id BINARY(16) NOT NULL PRIMARY KEY,
  incident_id BINARY(16) NOT NULL,
  number_hash BINARY(32),
  text TEXT NOT NULL,
  contact VARCHAR(200) NOT NULL,
  at BIGINT NOT NULL,
  UNIQUE INDEX mistake_reports_number (number_hash),
  INDEX mistake_reports_incident (incident_id, at, id),
  FOREIGN KEY (incident_id) REFERENCES incidents (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- From where anonymous reports came, for as long as a bound counts them.
CREATE TABLE IF NOT EXISTS mistake_senders (
  report_id BINARY(16) NOT NULL PRIMARY KEY,
  network VARCHAR(64) NOT NULL,
  at BIGINT NOT NULL,
  INDEX mistake_senders_network (network, at),
  INDEX mistake_senders_at (at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- What readers of a post are told was corrected.
CREATE TABLE IF NOT EXISTS post_errata (
  id BINARY(16) NOT NULL PRIMARY KEY,
  post_id BINARY(16) NOT NULL,
  revision_id BINARY(16) NOT NULL,
  note VARCHAR(200) NOT NULL,
  at BIGINT NOT NULL,
  INDEX post_errata_post (post_id, at, id),
  INDEX post_errata_revision (revision_id),
  FOREIGN KEY (post_id) REFERENCES posts (id),
  FOREIGN KEY (revision_id) REFERENCES revisions (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
