-- Antivirus scans and patch runs of assets (Art. 7a, 7b).
-- +goose Up
CREATE TABLE IF NOT EXISTS scans (
  id BLOB NOT NULL PRIMARY KEY,
  asset_id BLOB NOT NULL,
  infection_id BLOB,
  kind TEXT NOT NULL,
  result TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  tool TEXT NOT NULL,
  tool_version TEXT NOT NULL,
  signatures_at INTEGER,
  threat TEXT NOT NULL,
  note TEXT NOT NULL,
  recorded_by BLOB,
  service_account_id BLOB,
  recorded_at INTEGER NOT NULL,
  FOREIGN KEY (asset_id) REFERENCES assets (id)
);
CREATE INDEX IF NOT EXISTS scans_newest ON scans (made_at, id);
CREATE INDEX IF NOT EXISTS scans_asset ON scans (asset_id, made_at, id);
CREATE INDEX IF NOT EXISTS scans_result ON scans (result, made_at, id);
