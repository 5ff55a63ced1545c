-- +goose Up

-- Files that people bring in (Art. 7b). Their bytes lie outside the store, under their SHA-256: the same bytes lie there once, and
-- rows of the same sha256 share one verdict. try_at is when they are scanned next; only those that wait have it.
CREATE TABLE IF NOT EXISTS media_files (
  id BLOB NOT NULL PRIMARY KEY,
  department_id BLOB NOT NULL,
  uploader_id BLOB NOT NULL,
  name TEXT NOT NULL,
  sort_name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size INTEGER NOT NULL,
  sha256 BLOB NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  signature TEXT NOT NULL,
  address TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  engine TEXT NOT NULL,
  scanned_at INTEGER,
  opened_at INTEGER,
  try_at INTEGER,
  attempts INTEGER NOT NULL,
  FOREIGN KEY (department_id) REFERENCES departments (id),
  FOREIGN KEY (uploader_id) REFERENCES staff (id)
);
CREATE INDEX IF NOT EXISTS media_files_created ON media_files (created_at, id);
CREATE INDEX IF NOT EXISTS media_files_department ON media_files (department_id, created_at, id);
CREATE INDEX IF NOT EXISTS media_files_uploader ON media_files (uploader_id, created_at, id);
CREATE INDEX IF NOT EXISTS media_files_state ON media_files (state, scanned_at);
CREATE INDEX IF NOT EXISTS media_files_sha256 ON media_files (sha256);
CREATE INDEX IF NOT EXISTS media_files_try ON media_files (try_at);

-- What the scanner was found to be when it was last asked: one row.
CREATE TABLE IF NOT EXISTS media_scanner (
  id INTEGER NOT NULL PRIMARY KEY,
  state TEXT NOT NULL,
  engine TEXT NOT NULL,
  signatures_at INTEGER,
  since INTEGER NOT NULL
);
