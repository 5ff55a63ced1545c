-- How often the assets of a kind are scanned and updated, in days, where IT set something else than the program comes with.
-- +goose Up
CREATE TABLE IF NOT EXISTS scan_schedules (
  id BINARY(16) NOT NULL PRIMARY KEY,
  kind VARCHAR(24) NOT NULL,
  scan_days INT NOT NULL,
  patch_days INT NOT NULL,
  signature_days INT NOT NULL,
  version BIGINT NOT NULL,
  UNIQUE INDEX scan_schedules_kind (kind)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
