-- +goose Up

-- What a person was told, and when they read it.
CREATE TABLE IF NOT EXISTS inbox_items (
  id BINARY(16) NOT NULL PRIMARY KEY,
  staff_id BINARY(16) NOT NULL,
  kind VARCHAR(32) NOT NULL,
  subject_kind VARCHAR(32) NOT NULL,
  subject_id BINARY(16) NOT NULL,
  approval_id BINARY(16),
  detail VARCHAR(500) NOT NULL,
  at BIGINT NOT NULL,
  read_at BIGINT,
  INDEX inbox_items_staff (staff_id, at, id),
  INDEX inbox_items_unread_at (staff_id, read_at, at, id),
  FOREIGN KEY (staff_id) REFERENCES staff (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={{binary}};
