-- How each asset is protected: when it was last scanned and updated, by which antivirus. A row once something is known.
-- +goose Up
CREATE TABLE IF NOT EXISTS asset_protections (
  asset_id BLOB NOT NULL PRIMARY KEY,
  last_scan_at INTEGER,
  last_patch_at INTEGER,
  antivirus TEXT NOT NULL,
  antivirus_version TEXT NOT NULL,
  antivirus_at INTEGER,
  signatures_at INTEGER,
  refuse_sign_ins INTEGER NOT NULL,
  FOREIGN KEY (asset_id) REFERENCES assets (id)
);
