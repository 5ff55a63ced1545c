-- How each asset is protected: when it was last scanned and updated, by which antivirus. A row once something is known.
-- +goose Up
CREATE TABLE IF NOT EXISTS asset_protections (
  asset_id BINARY(16) NOT NULL PRIMARY KEY,
  last_scan_at BIGINT,
  last_patch_at BIGINT,
  antivirus VARCHAR(120) NOT NULL,
  antivirus_version VARCHAR(60) NOT NULL,
  antivirus_at BIGINT,
  signatures_at BIGINT,
  refuse_sign_ins INT NOT NULL,
  FOREIGN KEY (asset_id) REFERENCES assets (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
