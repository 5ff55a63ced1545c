-- +goose Up

-- Files that people bring in (Art. 7b). Their bytes lie outside the store, under their SHA-256: the same bytes lie there once, and
-- rows of the same sha256 share one verdict. try_at is when they are scanned next; only those that wait have it.
CREATE TABLE IF NOT EXISTS media_files (
  id BINARY(16) NOT NULL PRIMARY KEY,
  department_id BINARY(16) NOT NULL,
  uploader_id BINARY(16) NOT NULL,
  name VARCHAR(200) NOT NULL,
  sort_name VARCHAR(200) NOT NULL,
  media_type VARCHAR(100) NOT NULL,
  size BIGINT NOT NULL,
  sha256 BINARY(32) NOT NULL,
  state VARCHAR(16) NOT NULL,
  reason VARCHAR(24) NOT NULL,
  signature VARCHAR(200) NOT NULL,
  address VARCHAR(64) NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  engine VARCHAR(200) NOT NULL,
  scanned_at BIGINT,
  opened_at BIGINT,
  try_at BIGINT,
  attempts INT NOT NULL,
  INDEX media_files_created (created_at, id),
  INDEX media_files_department (department_id, created_at, id),
  INDEX media_files_uploader (uploader_id, created_at, id),
  INDEX media_files_state (state, scanned_at),
  INDEX media_files_sha256 (sha256),
  INDEX media_files_try (try_at),
  FOREIGN KEY (department_id) REFERENCES departments (id),
  FOREIGN KEY (uploader_id) REFERENCES staff (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};

-- What the scanner was found to be when it was last asked: one row.
CREATE TABLE IF NOT EXISTS media_scanner (
  id INT NOT NULL PRIMARY KEY,
  state VARCHAR(24) NOT NULL,
  engine VARCHAR(200) NOT NULL,
  signatures_at BIGINT,
  since BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
