-- How often the assets of a kind are scanned and updated, in days, where IT set something else than the program comes with.
-- +goose Up
CREATE TABLE IF NOT EXISTS scan_schedules (
  id BLOB NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  scan_days INTEGER NOT NULL,
  patch_days INTEGER NOT NULL,
  signature_days INTEGER NOT NULL,
  version INTEGER NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS scan_schedules_kind ON scan_schedules (kind);
