-- One login of exactly one staff member (Art. 1, 6). alias is the public name of the poster;
-- suspended_for is LEAVE or ORDER while suspended.
-- +goose Up
CREATE TABLE IF NOT EXISTS accounts (
  id BINARY(16) NOT NULL PRIMARY KEY,
  staff_id BINARY(16) NOT NULL,
  login VARCHAR(64) NOT NULL,
  alias VARCHAR(64) NOT NULL,
  password_hash VARCHAR(255) NOT NULL,
  state VARCHAR(16) NOT NULL,
  suspended_for VARCHAR(16) NOT NULL,
  password_changed_at BIGINT,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE INDEX accounts_staff (staff_id),
  UNIQUE INDEX accounts_login (login),
  FOREIGN KEY (staff_id) REFERENCES staff (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
