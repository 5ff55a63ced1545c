-- The head of a post, and the projection of its published revision that lists read.
-- +goose Up
CREATE TABLE IF NOT EXISTS posts (
  id BLOB NOT NULL PRIMARY KEY,
  type TEXT NOT NULL,
  department_id BLOB NOT NULL,
  author_id BLOB NOT NULL,
  submitter_id BLOB,
  person_id BLOB,
  publication TEXT NOT NULL,
  working TEXT NOT NULL,
  at_board INTEGER NOT NULL,
  submitted_ever INTEGER NOT NULL,
  published_revision_id BLOB,
  working_revision_id BLOB,
  approval_id BLOB,
  published_approval_id BLOB,
  slug TEXT NOT NULL,
  pinned INTEGER NOT NULL,
  published_at INTEGER,
  updated_public_at INTEGER,
  scheduled_at INTEGER,
  scheduled_by BLOB,
  expires_at INTEGER,
  audience TEXT NOT NULL,
  title TEXT NOT NULL,
  sort_title TEXT NOT NULL,
  summary TEXT NOT NULL,
  excerpt TEXT NOT NULL,
  byline TEXT NOT NULL,
  poster_alias TEXT NOT NULL,
  closes_at INTEGER,
  working_title TEXT NOT NULL,
  working_audience TEXT NOT NULL,
  unpublish_reason TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  FOREIGN KEY (department_id) REFERENCES departments (id),
  FOREIGN KEY (author_id) REFERENCES staff (id)
);
CREATE UNIQUE INDEX IF NOT EXISTS posts_slug ON posts (slug);
CREATE UNIQUE INDEX IF NOT EXISTS posts_person ON posts (person_id);
CREATE INDEX IF NOT EXISTS posts_public ON posts (publication, audience, published_at, id);
CREATE INDEX IF NOT EXISTS posts_public_type ON posts (type, publication, audience, published_at, id);
CREATE INDEX IF NOT EXISTS posts_department ON posts (department_id, publication, published_at, id);
CREATE INDEX IF NOT EXISTS posts_updated ON posts (updated_at, id);
CREATE INDEX IF NOT EXISTS posts_working ON posts (working, updated_at);
CREATE INDEX IF NOT EXISTS posts_author ON posts (author_id, updated_at);
