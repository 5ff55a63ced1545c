-- Antivirus scans and patch runs of assets (Art. 7a, 7b).
-- +goose Up
CREATE TABLE IF NOT EXISTS scans (
  id BINARY(16) NOT NULL PRIMARY KEY,
  asset_id BINARY(16) NOT NULL,
  infection_id BINARY(16),
  kind VARCHAR(16) NOT NULL,
  result VARCHAR(16) NOT NULL,
  made_at BIGINT NOT NULL,
  tool VARCHAR(120) NOT NULL,
  tool_version VARCHAR(60) NOT NULL,
  signatures_at BIGINT,
  threat VARCHAR(200) NOT NULL,
  note TEXT NOT NULL,
  recorded_by BINARY(16),
  service_account_id BINARY(16),
  recorded_at BIGINT NOT NULL,
  INDEX scans_newest (made_at, id),
  INDEX scans_asset (asset_id, made_at, id),
  INDEX scans_result (result, made_at, id),
  FOREIGN KEY (asset_id) REFERENCES assets (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
