-- +goose Up

-- Licences of assets. Their keys are read by IT alone.
CREATE TABLE IF NOT EXISTS asset_licences (
  id BLOB NOT NULL PRIMARY KEY,
  asset_id BLOB NOT NULL,
  product TEXT NOT NULL,
  licence_key TEXT NOT NULL,
  expires_on TEXT,
  created_at INTEGER NOT NULL,
  FOREIGN KEY (asset_id) REFERENCES assets (id)
);
CREATE INDEX IF NOT EXISTS asset_licences_asset ON asset_licences (asset_id, product);
CREATE INDEX IF NOT EXISTS asset_licences_expiry ON asset_licences (expires_on);
