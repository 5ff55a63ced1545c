-- +goose Up

-- What is wrong in a post, by the incident that was opened for it: words of one revision, and the revision that corrects them.
CREATE TABLE IF NOT EXISTS mistakes (
  id BLOB NOT NULL PRIMARY KEY,
  post_id BLOB NOT NULL,
  revision_id BLOB NOT NULL,
  passage TEXT NOT NULL,
  passage_hash BLOB NOT NULL,
  correction_id BLOB,
  corrected_at INTEGER,
  note TEXT NOT NULL,
  version INTEGER NOT NULL,
  FOREIGN KEY (id) REFERENCES incidents (id),
  FOREIGN KEY (post_id) REFERENCES posts (id),
  FOREIGN KEY (revision_id) REFERENCES revisions (id)
);
CREATE INDEX IF NOT EXISTS mistakes_passage ON mistakes (post_id, passage_hash);
CREATE INDEX IF NOT EXISTS mistakes_revision ON mistakes (revision_id);

-- Who reported it. number_hash is of the number that an anonymous reporter keeps, NULL for staff.
CREATE TABLE IF NOT EXISTS mistake_reports (
  id BLOB NOT NULL PRIMARY KEY,
  incident_id BLOB NOT NULL,
  number_hash BLOB,
  text TEXT NOT NULL,
  contact TEXT NOT NULL,
  at INTEGER NOT NULL,
  FOREIGN KEY (incident_id) REFERENCES incidents (id)
);
CREATE UNIQUE INDEX IF NOT EXISTS mistake_reports_number ON mistake_reports (number_hash);
CREATE INDEX IF NOT EXISTS mistake_reports_incident ON mistake_reports (incident_id, at, id);

-- From where anonymous reports came, for as long as a bound counts them.
CREATE TABLE IF NOT EXISTS mistake_senders (
  report_id BLOB NOT NULL PRIMARY KEY,
  network TEXT NOT NULL,
  at INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS mistake_senders_network ON mistake_senders (network, at);
CREATE INDEX IF NOT EXISTS mistake_senders_at ON mistake_senders (at);

-- What readers of a post are told was corrected.
CREATE TABLE IF NOT EXISTS post_errata (
  id BLOB NOT NULL PRIMARY KEY,
  post_id BLOB NOT NULL,
  revision_id BLOB NOT NULL,
  note TEXT NOT NULL,
  at INTEGER NOT NULL,
  FOREIGN KEY (post_id) REFERENCES posts (id),
  FOREIGN KEY (revision_id) REFERENCES revisions (id)
);
CREATE INDEX IF NOT EXISTS post_errata_post ON post_errata (post_id, at, id);
CREATE INDEX IF NOT EXISTS post_errata_revision ON post_errata (revision_id);
